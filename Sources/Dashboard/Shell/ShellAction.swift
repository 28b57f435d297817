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
    private mutating func keep(_ name: String, _ value: String) {
        outbox.append(.keepSetting(name: name, value: value))
    }

    // MARK: - Colours

    /// The theme to paint with: the one under the pointer while choosing, else the chosen one.
    public var theme: Theme { preview ?? person.theme }

    /// The colours as lines, in the palette and in their own list.
    var colourNames: [String] { person.themes.map(\.name) }

    private mutating func openColours() {
        let choices = colourNames.map { name in
            ChoiceBox.Choice(
                label: SafeText(name),
                note: name == person.theme.name ? "in use" : "",
                action: .shell(.theme(name))
            )
        }
        let current = colourNames.firstIndex(of: person.theme.name) ?? 0
        open(
            .choices(
                ChoiceBox(
                    title: "Which colours?",
                    text:
                        "The screen shows each as you go. Enter keeps it, Esc leaves it as it is.",
                    choices: choices,
                    selected: current
                )
            )
        )
    }

    private mutating func choose(theme name: String) {
        guard let theme = person.themes.first(where: { $0.name == name }) else { return }
        person.theme = theme
        keep("theme", SettingsText.quoted(name))
        say("Colours: \(name). They stay.")
    }

    /// Shows the colours under the pointer of whatever lies on top.
    mutating func refreshPreview() {
        var action: Action?
        switch overlays.last {
        case .choices(let box):
            guard box.choices.indices.contains(box.view.selection) else { break }
            action = box.choices[box.view.selection].action
        case .palette(let box):
            guard box.entries.indices.contains(box.view.selection) else { break }
            action = box.entries[box.view.selection].action
        default: break
        }
        let before = theme
        preview = nil
        if case .shell(.theme(let name))? = action {
            preview = person.themes.first { $0.name == name }
        }
        guard theme != before, !glyphs.isASCII || before.glyphs.isASCII else { return }
        glyphs = theme.glyphs
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
