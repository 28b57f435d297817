import Statistics
import Testing

struct BeliefTests {
    @Test(arguments: [
        (5, 1000, 2, 1000, 0.8722917852015967), (1, 300, 0, 400, 0.8608710141968421),
        (20, 500, 10, 450, 0.9423830693065913), (0, 50, 3, 60, 0.04429121100140298),
    ])
    func `the chance of the better of two rates is exact`(
        yes: Int,
        count: Int,
        otherYes: Int,
        otherCount: Int,
        truth: Double
    ) throws {
        let rate = try RateBelief(yes: yes, of: count)
        let other = try RateBelief(yes: otherYes, of: otherCount)

        #expect(relativeError(rate.chanceAbove(other), truth) < 1e-10)
        #expect(abs(rate.chanceAbove(other) + other.chanceAbove(rate) - 1) < 1e-10)
    }

    @Test func `counts that cannot be are refused`() throws {
        #expect(throws: StatisticsError.self) { try RateBelief(yes: 2, of: 1) }
        #expect(throws: StatisticsError.self) { try RateBelief(yes: -1, of: 1) }
        #expect(throws: StatisticsError.self) { try RateBelief(yes: 1, of: 100_000_001) }
        #expect(try RateBelief(yes: 0, of: 0).distribution.alpha == 0.5)
    }

    @Test func `a belief in shares counts in the control's unit on the absolute scale`() throws {
        let comparison = try Comparison(
            control: RelativeRangeTests.rate(500, of: 10_000),
            treatment: RelativeRangeTests.rate(560, of: 10_000)
        )
        let effect = try comparison.effect(.absolute)
        let posterior = try Posterior(effect, prior: .usual)

        let unit = 0.1 * 0.05
        let share = unit * unit / (unit * unit + effect.standardError * effect.standardError)
        #expect(relativeError(posterior.mean, effect.estimate * share) < 1e-12)
        #expect(
            relativeError(posterior.deviation, effect.standardError * share.squareRoot()) < 1e-12
        )
    }

    @Test func `a belief that is not one is refused`() throws {
        let effect = try DecisionTests.effect(10, 20, of: 100)

        #expect(throws: StatisticsError.self) {
            try Posterior(effect, prior: Prior(mean: 0, deviation: 0))
        }
    }

    @Test func `gain and loss differ by the expected effect, also far out`() throws {
        for treatment in [505, 600, 800, 2000] {
            let effect = try DecisionTests.effect(500, treatment, of: 10_000)
            let posterior = try Posterior(effect, prior: .flat)
            let difference = posterior.expectedAbove - posterior.expectedBelow
            #expect(relativeError(difference, posterior.mean) < 1e-12)
            #expect(posterior.expectedBelow > 0)
        }
    }

    @Test func `numbers that are no alpha are refused`() throws {
        let effect = try DecisionTests.effect(10, 20, of: 100)
        for alpha in [0, 1, -0.1, Double.nan] {
            #expect(throws: StatisticsError.self) { try FixedHorizon.test(effect, alpha: alpha) }
        }
        let sequence = try AlwaysValid(tuning: 1000)
        #expect(throws: StatisticsError.self) {
            try sequence.test(effect, alpha: 0.5, sides: .greater)
        }
        #expect(try sequence.test(effect, alpha: 0.49, sides: .greater).upper == .infinity)
        #expect(throws: StatisticsError.self) { try AlwaysValid(tuning: 0) }
    }

    @Test func `evenly spread numbers are told from others`() {
        let even = (1...100).map { Double($0) / 101 }

        #expect(Uniformity.pValue(of: even) > 0.999)
        #expect(Uniformity.pValue(of: even.map { $0 * $0 }) < 1e-4)
        #expect(Uniformity.pValue(of: []) == 1)
    }

    @Test func `shapes and degrees outside of their limits have no distribution`() {
        #expect(BetaDistribution(alpha: 0, beta: 1) == nil)
        #expect(BetaDistribution(alpha: 1e8, beta: 1e8) != nil)
        #expect(BetaDistribution(alpha: 1.1e8, beta: 1) == nil)
        #expect(StudentDistribution(degreesOfFreedom: 0) == nil)
        #expect(ChiSquareDistribution(degreesOfFreedom: -1) == nil)
        #expect(NormalDistribution.quantile(0) == -.infinity)
        #expect(NormalDistribution.quantile(1) == .infinity)
        #expect(NormalDistribution.quantile(1.1).isNaN)
    }
}
