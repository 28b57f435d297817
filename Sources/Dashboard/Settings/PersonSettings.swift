public import TerminalUI

/// What a person chose about the screens themselves: colours, keys, mouse, and where they were.
///
/// It is read from text here and kept in files by the caller. What is not understood is left out
/// and told in ``problems``; the rest holds.
public struct PersonSettings: Equatable, Sendable {
    /// The themes there are to choose from, the built-in ones first.
    public var themes: [Theme] = Theme.builtIn
    /// The theme that was chosen.
    public var theme = Theme.standard
    /// The themes that were chosen for a terminal that is light, and for one that is dark.
    public var paired: [Brightness: Theme] = [:]
    /// Whether clicks and the wheel mean something.
    public var usesMouse = true
    /// Whether `h j k l g G` move as in vim.
    public var usesVimKeys = true
    /// The keys that were chosen instead of the usual ones.
    public internal(set) var keys: [String: KeyChoice] = [:]
    /// Whether text can be sent to a clipboard; a screen of plain lines prints it instead.
    public var hasClipboard = true
    /// What was not understood, a sentence each.
    public var problems: [String] = []
    /// Where the person was last.
    public var place: ScreenPlace?
    /// What was chosen in the palette, and how often.
    public var used: [String: PaletteUse] = [:]

    /// The usual settings.
    public init() {}

    /// The keys for one action.
    public struct KeyChoice: Equatable, Sendable {
        /// The keys, the one to show first.
        public var keys: [TerminalUI.Key]
        /// The line of the settings file.
        public let line: Int
    }

    /// The theme for a terminal.
    ///
    /// - Parameter brightness: how its background looks; `nil` while that is not known.
    /// - Returns: the one for such a terminal, else the usual one.
    public func theme(on brightness: Brightness?) -> Theme {
        brightness.flatMap { paired[$0] } ?? theme
    }

    /// The name in `config.toml` of the theme for a terminal that looks like this.
    static func name(ofThemeOn brightness: Brightness) -> String { "theme-\(brightness.rawValue)" }

    /// Takes what `config.toml` says.
    public mutating func read(config: String) {
        guard let entries = entries(of: config, named: "config.toml") else { return }
        for entry in entries {
            switch (entry.name, entry.value) {
            case ("theme", .text(let name)):
                if let found = themeNamed(name, in: entry) { theme = found }
            case ("theme-light", .text(let name)): pair(.light, name, in: entry)
            case ("theme-dark", .text(let name)): pair(.dark, name, in: entry)
            case ("mouse", .flag(let isOn)): usesMouse = isOn
            case ("vim", .flag(let isOn)): usesVimKeys = isOn
            case ("theme", _), ("theme-light", _), ("theme-dark", _):
                tell(entry, in: "config.toml", "\"\(entry.name)\" must be a name in quotes")
            case ("mouse", _), ("vim", _):
                tell(entry, in: "config.toml", "\"\(entry.name)\" must be true or false")
            default:
                let names = "theme, theme-light, theme-dark, mouse and vim"
                tell(entry, in: "config.toml", "there is no \"\(entry.name)\", only \(names)")
            }
        }
    }

    private mutating func themeNamed(_ name: String, in entry: SettingsFile.Entry) -> Theme? {
        let found = themes.first { $0.name == name }
        if found == nil {
            tell(entry, in: "config.toml", "there are no colours called \"\(name)\"")
        }
        return found
    }

    /// No name stands for the same colours as otherwise.
    private mutating func pair(
        _ brightness: Brightness,
        _ name: String,
        in entry: SettingsFile.Entry
    ) {
        paired[brightness] = name.isEmpty ? nil : themeNamed(name, in: entry)
    }

    /// Takes what `keys.toml` says.
    public mutating func read(keys text: String) {
        guard let entries = entries(of: text, named: "keys.toml") else { return }
        for entry in entries {
            guard ActionNames.all.contains(entry.name) else {
                tell(entry, in: "keys.toml", "nothing is called \"\(entry.name)\"")
                continue
            }
            var keys: [TerminalUI.Key] = []
            for name in names(of: entry.value) ?? [] {
                guard let key = TerminalUI.Key(name) else {
                    tell(entry, in: "keys.toml", "there is no key \"\(name)\"")
                    continue
                }
                guard key != .escape, key != .control("c") else {
                    tell(entry, in: "keys.toml", "\(key) always goes back")
                    continue
                }
                if !keys.contains(key) { keys.append(key) }
            }
            if names(of: entry.value) == nil {
                tell(entry, in: "keys.toml", "write keys in quotes, as in [\"t\", \"F5\"]")
            }
            if !keys.isEmpty { self.keys[entry.name] = KeyChoice(keys: keys, line: entry.line) }
        }
    }

    private func names(of value: SettingsFile.Value) -> [String]? {
        switch value {
        case .text(let name): [name]
        case .texts(let names): names
        default: nil
        }
    }

    private mutating func entries(of text: String, named file: String) -> [SettingsFile.Entry]? {
        do throws(SettingsSyntaxError) {
            return try SettingsFile(toml: text).entries
        } catch {
            problems.append("\(file), line \(error.line): \(error.message)")
            return nil
        }
    }

    private mutating func tell(_ entry: SettingsFile.Entry, in file: String, _ what: String) {
        problems.append("\(file), line \(entry.line): \(what).")
    }
}

/// How often something was chosen in the palette, and when last.
public struct PaletteUse: Equatable, Sendable {
    /// How often.
    public var count: Int
    /// When last, in milliseconds since 1970.
    public var milliseconds: Int64

    /// Puts the parts together.
    public init(count: Int, milliseconds: Int64) {
        self.count = count
        self.milliseconds = milliseconds
    }
}
