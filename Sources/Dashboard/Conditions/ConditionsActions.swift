internal import FlagModel
internal import TerminalUI

extension DashboardState {
    mutating func perform(_ action: OverlayAction, in box: ConditionsBox) {
        switch action {
        case .submit: saveConditions(box)
        default: break
        }
    }

    /// Hands the lines to whom they are for.
    private mutating func saveConditions(_ box: ConditionsBox) {
        overlays.removeLast()
        switch box.purpose {
        case .flagRule(let flag, let rule):
            takeRuleConditions(box.conditions, flag: flag, rule: rule)
        case .audienceRule(let audience, let rule):
            takeAudienceConditions(box.conditions, audience: audience, rule: rule)
        }
    }

    /// A sentence for the help.
    var aboutConditions: String {
        "All lines must hold for somebody. Nothing is saved before Ctrl-S."
    }

    func conditionsBindings(_ box: ConditionsBox) -> [Binding] {
        [
            Binding(
                .control("s"),
                action: .overlay(.submit),
                label: "save",
                help: "Save these conditions",
                footer: 1
            ),
            Binding(
                .escape,
                action: .back,
                label: "leave it",
                help: "Close without saving",
                footer: 4
            ),
        ]
    }

    /// The lines that the box shows at once.
    var conditionsHeight: Int { max(1, frame.body.height - 6) }

    mutating func move(_ movement: ListView.Movement, in box: ConditionsBox) {
        var box = box
        box.view.move(movement, height: conditionsHeight)
        replaceTop(.conditions(box))
    }

    /// One step back: closes the list that is open, then the box.
    mutating func leave(_ box: ConditionsBox) { overlays.removeLast() }

    mutating func type(_ key: Key, in box: ConditionsBox) -> Bool { false }

    mutating func paste(_ text: String, in box: ConditionsBox) {}
}
