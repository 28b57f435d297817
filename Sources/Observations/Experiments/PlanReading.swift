import Experiments
import FlagModel
import GRDB

/// Counts a run that never was: as if it had begun some days ago, with one version for everybody.
///
/// Who was given the flag in a way that counts is taken for its customers. Before an experiment its
/// flag is often off, or no application asks for it yet: then who was given any version of it, and
/// otherwise everybody whom applications described.
struct PlanReading {
    private let run: ExperimentRun
    private let reader: RunReader
    private let plan: FoldPlan
    private let pause: () throws -> Void
    /// Milliseconds since 1970.
    private let start: Int64
    private let now: Int64
    private var counted: RunFold
    private var rows = 0

    /// Prepares to read.
    ///
    /// - Parameters:
    ///   - run: the run: its start is how far back is looked.
    ///   - baselineID: what the one version is called.
    ///   - database: the file.
    ///   - now: milliseconds since 1970.
    ///   - pause: called now and then; throws to end the reading early.
    /// - Throws: whatever the store throws.
    init(
        _ run: ExperimentRun,
        baselineID: String,
        in database: Database,
        now: Int64,
        pause: @escaping () throws -> Void
    ) throws {
        self.run = run
        self.now = now
        self.pause = pause
        start = run.plan.start.roundedUpToMilliseconds
        reader = try RunReader(run, in: database)
        plan = try FoldPlan(
            variationIDs: [baselineID],
            metrics: run.plan.metrics,
            start: run.plan.start,
            periods: [FoldPlan.Period(since: run.plan.start, weights: [1])],
            pastDays: 0
        )
        counted = RunFold(run, plan: plan)
    }

    /// Reads everything.
    ///
    /// - Returns: whose customers were counted, and the counts at the end of every day; where it is
    ///   not known when they came first, only as they are now.
    /// - Throws: what SQLite or `pause` throws.
    /// - Complexity: O(*n*) in the exposures and events since the start; without exposures, in the
    ///   customers of the environment.
    mutating func count() throws -> (PlanTraffic.Source, ExperimentCounts) {
        let exposed = try firstTimes()
        guard exposed.isEmpty else { return (.flag, try days(exposed)) }
        let given = try reader.given(since: start)
        let source: PlanTraffic.Source = given.isEmpty ? .everybody : .flag
        let customers = given.isEmpty ? try reader.seen(since: start) : given
        for customer in customers { try take(customer, at: start) }
        try readEvents(from: start, until: now + 1)
        return (source, counts([]))
    }

    /// When each customer was given the flag first, the first one first.
    private mutating func firstTimes() throws -> [(customer: Int64, time: Int64)] {
        var first: [Int64: Int64] = [:]
        let from = TrafficTime.dayStart(of: start)
        try reader.exposures(from: from, until: now + 1) { customer, _, time in
            try tick()
            guard time >= start, time <= now else { return }
            first[customer] = min(first[customer] ?? time, time)
        }
        return first.map { (customer: $0.key, time: $0.value) }
            .sorted { ($0.time, $0.customer) < ($1.time, $1.customer) }
    }

    private mutating func days(_ exposed: [(customer: Int64, time: Int64)]) throws
        -> ExperimentCounts
    {
        var days: [DayCounts] = []
        var rest = exposed[...]
        var day = start
        while day <= now {
            let end = min(day + TrafficTime.day, now + 1)
            while let next = rest.first, next.time < end {
                try take(next.customer, at: next.time)
                rest.removeFirst()
            }
            try readEvents(from: day, until: end)
            if end <= now { days.append(counted.fold.counts(until: Moment(milliseconds: end))) }
            day = end
        }
        return counts(days)
    }

    private mutating func take(_ customer: Int64, at time: Int64) throws {
        try tick()
        guard counted.expose(customer, arm: 0, at: time) == .began else { return }
        if try !reader.admits(customer, at: time) { counted.leaveOut(customer) }
    }

    private mutating func readEvents(from: Int64, until: Int64) throws {
        try reader.events(from: from, until: until) { customer, name, time, value in
            try tick()
            counted.record(customer, name: name, at: time, value: value)
        }
    }

    private func counts(_ days: [DayCounts]) -> ExperimentCounts {
        var counts = counted.counts(of: run, days: days, asOf: Moment(milliseconds: now))
        counts.variationIDs = plan.variationIDs
        return counts
    }

    private mutating func tick() throws {
        rows += 1
        if rows % RunReading.rowsPerPause == 0 { try pause() }
    }
}
