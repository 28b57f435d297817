internal import TerminalUI

/// Why a file of views cannot be used.
public enum SavedViewError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A line that is not one of a file of views, from 1.
    case line(Int)
    /// A view without a name, the line where it begins.
    case noName(Int)
    /// More views than one person keeps.
    case tooMany

    /// What is wrong, where.
    public var description: String {
        switch self {
        case .line(let number): "line \(number) is not one of a file of views"
        case .noName(let number): "the view in line \(number) has no name"
        case .tooMany: "it has more than \(SavedView.countLimit) views"
        }
    }
}

/// Views as a text file, in the part of TOML that they need: tables, texts, and `true`.
///
/// ```toml
/// [[view]]
/// name = "Marketing, on"
/// order = "name"
/// doing = "on"
/// owner = "Marketing"
/// ```
extension SavedView {
    /// The file of some views.
    public static func file(of views: [SavedView]) -> String {
        views.map(\.section).joined(separator: "\n")
    }

    private var section: String {
        var lines = ["[[view]]", "name = \(SettingsText.quoted(name))"]
        func add(_ key: String, _ value: String?) {
            if let value { lines.append("\(key) = \(SettingsText.quoted(value))") }
        }
        add("order", listing.order.rawValue)
        add("doing", listing.doing?.rawValue)
        add("tag", listing.tag)
        add("owner", listing.owner)
        add("purpose", listing.purpose)
        add("changed", listing.change?.rawValue)
        if listing.showsArchived { lines.append("archived = true") }
        if !query.isEmpty { add("find", query) }
        return lines.joined(separator: "\n") + "\n"
    }

    /// Reads the file of some views.
    ///
    /// - Throws: ``SavedViewError`` for the first line that is wrong; nothing is guessed.
    public static func views(inFile text: String) throws(SavedViewError) -> [SavedView] {
        var views: [(view: SavedView, line: Int)] = []
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() {
            let line = String(line).trimmed
            if line.isEmpty || line.hasPrefix("#") { continue }
            if line == "[[view]]" {
                guard views.count < countLimit else { throw .tooMany }
                views.append((SavedView(name: "", listing: FlagListing()), index + 1))
                continue
            }
            guard let cut = line.firstIndex(of: "="), !views.isEmpty,
                views[views.count - 1].view.take(
                    String(line[..<cut]).trimmed,
                    String(line[line.index(after: cut)...]).trimmed
                )
            else { throw .line(index + 1) }
        }
        for (view, line) in views where view.name.isEmpty { throw .noName(line) }
        return views.map(\.view)
    }

    /// Takes one value.
    ///
    /// - Returns: whether it is one.
    private mutating func take(_ key: String, _ written: String) -> Bool {
        if key == "archived" {
            listing.showsArchived = written == "true"
            return written == "true" || written == "false"
        }
        guard let value = Self.unquoted(written), value.count <= 4000 else { return false }
        switch key {
        case "name":
            name = SafeText(value).text
            return Self.nameLength.contains(name.count)
        case "order":
            guard let order = FlagListing.Order(rawValue: value) else { return false }
            listing.order = order
        case "doing":
            guard let doing = FlagListing.Doing(rawValue: value) else { return false }
            listing.doing = doing
        case "changed":
            guard let change = FlagListing.Change(rawValue: value) else { return false }
            listing.change = change
        case "tag": listing.tag = value
        case "owner": listing.owner = value
        case "purpose": listing.purpose = value
        case "find": query = value
        default: return false
        }
        return true
    }

    private static func unquoted(_ written: String) -> String? {
        guard written.count >= 2, written.hasPrefix("\""), written.hasSuffix("\"") else {
            return nil
        }
        var text = ""
        var rest = written.unicodeScalars.dropFirst().dropLast()
        while let scalar = rest.popFirst() {
            guard scalar == "\\" else {
                guard scalar != "\"" else { return nil }
                text.unicodeScalars.append(scalar)
                continue
            }
            switch rest.popFirst() {
            case "\""?: text += "\""
            case "\\"?: text += "\\"
            case "n"?: text += "\n"
            case "t"?: text += "\t"
            case "u"?:
                let digits = rest.prefix(4)
                guard digits.count == 4,
                    let number = UInt32(String(String.UnicodeScalarView(digits)), radix: 16),
                    let made = Unicode.Scalar(number)
                else { return nil }
                rest = rest.dropFirst(4)
                text.unicodeScalars.append(made)
            default: return nil
            }
        }
        return text
    }
}
