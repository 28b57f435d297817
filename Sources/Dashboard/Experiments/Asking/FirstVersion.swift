internal import Experiments
internal import FlagAPI
internal import FlagModel
internal import TerminalUI

/// What was counted of the open run when customers who saw two versions count under the first.
struct FirstVersionAnswer: Equatable, Sendable {
    let run: ResultAnswers.Run
    let generation: Int
    /// `nil` before the answer, and where it is not known.
    var counts: ExperimentCounts?
    /// What it says at the moment that the page speaks of.
    var result: ExperimentResult?
}

extension DashboardState {
    /// Asks for it, once for an open page on which customers saw two versions: it is read from the
    /// file, which takes a while.
    mutating func askFirstVersion(_ run: ResultAnswers.Run) {
        guard experiments.page == run.experimentID, experiments.firstVersion?.run != run,
            let mixed = experiments.answers[run]?.result?.split.mixed, mixed > 0,
            let environmentID
        else { return }
        generation += 1
        experiments.firstVersion = FirstVersionAnswer(run: run, generation: generation)
        let request = ExperimentCountsRequest(
            environmentID: environmentID,
            experimentID: run.experimentID,
            run: run.number,
            firstVersionCounts: true
        )
        outbox.append(.experimentCounts(request, generation: generation))
    }

    /// Takes it; where it is not known, the page says nothing about it.
    mutating func takeFirstVersion(
        _ generation: Int,
        _ result: Result<ExperimentCounts, ServiceProblem>
    ) {
        guard experiments.firstVersion?.generation == generation else { return }
        experiments.firstVersion?.counts = try? result.get()
        calculateFirstVersion()
    }

    /// Calculates what the open run would say at the moment that its page speaks of.
    mutating func calculateFirstVersion() {
        guard let known = experiments.firstVersion,
            let plan = environment?.experiment(known.run.experimentID)
        else { return }
        let moment = experiments.day ?? shownTime
        experiments.firstVersion?.result = known.counts?.counted(by: moment).map {
            ExperimentResult(of: plan, counts: $0, now: moment)
        }
    }

    /// What the run of a plan would say; `nil` where that is not known.
    func resultByFirstVersion(of plan: Experiment) -> ExperimentResult? {
        experiments.firstVersion.flatMap { $0.run == plan.shownRun ? $0.result : nil }
    }
}
