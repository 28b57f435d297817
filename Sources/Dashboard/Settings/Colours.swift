internal import FlagModel
public import TerminalUI

/// The colours of the screens: chosen, shown while they are being chosen, and following the
/// terminal where it tells whether it is light or dark.
extension DashboardState {
    /// The theme to paint with: the one under the pointer while choosing, else the chosen one.
    public var theme: Theme { preview ?? person.theme(on: brightness) }

    /// Whether the terminal is to tell how its background looks: some colours depend on it.
    public var wantsBrightness: Bool { !person.paired.isEmpty }

    /// The colours as lines, in the palette and in their own list.
    var colourNames: [String] { person.themes.map(\.name) }

    /// The name of the colours that are in use now.
    var colourNameInUse: String { person.theme(on: brightness).name }

    /// Takes what the terminal says about its background.
    mutating func take(_ brightness: Brightness) {
        let before = theme
        self.brightness = brightness
        followSigns(from: before)
    }

    // MARK: - Choosing

    mutating func openColours() {
        let choices = colourNames.map { name in
            ChoiceBox.Choice(
                label: SafeText(name),
                note: name == colourNameInUse ? "in use" : "",
                action: .shell(.theme(name))
            )
        }
        open(
            .choices(
                ChoiceBox(
                    title: "Which colours?",
                    text:
                        "The screen shows each as you go. Enter keeps it, Esc leaves it as it is.",
                    choices: choices,
                    selected: colourNames.firstIndex(of: colourNameInUse) ?? 0
                )
            )
        )
    }

    mutating func openColours(on brightness: Brightness) {
        let chosen = person.paired[brightness]?.name
        let names = [nil] + colourNames.map(Optional.init)
        let choices = names.map { name in
            ChoiceBox.Choice(
                label: name.map { SafeText($0) } ?? "the same as otherwise",
                note: name == chosen ? "chosen" : "",
                action: .shell(.themeOn(brightness, name))
            )
        }
        open(
            .choices(
                ChoiceBox(
                    title: "Which colours while the terminal is \(brightness.rawValue)?",
                    text: "Used whenever your terminal says that it is \(brightness.rawValue).",
                    choices: choices,
                    selected: names.firstIndex(of: chosen) ?? 0
                )
            )
        )
    }

    /// Takes colours for good: where those on screen are only for a terminal that looks like this
    /// one, for such a terminal.
    mutating func choose(theme name: String) {
        if let brightness, person.paired[brightness] != nil {
            return choose(theme: name, on: brightness)
        }
        guard let theme = person.themes.first(where: { $0.name == name }) else { return }
        person.theme = theme
        keep("theme", SettingsText.quoted(name))
        say("Colours: \(name). They stay.")
    }

    mutating func choose(theme name: String?, on brightness: Brightness) {
        person.paired[brightness] = person.themes.first { $0.name == name }
        keep(PersonSettings.name(ofThemeOn: brightness), SettingsText.quoted(name ?? ""))
        let colours = name ?? "the same as otherwise"
        say("Colours while the terminal is \(brightness.rawValue): \(colours). They stay.")
    }

    // MARK: - While choosing

    /// Shows the colours under the pointer of whatever lies on top.
    mutating func refreshPreview() {
        let before = theme
        preview = colourNameUnderPointer.flatMap { name in
            person.themes.first { $0.name == name }
        }
        followSigns(from: before)
    }

    private var colourNameUnderPointer: String? {
        let action: Action?
        switch overlays.last {
        case .choices(let box):
            guard box.choices.indices.contains(box.view.selection) else { return nil }
            action = box.choices[box.view.selection].action
        case .palette(let box):
            guard box.entries.indices.contains(box.view.selection) else { return nil }
            action = box.entries[box.view.selection].action
        default: return nil
        }
        return switch action {
        case .shell(.theme(let name)): name
        case .shell(.themeOn(_, let name)): name ?? person.theme.name
        default: nil
        }
    }

    /// Draws with the signs of the theme, where it became another one.
    private mutating func followSigns(from before: Theme) {
        guard theme != before, !glyphs.isASCII || before.glyphs.isASCII else { return }
        glyphs = theme.glyphs
    }
}
