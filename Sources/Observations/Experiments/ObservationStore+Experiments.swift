public import Experiments
import FlagModel
import GRDB

extension ObservationStore {
    /// Counts these runs from now on, each batch as it is written, and others no more.
    ///
    /// Returns when what the file held was counted, too. A run that began before the oldest events
    /// that are kept is left out: it could not be counted from the file again.
    public func follow(_ runs: [ExperimentRun]) async {
        let now = pool.now()
        await traffic.live.follow(runs.filter { $0.isInFile(now) })
    }

    /// What was counted of a run.
    ///
    /// A run that is counted is told as it is now. Until the file was read once, what was kept last
    /// is told; only where nothing was kept, or so little that it is read at once, does the
    /// question wait. What was kept is all there is of a run whose events are gone, and of one that
    /// ended so long ago that nothing arrives any more.
    public func counts(
        of run: ExperimentRun
    ) async throws(ObservationsError) -> ExperimentCounts {
        let now = pool.now()
        if traffic.live.live(run.id)?.isCounting(run) != true {
            let kept = try await pool.read { try CountsTable(run).latest(in: $0) }
            if let kept, run.isOver(kept.at) || !run.isInFile(now) { return kept.counts }
            let live = traffic.live.follow(also: run)
            if let kept, live.isUnread, !traffic.live.isQuick(kept.counts) {
                Task(priority: .utility) { await traffic.live.read(live) }
                return kept.counts
            }
            await traffic.live.read(live)
        }
        guard let live = traffic.live.live(run.id) else { return try await counts(fromFile: run) }
        if live.isBehind, traffic.live.isRefoldingQuick { await traffic.live.refold(live) }
        if let counts = live.counts(now: now) { return counts }
        return try await counts(fromFile: run)
    }

    /// Reads the file for this question alone; when it cannot be read, says why.
    private func counts(
        fromFile run: ExperimentRun
    ) async throws(ObservationsError) -> ExperimentCounts {
        let stop = traffic.live.stopIfClosed
        return try await pool.read { [now = pool.now()] database in
            let days = try CountsTable(run).days(in: database)
            var reading = try RunReading(run, in: database, now: now, pause: stop)
            let (counted, asOf) = (try reading.count(), run.asOf(now))
            return counted.counts(of: run, days: days.filter { $0.until < asOf }, asOf: asOf)
        }
    }
}

extension ExperimentRun {
    /// Up to when events count.
    func asOf(_ now: Int64) -> Moment {
        let now = Moment(milliseconds: now)
        return plan.end.map { min($0, now) } ?? now
    }

    /// Whether nothing of it can arrive any more at a time, in milliseconds since 1970.
    func isOver(_ time: Int64) -> Bool {
        guard let end = plan.end?.milliseconds else { return false }
        return time >= end + Int64(TrafficLimits.pastDays) * TrafficTime.day
    }

    /// Whether all of its events are still kept at a time, in milliseconds since 1970.
    func isInFile(_ time: Int64) -> Bool {
        let past = Int64(plan.pastDays) * TrafficTime.day
        let oldest = time - Int64(TrafficLimits.keptDays) * TrafficTime.day
        return plan.start.milliseconds - past >= oldest
    }
}
