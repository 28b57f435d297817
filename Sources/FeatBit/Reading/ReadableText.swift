import FlagModel

/// Names that people can read, made from texts of any kind.
enum ReadableText {
    /// A text with a blank for everything that is not for reading, cut to the length of a name.
    ///
    /// - Returns: `nil` when nothing is left.
    static func name(_ text: String) -> String? {
        let limit = Limits.nameLength.upperBound
        // Only the beginning can stay; values may be large.
        let beginning = String.UnicodeScalarView(text.unicodeScalars.prefix(limit + 1))
        let cleaned = withBlanks(String(beginning))
        let name = trimmed(cut(cleaned, to: limit))
        return name.isEmpty ? nil : name
    }

    /// A text with a blank for everything that is not for reading.
    ///
    /// Line feeds, returns and tabs stay where `keepsLines` says so.
    static func withBlanks(_ text: String, keepsLines: Bool = false) -> String {
        let isPlain = text.utf8.allSatisfy { (0x20..<0x7F).contains($0) }
        guard !isPlain else { return text }
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            let isLine = scalar == "\n" || scalar == "\r" || scalar == "\t"
            let stays = isLine ? keepsLines : isReadable(scalar)
            result.append(stays ? scalar : " ")
        }
        return String(result)
    }

    /// A name that is not taken: itself, or with the first free number from 2 behind it.
    static func unique(_ name: String, among taken: Set<String>) -> String {
        guard taken.contains(name) else { return name }
        for number in 2...taken.count + 2 {
            let suffix = " \(number)"
            let limit = Limits.nameLength.upperBound - suffix.unicodeScalars.count
            let candidate = trimmed(cut(name, to: limit)) + suffix
            if !taken.contains(candidate) { return candidate }
        }
        return name
    }

    /// At most so many scalars, without a character cut in half where that can be avoided.
    private static func cut(_ text: String, to limit: Int) -> String {
        guard text.unicodeScalars.count > limit else { return text }
        var result = ""
        var length = 0
        for character in text {
            length += character.unicodeScalars.count
            guard length <= limit else { break }
            result.append(character)
        }
        guard result.isEmpty else { return result }
        return String(String.UnicodeScalarView(text.unicodeScalars.prefix(limit)))
    }

    private static func trimmed(_ text: String) -> String {
        var rest = Substring(text)
        while rest.first == " " { rest.removeFirst() }
        while rest.last == " " { rest.removeLast() }
        return String(rest)
    }

    /// The model's own rule for texts: no controls, nothing that reorders or hides.
    private static func isReadable(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned, .privateUse:
            false
        case .format: scalar.value == 0x200C || scalar.value == 0x200D
        default: true
        }
    }
}
