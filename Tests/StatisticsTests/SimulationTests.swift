import Statistics
import Testing

/// Small simulations with fixed seeds: the rules keep their promises for people who look every day.
///
/// The limits leave room for chance once in a hundred times; as the seeds are fixed, a test that
/// passes always passes.
struct SimulationTests {
    static let seed: UInt64 = 20_260_312

    static func tally(
        _ experiment: SimulatedExperiment,
        times: Int,
        of wanted: Set<Outcome> = [.win, .loss]
    ) throws -> Tally {
        let rule = try DecisionRule(plannedCount: experiment.plannedCount)
        var tally = Tally()
        for index in 0..<times {
            var generator = SeededGenerator(seed: seed, experiment: index)
            tally.add(wanted.contains(try experiment.decide(by: rule, using: &generator)))
        }
        return tally
    }

    @Test(arguments: [
        SimulatedExperiment(model: .rate(0.1), peoplePerLook: 500, looks: 28),
        SimulatedExperiment(model: .rate(0.01), peoplePerLook: 100, looks: 28),
        SimulatedExperiment(
            model: .revenue(buyers: 0.1, logDeviation: 1.2),
            peoplePerLook: 300,
            looks: 14
        ),
        SimulatedExperiment(
            model: .revenue(buyers: 0.1, logDeviation: 2),
            peoplePerLook: 300,
            looks: 14
        ),
        SimulatedExperiment(model: .clicksByVisits(rate: 0.2), peoplePerLook: 50, looks: 14),
        SimulatedExperiment(model: .adjusted(correlation: 0.8), peoplePerLook: 50, looks: 14),
        SimulatedExperiment(model: .rate(0.1), peoplePerLook: 21, looks: 168),
    ])
    func `equal arms get a verdict in fewer than five of a hundred`(
        experiment: SimulatedExperiment
    ) throws {
        let tally = try Self.tally(experiment, times: 300)

        #expect(!tally.exceeds(0.05), "\(tally.share)")
        // A rule that never answers would also pass.
        #expect(tally.hits > 0)
    }

    @Test func `without the rule, daily looks would be wrong in a quarter`() throws {
        let experiment = SimulatedExperiment(model: .rate(0.1), peoplePerLook: 500, looks: 28)
        var tally = Tally()
        for index in 0..<200 {
            var generator = SeededGenerator(seed: Self.seed, experiment: index)
            let found = try experiment.run(using: &generator) {
                comparison,
                _ throws(StatisticsError) -> Bool? in
                guard let effect = try comparison.effectIfAny() else { return nil }
                return try FixedHorizon.test(effect, alpha: 0.05).pValue <= 0.05 ? true : nil
            }
            tally.add(found != nil)
        }

        #expect(tally.share > 0.18 && tally.share < 0.38, "\(tally.share)")
    }

    @Test func `an effect of the planned size is found in three of four`() throws {
        let plan = try SamplePlan(rate: 0.1, alpha: 0.05)
        let people = try plan.counts(toSee: 0.15).control
        let experiment = SimulatedExperiment(
            model: .rate(0.1),
            lift: 0.15,
            peoplePerLook: people / 28 + 1,
            looks: 28
        )

        let wins = try Self.tally(experiment, times: 300, of: [.win])

        #expect(wins.share > 0.77 - 2.33 * wins.standardError(at: 0.77), "\(wins.share)")
        #expect(wins.share < 0.9)
    }

    @Test func `a guardrail is called harmed wrongly in at most 2.5 of a hundred`() throws {
        let experiment = SimulatedExperiment(model: .rate(0.1), peoplePerLook: 500, looks: 28)
        let guardrail = try Guardrail(goal: .more, plannedCount: experiment.plannedCount)
        var tally = Tally()
        for index in 0..<300 {
            var generator = SeededGenerator(seed: Self.seed, experiment: index)
            let harmed = try experiment.run(using: &generator) {
                comparison,
                _ throws(StatisticsError) -> Bool? in
                try guardrail.status(of: comparison.effect(.absolute)) == .harmed ? true : nil
            }
            tally.add(harmed != nil)
        }

        #expect(!tally.exceeds(0.025), "\(tally.share)")
    }

