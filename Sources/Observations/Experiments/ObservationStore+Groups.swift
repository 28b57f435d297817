public import Experiments
public import FlagAPI
import FlagModel
import GRDB

extension ObservationStore {
    /// What was counted of a run, by what customers have in an attribute now: the values with the
    /// most customers, then nobody's value, then the rest together.
    ///
    /// - Complexity: O(*n*) in the run's exposures and events: the file is read once.
    public func groups(
        of run: ExperimentRun,
        by attribute: String
    ) async throws(ObservationsError) -> [ExperimentGroup] {
        let stop = traffic.live.stopIfClosed
        return try await pool.read { [now = pool.now()] database in
            let groups = try RunGroups(run, by: attribute, in: database, now: now, pause: stop)
            return try groups.counts(of: run, in: database, now: now, pause: stop)
        }
    }

    /// Customers of one version with what they did.
    public func sample(
        of run: ExperimentRun,
        arm: Int,
        metric: Int
    ) async throws(ObservationsError) -> SetupSample {
        if let sample = traffic.live.live(run.id)?.sample(of: run, arm: arm, metric: metric) {
            return sample
        }
        let stop = traffic.live.stopIfClosed
        return try await pool.read { [now = pool.now()] database in
            var reading = try RunReading(run, in: database, now: now, pause: stop)
            return SetupSample(try reading.count().fold, arm: arm, metric: metric)
        }
    }
}
