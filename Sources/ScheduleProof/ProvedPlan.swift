import FlagModel
import JournalProof

/// One plan under proof: what the service is told, and what it should do.
struct ProvedPlan {
    /// Its place among the plans of a life.
    let index: Int
    let schedule: Schedule
    /// The times of each turn, or one list of steps, that are still to come; in microseconds.
    private var times: [ArraySlice<Int64>]
    private let isStepwise: Bool
    /// The earliest time that was not done; `nil` when nothing comes any more.
    private(set) var next: Int64?

    /// What one entry should say about it.
    struct Event: Equatable {
        let plan: Int
        /// The time of the plan in the entry; `nil` when the plan is over.
        let next: Int64?
        /// The turns that are done, in order.
        let turns: [Int]
        /// How many times it stands for.
        let count: Int
    }

    init(_ index: Int, _ schedule: Schedule, times: [[Int64]], isStepwise: Bool, from start: Int64)
    {
        self.index = index
        self.schedule = schedule
        self.times = times.map { $0.drop { $0 <= start } }
        self.isStepwise = isStepwise
        next = self.times.compactMap(\.first).min()
    }

    /// What happens now that it is due: a step alone, or all times of a rhythm that were missed.
    mutating func happen(at now: Int64) -> Event? {
        guard let due = next, due <= now else { return nil }
        let bound = isStepwise ? due : now
        let done = times.map { $0.prefix { $0 <= bound } }
        let last = done.indices.compactMap { turn in
            done[turn].last.map { (at: $0, turn: turn) }
        }
        let count = done.reduce(0) { $0 + $1.count }
        times = zip(times, done).map { $0.dropFirst($1.count) }
        next = times.compactMap(\.first).min()
        return Event(
            plan: index,
            next: next,
            turns: last.sorted { ($0.at, $0.turn) < ($1.at, $1.turn) }.map(\.turn),
            count: count
        )
    }

    /// The order in which plans happen that are due at the same time.
    static func goesFirst(_ left: ProvedPlan, _ right: ProvedPlan) -> Bool {
        (left.next ?? .max, left.schedule.id) < (right.next ?? .max, right.schedule.id)
    }
}

/// Draws the plans of one life.
struct PlanDrawing {
    let place: GUID
    let flags: [GUID]
    let zone: ProofZone
    let oracle: RuleOracle
    let start: Int
    let end: Int
    var random: SeededRandom

    /// One plan of every kind.
    mutating func plans() -> [ProvedPlan] {
        let night = [0, 15, 30, 59, 60, 90, 119, 120, 135, 150, 165, 179, 180, 210]
        func minute() -> Int {
            Bool.random(using: &random)
                ? night.randomElement(using: &random) ?? 0
                : Int.random(in: 0..<1440, using: &random)
        }
        let days = Recurrence.Weekday.allCases.shuffled(using: &random)
        let count = Int.random(in: 1...3, using: &random)
        let monthly = Bool.random(using: &random) ? 28...31 : 1...28
        let rhythms: [[(Recurrence.Rhythm, Int)]] = [
            [(.hourly, [0, 15, 30, 45, 59].randomElement(using: &random) ?? 0)],
            [(.daily, minute())],
            [(.weekly(Set(days.prefix(count))), minute())],
            [(.monthly(day: Int.random(in: monthly, using: &random)), minute())],
            [(.weekly([.friday]), minute()), (.weekly([.monday]), minute())],
        ]
        var plans = rhythms.enumerated().map { repeating($0.offset, $0.element) }
        plans.append(stepwise(rhythms.count))
        return plans
    }

    private mutating func repeating(
        _ index: Int,
        _ rhythms: [(Recurrence.Rhythm, Int)]
    ) -> ProvedPlan {
        let turns = rhythms.enumerated().map { turn, rhythm in
            Recurrence.Turn(
                rhythm.0,
                minute: rhythm.1,
                changes: rhythms.count == 1
                    ? both(index) : [edit(index, .setEnabled(turn == 0))]
            )
        }
        let times = rhythms.map { rhythm in
            oracle.minutes(of: rhythm.0, minute: rhythm.1, from: start + 1, through: end)
                .map { Int64($0) * 60_000_000 }
        }
        let firsts = times.enumerated().compactMap { turn, times in
            times.first.map { (at: $0, turn: turn) }
        }
        let first = firsts.min { ($0.at, $0.turn) < ($1.at, $1.turn) }
        let schedule = schedule(
            index,
            at: first?.at ?? 0,
            turns[first?.turn ?? 0].changes,
            recurrence: Recurrence(turns: turns)
        )
        return plan(index, schedule, times, isStepwise: false)
    }

    private mutating func stepwise(_ index: Int) -> ProvedPlan {
        let last = start + 365 * 1440
        let minutes = Set(
            (0..<40).map { _ in Int.random(in: (start + 1)...last, using: &random) }
        )
        let times = minutes.sorted().map { Int64($0) * 60_000_000 }
        let steps = times.map { Schedule.Step(at: Moment(microseconds: $0), changes: both(index)) }
        let schedule = schedule(
            index,
            at: times[0],
            steps[0].changes,
            later: Array(steps.dropFirst())
        )
        return plan(index, schedule, [times], isStepwise: true)
    }

    private func plan(
        _ index: Int,
        _ schedule: Schedule,
        _ times: [[Int64]],
        isStepwise: Bool
    ) -> ProvedPlan {
        ProvedPlan(
            index,
            schedule,
            times: times,
            isStepwise: isStepwise,
            from: Int64(start) * 60_000_000
        )
    }

    /// Two changes that always change something, however often they are made.
    private func both(_ index: Int) -> [Change] {
        [edit(index, .describe("it comes")), edit(index, .describe("it came"))]
    }

    private func edit(_ index: Int, _ edit: FlagEdit) -> Change {
        .editFlag(environment: place, flag: flags[index], edit)
    }

    private mutating func schedule(
        _ index: Int,
        at microseconds: Int64,
        _ changes: [Change],
        later: [Schedule.Step] = [],
        recurrence: Recurrence? = nil
    ) -> Schedule {
        Schedule(
            id: GUID(using: &random),
            author: "Jo",
            createdAt: Moment(microseconds: Int64(start) * 60_000_000),
            at: Moment(microseconds: microseconds),
            title: "Plan \(index + 1)",
            changes: changes,
            zone: zone.name,
            later: later,
            recurrence: recurrence
        )
    }
}
