import Experiments
import FlagAPI
import FlagModel
import GRDB
import Synchronization

/// Reading the file, about everybody or about a few, while applications go on reporting.
extension LiveRuns {
    /// Counts a run from the file, once nobody else reads it, unless that was done.
    func read(_ run: LiveRun) async {
        await inTurn {
            while await self.readOnce(run) {}
        }
    }

    /// Whether a run of which this was counted is read so quickly that a question can wait.
    func isQuick(_ counts: ExperimentCounts) -> Bool { counts.eventCount <= options.quickRows }

    /// - Returns: whether it has to be done again.
    private func readOnce(_ run: LiveRun) async -> Bool {
        guard run.isUnread else { return false }
        let time = now()
        let reading: @Sendable (Database) throws -> FileCounts = { database in
            try self.count(run.run, in: database, now: time)
        }
        let begin: @Sendable (Database) -> Bool? = { database in
            try? ExposurePeriods.add(run.run, to: database)
            return run.beginReading() ? true : nil
        }
        let counts = try? await pool.snapshot(begin) { _, database in try reading(database) }
        let result = try? await pool.betweenWrites { database -> Bool in
            let admission = LazyAdmission(run.run, in: database)
            let isUnfinished = try run.read(
                counts?.counted,
                days: counts?.days ?? [],
                newDays: counts?.newDays ?? [],
                admits: admission.admits
            )
            try self.keep(run, now: time, pause: 0, in: database)
            return isUnfinished
        }
        return result == true && !state.withLock { $0.isClosed }
    }

    private func count(
        _ run: ExperimentRun,
        in database: Database,
        now: Int64
    ) throws -> FileCounts {
        let known = try CountsTable(run).days(in: database)
        let ends = Set(known.map(\.until))
        var newDays: [DayCounts] = []
        var reading = try RunReading(run, in: database, now: now, pause: stopIfClosed)
        let counted = try reading.count { until, fold in
            let until = Moment(milliseconds: until)
            if !ends.contains(until) { newDays.append(fold.counts(until: until)) }
        }
        let days = (known + newDays).sorted { $0.until < $1.until }
        return FileCounts(counted: counted, days: days, newDays: newDays)
    }

    @Sendable
    func stopIfClosed() throws {
        if state.withLock({ $0.isClosed }) { throw CancellationError() }
    }

    /// Folds new customers anew with their past, a while after the first of them came.
    func planRefolding() {
        let pause = state.withLock { state -> Duration? in
            guard !state.isRefoldingPlanned, !state.isClosed else { return nil }
            state.isRefoldingPlanned = true
            return max(options.refoldAfter, state.lastRefolding * 20)
        }
        guard let pause else { return }
        Task(priority: .utility) {
            try? await Task.sleep(for: pause)
            self.state.withLock { $0.isRefoldingPlanned = false }
            for run in self.state.withLock({ Array($0.runs.values) }) { await self.refold(run) }
        }
    }

    /// Whether finding the past of new customers is quick enough to wait for it.
    var isRefoldingQuick: Bool { state.withLock { $0.lastRefolding <= options.quick } }

    /// Folds those customers of a run anew who wait for it.
    func refold(_ run: LiveRun) async {
        await inTurn {
            while await self.refoldOnce(run) {}
        }
    }

    private func refoldOnce(_ run: LiveRun) async -> Bool {
        guard !state.withLock({ $0.isClosed }) else { return false }
        let time = now()
        let clock = ContinuousClock()
        let started = clock.now
        let begin: @Sendable (Database) -> [Int64: [FoldExposure]?]? = { _ in
            let some = run.beginRefolding()
            return some.isEmpty ? nil : some
        }
        let found = try? await pool.snapshot(begin) { some, database in
            try RunRefolding.read(some, of: run.run, in: database, now: time)
        }
        let result = try? await pool.betweenWrites { database in
            let admission = LazyAdmission(run.run, in: database)
            return try run.refold(found ?? nil, admits: admission.admits)
        }
        state.withLock { $0.lastRefolding = clock.now - started }
        return result == true
    }

    /// Does something after everything that was begun before.
    private func inTurn(_ work: @escaping @Sendable () async -> Void) async {
        let task = state.withLock { state in
            let earlier = state.work
            let task = Task(priority: .utility) {
                await earlier?.value
                await work()
            }
            state.work = task
            return task
        }
        await task.value
    }
}

/// What the file said about a run.
struct FileCounts: Sendable {
    var counted: RunFold
    /// How the days ended.
    var days: [DayCounts]
    /// Those of them that are not in the file.
    var newDays: [DayCounts]
}
