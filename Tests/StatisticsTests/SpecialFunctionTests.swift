import Statistics
import StatisticsCases
import Testing

/// Every special function against 60-digit truth, both tails, relative to the truth.
struct SpecialFunctionTests {
    /// Below this a double has fewer digits than the tolerance asks for.
    static let smallestTail = 1e-300

    static func worst(
        _ function: String,
        _ errors: (Vectors.Row) throws -> [(value: Double, truth: Double)]
    ) throws -> Double {
        let rows = try Vectors.special(function)
        #expect(rows.count == 300)
        return try rows.flatMap(errors)
            .filter { abs($0.truth) >= smallestTail || $0.truth == 0 && $0.value >= smallestTail }
            .map { relativeError($0.value, $0.truth) }
            .max() ?? .infinity
    }

    static func tails(_ tails: Tails, _ row: Vectors.Row) throws -> [(Double, Double)] {
        [(tails.lower, try row.number("cdf")), (tails.upper, try row.number("sf"))]
    }

    @Test func `the normal distribution has both tails`() throws {
        let worst = try Self.worst("normal_cdf") { row in
            try Self.tails(NormalDistribution.tails(try row.number("x")), row)
        }
        #expect(worst < 2e-13)
    }

    @Test func `the normal quantile reaches the smallest number`() throws {
        let worst = try Self.worst("normal_ppf") { row in
            [(NormalDistribution.quantile(try row.number("p")), try row.number("value"))]
        }
        #expect(worst < 1e-14)
    }

    @Test func `Student's distribution has both tails`() throws {
        let worst = try Self.worst("t_cdf") { row in
            let student = StudentDistribution(degreesOfFreedom: try row.number("df"))
            return try Self.tails(try #require(student).tails(try row.number("x")), row)
        }
        #expect(worst < 1e-12)
    }

    @Test func `Student's quantile keeps its digits in the far tail and in the middle`() throws {
        let worst = try Self.worst("t_ppf") { row in
            let student = StudentDistribution(degreesOfFreedom: try row.number("df"))
            let quantile = try #require(student).quantile(try row.number("p"))
            return [(quantile, try row.number("value"))]
        }
        #expect(worst < 1e-12)
    }

    @Test func `the chi-square distribution has its upper tail`() throws {
        let worst = try Self.worst("chi2_sf") { row in
            let chiSquare = ChiSquareDistribution(degreesOfFreedom: try row.number("df"))
            let upper = try #require(chiSquare).tails(try row.number("x")).upper
            return [(upper, try row.number("value"))]
        }
        #expect(worst < 1e-12)
    }

    @Test(arguments: [(false, 1e-12), (true, 3e-12)])
    func `the beta distribution has both tails`(large: Bool, tolerance: Double) throws {
        let worst = try Self.worst("beta_cdf") { row in
            let (a, b) = (try row.number("a"), try row.number("b"))
            guard (max(a, b) > 1e5) == large else { return [] }
            let beta = try #require(BetaDistribution(alpha: a, beta: b))
            return try Self.tails(beta.tails(try row.number("x")), row)
        }
        #expect(worst < tolerance)
    }

    @Test func `the beta quantile keeps its digits near 0 and near 1`() throws {
        let worst = try Self.worst("beta_ppf") { row in
            let (a, b) = (try row.number("a"), try row.number("b"))
            let beta = try #require(BetaDistribution(alpha: a, beta: b))
            return [(beta.quantile(try row.number("p")), try row.number("value"))]
        }
        #expect(worst < 1e-12)
    }

    @Test func `the logarithm of the gamma function is right to the last digits`() throws {
        let worst = try Self.worst("lgamma") { row in
            [(logGamma(try row.number("x")), try row.number("value"))]
        }
        #expect(worst < 1e-15)
    }
}
