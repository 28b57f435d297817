/// The text of settings files, written and changed without losing what people wrote in them.
public enum SettingsText {
    /// `text` in quotes, so that any text reads back as it was.
    public static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case _ where scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value):
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }

    /// `source` with one name outside of all sections set to `value`; every other line stays.
    ///
    /// - Parameters:
    ///   - name: a bare name.
    ///   - value: as it is written in the file, such as `true` or a quoted text.
    ///   - source: the file's text; may be empty.
    /// - Returns: the new text.
    public static func setting(_ name: String, to value: String, in source: String) -> String {
        var lines = source.split(
            omittingEmptySubsequences: false,
            whereSeparator: \.isNewline
        ).map(String.init)
        if lines.last?.isEmpty == true { lines.removeLast() }
        let end = lines.firstIndex { $0.trimmedStart.hasPrefix("[") } ?? lines.count
        let place = lines[..<end].firstIndex { line in
            let parts = line.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return parts.count == 2 && parts[0].filter { !" \t\"'".contains($0) } == name
        }
        if let place {
            lines[place] = "\(name) = \(value)"
        } else {
            lines.insert("\(name) = \(value)", at: end)
            if end < lines.count - 1 { lines.insert("", at: end + 1) }
        }
        return lines.map { $0 + "\n" }.joined()
    }
}

extension String {
    fileprivate var trimmedStart: Substring { drop { $0 == " " || $0 == "\t" } }
}
