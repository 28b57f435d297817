import TOMLKit

/// A person's settings file as a flat list of what it says, with the line of each.
///
/// Whatever reads it goes through the entries and reports what it does not understand; the rest
/// still holds.
public struct SettingsFile: Equatable, Sendable {
    /// The most bytes that a settings file may have.
    public static let maximumBytes = 256 << 10

    /// One name and its value.
    public struct Entry: Equatable, Sendable {
        /// The sections and the name, outermost first: `flags.toggle` has two parts.
        public let path: [String]
        /// What it is set to.
        public let value: Value
        /// The line where it stands, counted from 1.
        public let line: Int

        /// The parts with dots between them.
        public var name: String { path.joined(separator: ".") }
    }

    /// What a name is set to.
    public enum Value: Equatable, Sendable {
        /// Text in quotes.
        case text(String)
        /// `true` or `false`.
        case flag(Bool)
        /// A whole number.
        case number(Int)
        /// Texts in brackets.
        case texts([String])
        /// Anything that no setting is.
        case other
    }

    /// Everything that the file says, in the order of its lines.
    public let entries: [Entry]

    /// Reads a file's text.
    ///
    /// - Throws: ``SettingsSyntaxError`` with the line where it stops being TOML.
    public init(toml: String) throws(SettingsSyntaxError) {
        let table: TOMLTable
        do {
            table = try TOMLTable(string: toml)
        } catch let error as TOMLParseError {
            throw SettingsSyntaxError(
                line: error.source.begin.line,
                message: SafeText(error.description).text
            )
        } catch {
            throw SettingsSyntaxError(line: 1, message: SafeText("\(error)").text)
        }
        var found: [Entry] = []
        Self.collect(table, at: [], Self.lines(of: toml), into: &found)
        entries = found.enumerated().sorted {
            ($0.element.line, $0.offset) < ($1.element.line, $1.offset)
        }.map(\.element)
    }

    private static func collect(
        _ table: TOMLTable,
        at path: [String],
        _ lines: [String: Int],
        into found: inout [Entry]
    ) {
        for key in table.keys {
            let place = path + [key]
            guard let item = table[key] else { continue }
            if let inner = item.table {
                collect(inner, at: place, lines, into: &found)
            } else {
                let line = lines[place.joined(separator: ".")] ?? 1
                found.append(Entry(path: place, value: value(of: item), line: line))
            }
        }
    }

    private static func value(of item: any TOMLValueConvertible) -> Value {
        if let text = item.string { return .text(text) }
        if let flag = item.bool { return .flag(flag) }
        if let number = item.int { return .number(number) }
        guard let array = item.array else { return .other }
        let texts = array.compactMap(\.string)
        return texts.count == array.count ? .texts(texts) : .other
    }

    /// Where each dotted name first stands.
    private static func lines(of toml: String) -> [String: Int] {
        var lines: [String: Int] = [:]
        var section = ""
        for (index, line) in toml.split(
            omittingEmptySubsequences: false,
            whereSeparator: \.isNewline
        ).enumerated() {
            let text = line.drop { $0 == " " || $0 == "\t" }
            if text.hasPrefix("[") {
                section = bare(text.drop { $0 == "[" }.prefix { $0 != "]" }) + "."
            } else if !text.hasPrefix("#"), let end = text.firstIndex(of: "=") {
                let name = section + bare(text[..<end])
                if lines[name] == nil { lines[name] = index + 1 }
            }
        }
        return lines
    }

    /// A name as written, without quotes and blanks.
    private static func bare(_ text: some StringProtocol) -> String {
        String(text.filter { !" \t\"'".contains($0) })
    }
}

/// A settings file that is not TOML.
public struct SettingsSyntaxError: Error, Hashable, Sendable {
    /// The line where it stops being TOML, counted from 1.
    public let line: Int
    /// What the reader says about it, safe to show.
    public let message: String
}
