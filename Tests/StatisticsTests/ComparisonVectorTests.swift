import JSON
import Statistics
import StatisticsCases
import Testing

/// Every stored comparison of two arms: nine kinds of metrics and seven kinds of tests.
///
/// The values were computed by another program; where that program loses digits in the tails, the
/// vectors have values with 50 digits beside them.
struct ComparisonVectorTests {
    /// One case, prepared.
    struct Case {
        let row: Vectors.Row
        let id: String
        let settings: Vectors.Row
        let expected: Vectors.Row
        let effect: Effect
        let factor: Double

        var isInverse: Bool {
            get throws { try settings.fields.optionalBool("inverse") ?? false }
        }

        /// Fails unless a value is within a relative tolerance.
        func expect(
            _ name: String,
            _ value: Double,
            _ truth: Double,
            within tolerance: Double = 1e-9
        ) {
            let error = relativeError(value, truth)
            #expect(error < tolerance, "\(id) \(name): \(value), not \(truth)")
        }
    }

    static func prepare(_ row: Vectors.Row) throws -> Case {
        let settings = try row.part("settings")
        let metric = try row.text("metric")
        let comparison = try Comparison(
            control: try row.part("control").sample(metric),
            treatment: try row.part("treatment").sample(metric)
        )
        let difference = try settings.text("difference_type")
        let effect = try comparison.effect(difference == "relative" ? .relative : .absolute)
        var factor = 1.0
        if difference == "scaled" {
            factor = try comparison.dailyFactor(
                totalUnits: Int(try settings.number("total_users")),
                trafficShare: try settings.number("traffic_percentage"),
                days: try settings.number("phase_length_days")
            )
        }
        return Case(
            row: row,
            id: try row.text("id"),
            settings: settings,
            expected: try row.part("gbstats"),
            effect: effect,
            factor: factor
        )
    }

    static func rows(where isWanted: (String) -> Bool) throws -> [Case] {
        try Vectors.results("ab_test")
            .filter { try $0.part("gbstats").fields.optionalText("errorMessage") == nil }
            .filter { isWanted(try $0.text("engine")) }
            .map(prepare)
    }

    @Test func `cases without an answer are refused for the right reason`() throws {
        let refused = try Vectors.results("ab_test")
            .filter { try $0.part("gbstats").fields.optionalText("errorMessage") != nil }
        #expect(refused.count == 14)
        for row in refused {
            let message = try row.part("gbstats").text("errorMessage")
            let id = try row.text("id")
            if message.contains("scaled") {
                #expect(throws: StatisticsError.notScalable, "\(id)") { try Self.prepare(row) }
            } else {
                let isBaseline = id == "p-edge-004"
                #expect(throws: isBaseline ? .noBaseline : StatisticsError.noVariation, "\(id)") {
                    try Self.prepare(row)
                }
            }
        }
    }

    @Test func `estimates, standard errors and slopes agree`() throws {
        let cases = try Self.rows { _ in true }
        #expect(cases.count == 90)
        for one in cases {
            one.expect("estimate", one.effect.estimate, try one.expected.number("point_estimate"))
            one.expect(
                "standard error",
                one.effect.standardError,
                try one.expected.number("standard_error")
            )
            one.expect(
                "control",
                one.effect.controlMean,
                try one.expected.number("control_mean_unadjusted")
            )
            one.expect(
                "treatment",
                one.effect.treatmentMean,
                try one.expected.number("treatment_mean_unadjusted")
            )
            if let slope = try one.expected.optionalNumber("theta") {
                one.expect("slope", one.effect.slope ?? 0, slope)
            }
        }
    }

    @Test func `the fixed test agrees`() throws {
        let cases = try Self.rows { $0.hasPrefix("frequentist") }
        #expect(cases.count > 30)
        for one in cases {
            let result = try FixedHorizon.test(
                one.effect,
                alpha: try one.settings.number("alpha"),
                sides: try Self.sides(one)
            )
            try Self.expectInterval(one, result.lower, result.upper)
            let reference = try one.row.part("reference")
            one.expect("p", result.pValue, try reference.number("pValue_tail_accurate"))
            let other = try one.expected.number("pValue")
            #expect(abs(result.pValue - other) <= 1e-15 + 1e-9 * other, "\(one.id)")
            one.expect(
                "degrees of freedom",
                one.effect.degreesOfFreedom,
                try one.expected.number("degrees_of_freedom")
            )
        }
    }

    @Test func `the test that may be looked at any time agrees`() throws {
        let cases = try Self.rows { $0.hasPrefix("sequential") }
        #expect(cases.count > 25)
        for one in cases {
            let tuning = try one.settings.number("sequential_tuning_parameter")
            let sides = try Self.sides(one)
            let result = try AlwaysValid(tuning: tuning).test(
                one.effect,
                alpha: try one.settings.number("alpha"),
                sides: sides
            )
            try Self.expectInterval(one, result.lower, result.upper)
            let other = try one.expected.number("pValue")
            if sides == .both {
                one.expect("p", result.pValue, other)
            } else {
                // The other program searches for it between these two bounds.
                let searched = min(max(result.pValue, 1e-5), 0.4999)
                #expect(abs(searched - other) <= max(0.01 * other, 1e-5), "\(one.id)")
            }
        }
    }

    @Test func `chances and expected losses agree`() throws {
        let cases = try Self.rows { $0 == "bayesian" }
        #expect(cases.count > 25)
        for one in cases {
            let prior = try one.settings.part("prior")
            let isProper = try prior.fields.bool("proper")
            let deviation = try prior.number("variance").squareRoot()
            let belief = Prior(mean: try prior.number("mean"), deviation: deviation)
            let posterior = try Posterior(one.effect, prior: isProper ? belief : .flat)
            let range = try posterior.interval(alpha: try one.settings.number("alpha"))
            try Self.expectInterval(one, range.lower, range.upper)
            one.expect(
                "mean",
                posterior.mean * one.factor,
                try one.expected.number("expected")
            )
            one.expect(
                "deviation",
                posterior.deviation * one.factor,
                try one.expected.number("uplift_stddev")
            )
            try Self.expectChances(one, posterior)
        }
    }

    private static func expectChances(_ one: Case, _ posterior: Posterior) throws {
        let reference = try one.row.part("reference")
        let isInverse = try one.isInverse
        let chance = isInverse ? posterior.chanceBelow : posterior.chanceAbove
        one.expect("chance", chance, try reference.number("chanceToWin_exact"))
        let gain = isInverse ? posterior.expectedBelow : posterior.expectedAbove
        let loss = isInverse ? posterior.expectedAbove : posterior.expectedBelow
        one.expect("gain", gain, try reference.number("risk_control_exact"))
        one.expect("loss", loss, try reference.number("risk_treatment_exact"))
    }

    private static func sides(_ one: Case) throws -> Sides {
        let engine = try one.row.text("engine")
        if engine.hasSuffix("greater") { return .greater }
        return engine.hasSuffix("lesser") ? .lesser : .both
    }

    /// Bounds near 0 are compared by the width of the interval.
    private static func expectInterval(_ one: Case, _ lower: Double, _ upper: Double) throws {
        let unit = one.effect.standardError * one.factor
        for (name, value) in [("ci_lower", lower), ("ci_upper", upper)] {
            let truth = try one.expected.number(name)
            if truth.isInfinite {
                #expect(value == truth, "\(one.id) \(name)")
                continue
            }
            let error = abs(value * one.factor - truth)
            #expect(error <= 1e-9 * max(abs(truth), unit), "\(one.id) \(name): \(value)")
        }
    }
}
