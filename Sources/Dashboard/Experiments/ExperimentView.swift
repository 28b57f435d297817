internal import Experiments
internal import FlagModel
internal import TerminalUI

/// An experiment as it is and as its draft would make it.
struct ExperimentView: Equatable, Sendable {
    let id: GUID
    let now: Experiment?
    let after: Experiment?
    let draft: Draft?
    let problem: Refusal?

    /// The plan to edit: with its draft where there is one.
    var latest: Experiment? { after ?? now }

    /// What the draft changes, in a few words.
    var difference: String {
        guard draft != nil else { return "" }
        guard let now else { return "new plan" }
        guard let after else { return problem == nil ? "deleted" : "does not fit any more" }
        return next(now, after)
    }

    /// What the draft makes of it, in a word.
    private func next(_ now: Experiment, _ after: Experiment) -> String {
        if now.state != after.state || now.runs.count != after.runs.count {
            return after.state == .running ? "started" : "stopped"
        }
        if now.isArchived != after.isArchived { return after.isArchived ? "archived" : "restored" }
        return "plan changed"
    }
}

extension DashboardState {
    /// Takes a new picture: orders the list anew, or changes values in place.
    mutating func prepareExperiments(isWhole: Bool, selecting: GUID?) {
        guard let environment else { return }
        let drafted = drafts.views.flatMap { $0.newExperiments(in: environment) }
        let answers = experiments.answers
        experiments.take(
            Array(environment.experiments) + drafted,
            isWhole: isWhole,
            height: listHeight,
            selecting: selecting,
            verdict: { $0.shownRun.flatMap { answers[$0]?.result?.verdict } }
        )
        askResults()
    }

    /// An experiment of the environment, with its draft.
    func experimentView(_ id: GUID) -> ExperimentView? {
        guard let environment else { return nil }
        let waiting = drafts.about(.experiment(environment: environment.environment.id, id))
        let now = environment.experiment(id)
        let after = waiting?.after?.experiment(id)
        guard now != nil || after != nil else { return nil }
        return ExperimentView(
            id: id,
            now: now,
            after: after,
            draft: waiting?.draft,
            problem: waiting?.problem
        )
    }

    /// The experiment that keys act on.
    var currentExperiment: ExperimentView? {
        (experiments.page ?? experiments.list.selectedID).flatMap(experimentView)
    }

    /// The experiment that keys act on as it is live, with what its run says.
    var currentResult: (plan: Experiment, result: ExperimentResult)? {
        guard let plan = currentExperiment?.now, let result = result(of: plan) else { return nil }
        return (plan, result)
    }
}

extension DraftView {
    /// The experiments that this draft plans.
    fileprivate func newExperiments(in environment: EnvironmentState) -> [Experiment] {
        draft.changes.compactMap { change in
            guard case .createExperiment(environment.environment.id, let experiment) = change,
                environment.experiment(experiment.id) == nil
            else { return nil }
            return after?.experiment(experiment.id) ?? experiment
        }
    }
}
