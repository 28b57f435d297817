internal import Experiments
internal import FlagModel
internal import Statistics

extension Simulations {
    /// The range that is shown at the planned end, for few and many customers.
    ///
    /// It is drawn for 96 of 100, since four hundredths are spent on that look. The same formula is
    /// asked for 95 of 100 besides, which nobody sees: its limits were set for that.
    var ranges: [Simulation] {
        typealias Cell = (rate: Double, people: Int, lift: Double)
        var cells: [Cell] = []
        for rate in size == .full ? [0.01, 0.05, 0.2] : [0.2] {
            for people in size == .full ? [1000, 10_000] : [300] {
                for lift in [0, 0.2] { cells.append((rate, people, lift)) }
            }
        }
        return cells.enumerated().map { index, cell in
            let letter = String(UnicodeScalar(UInt8(ascii: "a") + UInt8(index)))
            let run = SimulatedRun(
                [.rate(cell.rate)],
                lifts: [0, cell.lift],
                customersPerLook: 2 * cell.people,
                looks: 1
            )
            let effect = cell.lift == 0 ? "no effect" : "20 % more"
            let people = Words.grouped(cell.people)
            return coverage(
                "F9\(letter)",
                "\(percent(cell.rate)) % do it, \(people) of each version, \(effect)",
                run
            )
        }
    }

    private func percent(_ share: Double) -> Int { Int((100 * share).rounded()) }

    private func coverage(_ id: String, _ what: String, _ run: SimulatedRun) -> Simulation {
        let (shown, ordinary) = (CoverageLimits(level: 0.96), CoverageLimits(level: 0.95))
        return Simulation(
            id,
            what,
            runs: runs(40_000),
            [
                .init("the truth is in the range shown at the end", shown.inside),
                .init("the truth is below it", shown.beyond),
                .init("the truth is above it", shown.beyond),
                .init("the truth is in the same range for 95 of 100", ordinary.inside),
                .init("the truth is below that", ordinary.beyond),
                .init("the truth is above that", ordinary.beyond),
            ]
        ) {
            let plan = try run.plan()
            let counts = try run.counts(plan, using: &$0)
            let range = ExperimentResult(of: plan, counts: counts).metrics[0].versions[0].change
            let shown = range.map { RelativeRange(lower: $0.lower, upper: $0.upper) }
            return [shown, try Self.range(counts, alpha: 1 - ordinary.level)].flatMap {
                Self.misses(of: $0, run.lifts[1])
            }
        }
    }

    /// The range of an ordinary look with another probability, by the formula of the one shown.
    private static func range(
        _ counts: ExperimentCounts,
        alpha: Double
    ) throws -> RelativeRange? {
        let arms = counts.days[counts.days.count - 1].periods[0].arms
        let samples = arms.map { ArmSample.mean($0.metrics[0].sums.moments(.yesOrNo)) }
        let pair = try Comparison(control: samples[0], treatment: samples[1])
        guard let effect = try? pair.effect(.absolute),
            let student = StudentDistribution(degreesOfFreedom: effect.degreesOfFreedom)
        else { return nil }
        return try pair.relativeRange(multiplier: student.upperQuantile(alpha / 2))
    }

    /// Whether the truth is within a range, below it, above it.
    private static func misses(of range: RelativeRange?, _ truth: Double) -> [Double?] {
        guard let range else { return [nil, nil, nil] }
        let (isBelow, isAbove) = (truth < range.lower, truth > range.upper)
        return [!isBelow && !isAbove, isBelow, isAbove].map { $0 ? 1 : 0 }
    }

    /// What is said of a real effect, and what p-values do where there is none.
    ///
    /// Small experiments have no best guess to speak of: their answers are about larger effects
    /// than a best guess takes for likely.
    var truths: [Simulation] {
        [allRanges, power, evenness] + (size == .full ? [bestGuess] : [])
    }

