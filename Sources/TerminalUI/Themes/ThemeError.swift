/// Why a theme file cannot be used.
///
/// Lines count from 1.
public enum ThemeError: Error, Hashable, Sendable {
    /// The file is not TOML.
    case syntax(line: Int, message: String)
    /// A name that is no role, no sign and no setting.
    case unknownName(line: Int, name: String)
    /// A value that is not text.
    case notText(line: Int, name: String)
    /// A word that is neither a colour nor an attribute, or stands in a wrong place.
    case unknownWord(line: Int, role: String, word: String)
    /// A sign that does not take exactly one cell.
    case signWidth(line: Int, name: String, width: Int)

    /// A stable name for scripts and documents.
    public var code: String {
        switch self {
        case .syntax: "theme.syntax"
        case .unknownName: "theme.unknown-name"
        case .notText: "theme.not-text"
        case .unknownWord: "theme.unknown-word"
        case .signWidth: "theme.sign-width"
        }
    }
}

extension ThemeError: CustomStringConvertible {
    /// What is wrong, where, and what would be right.
    public var description: String {
        switch self {
        case .syntax(let line, let message):
            "Line \(line) is not TOML: \(SafeText(message))"
        case .unknownName(let line, let name):
            "Line \(line): there is no \"\(SafeText(name))\" in a theme. The roles are "
                + Role.allCases.map(\.name).joined(separator: ", ") + "."
        case .notText(let line, let name):
            "Line \(line): \"\(SafeText(name))\" must be text in quotes."
        case .unknownWord(let line, let role, let word):
            "Line \(line): \"\(SafeText(word))\" cannot stand here in \"\(SafeText(role))\". "
                + "Write a colour (a name, 0 to 255, or #rrggbb), \"on\" and a second one if you "
                + "like, then bold, dim, underline, reverse or italic."
        case .signWidth(let line, let name, let width):
            "Line \(line): the sign \"\(SafeText(name))\" takes \(width) cells and must take one."
        }
    }
}
