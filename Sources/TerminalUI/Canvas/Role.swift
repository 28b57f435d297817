/// What a cell means.
///
/// Themes turn roles into colours; screens know only roles.
///
/// State is always a word and a glyph as well: a role never carries meaning alone.
public enum Role: UInt8, CaseIterable, Hashable, Sendable {
    /// Ordinary text.
    case text
    /// Text of second rank.
    case dim
    /// Headings.
    case heading
    /// Lines between parts.
    case rule
    /// The one thing to look at.
    case accent
    /// The row or word under the selection. Its background, and its text colour where it sets one,
    /// also lie over every other role of a selected cell. Second rank and accent look like ordinary
    /// text there.
    case selected
    /// The tab that is open.
    case tabOn
    /// A key's name.
    case key
    /// Text being typed, and the place for it.
    case field
    /// A flag that is on.
    case on
    /// A flag that is on for some.
    case some
    /// A flag that is off.
    case off
    /// A flag in an experiment.
    case experiment
    /// A change that is not live.
    case draft
    /// Done, better, approved.
    case good
    /// Worth a look.
    case look
    /// Do not use; people lose something.
    case bad
    /// The banner of a time that is past.
    case past

    /// The role's name in a theme file.
    public var name: String {
        switch self {
        case .tabOn: "tab-on"
        default: "\(self)"
        }
    }

    /// The letter for golden screens, lower case; ``Canvas/roleText()`` writes it in upper case
    /// where the cell is selected.
    public var letter: Character {
        switch self {
        case .text: "t"
        case .dim: "d"
        case .heading: "h"
        case .rule: "r"
        case .accent: "a"
        case .selected: "s"
        case .tabOn: "b"
        case .key: "k"
        case .field: "i"
        case .on: "o"
        case .some: "m"
        case .off: "f"
        case .experiment: "x"
        case .draft: "w"
        case .good: "g"
        case .look: "l"
        case .bad: "e"
        case .past: "p"
        }
    }
}
