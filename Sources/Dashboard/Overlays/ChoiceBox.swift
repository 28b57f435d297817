internal import FlagModel
internal import TerminalUI

/// A few things to choose from, with what each would do.
///
/// A question is such a box, with the harmless answer first.
struct ChoiceBox: Equatable, Sendable {
    /// One thing to choose.
    struct Choice: Equatable, Sendable {
        var label: SafeText
        var note: SafeText
        /// What choosing does; ``Action/back`` only closes.
        var action: Action
    }

    var title: String
    var text: String = ""
    var choices: [Choice]
    var view: ListView

    init(title: String, text: String = "", choices: [Choice], selected: Int = 0) {
        self.title = title
        self.text = text
        self.choices = choices
        view = ListView(count: choices.count)
        view.select(selected, height: max(1, choices.count))
    }

    /// A question whose first answer changes nothing.
    static func question(_ title: String, text: String, _ answers: [Choice]) -> ChoiceBox {
        ChoiceBox(
            title: title,
            text: text,
            choices: [Choice(label: "Leave it as it is", note: "", action: .back)] + answers
        )
    }
}

extension DashboardState {
    mutating func choose(in box: ChoiceBox) {
        guard box.choices.indices.contains(box.view.selection) else { return }
        let action = box.choices[box.view.selection].action
        overlays.removeLast()
        guard action == .back else {
            perform(action)
            return
        }
        say("Left as it is. Nothing was changed.")
    }

    /// Offers the environments.
    mutating func openEnvironments() {
        let states = model.environments
        let hasProjects = model.projects.count > 1
        let choices = states.map { state in
            let environment = state.environment
            let project = hasProjects ? model.project(environment.projectID)?.name ?? "" : ""
            let label =
                environment.isLive && !environment.name.isEmpty
                ? "LIVE (\(environment.name))" : environment.title
            let drafts = model.drafts.count {
                model.environmentIDs(of: $0).contains(environment.id)
            }
            let parts = [
                project, Words.count(state.flagCount, "flag"),
                environment.settings.asksForDrafts
                    ? Words.count(drafts, "draft") : "changes are made at once",
            ]
            return ChoiceBox.Choice(
                label: SafeText(label),
                note: SafeText(parts.filter { !$0.isEmpty }.joined(separator: ", ")),
                action: .overlay(.enter(environment.id))
            )
        }
        let current = states.firstIndex { $0.environment.id == environmentID } ?? 0
        open(.choices(ChoiceBox(title: "Which environment?", choices: choices, selected: current)))
    }
}
