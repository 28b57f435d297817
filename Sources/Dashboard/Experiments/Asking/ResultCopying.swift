internal import Experiments
internal import FlagModel
internal import TerminalUI

/// What leaves the screen: text for the clipboard, files, and what to do about broken numbers.
extension DashboardState {
    /// Does what stands below a warning.
    mutating func perform(_ choice: NextStep.Kind) {
        switch choice {
        case .askDataTeam:
            guard let page = resultPage else { return }
            copyOut(page.words.messageForDataTeam, "a message for the data team")
        case .stop: performRun(.startOrStop)
        case .showAnyway:
            experiments.showsAnyway = true
            experiments.scroll = 0
        }
    }

    /// Copies what the page says, in plain text.
    mutating func copyAnswer() {
        guard let view = currentExperiment, let plan = view.now, let page = resultPage else {
            return
        }
        let sentences = page.words.answer.joined(separator: " ")
        let trust = page.words.trust.map { "- \($0.title): \($0.text)" }.joined(separator: "\n")
        let text = "\(plan.name)\n\(sentences)\n\(trust)\n"
        copyOut(text, "what \(plan.name) says")
    }
}
