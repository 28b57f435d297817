internal import FlagAPI
internal import FlagModel
internal import TerminalUI

/// The trials of the customer on screen, in words.
extension DashboardState {
    /// "On trial: Plus customers until Fri 24 Jul 10:58"; empty without a trial.
    func trialSentence(_ sheet: CustomerSheet) -> String {
        guard let environmentID else { return "" }
        let running = model.trials(of: sheet.customer.key, in: environmentID)
        let drafted = drafts.views.flatMap(\.draft.plans).compactMap(\.trial).filter { trial in
            trial.customer == sheet.customer.key && trial.environmentID == environmentID
                && model.schedule(trial.schedule.id) == nil
        }
        let all = running.map { trialWords($0) } + drafted.map { "draft: \(trialWords($0))" }
        return all.isEmpty ? "" : "On trial: \(Words.list(all, most: 2))"
    }

    private func trialWords(_ trial: Trial) -> String {
        let name = model.environment(trial.environmentID)?.audience(trial.audienceID)?.name ?? ""
        return "\(Words.short(name, 30)) \(trialEnd(trial))"
    }

    /// "until Fri 24 Jul 10:58"; "without an end: stopped" where somebody said so.
    func trialEnd(_ trial: Trial) -> String {
        trial.schedule.isHeld
            ? "without an end: stopped" : "until \(times.soon(trial.schedule.at).text)"
    }
}
