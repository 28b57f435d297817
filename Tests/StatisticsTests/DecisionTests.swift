import Statistics
import Testing

struct DecisionTests {
    static func effect(_ control: Int, _ treatment: Int, of count: Int) throws -> Effect {
        try Comparison(
            control: RelativeRangeTests.rate(control, of: count),
            treatment: RelativeRangeTests.rate(treatment, of: count)
        ).effect(.absolute)
    }

    @Test func `a large difference wins or loses at any look, by the goal`() throws {
        let rule = try DecisionRule(plannedCount: 20_000)
        let effect = try Self.effect(500, 700, of: 5000)

        let outcomes = try rule.decide([Candidate(effect: effect)], at: .running)
        #expect(outcomes == [.win])
        let unwanted = try rule.decide([Candidate(effect: effect, goal: .less)], at: .running)
        #expect(unwanted == [.loss])
    }

    @Test func `a middling difference waits for the planned end`() throws {
        let rule = try DecisionRule(plannedCount: 20_000)
        let candidate = Candidate(effect: try Self.effect(1000, 1100, of: 10_000))

        #expect(try rule.decide([candidate], at: .running) == [.undecided])
        #expect(try rule.decide([candidate], at: .plannedEnd) == [.win])
    }

    @Test func `at the planned end four in a hundred is the limit`() throws {
        let rule = try DecisionRule(plannedCount: 20_000)
        for difference in 60...110 {
            let effect = try Self.effect(1000, 1000 + difference, of: 10_000)
            let p = try FixedHorizon.test(effect, alpha: 0.04).pValue
            let outcome = try rule.decide([Candidate(effect: effect)], at: .plannedEnd)
            #expect(outcome == [p <= 0.04 ? .win : .undecided])
        }
    }

    @Test func `several candidates share alpha at every look`() throws {
        let rule = try DecisionRule(plannedCount: 20_000)
        let effect = try Self.effect(1000, 1093, of: 10_000)
        let alone = try rule.decide([Candidate(effect: effect)], at: .plannedEnd)
        let other = try Self.effect(1000, 1001, of: 10_000)

        let together = try rule.decide(
            [Candidate(effect: effect, weight: 0.5), Candidate(effect: other, weight: 0.5)],
            at: .plannedEnd
        )

        #expect(alone == [.win])
        #expect(together == [.undecided, .undecided])
    }

    @Test func `a candidate without weight never decides while running`() throws {
        let rule = try DecisionRule(plannedCount: 20_000)
        let effect = try Self.effect(500, 900, of: 5000)

        let outcomes = try rule.decide([Candidate(effect: effect, weight: 0)], at: .running)

        #expect(outcomes == [.undecided])
    }

    @Test(arguments: [(1.0, true), (1.001, false), (-0.001, false)])
    func `weights are at least 0 and at most 1 together`(weight: Double, isFine: Bool) throws {
        let rule = try DecisionRule(plannedCount: 20_000)
        let candidate = Candidate(effect: try Self.effect(10, 20, of: 100), weight: weight)

        let outcomes = try? rule.decide([candidate], at: .running)
        #expect((outcomes != nil) == isFine)
    }

    @Test func `percentages never decide`() throws {
        let rule = try DecisionRule(plannedCount: 20_000)
        let relative = try Comparison(
            control: RelativeRangeTests.rate(10, of: 100),
            treatment: RelativeRangeTests.rate(20, of: 100)
        ).effect(.relative)

        #expect(throws: StatisticsError.self) {
            try rule.decide([Candidate(effect: relative)], at: .running)
        }
    }

    @Test func `the shown range excludes 0 exactly when something is decided`() throws {
        let rule = try DecisionRule(plannedCount: 20_000)
        for look in [Look.running, .plannedEnd] {
            for difference in stride(from: -300, through: 300, by: 7) {
                let effect = try Self.effect(1000, 1000 + difference, of: 10_000)
                let reach = rule.multiplier(for: effect, at: look) * effect.standardError
                let outcome = try rule.decide([Candidate(effect: effect)], at: look)[0]
                #expect((abs(effect.estimate) > reach) == (outcome != .undecided))
            }
        }
    }

    @Test func `a guardrail is harmed, safe or unknown`() throws {
        let guardrail = try Guardrail(goal: .less, margin: 0.1, plannedCount: 40_000)

        #expect(try guardrail.status(of: Self.effect(1000, 1300, of: 20_000)) == .harmed)
        #expect(try guardrail.status(of: Self.effect(1000, 850, of: 20_000)) == .safe)
        #expect(try guardrail.status(of: Self.effect(1000, 1010, of: 20_000)) == .unknown)
    }

    @Test func `a guardrail's margin counts for its goal`() throws {
        let effect = try Self.effect(4000, 4000, of: 20_000)

        let wide = try Guardrail(goal: .more, margin: 0.08, plannedCount: 40_000)
        let narrow = try Guardrail(goal: .more, margin: 0.01, plannedCount: 40_000)

        #expect(try wide.status(of: effect) == .safe)
        #expect(try narrow.status(of: effect) == .unknown)
        #expect(throws: StatisticsError.self) {
            try Guardrail(goal: .more, margin: -0.01, plannedCount: 1)
        }
    }

    @Test func `a split that is right raises no alarm, one that is off does`() throws {
        let half = try SampleRatio(weights: [1, 1])

        #expect(!half.isBroken([14_000, 14_000]))
        #expect(!half.isBroken([14_100, 13_900]))
        #expect(half.isBroken([14_560, 13_440]))
        #expect(try !SampleRatio(weights: [9, 1]).isBroken([9000, 1000]))
        #expect(half.logEvidence([0, 0]) == 0)
    }

    @Test func `an arm without a share is left out of the split`() throws {
        let ratio = try SampleRatio(weights: [1, 0, 1])

        let result = ratio.chiSquare([50, 3, 50])

        #expect(result.statistic == 0)
        #expect(result.degreesOfFreedom == 1)
        #expect(throws: StatisticsError.self) { try SampleRatio(weights: [1, 0]) }
    }
}
