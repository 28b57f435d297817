public import Experiments
import FlagModel
import GRDB

extension ObservationStore {
    /// Counts these runs from now on, each batch as it is written, and others no more.
    ///
    /// Returns when what the file held was counted, too.
    public func follow(_ runs: [ExperimentRun]) async {
        await traffic.live.follow(runs)
    }

    /// What was counted of a run.
    ///
    /// A run that is counted is told as it is now. Until the file was read once, what was kept last
    /// is told; only where nothing was kept does the question wait.
    public func counts(
        of run: ExperimentRun
    ) async throws(ObservationsError) -> ExperimentCounts {
        let live = traffic.live.follow(also: run)
        if live.isUnread {
            if let kept = try await kept(run) {
                Task(priority: .utility) { await traffic.live.read(live) }
                return kept
            }
            await traffic.live.read(live)
        } else if live.isBehind, traffic.live.isRefoldingQuick {
            await traffic.live.refold(live)
        }
        if let counts = live.counts(now: pool.now()) { return counts }
        // Reading failed; the file says why.
        return try await pool.read { [now = pool.now()] database in
            var reading = try RunReading(run, in: database, now: now)
            let counted = try reading.count()
            return counted.counts(of: run, days: [], asOf: run.asOf(now))
        }
    }

    private func kept(_ run: ExperimentRun) async throws(ObservationsError) -> ExperimentCounts? {
        try await pool.read { database in
            let table = CountsTable(run)
            guard var counts = try table.latest(in: database) else { return nil }
            let asOf = counts.asOf
            counts.days = try table.days(in: database).filter { $0.until < asOf } + counts.days
            return counts
        }
    }
}

extension ExperimentRun {
    /// Up to when events count.
    func asOf(_ now: Int64) -> Moment {
        let now = Moment(milliseconds: now)
        return plan.end.map { min($0, now) } ?? now
    }
}
