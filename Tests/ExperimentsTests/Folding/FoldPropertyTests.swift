import Experiments
import FlagModel
import Testing

/// Random runs, counted in random orders.
struct FoldPropertyTests {
    typealias Setting = FoldSetting

    static let metrics = [
        FoldMetric(.conversion, windowDays: 3, usesPast: true),
        FoldMetric(.numeric, isCapped: true, usesPast: true),
        FoldMetric(.ratio, windowDays: 5),
        FoldMetric(.retention(from: 1, to: 4), usesPast: true),
        FoldMetric(.numeric, windowDays: 1, isCapped: true),
    ]
    static let splits = [
        FoldPlan.Period(since: Setting.day(4), weights: [80, 20]),
        FoldPlan.Period(since: Setting.day(9.3), weights: [20, 80]),
    ]

    /// What some customers did, in no order; some see two versions, come too early or too late, or
    /// are left out.
    static func arrivals(
        customers: Int64,
        using chance: inout some RandomNumberGenerator
    ) -> [Arrival] {
        var arrivals: [Arrival] = []
        for customer in 1...customers {
            // Numbers all over the place, below 0 too.
            let number = customer &* 0x1234_5678_9ABC_DEF1
            let arm = Int.random(in: 0...1, using: &chance)
            for _ in 0..<Int.random(in: 0...3, using: &chance) {
                let other = Int.random(in: 0..<20, using: &chance) == 0 ? 1 - arm : arm
                let day = Setting.day(Double(Int.random(in: -8...340, using: &chance)) / 20)
                arrivals.append(.exposure(number, FoldExposure(arm: other, at: day)))
            }
            for _ in 0..<Int.random(in: 0...12, using: &chance) {
                let event = FoldEvent(
                    metric: Int.random(in: 0..<5, using: &chance),
                    part: Int.random(in: 0..<3, using: &chance) == 0 ? .over : .value,
                    at: Setting.day(Double(Int.random(in: -400...400, using: &chance)) / 20),
                    amount: Int64.random(in: -2000...40_000, using: &chance)
                )
                arrivals.append(.event(number, event))
            }
            if Int.random(in: 0..<40, using: &chance) == 0 { arrivals.append(.leaveOut(number)) }
        }
        return arrivals
    }

    static let untils = [3, 4, 8, 12.25, 15, 17, 40].map { Setting.day($0) }

    @Test(arguments: 1...12 as ClosedRange<UInt64>)
    func `any order gives the counts of plain loops over everything`(seed: UInt64) throws {
        var chance = SeededChance(seed: seed)
        let plan = try Setting.plan(Self.metrics, end: Setting.day(16), laterSplits: Self.splits)
        let arrivals = Self.arrivals(customers: 300, using: &chance)
        let oracle = FoldOracle(plan: plan)
        for _ in 1...3 {
            var driver = FoldDriver(plan)
            for arrival in arrivals.shuffled(using: &chance) { driver.take(arrival) }
            driver.mend()
            for until in Self.untils {
                let counts = driver.fold.counts(until: until)
                #expect(counts == oracle.counts(driver.logs, until: until))
            }
        }
    }

    @Test(arguments: 1...6 as ClosedRange<UInt64>)
    func `folding everybody anew changes nothing, at any time`(seed: UInt64) throws {
        var chance = SeededChance(seed: seed)
        let plan = try Setting.plan(Self.metrics, end: Setting.day(16), laterSplits: Self.splits)
        let arrivals = Self.arrivals(customers: 200, using: &chance).shuffled(using: &chance)
        var driver = FoldDriver(plan)
        for (index, arrival) in arrivals.enumerated() {
            driver.take(arrival)
            guard index % 300 == 0 else { continue }
            driver.mend()
            let counts = driver.fold.counts(until: Setting.day(16))
            for customer in driver.logs.keys { driver.refold(customer) }
            #expect(driver.fold.counts(until: Setting.day(16)) == counts)
        }
    }

    @Test(arguments: 1...6 as ClosedRange<UInt64>)
    func `splits that come while it counts give what they give from the start`(
        seed: UInt64
    ) throws {
        var chance = SeededChance(seed: seed)
        let whole = try Setting.plan(Self.metrics, end: Setting.day(16), laterSplits: Self.splits)
        var driver = FoldDriver(try Setting.plan(Self.metrics, end: Setting.day(16)))
        let arrivals = Self.arrivals(customers: 200, using: &chance).shuffled(using: &chance)
        for (index, arrival) in arrivals.enumerated() {
            if index % 500 == 499, driver.fold.plan.periods.count < 3 {
                try driver.append(Self.splits[driver.fold.plan.periods.count - 1])
            }
            driver.take(arrival)
        }
        driver.mend()
        try #require(driver.fold.plan == whole)
        let counts = driver.fold.counts(until: Setting.day(16))
        #expect(counts == FoldOracle(plan: whole).counts(driver.logs, until: Setting.day(16)))
    }
}

/// A sequence of random numbers fixed by its seed.
struct SeededChance: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    /// Source: SplitMix64 (Steele, Lea and Flood 2014).
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
