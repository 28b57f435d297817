internal import FlagModel
internal import TerminalUI

/// What can lie over a pane.
enum Overlay: Equatable, Sendable {
    /// Every key of the screen below.
    case help(HelpBox)
    /// Anything by name.
    case palette(PaletteBox)
    /// A few things to choose from; also a question.
    case choices(ChoiceBox)
    /// Fields to fill in.
    case form(Form)
    /// The drafts, and the number to type.
    case publish(PublishBox)
    /// Customers to choose from.
    case customers(CustomerBox)
    /// Which applications are connected, and secrets for them.
    case applications(ApplicationsBox)
    /// Who may do what.
    case rights(RightsBox)
    /// The shares of one line of a flag.
    case shares(SharesBox)
    /// Customers who are named on a flag.
    case named(NamedBox)
    /// Who gets something else, by name.
    case byName(PeopleBox)
    /// The conditions of a rule.
    case conditions(ConditionsBox)
    /// Keys on their way into an audience.
    case importing(ImportBox)
    /// Two audiences side by side.
    case compared(OverlapBox)
    /// Lines to choose one of, found by typing.
    case list(ListBox)
    /// Two environments side by side.
    case compare(CompareBox)
    /// Everything that happens by itself, by day.
    case calendar(CalendarBox)
    /// A longer text.
    case message(MessageBox)
    /// What was copied, to be selected by hand.
    case copied(CopiedText)

    /// Whether letters go into a text field.
    var isTakingText: Bool {
        switch self {
        case .help, .palette, .customers, .form, .shares, .list:
            true
        case .publish(let box): box.isTyping
        case .conditions(let box): box.picker != nil
        case .choices, .applications, .rights, .message, .importing, .compared, .named, .byName,
            .compare, .calendar, .copied:
            false
        }
    }
}

/// What keys do in an overlay.
enum OverlayAction: Hashable, Sendable {
    /// Take the selected line.
    case choose
    /// The next field or part.
    case next
    /// The field or part before.
    case previous
    /// Save, or go on.
    case submit
    /// The next choice of a field.
    case nextChoice
    /// The choice of a field before.
    case previousChoice
    /// Go to an environment.
    case enter(GUID)
    /// Remove the selected draft.
    case dropDraft
    /// Publish drafts of others too, or only one's own.
    case others
    /// Copy the selected secret.
    case copySecret
    /// Ask the service again.
    case askAgain
    /// Something with the conditions of a rule.
    case conditions(ConditionsAction)
}

/// A longer text to read.
struct MessageBox: Equatable, Sendable {
    var title: String
    var text: String
}

extension DashboardState {
    // MARK: - Keys

    func bindings(of overlay: Overlay) -> [Binding] {
        switch overlay {
        case .help: listBindings(choose: "do it", help: "Do what the line says")
        case .palette: paletteBindings
        case .copied: copiedBindings
        case .choices: choiceBindings
        case .form(let form): formBindings(form)
        case .publish(let box): publishBindings(box)
        case .customers(let box): customerBindings(box)
        case .applications(let box): applicationsBindings(box)
        case .rights(let box): rightsBindings(box)
        case .conditions(let box): conditionsBindings(box)
        case .importing(let box): importBindings(box)
        case .compared(let box): overlapBindings(box)
        case .shares(let box): sharesBindings(box)
        case .named: namedBindings
        case .byName: byNameBindings
        case .list(let box): listBindings(choose: box.verb, help: "Do what the line says")
        case .compare(let box): compareBindings(box)
        case .calendar(let box): calendarBindings(box)
        case .message:
            [
                Binding(
                    .enter,
                    .escape,
                    action: .back,
                    label: "close",
                    help: "Close this text",
                    footer: 1
                )
            ]
        }
    }

    /// Keys of a list in which letters are typed to find.
    func listBindings(choose: SafeText, help: SafeText) -> [Binding] {
        [
            Binding(.enter, action: .overlay(.choose), label: choose, help: help, footer: 1)
        ] + Binding.moves(letters: false, footer: 2) + [
            Binding(.escape, action: .back, label: "close", help: "Close it", footer: 4)
        ]
    }

    private var choiceBindings: [Binding] {
        [
            Binding(.enter, action: .overlay(.choose), label: "choose", help: "Take it", footer: 1)
        ] + Binding.moves(letters: true, pages: false, footer: 2) + [
            Binding(.escape, action: .back, label: "close", help: "Leave it as it is", footer: 4)
        ]
    }

    // MARK: - What keys do

