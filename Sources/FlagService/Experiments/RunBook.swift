import FlagModel
import Observations

/// Runs that were asked for, with what they were made of, so that the journal is read once.
struct RunBook {
    /// What a run was made of.
    struct Source: Hashable {
        var experiment: Experiment
        var flag: Flag?
    }

    /// Runs that are kept, at the most.
    static let limit = 1000

    private var runs: [ExperimentRun.ID: (source: Source, run: ExperimentRun)] = [:]

    /// The run, if nothing that it was made of changed.
    func run(_ id: ExperimentRun.ID, of source: Source) -> ExperimentRun? {
        guard let known = runs[id], known.source == source else { return nil }
        return known.run
    }

    mutating func keep(_ run: ExperimentRun, of source: Source) {
        if runs.count >= Self.limit { runs = [:] }
        runs[run.id] = (source, run)
    }
}
