internal import FlagAPI
internal import FlagModel
public import TerminalUI

/// What keys and lines do with the screens themselves.
enum ShellAction: Hashable, Sendable {
    /// Show what was said so far.
    case messages
    /// Show one of these in full, by its number.
    case message(Int)
    /// Show the colours to choose from.
    case colours
    /// Use the theme with this name.
    case theme(String)
    /// Show the colours to choose from for a terminal that looks like this.
    case coloursOn(Brightness)
    /// Use the theme with this name while the terminal looks like this; `nil` for the usual one.
    case themeOn(Brightness, String?)
    /// Use the mouse, or leave it to the terminal.
    case mouse
    /// Whether `h j k l g G` move.
    case vim
    /// Show the last copied text so that it can be selected by hand.
    case copied
    /// Show what a customer gets.
    case customer(CustomerKey, name: String)
}

extension DashboardState {
    /// Keys for the screens themselves.
    var shellBindings: [Binding] {
        [
            Binding(
                .character("L"),
                action: .shell(.messages),
                label: "messages",
                help: "Everything that was said here so far",
                availability: log.isEmpty ? .no(reason: "Nothing was said yet.") : .yes
            ),
            Binding(
                .character("M"),
                action: .shell(.mouse),
                label: "mouse",
                help: person.usesMouse
                    ? "Leave the mouse to the terminal, to select text"
                    : "Use the mouse: click, scroll, open"
            ),
            copiedBinding,
        ]
    }

    mutating func performShell(_ action: ShellAction) {
        switch action {
        case .messages: openMessages()
        case .message(let number): openMessage(number)
        case .colours: openColours()
        case .theme(let name): choose(theme: name)
        case .coloursOn(let brightness): openColours(on: brightness)
        case .themeOn(let brightness, let name): choose(theme: name, on: brightness)
        case .mouse:
            person.usesMouse.toggle()
            keep("mouse", "\(person.usesMouse)")
            say(
                person.usesMouse
                    ? "The mouse works here. With Shift it selects text as before."
                    : "The mouse is the terminal's again: it selects text."
            )
        case .vim:
            person.usesVimKeys.toggle()
            keep("vim", "\(person.usesVimKeys)")
            say(
                person.usesVimKeys
                    ? "h j k l, g g and G move as well now."
                    : "Only arrows and their neighbours move now."
            )
        case .copied: openCopied()
        case .customer(let key, let name):
            show(.customers)
            show(customer: Customer(key: key, name: name))
        }
    }

    /// Has a setting written into the person's file.
    mutating func keep(_ name: String, _ value: String) {
        outbox.append(.keepSetting(name: name, value: value))
    }

    /// Whether there is something to show.
    public var hasScreen: Bool { stage == .ready }

    // MARK: - The window

    /// What the terminal's window is called.
    public var windowTitle: SafeText {
        guard stage == .ready else { return "Flagdeck" }
        return "Flagdeck: \(tab.title) in \(SafeText(environmentTitle).truncated(toWidth: 40))"
    }

    /// Whether the terminal is to report the mouse.
    ///
    /// Not while copied text is shown, which is there to be selected.
    public var wantsMouse: Bool {
        if case .copied? = overlays.last { return false }
        return person.usesMouse
    }
}
