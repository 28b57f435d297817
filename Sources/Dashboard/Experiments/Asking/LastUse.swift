internal import Experiments
internal import FlagAPI
internal import FlagModel
internal import TerminalUI

/// When applications last asked for the flag of an experiment to which nobody came.
struct LastUse: Equatable, Sendable {
    let flagID: GUID
    let generation: Int
    /// The hour; `nil` when none ever did, or nobody has answered yet.
    var hour: Moment?
}

extension DashboardState {
    /// Asks when the flag was asked for, where a result can only say that nobody came.
    mutating func askLastUse(of plan: Experiment) {
        guard let environmentID, let flag = environment?.flag(plan.flagID) else { return }
        generation += 1
        let known = experiments.lastUse.flatMap { $0.flagID == flag.id ? $0.hour : nil }
        experiments.lastUse = LastUse(flagID: flag.id, generation: generation, hour: known)
        let request = CountsRequest(
            environmentID: environmentID,
            flagKey: flag.key.text,
            from: min(flag.createdAt, shownTime),
            until: shownTime
        )
        outbox.append(.counts(request, generation: generation))
    }

    /// Takes how often a flag was asked for when that is about an experiment.
    ///
    /// - Returns: whether it was.
    mutating func takeLastUse(
        _ generation: Int,
        _ result: Result<[EvaluationCount], ServiceProblem>
    ) -> Bool {
        guard experiments.lastUse?.generation == generation else { return false }
        if case .success(let counts) = result {
            experiments.lastUse?.hour = counts.lazy.filter { $0.count > 0 }.map(\.hour).max()
        }
        return true
    }

    /// When an application last asked for the flag of an experiment.
    func lastAsked(_ plan: Experiment) -> ExperimentNames.Asked? {
        guard let use = experiments.lastUse, use.flagID == plan.flagID else { return nil }
        // Counts are by the hour: nobody asked after the end of the last one.
        return use.hour.map { hour in
            ExperimentNames.Asked(at: min(shownTime, hour.adding(microseconds: 3_600_000_000)))
        }
    }
}
