import JSON
import Statistics
import StatisticsCases
import Testing

/// The stored cases beside comparisons of two arms: splits, corrections, power, best arms, strata.
struct FamilyVectorTests {
    static func expect(
        _ value: Double,
        _ truth: Double,
        within tolerance: Double = 1e-9,
        _ name: String
    ) {
        let error = relativeError(value, truth)
        #expect(error < tolerance, "\(name): \(value), not \(truth)")
    }

    @Test func `splits of people agree`() throws {
        let rows = try Vectors.results("srm")
        #expect(rows.count == 5)
        for row in rows {
            let ratio = try SampleRatio(weights: try row.numbers("weights"))
            let result = ratio.chiSquare(try row.numbers("users").map { Int($0) })
            let reference = try row.part("reference")
            let id = try row.text("id")
            Self.expect(result.statistic, try reference.number("chi2"), id)
            #expect(Double(result.degreesOfFreedom) == (try reference.number("df")))
            Self.expect(result.pValue, try row.part("gbstats").number("p"), id)
        }
    }

    @Test func `corrections agree`() throws {
        let rows = try Vectors.results("pvalue_adjust")
        #expect(rows.count == 4)
        for row in rows {
            let values = try row.numbers("p")
            let reference = try row.part("reference")
            let adjusted = [
                ("holm", Corrections.holm(values)),
                ("benjamini_hochberg", Corrections.benjaminiHochberg(values)),
                ("bonferroni", Corrections.bonferroni(values)),
            ]
            for (name, ours) in adjusted {
                for (value, truth) in zip(ours, try reference.numbers(name)) {
                    Self.expect(value, truth, within: 1e-12, "\(try row.text("id")) \(name)")
                }
            }
        }
    }

    @Test func `the power of a running experiment agrees`() throws {
        let rows = try Vectors.results("mid_experiment_power")
        #expect(rows.count == 5)
        for row in rows {
            let settings = try row.part("settings")
            let expected = try row.part("gbstats")
            let metrics = Int(try settings.number("num_goal_metrics"))
            let remaining = try Self.remaining(row, settings, metrics: metrics)
            let id = try row.text("id")
            Self.expect(remaining.power(extra: 0), try expected.number("power_now"), id)
            Self.expect(remaining.power(extra: 1), try expected.number("power_at_double"), id)
            let power = try settings.number("target_power")
            let extra = try #require(remaining.extra(forPower: power, metrics: metrics))
            Self.expect(extra, try expected.number("scaling_factor"), within: 1e-4, id)
        }
    }

    private static func remaining(
        _ row: Vectors.Row,
        _ settings: Vectors.Row,
        metrics: Int
    ) throws -> RemainingSample {
        let metric = try row.text("metric")
        let comparison = try Comparison(
            control: try row.part("control").sample(metric),
            treatment: try row.part("treatment").sample(metric)
        )
        let isCorrected = try settings.fields.bool("p_value_corrected")
        let versions = Int(try settings.number("num_variations")) - 1
        let tuning = try settings.number("sequential_tuning_parameter")
        let isSequential = try settings.fields.bool("sequential")
        return try RemainingSample(
            effect: try comparison.effect(.relative),
            change: try settings.number("target_mde"),
            alpha: try settings.number("alpha") / Double(isCorrected ? metrics * versions : 1),
            test: isSequential ? .alwaysValid(AlwaysValid(tuning: tuning)) : .fixed
        )
    }

    @Test func `the probabilities of being best agree`() throws {
        let rows = try Vectors.results("bandit")
        #expect(rows.count == 3)
        for row in rows {
            let settings = try row.part("settings")
            let arms = try row.parts("arms").map { arm in
                guard case .mean(let moments) = try arm.sample("mean") else {
                    throw StatisticsError.differentMetrics
                }
                return moments
            }
            let best = try BestArm(
                arms,
                priorMean: try settings.number("prior_mean"),
                priorVariance: try settings.number("prior_variance")
            )
            let expected = try row.part("gbstats")
            let pairs = [
                (best.means, try expected.numbers("posterior_mean")),
                (best.variances, try expected.numbers("posterior_variance")),
                (
                    best.probabilities(),
                    try row.part("reference").numbers("best_arm_probabilities_exact")
                ),
            ]
            for (ours, truths) in pairs {
                for (value, truth) in zip(ours, truths) {
                    Self.expect(value, truth, try row.text("id"))
                }
            }
            #expect(abs(best.weights().reduce(0, +) - 1) < 1e-12)
        }
    }

