internal import FlagModel
internal import TerminalUI

extension DashboardState {
    /// The keys of a flag's page that are about the line under the pointer.
    func flagPageBindings(_ availability: Availability) -> [Binding] {
        let part = selectedPart
        return [
            editorKey(
                .enter,
                .change,
                "change",
                "Change the line under the pointer",
                0,
                availability
            ),
            editorKey(
                "n",
                .newRule,
                "rule",
                "A rule: who gets something of their own",
                3,
                availability
            ),
            editorKey(
                "a",
                .nameCustomer,
                "customer",
                "Give one customer, or several, a version by name",
                4,
                availability
            ),
            editorKey("v", .newVersion, "version", "One more version to hand out", 5, availability),
            editorKey(
                "d",
                .remove,
                "remove",
                "Remove the rule or version under the pointer",
                6,
                removal(part, availability)
            ),
            editorKey(
                "+",
                .earlier,
                "earlier",
                "Look at the rule before the one above it",
                nil,
                availability
            ),
            editorKey(
                "-",
                .later,
                "later",
                "Look at the rule after the one below it",
                nil,
                availability
            ),
            editorKey(
                "N",
                .showNames,
                "by name",
                "Who gets something else with the draft, by name",
                draftedPage ? 8 : nil,
                draftedPage ? .yes : .no(reason: "There is no draft of this flag: nothing changes.")
            ),
        ]
    }

    private var draftedPage: Bool { flags.page.flatMap(flagView).flatMap(draftQuestion) != nil }

    private func removal(_ part: FlagPart?, _ availability: Availability) -> Availability {
        guard availability == .yes else { return availability }
        return switch part {
        case .rule, .version, .named: .yes
        case .everyoneElse, .whileOff, nil:
            .no(reason: "This line always stays. To archive the flag: Esc, then d.")
        }
    }

    private func editorKey(
        _ key: Key,
        _ action: FlagEditorAction,
        _ label: SafeText,
        _ help: SafeText,
        _ footer: Int?,
        _ availability: Availability
    ) -> Binding {
        Binding(
            key,
            action: .editor(action),
            label: label,
            help: help,
            footer: footer,
            availability: availability
        )
    }

    private func editorKey(
        _ key: Character,
        _ action: FlagEditorAction,
        _ label: SafeText,
        _ help: SafeText,
        _ footer: Int?,
        _ availability: Availability
    ) -> Binding {
        editorKey(.character(key), action, label, help, footer, availability)
    }

    /// The keys of the box of shares.
    func sharesBindings(_ box: SharesBox) -> [Binding] {
        let isSaved = box.saved != nil
        return [
            Binding(
                .enter,
                .control("s"),
                action: .overlay(.submit),
                label: isSaved ? "these shares" : asksForDrafts ? "save as draft" : "save",
                help: "Keep these shares",
                footer: 1
            ),
            step(.right, "l", 1000, "one point", "One per cent more", 2),
            step(.left, "h", -1000, "less", "One per cent less", 3),
            Binding(
                .character("L"),
                action: .editor(.step(10_000)),
                label: "ten more",
                help: "Ten per cent more",
                footer: 6
            ),
            Binding(
                .character("H"),
                action: .editor(.step(-10_000)),
                label: "ten less",
                help: "Ten per cent less",
                footer: 7
            ),
            Binding(
                .character("="),
                action: .editor(.makeEqual),
                label: "equal",
                help: "The same share for all that are not pinned",
                footer: 4
            ),
            Binding(
                .character(" "),
                action: .editor(.pin),
                label: "pin",
                help: "Keep this share while others move, or let it move",
                footer: 5
            ),
            Binding(
                .down,
                .tab,
                .character("j"),
                action: .move(.rows(1)),
                label: "down",
                help: "The next version"
            ),
            Binding(
                .up,
                .backTab,
                .character("k"),
                action: .move(.rows(-1)),
                label: "up",
                help: "The version before"
            ),
            Binding(
                .character("N"),
                .control("n"),
                action: .editor(.showNames),
                label: "by name",
                help: "Who gets something else, by name",
                footer: 8
            ),
            Binding(
                .escape,
                action: .back,
                label: isSaved ? "as saved" : "leave it",
                help: isSaved
                    ? "Close; the line stays as it was saved" : "Close without changing anything",
                footer: isSaved ? 2 : 9
            ),
        ]
    }

    private func step(
        _ key: Key,
        _ letter: Character,
        _ parts: Int,
        _ label: SafeText,
        _ help: SafeText,
        _ footer: Int
    ) -> Binding {
        Binding(
            key,
            .character(letter),
            action: .editor(.step(parts)),
            label: label,
            help: help,
            footer: footer
        )
    }
}
