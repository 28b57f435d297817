internal import FlagModel
internal import TerminalUI

extension DashboardState {
    /// A sentence for the help.
    var aboutConditions: String {
        "All lines must hold for somebody. Enter chooses a part of a line; nothing is saved "
            + "before Ctrl-S."
    }

    func conditionsBindings(_ box: ConditionsBox) -> [Binding] {
        if let picker = box.picker { return pickerBindings(picker) }
        let onLine: Availability =
            box.line == nil ? .no(reason: "There is no line yet: n adds one.") : .yes
        return [
            conditionsKey([.enter], .choose, "choose", "Choose this part of the line", 1, onLine),
            conditionsKey(
                [.character("n")],
                .conditions(.new),
                "new line",
                "One more line: it must hold as well",
                2
            ),
            conditionsKey(
                [.character("d"), .delete],
                .conditions(.remove),
                "remove",
                "Remove this line",
                4,
                onLine
            ),
            conditionsKey(
                [.control("s")],
                .submit,
                box.asksForShares ? "save, then shares" : "save",
                box.asksForShares ? "Save these lines; then come their shares" : "Save these lines",
                3
            ),
            conditionsKey(
                [.right, .character("l"), .tab],
                .next,
                "part",
                "To the next part of the line",
                5
            ),
            conditionsKey(
                [.left, .character("h"), .backTab],
                .previous,
                "part",
                "To the part before"
            ),
        ] + linesBindings
    }

    private var linesBindings: [Binding] {
        [
            Binding(
                .down,
                .character("j"),
                action: .move(.rows(1)),
                label: "line",
                help: "One line down"
            ),
            Binding(
                .up,
                .character("k"),
                action: .move(.rows(-1)),
                label: "line",
                help: "One line up"
            ),
            Binding(.pageDown, action: .move(.pageDown), label: "page", help: "One page down"),
            Binding(.pageUp, action: .move(.pageUp), label: "page", help: "One page up"),
            Binding(
                .escape,
                action: .back,
                label: "leave it",
                help: "Close without saving",
                footer: 6
            ),
        ]
    }

    private func pickerBindings(_ picker: ConditionPicker) -> [Binding] {
        let list = listBindings(
            choose: picker.isMany && !picker.marked.isEmpty ? "take them" : "take it",
            help: "Take what is selected or marked"
        )
        guard picker.isMany else { return list }
        return list + [
            conditionsKey(
                [.character(" ")],
                .conditions(.mark),
                "mark",
                "Mark this one and look for more",
                2
            )
        ]
    }

    private func conditionsKey(
        _ keys: [Key],
        _ action: OverlayAction,
        _ label: SafeText,
        _ help: SafeText,
        _ footer: Int? = nil,
        _ availability: Availability = .yes
    ) -> Binding {
        var binding = Binding(
            action: .overlay(action),
            label: label,
            help: help,
            footer: footer,
            availability: availability
        )
        binding.keys = keys
        return binding
    }
}