    @Test(arguments: [("relative", EffectScale.relative), ("absolute", .absolute)])
    func `strata agree`(name: String, scale: EffectScale) throws {
        let rows = try Vectors.results("post_stratification")
        #expect(rows.count == 3)
        for row in rows {
            let metric = try row.text("metric")
            let strata = try row.parts("strata").map { stratum in
                (
                    control: try stratum.part("control").sample(metric),
                    treatment: try stratum.part("treatment").sample(metric)
                )
            }
            let effect = try PostStratification(strata).effect(scale)
            let expected = try row.part("gbstats").part(name)
            let id = try row.text("id")
            Self.expect(effect.estimate, try expected.number("expected"), id)
            Self.expect(effect.standardError, try expected.number("standard_error"), id)
            let result = try FixedHorizon.test(effect, alpha: 0.05)
            for (bound, truth) in zip([result.lower, result.upper], try expected.numbers("ci")) {
                Self.expect(bound, truth, id)
            }
            let p = try expected.number("pValue")
            #expect(abs(result.pValue - p) <= 1e-15 + 1e-9 * p, "\(id)")
        }
    }

    @Test func `planned numbers of people agree`() throws {
        let rows = try Vectors.results("power")
        #expect(rows.count == 4)
        for row in rows {
            let inputs = try row.part("inputs")
            let plan = try Self.plan(inputs)
            let change = try inputs.number("mde_relative")
            let reference = try row.part("reference")
            let id = try row.text("id")
            let exact = try plan.exactControlCount(toSee: change)
            Self.expect(exact, try reference.number("n_control_exact"), within: 1e-12, id)
            let counts = try plan.counts(toSee: change)
            #expect(Double(counts.control) == (try reference.number("n_control")))
            #expect(Double(counts.treatment) == (try reference.number("n_treatment")))
            let found = try #require(plan.smallestChange(controlCount: exact))
            Self.expect(found, change, id)
        }
    }

    private static func plan(_ inputs: Vectors.Row) throws -> SamplePlan {
        let alpha = try inputs.number("alpha")
        let power = try inputs.number("power")
        let ratio = try inputs.number("treatment_to_control_ratio")
        if let rate = try inputs.optionalNumber("conversion_rate") {
            return try SamplePlan(rate: rate, alpha: alpha, power: power, ratio: ratio)
        }
        return try SamplePlan(
            mean: try inputs.number("mean"),
            deviation: try inputs.number("standard_deviation"),
            alpha: alpha,
            power: power,
            ratio: ratio
        )
    }

    /// The other program plans with equal arms of `n` people that differ by the change, on the
    /// relative scale and with the control's variance in both.
    @Test func `the power of a plan on the relative scale agrees`() throws {
        for row in try Vectors.results("power") {
            let inputs = try row.part("inputs")
            let reference = try row.part("reference").part("growthbook_power_at")
            let people = Int(try reference.number("n_per_arm"))
            let change = try inputs.number("mde_relative")
            let plan = try Self.plan(inputs)
            let arms = [plan.mean, plan.mean * (1 + change)].map { mean in
                ArmSample.mean(Self.moments(people, mean: mean, variance: plan.controlVariance))
            }
            let effect = try Comparison(control: arms[0], treatment: arms[1]).effect(.relative)
            let tuning = try reference.number("sequential_tuning_parameter")
            let tests: [(String, RemainingSample.Test)] = [
                ("fixed", .fixed), ("sequential", .alwaysValid(try AlwaysValid(tuning: tuning))),
            ]
            for (name, test) in tests {
                let remaining = try RemainingSample(
                    effect: effect,
                    change: change,
                    alpha: plan.alpha,
                    test: test
                )
                Self.expect(remaining.power(extra: 0), try reference.number(name), name)
            }
        }
    }

    private static func moments(_ count: Int, mean: Double, variance: Double) -> JointMoments {
        JointMoments(
            count: count,
            sums: [0],
            products: [variance * Double(count - 1)],
            kinds: [.amount],
            shifts: [mean]
        ) ?? JointMoments(kinds: [.amount])
    }
}
