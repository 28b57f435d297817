import Statistics
import Testing

struct PlanningTests {
    @Test func `one in twenty plus a tenth needs 31,231 people in each arm`() throws {
        let plan = try SamplePlan(rate: 0.05, alpha: 0.05)

        let counts = try plan.counts(toSee: 0.1)

        #expect(counts.control == 31_231)
        #expect(counts.treatment == 31_231)
    }

    @Test func `the past saves people, alpha of 0.04 costs some`() throws {
        let plain = try SamplePlan(mean: 10, deviation: 20, alpha: 0.05).exactControlCount(
            toSee: 0.1
        )
        let helped = try SamplePlan(mean: 10, deviation: 20, alpha: 0.05, correlation: 0.8)
            .exactControlCount(toSee: 0.1)
        let hybrid = try SamplePlan(mean: 10, deviation: 20).exactControlCount(toSee: 0.1)

        #expect(relativeError(helped, plain * 0.36) < 1e-12)
        #expect(hybrid / plain > 1.04 && hybrid / plain < 1.08)
    }

    @Test(arguments: [
        (0.0, 1.0, 1), (6.5, 1, 1), (7, 1, 1), (7.1, 1, 2), (14, 1, 2), (1000, 10, 15),
    ])
    func `days become whole weeks, at least one`(people: Double, perDay: Double, weeks: Int) {
        #expect(SamplePlan.weeks(people: people, peoplePerDay: perDay) == weeks)
    }

    @Test func `nobody or too few each day give no duration`() {
        #expect(SamplePlan.weeks(people: 10, peoplePerDay: 0) == nil)
        #expect(SamplePlan.weeks(people: 7000, peoplePerDay: 1) == 1000)
        #expect(SamplePlan.weeks(people: 7001, peoplePerDay: 1) == nil)
    }

    @Test func `the smallest change of a rate accounts for its own variance`() throws {
        let plan = try SamplePlan(rate: 0.02)
        let change = try #require(plan.smallestChange(controlCount: 5000))

        let people = try plan.exactControlCount(toSee: change)

        #expect(relativeError(people, 5000) < 1e-9)
        #expect(try SamplePlan(rate: 0.9).smallestChange(controlCount: 10) == nil)
    }

    @Test func `settings outside of their limits are refused`() {
        #expect(throws: StatisticsError.self) { try SamplePlan(rate: 1) }
        #expect(throws: StatisticsError.self) { try SamplePlan(rate: 0.5, power: 1) }
        #expect(throws: StatisticsError.noVariation) { try SamplePlan(mean: 1, deviation: 0) }
        #expect(throws: StatisticsError.noBaseline) { try SamplePlan(mean: 0, deviation: 1) }
        #expect(throws: StatisticsError.self) {
            try SamplePlan(rate: 0.5).exactControlCount(toSee: 0)
        }
        #expect(throws: StatisticsError.self) {
            try SamplePlan(rate: 0.5).exactControlCount(toSee: 1)
        }
    }

    @Test func `enough people need no more`() throws {
        let effect = try DecisionTests.effect(50_000, 52_000, of: 1_000_000)
        let remaining = try RemainingSample(
            effect: effect,
            change: 0.005,
            alpha: 0.05,
            test: .fixed
        )

        #expect(remaining.extra(forPower: 0.8) == 0)
    }

    @Test func `a flat belief has the power of the fixed test`() throws {
        let effect = try DecisionTests.effect(500, 520, of: 10_000)
        let powers = try [RemainingSample.Test.fixed, .bayesian(.flat)].map { test in
            try RemainingSample(effect: effect, change: 0.005, alpha: 0.05, test: test)
                .power(extra: 1)
        }

        #expect(relativeError(powers[1], powers[0]) < 1e-12)
    }

    @Test func `a belief before the experiment moves its power`() throws {
        let effect = try Comparison(
            control: RelativeRangeTests.mean(10, variance: 100, count: 1000),
            treatment: RelativeRangeTests.mean(10, variance: 100, count: 1000)
        ).effect(.relative)
        let prior = Prior(mean: 0.02, deviation: 0.1)

        let remaining = try RemainingSample(
            effect: effect,
            change: 0.1,
            alpha: 0.05,
            test: .bayesian(prior)
        )

        // v = 0.002, h = v √(100 + 1/v) z, s = 2 v:
        // Φ((0.1 + s - h) / √v) + Φ(-(0.1 + s + h) / √v).
        #expect(relativeError(remaining.power(extra: 0), 0.5708299577873093) < 1e-10)
    }

    @Test func `a change too small for anybody has no answer`() throws {
        let effect = try DecisionTests.effect(500, 520, of: 10_000)
        let remaining = try RemainingSample(effect: effect, change: 1e-9, alpha: 0.05, test: .fixed)

        #expect(remaining.extra(forPower: 0.8) == nil)
    }
}
