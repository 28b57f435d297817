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

    /// What would have been counted of a run if customers who saw two versions counted under the
    /// one that they saw first, day by day; `nil` when its events are kept no more.
    ///
    /// - Complexity: O(*n*) in the run's exposures and events: the file is read.
    public func countsByFirstVersion(
        of run: ExperimentRun
    ) async throws(ObservationsError) -> ExperimentCounts? {
        let now = pool.now()
        guard run.isInFile(now) else { return nil }
        let stop = traffic.live.stopIfClosed
        return try await pool.read { database in
            let first = try FirstVersions(run, in: database, now: now, pause: stop)
            var reading = try RunReading(
                run,
                in: database,
                now: now,
                pause: stop,
                arm: first.arm(of:_:at:)
            )
            let asOf = run.asOf(now)
            var days: [DayCounts] = []
            let counted = try reading.count { until, fold in
                let until = Moment(milliseconds: until)
                if until < asOf { days.append(fold.counts(until: until)) }
            }
            return counted.counts(of: run, days: days, asOf: asOf)
        }
    }

    /// What a run would have counted that began some days ago and gave everybody one version.
    ///
    /// - Parameters:
    ///   - run: the run: its start is how far back is looked.
    ///   - baselineID: what the one version is called.
    /// - Returns: whose customers were counted, and what.
    /// - Throws: ``ObservationsError``.
    /// - Complexity: O(*n*) in the exposures and events since the start, or in the customers of the
    ///   environment.
    public func planTraffic(
        of run: ExperimentRun,
        baselineID: String
    ) async throws(ObservationsError) -> (source: PlanTraffic.Source, counts: ExperimentCounts) {
        let stop = traffic.live.stopIfClosed
        return try await pool.read { [now = pool.now()] database in
            var reading = try PlanReading(
                run,
                baselineID: baselineID,
                in: database,
                now: now,
                pause: stop
            )
            return try reading.count()
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
