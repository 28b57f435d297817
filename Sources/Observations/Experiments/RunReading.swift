import Experiments
import FlagModel
import GRDB

/// Counts a run from the file alone: every exposure and event once, day by day.
struct RunReading {
    private let reader: RunReader
    private let run: ExperimentRun
    /// Milliseconds since 1970.
    private let now: Int64
    /// Called now and then; throws to end the reading early.
    private let pause: () throws -> Void
    /// Gives each customer an arm by something else besides the version; `nil` for an exposure
    /// that is passed over.
    private let arm: (_ customer: Int64, _ arm: Int, _ time: Int64) -> Int?
    private var counted: RunFold
    private var past: RunPast
    private var rows = 0

    /// Rows between two pauses.
    static let rowsPerPause = 8192

    init(
        _ run: ExperimentRun,
        plan: FoldPlan? = nil,
        in database: Database,
        now: Int64,
        pause: @escaping () throws -> Void = {},
        arm: @escaping (_ customer: Int64, _ arm: Int, _ time: Int64) -> Int? = { _, arm, _ in arm }
    ) throws {
        self.run = run
        self.now = now
        self.pause = pause
        self.arm = arm
        reader = try RunReader(run, in: database)
        counted = RunFold(run, plan: plan)
        past = RunPast(run.plan)
    }

    /// Reads everything.
    ///
    /// - Parameter dayEnded: told the end of each whole day of the run, in milliseconds since 1970,
    ///   and what had been counted by then.
    /// - Returns: what was counted.
    /// - Throws: what SQLite, `pause` or `dayEnded` throws.
    /// - Complexity: O(*n*) in the exposures and events.
    mutating func count(dayEnded: (Int64, ExperimentFold) throws -> Void = { _, _ in })
        throws -> RunFold
    {
        let start = run.plan.start.milliseconds
        let last = min(run.plan.countedEnd.roundedUpToMilliseconds, now + TrafficTime.hour)
        let firstDay = TrafficTime.dayStart(of: start)
        if past.isUsed { try expect(from: firstDay, until: last) }
        if past.isUsed, past.count > 0 {
            try readPast(from: start - Int64(run.plan.pastDays) * TrafficTime.day, until: firstDay)
        }
        var day = firstDay
        while day < last {
            try read(day: day, until: min(last, day + TrafficTime.day))
            day += TrafficTime.day
            if day <= now, day <= last { try dayEnded(day, counted.fold) }
        }
        return counted
    }

    /// Learns when everybody is exposed first.
    private mutating func expect(from: Int64, until: Int64) throws {
        let start = run.plan.start.roundedUpToMilliseconds
        let end = run.plan.countedEnd.roundedUpToMilliseconds
        try reader.exposures(from: from, until: until) { customer, _, time in
            try count()
            if time >= start, time < end { past.expect(customer, at: time) }
        }
    }

    private mutating func readPast(from: Int64, until: Int64) throws {
        try reader.events(from: from, until: until) { customer, name, time, value in
            try count()
            guard let amount = RunFold.amount(value) else { return }
            past.add(customer, at: time, amount: amount, to: counted.uses[name])
        }
    }

    private mutating func read(day: Int64, until: Int64) throws {
        if run.plan.periods.contains(where: { $0.since.isWithin(day, until) }) {
            try readInOrder(day: day, until: until)
        } else {
            try reader.exposures(from: day, until: until) { customer, arm, time in
                try expose(customer, arm, time)
            }
        }
        try reader.events(from: day, until: until) { customer, name, time, value in
            try count()
            counted.record(customer, name: name, at: time, value: value)
            guard past.isUsed, let first = past.first(of: customer), first >= until,
                let amount = RunFold.amount(value)
            else { return }
            past.add(customer, at: time, amount: amount, to: counted.uses[name])
        }
    }

    /// Where a split begins, the order decides which one is a customer's first.
    private mutating func readInOrder(day: Int64, until: Int64) throws {
        var exposures: [(customer: Int64, arm: Int, time: Int64)] = []
        try reader.exposures(from: day, until: until) { exposures.append(($0, $1, $2)) }
        exposures.sort { ($0.time, $0.customer) < ($1.time, $1.customer) }
        for (customer, arm, time) in exposures { try expose(customer, arm, time) }
    }

    private mutating func expose(_ customer: Int64, _ arm: Int, _ time: Int64) throws {
        try count()
        guard let arm = self.arm(customer, arm, time) else { return }
        let outcome = counted.expose(customer, arm: arm, at: time)
        guard outcome == .began else { return }
        guard try reader.admits(customer, at: time) else { return counted.leaveOut(customer) }
        if past.isUsed { past.give(customer, to: &counted) }
    }

    private mutating func count() throws {
        rows += 1
        if rows % Self.rowsPerPause == 0 { try pause() }
    }
}

extension Moment {
    /// Whether it is within some time, in milliseconds since 1970.
    fileprivate func isWithin(_ from: Int64, _ until: Int64) -> Bool {
        microseconds >= from * 1000 && microseconds < until * 1000
    }
}
