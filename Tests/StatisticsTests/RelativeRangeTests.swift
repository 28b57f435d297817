import Statistics
import Testing

struct RelativeRangeTests {
    static func rate(_ yes: Int, of count: Int) -> ArmSample {
        let sum = Double(yes)
        let moments = JointMoments(count: count, sums: [sum], products: [sum], kinds: [.yesOrNo])
        return .mean(moments ?? JointMoments(kinds: [.yesOrNo]))
    }

    static func mean(_ mean: Double, variance: Double, count: Int) -> ArmSample {
        let moments = JointMoments(
            count: count,
            sums: [0],
            products: [variance * Double(count - 1)],
            kinds: [.amount],
            shifts: [mean]
        )
        return .mean(moments ?? JointMoments(kinds: [.amount]))
    }

    @Test func `the logarithm's range is that of the formula`() throws {
        let comparison = try Comparison(
            control: Self.rate(100, of: 1000),
            treatment: Self.rate(150, of: 1000)
        )

        let range = try #require(try comparison.relativeRange(multiplier: 1.96))

        // ln 1.5 ± 1.96 √(0.9 / 100 + 0.85 / 150), taken back.
        #expect(relativeError(range.lower, 0.18305174005127056) < 1e-12)
        #expect(relativeError(range.upper, 0.9018610292585263) < 1e-12)
    }

    @Test func `Fieller's range is that of the formula for the quotient`() throws {
        let comparison = try Comparison(
            control: Self.mean(10, variance: 400, count: 100),
            treatment: Self.mean(12, variance: 500, count: 200)
        )

        let range = try #require(try comparison.fiellerRange(multiplier: 1.96))

        let z = 1.96
        let g = z * z * 4 / 100
        let root = ((1 - g) * 2.5 / 100 + 1.44 * 4 / 100).squareRoot()
        #expect(relativeError(range.lower, (1.2 - z * root) / (1 - g) - 1) < 1e-12)
        #expect(relativeError(range.upper, (1.2 + z * root) / (1 - g) - 1) < 1e-12)
    }

    @Test func `a control that may be 0 has no percentage yet`() throws {
        let comparison = try Comparison(
            control: Self.mean(-1, variance: 100, count: 100),
            treatment: Self.mean(3, variance: 100, count: 100)
        )

        #expect(try comparison.relativeRange(multiplier: 1.96) == nil)
    }

    @Test func `more than a negative control is a positive share`() throws {
        let comparison = try Comparison(
            control: Self.mean(-10, variance: 4, count: 100),
            treatment: Self.mean(-8, variance: 4, count: 100)
        )

        let range = try #require(try comparison.relativeRange(multiplier: 1.96))

        #expect(range.lower > 0.13 && range.lower < 0.2)
        #expect(range.upper > 0.2 && range.upper < 0.27)
    }

    @Test func `a range never contradicts its decision`() {
        let range = RelativeRange(lower: -0.01, upper: 0.2)

        #expect(range.agreeing(with: .above) == RelativeRange(lower: 0, upper: 0.2))
        #expect(range.agreeing(with: .below) == RelativeRange(lower: -0.01, upper: 0))
        #expect(range.agreeing(with: nil) == range)
        let above = RelativeRange(lower: 0.01, upper: 0.2)
        #expect(above.agreeing(with: nil) == RelativeRange(lower: 0, upper: 0.2))
    }
}
