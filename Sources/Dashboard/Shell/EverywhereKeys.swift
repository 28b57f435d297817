internal import FlagModel
internal import TerminalUI

extension DashboardState {
    /// What can be done on every screen, beyond moving around.
    var commonBindings: [Binding] {
        [
            Binding(
                .character("p"),
                action: .publish,
                label: "publish",
                help: "Look at the drafts and publish them",
                footer: drafts.count > 0 ? 25 : nil,
                availability: publishAvailability
            ),
            Binding(
                .character("u"),
                action: .undo,
                label: "undo",
                help: "Take back what you did last",
                availability: done.isEmpty
                    ? .no(
                        reason: hasUndone
                            ? "You took back all that you did here."
                            : "There is nothing of yours to undo yet."
                    ) : .yes
            ),
            Binding(
                .character("E"),
                action: .environments,
                label: "environment",
                help: "Go to another environment"
            ),
            Binding(
                .character("C"),
                action: .applications,
                label: "applications",
                help: "Connected applications, and secrets to copy for them"
            ),
            calendarBinding,
            Binding(
                .character("O"),
                action: .rights,
                label: "people",
                help: "Who may do what: you, and everybody else"
            ),
            Binding(
                .character("R"),
                action: .refresh,
                label: "refresh",
                help: "Put the list in order again"
            ),
            Binding(
                .character("I"),
                action: .identity,
                label: "who I am",
                help: "Change the name that goes into your changes"
            ),
            Binding(
                .character(":"),
                .control("p"),
                action: .palette,
                label: "all",
                help: "Find anything by name: things and actions",
                isPinned: true
            ),
        ]
    }

    private var publishAvailability: Availability {
        if !asksForDrafts, drafts.count == 0 {
            return .no(reason: "Changes in \(SafeText(environmentTitle)) are made at once.")
        }
        return drafts.count > 0 ? .yes : .no(reason: "There are no drafts to publish.")
    }
}