    private var allRanges: Simulation {
        let run = fourWeeks(.rate(0.1), lifts: [0, 0.1])
        return Simulation(
            "F10",
            "10 % more, one in 10 does it, 500 a day, daily looks",
            runs: runs(20_000),
            [.init("the truth is in all 28 ranges", .atLeast(0.95))]
        ) {
            let plan = try run.plan()
            let result = ExperimentResult(of: plan, counts: try run.counts(plan, using: &$0))
            let isInAll = result.days.allSatisfy { day in
                day.changes[0].map { $0.lower <= 0.1 && $0.upper >= 0.1 } ?? true
            }
            return [isInAll && result.days.count == run.looks ? 1 : 0]
        }
    }

    private var power: Simulation {
        let (lift, looks) = size == .full ? (0.1, 28) : (0.5, 10)
        return Simulation(
            "F11",
            "10 % more, with as many customers as one ordinary test needs for four of five",
            runs: runs(10_000),
            [
                .init("the version is called better", .atLeast(0.75)),
                .init("it is called worse", .told),
                .init("the average share of the planned time until then", .told),
            ]
        ) {
            let people = try SamplePlan(rate: 0.1, alpha: 0.05).counts(toSee: lift)
            let run = SimulatedRun(
                [.rate(0.1)],
                lifts: [0, lift],
                customersPerLook: (people.control + people.treatment + looks - 1) / looks,
                looks: looks
            )
            let plan = try run.plan()
            let result = ExperimentResult(of: plan, counts: try run.counts(plan, using: &$0))
            let outcome = result.metrics[0].versions[0].outcome
            let time = result.isWin ? result.decidedAt.map { Self.share(of: run, until: $0) } : 1
            return [outcome == .better ? 1 : 0, outcome == .worse ? 1 : 0, time]
        }
    }

    private static func share(of run: SimulatedRun, until moment: Moment) -> Double {
        let day: Int64 = 86_400_000_000
        let since = moment.microseconds - SimulatedRun.start.microseconds
        return Double(since) / Double(Int64(run.looks / run.looksPerDay) * day)
    }

    private var evenness: Simulation {
        let customers = size == .full ? 28_000 : 1000
        let run = SimulatedRun([.rate(0.1)], customersPerLook: customers, looks: 1)
        return Simulation(
            "F12",
            "no difference, one in 10 does it, 14,000 of each version",
            runs: runs(20_000),
            [
                .init("p-values at the end are spread evenly, p of that", .even(0.001)),
                .init("p-value below 0.05", .told),
            ]
        ) {
            let plan = try run.plan()
            let result = ExperimentResult(of: plan, counts: try run.counts(plan, using: &$0))
            guard let once = result.metrics[0].versions[0].pValues?.once else { return [nil, nil] }
            return [once, once < 0.05 ? 1 : 0]
        }
    }

    private var bestGuess: Simulation {
        let run = fourWeeks(.rate(0.1), lifts: [0, 0.1])
        return Simulation(
            "F13",
            "10 % more, one in 10 does it, 500 a day, daily looks until there is an answer",
            runs: runs(10_000),
            [
                .init("the best guess of an answer, on average", .average(0.085...0.115)),
                .init("what was measured then, on average", .told),
                .init("the best guess of an answer before the end", .told),
            ]
        ) {
            let plan = try run.plan()
            let counts = try run.counts(plan, using: &$0)
            let end = ExperimentResult(of: plan, counts: counts)
            let look = counts.days.firstIndex { $0.until == end.decidedAt }
            guard end.isAnswered, let look else { return [nil, nil, nil] }
            let then = ExperimentResult(of: plan, counts: counts.upTo(look))
            guard let change = then.metrics[0].versions[0].change else { return [nil, nil, nil] }
            let isEarly = look < run.looks - 1
            return [change.bestGuess, change.measured, isEarly ? change.bestGuess : nil]
        }
    }
}

extension ExperimentResult {
    /// Whether the answer is that a version is better or worse.
    fileprivate var isAnswered: Bool {
        if case .loss = verdict { true } else { isWin }
    }
}
