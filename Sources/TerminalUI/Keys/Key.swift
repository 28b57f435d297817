/// One key press, as people think of it.
public enum Key: Hashable, Sendable {
    /// A printable character, with Shift already in it. The space bar is `" "`.
    case character(Character)
    /// Ctrl and a letter, given in lower case.
    case control(Character)
    /// Enter or Return.
    case enter
    /// Esc.
    case escape
    /// Tab.
    case tab
    /// Shift and Tab.
    case backTab
    /// The key that deletes to the left.
    case backspace
    /// The key that deletes to the right.
    case delete
    /// Insert.
    case insert
    /// Arrow up.
    case up
    /// Arrow down.
    case down
    /// Arrow left.
    case left
    /// Arrow right.
    case right
    /// Shift and arrow up.
    case shiftUp
    /// Shift and arrow down.
    case shiftDown
    /// Shift and arrow left.
    case shiftLeft
    /// Shift and arrow right.
    case shiftRight
    /// Page up.
    case pageUp
    /// Page down.
    case pageDown
    /// Home.
    case home
    /// End.
    case end
    /// A function key, 1 through 12.
    case function(Int)

    /// The keys with a name, and that name as it is shown.
    private static let names: [(key: Key, name: String)] = [
        (.enter, "Enter"), (.escape, "Esc"), (.tab, "Tab"), (.backTab, "Shift-Tab"),
        (.backspace, "Backspace"), (.delete, "Del"), (.insert, "Ins"), (.up, "↑"), (.down, "↓"),
        (.left, "←"), (.right, "→"), (.shiftUp, "Shift-↑"), (.shiftDown, "Shift-↓"),
        (.shiftLeft, "Shift-←"), (.shiftRight, "Shift-→"), (.pageUp, "PgUp"),
        (.pageDown, "PgDn"), (.home, "Home"), (.end, "End"), (.character(" "), "Space"),
    ]

    /// Further names that a settings file may use.
    private static let aliases: [(key: Key, name: String)] = [
        (.enter, "Return"), (.escape, "Escape"), (.backTab, "BackTab"), (.delete, "Delete"),
        (.insert, "Insert"), (.up, "Up"), (.down, "Down"), (.left, "Left"), (.right, "Right"),
        (.shiftUp, "Shift-Up"), (.shiftDown, "Shift-Down"), (.shiftLeft, "Shift-Left"),
        (.shiftRight, "Shift-Right"), (.pageUp, "PageUp"), (.pageDown, "PageDown"),
    ]

    /// The key that `text` names: its ``description``, a name in words, or one character.
    ///
    /// Names may be written in any case (`ctrl-s`); a single character is meant as written, so `g`
    /// and `G` are different keys.
    ///
    /// - Parameter text: for example `Ctrl-S`, `F5`, `Space`, `Esc`, `?`.
    public init?(_ text: String) {
        if text.count == 1, let character = text.first, SafeText(text).text == text {
            if let known = Self.names.first(where: { $0.name == text }) {
                self = known.key
            } else {
                self = .character(character)
            }
            return
        }
        let folded = text.lowercased()
        let known = (Self.names + Self.aliases).first { $0.name.lowercased() == folded }
        if let known {
            self = known.key
        } else if folded.hasPrefix("ctrl-"), let letter = folded.last, folded.count == 6,
            ("a"..."z").contains(letter)
        {
            self = .control(letter)
        } else if folded.hasPrefix("f"), let number = Int(folded.dropFirst()),
            (1...12).contains(number)
        {
            self = .function(number)
        } else {
            return nil
        }
    }
}

extension Key: CustomStringConvertible {
    /// The key as people are shown it: `↑`, `Enter`, `Esc`, `Ctrl-S`, `Space`, `e`.
    public var description: String {
        switch self {
        case .character(let character) where character != " ":
            return SafeText(String(character)).text
        case .control(let letter): return "Ctrl-\(letter.uppercased())"
        case .function(let number): return "F\(number)"
        default: return Self.names.first { $0.key == self }?.name ?? "?"
        }
    }

    /// The key's name in ASCII, for terminals without Unicode: `Up` for `↑`.
    public var asciiDescription: String {
        let shown = description
        if shown.utf8.allSatisfy({ $0 < 0x80 }) { return shown }
        return Self.aliases.first { $0.key == self }?.name ?? "?"
    }
}
