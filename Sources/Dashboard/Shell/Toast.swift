internal import FlagAPI
internal import FlagModel
internal import TerminalUI

/// The line above the footer: what happened, and how to take it back.
struct Toast: Equatable, Sendable {
    /// What happened.
    var text: Line
    /// The keys that go on from here; never cut while there is room for them alone.
    var hints = Line()
    /// Whether it stays until a key is pressed.
    var isProblem: Bool

    /// The entry that the line offers to take back with one key.
    var undoes: UInt64?

    /// The milliseconds that a line stays when nothing is wrong.
    static let milliseconds = 12_000
}

extension DashboardState {
    /// What goes on from here: an action, the key that it usually has, and what it does.
    typealias Hint = (action: Action, key: SafeText, label: SafeText)

    /// Says what happened; the hints name keys that go on from here, as this person chose them.
    mutating func say(_ text: String, hints: [Hint] = []) {
        var line = Line()
        // In the history, u is about the entry under the pointer: R brings the newest on top.
        for hint in hints where tab != .history || hint.action != .undo {
            line.append("   ")
            line.append(shownKey(hint.key, for: hint.action), .key)
            line.append(" ")
            line.append(hint.label, .dim)
        }
        toast = Toast(text: Line(SafeText(text)), hints: line, isProblem: false)
        log.add(text, at: now)
        outbox.append(.timer(.toast, milliseconds: Toast.milliseconds))
    }

    /// Says why something was not done.
    ///
    /// Stays until a key; what does not fit opens in full.
    mutating func complain(_ text: String, title: String = "Not done") {
        let shown = SafeText(text)
        log.add(text, at: now, isProblem: true)
        toast = Toast(text: Line([Span("\(glyphs.look) ", .look), Span(shown)]), isProblem: true)
        if shown.width + 4 > size.columns {
            overlays.append(.message(MessageBox(title: title, text: text)))
        }
    }

    mutating func complain(_ problem: ServiceProblem) { complain(problem.description) }
}