    mutating func performOverlay(_ action: OverlayAction) {
        if case .enter(let id) = action {
            enter(id)
            return
        }
        guard let overlay = overlays.last else { return }
        switch (overlay, action) {
        case (.help(let box), .choose): run(box.selected, closing: true)
        case (.palette(let box), .choose): choose(in: box)
        case (.palette(let box), .next): narrow(box, by: 1)
        case (.palette(let box), .previous): narrow(box, by: -1)
        case (.choices(let box), .choose): choose(in: box)
        case (.form(let form), _): perform(action, in: form)
        case (.publish(let box), _): perform(action, in: box)
        case (.customers(let box), _): perform(action, in: box)
        case (.list(let box), .choose): choose(in: box)
        case (.applications(let box), _): perform(action, in: box)
        case (.rights(let box), .choose): choose(in: box)
        case (.conditions(let box), _): perform(action, in: box)
        case (.importing(let box), _): perform(action, in: box)
        case (.compared(let box), .choose): choose(in: box)
        case (.shares(let box), _): perform(action, in: box)
        case (.named, .choose): giveAnother()
        default: break
        }
    }

    /// Closes the overlay on top and does what was chosen there.
    mutating func run(_ action: Action?, closing: Bool) {
        guard let action else { return }
        if closing { overlays.removeLast() }
        perform(action)
    }

    mutating func moveInOverlay(_ movement: ListView.Movement) {
        let height = overlayListHeight
        switch overlays.last {
        case .help(var box):
            box.view.move(movement, height: height)
            replaceTop(.help(box))
        case .palette(var box):
            box.view.move(movement, height: height)
            replaceTop(.palette(box))
        case .choices(var box):
            box.view.move(movement, height: max(1, box.choices.count))
            replaceTop(.choices(box))
        case .publish(var box):
            box.view.move(movement, height: height)
            replaceTop(.publish(box))
        case .customers(var box):
            box.view.move(movement, height: height)
            replaceTop(.customers(box))
        case .applications(var box):
            box.view.move(movement, height: applicationsHeight)
            replaceTop(.applications(box))
        case .rights(var box):
            box.view.move(movement, height: rightsHeight)
            replaceTop(.rights(box))
        case .conditions(let box): move(movement, in: box)
        case .importing(let box): move(movement, in: box)
        case .compared(let box): move(movement, in: box)
        case .shares(var box):
            box.move(movement)
            replaceTop(.shares(box))
        case .named(let box): move(movement, in: box)
        case .byName(let box): move(movement, in: box)
        case .list(var box):
            box.view.move(movement, height: height)
            replaceTop(.list(box))
        case .compare(var box):
            box.view.move(movement, height: compareListHeight)
            box.scroll = 0
            replaceTop(.compare(box))
        case .calendar(let box): move(movement, in: box)
        case .copied(let text): scroll(text, movement)
        case .form, .message, nil: break
        }
    }

    /// Puts a changed overlay in the place of the one on top.
    mutating func replaceTop(_ overlay: Overlay) {
        guard !overlays.isEmpty else { return }
        overlays[overlays.count - 1] = overlay
    }

    /// One step back from an overlay.
    mutating func close(_ overlay: Overlay) {
        switch overlay {
        case .form(let form) where form.isChanged && !form.hasAsked && form.fields.count > 1:
            var form = form
            form.hasAsked = true
            replaceTop(.form(form))
            say("Esc again leaves without saving.")
        case .conditions(let box): leave(box)
        case .calendar(let box): leave(box)
        case .publish(let box) where !box.typed.isEmpty:
            replaceTop(.publish(box.cleared))
        case .compare(var box) where box.preview != nil:
            (box.preview, box.scroll) = (nil, 0)
            replaceTop(.compare(box))
        case .form(let form) where form.hasAsked:
            overlays.removeLast()
            toast = nil
        default: overlays.removeLast()
        }
    }

    mutating func typeInOverlay(_ key: Key) -> Bool {
        switch overlays.last {
        case .help(var box):
            guard box.query.handle(key) else { return false }
            box.find()
            replaceTop(.help(box))
        case .palette(let box): return type(key, in: box)
        case .form(let form): return type(key, in: form)
        case .publish(var box):
            let isTaken =
                switch box.part {
                case .list: false
                case .reason: box.reason.handle(key)
                case .word: box.typed.handle(key)
                }
            guard isTaken else { return false }
            box.problem = nil
            replaceTop(.publish(box))
        case .customers(let box): return type(key, in: box)
        case .conditions(let box): return type(key, in: box)
        case .shares(let box): return type(key, in: box)
        case .list(let box): return type(key, in: box)
        case .choices, .applications, .rights, .message, .importing, .compared, .named, .byName,
            .compare, .calendar, .copied, nil:
            return false
        }
        return true
    }

    mutating func pasteIntoOverlay(_ text: String) {
        switch overlays.last {
        case .help(var box):
            box.query.insert(text)
            box.find()
            replaceTop(.help(box))
        case .palette(var box):
            box.query.insert(text)
            replaceTop(.palette(asked(box)))
        case .form(let form): paste(text, in: form)
        case .publish(let box): paste(text, in: box)
        case .customers(let box): paste(text, in: box)
        case .conditions(let box): paste(text, in: box)
        case .shares(let box): paste(text, in: box)
        case .list(let box): paste(text, in: box)
        case .choices, .applications, .rights, .message, .importing, .compared, .named, .byName,
            .compare, .calendar, .copied, nil:
            break
        }
    }
}
