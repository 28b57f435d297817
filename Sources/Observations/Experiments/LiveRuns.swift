import Experiments
import FlagAPI
import FlagModel
import GRDB
import Synchronization

/// The runs that are counted while applications report.
///
/// One reading of the file is under way at a time, so that searches keep their connections; nothing
/// is done, and nobody is woken, unless something arrives.
final class LiveRuns: Sendable {
    /// What a test sets otherwise.
    struct Options: Sendable {
        /// Milliseconds after which counts are kept while things arrive.
        var keepEvery: Int64 = 60_000
        /// How long new customers wait for their past at least; many times as long as finding it
        /// took the last time.
        var refoldAfter = Duration.seconds(1)
        /// A question waits for the past of new customers when finding it took no longer.
        var quick = Duration.milliseconds(50)
    }

    private struct State {
        var runs: [ExperimentRun.ID: LiveRun] = [:]
        var followed = FollowedNames()
        /// The last work on the file that was begun.
        var work: Task<Void, Never>?
        var isRefoldingPlanned = false
        var lastRefolding = Duration.zero
        var isClosed = false
    }

    private let pool: ObservationPool
    private let options: Options
    private let now: @Sendable () -> Int64
    private let state = Mutex(State())

    init(pool: ObservationPool, options: Options, now: @escaping @Sendable () -> Int64) {
        self.pool = pool
        self.options = options
        self.now = now
    }

    /// What the next batch has to tell.
    var followed: FollowedNames { state.withLock { $0.followed } }

    /// The run, if it is counted.
    func live(_ id: ExperimentRun.ID) -> LiveRun? { state.withLock { $0.runs[id] } }

    // MARK: - Following

    /// Sets which runs are counted; one that is counted already goes on.
    func follow(_ runs: [ExperimentRun]) async {
        let news = state.withLock { state -> [LiveRun] in
            guard !state.isClosed else { return [] }
            var kept: [ExperimentRun.ID: LiveRun] = [:]
            var news: [LiveRun] = []
            state.followed = FollowedNames()
            for run in runs {
                if let known = state.runs[run.id], known.run.isSame(as: run) {
                    kept[run.id] = known
                } else {
                    let new = LiveRun(run)
                    kept[run.id] = new
                    news.append(new)
                }
                state.followed.add(run)
            }
            state.runs = kept
            return news
        }
        await withDiscardingTaskGroup { group in
            for run in news { group.addTask { await self.read(run) } }
        }
    }

    /// Counts a run from now on, besides the others.
    func follow(also run: ExperimentRun) -> LiveRun {
        state.withLock { state in
            if let known = state.runs[run.id], known.run.isSame(as: run) { return known }
            let new = LiveRun(run)
            state.runs[run.id] = new
            state.followed.add(run)
            return new
        }
    }

    /// Begins anew, because something was deleted.
    func startAnew() {
        for run in state.withLock({ Array($0.runs.values) }) { run.forget() }
    }

    /// Counts from the file what is not counted yet.
    func readUnread() async {
        for run in state.withLock({ Array($0.runs.values) }) where run.isUnread {
            await read(run)
        }
    }

    // MARK: - What arrives

    /// Counts what a batch brought; called where nobody else writes.
    func take(_ news: TrafficNews, of batch: TrafficBatch, in database: Database) {
        let time = now()
        for run in state.withLock({ Array($0.runs.values) }) {
            let items = news.isEmpty ? [] : run.run.items(in: news, of: batch)
            let admission = LazyAdmission(run.run, in: database)
            do {
                if try run.take(items, now: time, admits: admission.admits) { planRefolding() }
                try keep(run, now: time, pause: options.keepEvery, in: database)
            } catch {
                run.forget()
                Task(priority: .utility) { await self.read(run) }
            }
        }
    }

    private func keep(
        _ run: LiveRun,
        now: Int64,
        pause: Int64,
        in database: Database
    ) throws {
        let news = run.news(now: now, pause: pause)
        guard let latest = news.latest else { return }
        let table = CountsTable(run.run)
        try database.inTransaction(.immediate) {
            for day in news.days { try table.keep(day, in: database) }
            try table.keep(latest, at: now, in: database)
            return .commit
        }
        run.kept(news.days, now: now)
    }

    /// Keeps everything that was counted, and counts no more.
    func close() async {
        let runs = state.withLock { state in
            state.isClosed = true
            return Array(state.runs.values)
        }
        await state.withLock { $0.work }?.value
        guard !runs.isEmpty else { return }
        let time = now()
        _ = try? await pool.betweenWrites { database in
            for run in runs { try self.keep(run, now: time, pause: 0, in: database) }
        }
    }

    // MARK: - Reading the file

    /// Counts a run from the file, once nobody else reads it, unless that was done.
    func read(_ run: LiveRun) async {
        await inTurn {
            while await self.readOnce(run) {}
        }
    }

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
    private func planRefolding() {
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

/// Looks a customer up only where the run asks who counts.
private final class LazyAdmission {
    private let run: ExperimentRun
    private let database: Database
    private lazy var reader = Result { try RunReader(run, in: database) }

    init(_ run: ExperimentRun, in database: Database) {
        self.run = run
        self.database = database
    }

    func admits(_ customer: Int64, at time: Int64) throws -> Bool {
        guard run.admission != nil else { return true }
        return try reader.get().admits(customer, at: time)
    }
}

extension FollowedNames {
    fileprivate mutating func add(_ run: ExperimentRun) {
        add(flag: run.flagKey, in: run.id.environmentID)
        for name in run.eventNames { add(event: name, in: run.id.environmentID) }
    }
}

extension ExperimentRun {
    /// What a batch brought, as far as this run counts it; exposures come first.
    fileprivate func items(in news: TrafficNews, of batch: TrafficBatch) -> [RunFold.Item] {
        let arms = batch.variations.map { variation -> Int? in
            guard variation.flagKey == flagKey,
                batch.environments[variation.environment] == id.environmentID
            else { return nil }
            return plan.variationIDs.firstIndex(of: variation.variationID)
        }
        let wanted = eventNames
        let names = batch.events.map { event -> Int? in
            guard batch.environments[event.environment] == id.environmentID else { return nil }
            return wanted.firstIndex(of: event.name)
        }
        var items: [RunFold.Item] = []
        for exposure in news.exposures {
            guard let arm = arms[exposure.variation] else { continue }
            let isStranger = news.strangers.contains(exposure.customer)
            items.append(
                RunFold.Item(
                    customer: exposure.customer,
                    time: exposure.time,
                    kind: .exposure(arm: arm, isStranger: isStranger)
                )
            )
        }
        for event in news.events {
            guard let name = names[event.event] else { continue }
            items.append(
                RunFold.Item(
                    customer: event.customer,
                    time: event.time,
                    kind: .event(name: name, value: event.value)
                )
            )
        }
        return items
    }
}