    @Test func `all intervals of an experiment contain the truth`() throws {
        let experiment = SimulatedExperiment(
            model: .rate(0.1),
            lift: 0.1,
            peoplePerLook: 500,
            looks: 28
        )
        let sequence = try AlwaysValid(tuning: experiment.plannedCount)
        var missed = Tally()
        for index in 0..<300 {
            var generator = SeededGenerator(seed: Self.seed, experiment: index)
            let miss = try experiment.run(using: &generator) {
                comparison,
                _ throws(StatisticsError) -> Bool? in
                let result = try sequence.test(comparison.effect(.absolute), alpha: 0.05)
                return result.lower > 0.01 || result.upper < 0.01 ? true : nil
            }
            missed.add(miss != nil)
        }

        #expect(!missed.exceeds(0.05), "\(missed.share)")
    }

    @Test(arguments: [0.01, 0.05, 0.2])
    func `the range shown at the end contains the true percentage`(rate: Double) throws {
        let experiment = SimulatedExperiment(
            model: .rate(rate),
            lift: 0.2,
            peoplePerLook: 2000,
            looks: 1
        )
        var covered = Tally()
        for index in 0..<1000 {
            var generator = SeededGenerator(seed: Self.seed, experiment: index)
            let isCovered = try experiment.run(using: &generator) {
                comparison,
                _ throws(StatisticsError) -> Bool? in
                let range = try comparison.relativeRange(multiplier: 1.96)
                return range.map { $0.lower <= 0.2 && $0.upper >= 0.2 }
            }
            covered.add(isCovered?.answer ?? false)
        }

        #expect(covered.share > 0.93 && covered.share < 0.975, "\(covered.share)")
    }

    @Test(arguments: [(0.5, 0.01, false), (0.52, 0.99, true)])
    func `a split is distrusted when it is off, not when it is right`(
        share: Double,
        limit: Double,
        isOff: Bool
    ) throws {
        let ratio = try SampleRatio(weights: [1, 1])
        var alarms = Tally()
        for index in 0..<200 {
            var generator = SeededGenerator(seed: Self.seed, experiment: index)
            var counts = [0, 0]
            var isBroken = false
            for _ in 0..<28 where !isBroken {
                let first = generator.successes(of: 1000, rate: share)
                counts = [counts[0] + first, counts[1] + 1000 - first]
                isBroken = ratio.isBroken(counts)
            }
            alarms.add(isBroken)
        }

        if isOff {
            let slack = 2.33 * alarms.standardError(at: limit)
            #expect(alarms.share >= limit - slack, "\(alarms.share)")
        } else {
            #expect(!alarms.exceeds(limit), "\(alarms.share)")
        }
    }

    @Test func `a best guess that shrinks is near the truth over all verdicts`() throws {
        let experiment = SimulatedExperiment(
            model: .rate(0.1),
            lift: 0.1,
            peoplePerLook: 500,
            looks: 28
        )
        let rule = try DecisionRule(plannedCount: experiment.plannedCount)
        var guesses: [Double] = []
        for index in 0..<400 {
            var generator = SeededGenerator(seed: Self.seed, experiment: index)
            let guess = try experiment.run(using: &generator) {
                comparison,
                look throws(StatisticsError) -> Double? in
                let effect = try comparison.effect(.absolute)
                let outcome = try rule.decide([Candidate(effect: effect)], at: look)[0]
                guard outcome != .undecided else { return nil }
                return try Posterior(comparison.effect(.relative)).mean
            }
            if let guess { guesses.append(guess.answer) }
        }

        let mean = guesses.reduce(0, +) / Double(guesses.count)
        #expect(mean > 0.085 && mean < 0.115, "\(mean)")
    }
}
