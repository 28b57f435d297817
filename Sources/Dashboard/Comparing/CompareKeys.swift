internal import FlagModel
internal import TerminalUI

extension DashboardState {
    /// The keys over two environments.
    func compareBindings(_ box: CompareBox) -> [Binding] {
        box.preview == nil ? compareListBindings(box) : comparePreviewBindings(box)
    }

    private func compareListBindings(_ box: CompareBox) -> [Binding] {
        let some: Availability =
            box.comparison.flags.isEmpty ? .no(reason: "No flag differs.") : .yes
        return [
            compareKey(.enter, .preview, "copy…", "Show what copying would do", 1, some),
            compareKey(.character(" "), .mark, "mark", "Mark the flag to be copied", 2, some),
            compareKey(.character("*"), .markAll, "all", "Mark all, or none", 3, some),
            compareKey(
                .character("x"),
                .swap,
                "other way",
                "Copy in the other direction",
                4
            ),
            compareKey(.pageDown, .scroll(4), "more", "Further in what differs", nil),
            compareKey(.pageUp, .scroll(-4), "back", "Back in what differs", nil),
        ] + compareMoves + [compareEscape("close", "Back to the flags")]
    }

    private func comparePreviewBindings(_ box: CompareBox) -> [Binding] {
        let count = box.preview?.changes.count ?? 0
        let isDraft = box.comparison.target.environment.settings.asksForDrafts
        let some: Availability =
            count == 0 ? .no(reason: "There is nothing to copy. Esc goes back.") : .yes
        let label: SafeText = isDraft ? "save as draft" : "do it"
        var bindings = [
            compareKey(.control("s"), .make, label, "Make these changes", 1, some)
        ]
        let needsAudiences = box.comparison.flags.contains {
            box.marks.contains($0.key) && !$0.missingAudiences.isEmpty
        }
        if needsAudiences {
            bindings.append(
                compareKey(
                    .character("a"),
                    .toggleAudiences,
                    box.withAudiences ? "no audiences" : "with audiences",
                    "Copy the missing audiences too, or leave their flags out",
                    2
                )
            )
        }
        bindings += [
            compareKey(.down, .scroll(1), "down", "One line down", nil),
            compareKey(.up, .scroll(-1), "up", "One line up", nil),
            compareKey(.pageDown, .scroll(10), "page", "Further down", nil),
            compareKey(.pageUp, .scroll(-10), "page", "Further up", nil),
        ]
        return bindings + [compareEscape("back", "Back to the flags that differ")]
    }

    private var compareMoves: [Binding] {
        Binding.moves(letters: true, pages: false) + Binding.ends
    }

    private func compareEscape(_ label: SafeText, _ help: SafeText) -> Binding {
        Binding(.escape, action: .back, label: label, help: help, footer: 6)
    }

    private func compareKey(
        _ key: Key,
        _ action: ComparingAction,
        _ label: SafeText,
        _ help: SafeText,
        _ footer: Int?,
        _ availability: Availability = .yes
    ) -> Binding {
        Binding(
            key,
            action: .flags(.comparing(action)),
            label: label,
            help: help,
            footer: footer,
            availability: availability
        )
    }
}
