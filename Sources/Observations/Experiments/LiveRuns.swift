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
        /// A question waits for the reading of a run of which no more was counted when it was kept.
        var quickRows = 50_000
    }

    struct State {
        var runs: [ExperimentRun.ID: LiveRun] = [:]
        var followed = FollowedNames()
        /// The last work on the file that was begun.
        var work: Task<Void, Never>?
        var isRefoldingPlanned = false
        var lastRefolding = Duration.zero
        var isClosed = false
    }

    let pool: ObservationPool
    let options: Options
    let now: @Sendable () -> Int64
    let state = Mutex(State())

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

    func keep(
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
