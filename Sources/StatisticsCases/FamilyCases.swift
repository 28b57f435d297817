internal import JSON
internal import Statistics

/// The families beside comparisons of two arms.
enum FamilyCases {
    /// Whether people were split as planned: `srm`.
    static func split(_ row: CaseFields) throws -> CaseAnswer {
        let weights = try row.numbers("weights")
        let users = try row.counts("users")
        guard users.count == weights.count else {
            throw JSONShapeError("should have as many numbers as weights").inside(.key("users"))
        }
        let result = try SampleRatio(weights: weights).chiSquare(users)
        var answer = CaseAnswer()
        answer.set("p", result.pValue)
        answer.add("chi2", result.statistic)
        answer.add("df", .integer(result.degreesOfFreedom))
        return answer
    }

    /// Several questions at once: `pvalue_adjust`.
    static func corrections(_ row: CaseFields) throws -> CaseAnswer {
        let values = try row.numbers("p")
        guard values.allSatisfy({ (0...1).contains($0) }) else {
            throw JSONShapeError("should be numbers from 0 to 1").inside(.key("p"))
        }
        var answer = CaseAnswer()
        answer.add("holm", Corrections.holm(values))
        answer.add("benjamini_hochberg", Corrections.benjaminiHochberg(values))
        answer.add("bonferroni", Corrections.bonferroni(values))
        return answer
    }

    /// How many more people a running experiment needs: `mid_experiment_power`.
    static func remaining(_ row: CaseFields) throws -> CaseAnswer {
        let metric = try row.text("metric")
        let settings = try row.settings("settings")
        let metrics = max(try settings.optionalCount("num_goal_metrics") ?? 1, 1)
        let control = try row.arm("control", metric)
        let treatment = try row.arm("treatment", metric)
        var answer = CaseAnswer()
        let effect: Effect
        do throws(StatisticsError) {
            let comparison = try Comparison(control: control, treatment: treatment)
            effect = try comparison.effect(.relative)
        } catch {
            answer.set("errorMessage", .string(error.message()))
            answer.set("scaling_factor", .null)
            answer.set("additional_users", 0.0)
            answer.set("message", "unsuccessful")
            return answer
        }
        let sample = try RemainingSample(
            effect: effect,
            change: try settings.number("target_mde", otherwise: 0.01),
            alpha: try alpha(settings, metrics: metrics),
            test: try test(settings)
        )
        let power = try settings.number("target_power", otherwise: 0.8)
        let extra = sample.extra(forPower: power, metrics: metrics)
        answer.set("power_now", sample.power(extra: 0))
        answer.set("power_at_double", sample.power(extra: 1))
        answer.set("scaling_factor", extra.map(CaseAnswer.number) ?? .null)
        answer.set(
            "additional_users",
            extra.map { CaseAnswer.number($0 * Double(effect.count)) } ?? .null
        )
        answer.set("message", .string(extra == nil ? "unsuccessful" : "successful"))
        return answer
    }

    private static func alpha(_ settings: CaseFields, metrics: Int) throws -> Double {
        let alpha = try settings.number("alpha", otherwise: 0.05)
        guard try settings.bool("p_value_corrected", otherwise: false) else { return alpha }
        let versions = max((try settings.optionalCount("num_variations") ?? 2) - 1, 1)
        return alpha / Double(metrics * versions)
    }

    private static func test(_ settings: CaseFields) throws -> RemainingSample.Test {
        let prior = try settings.prior()
        if prior != .flat { return .bayesian(prior) }
        guard try settings.bool("sequential", otherwise: false) else { return .fixed }
        let tuning = try settings.number("sequential_tuning_parameter", otherwise: 5000)
        return .alwaysValid(try AlwaysValid(tuning: tuning))
    }

    /// Which of several arms is best: `bandit`.
    static func best(_ row: CaseFields) throws -> CaseAnswer {
        let settings = try row.settings("settings")
        let isProper = try settings.bool("proper", otherwise: true)
        var arms: [JointMoments] = []
        for arm in try row.parts("arms") {
            let isRate = try arm.optionalNumber("sum_squares") == nil
            guard case .mean(let moments) = try arm.sample(isRate ? "binomial" : "mean") else {
                continue
            }
            arms.append(moments)
        }
        let mean = try settings.number("prior_mean", otherwise: 0)
        let variance = isProper ? try settings.number("prior_variance", otherwise: 1) : .infinity
        var answer = CaseAnswer()
        let best: BestArm
        do throws(StatisticsError) {
            best = try BestArm(arms, priorMean: mean, priorVariance: variance)
        } catch {
            answer.set("errorMessage", .string(error.message()))
            return answer
        }
        answer.set("posterior_mean", best.means)
        answer.set("posterior_variance", best.variances)
        let probabilities = best.probabilities()
        // The other program draws ten thousand times; here it is the same integral again.
        answer.set("best_arm_probabilities_montecarlo_10000", probabilities)
        answer.add("best_arm_probabilities_exact", probabilities)
        let floor = try settings.number("min_variation_weight", otherwise: 0.01)
        answer.add("weights", best.weights(floor: floor))
        return answer
    }

    /// An effect over strata: `post_stratification`.
    static func strata(_ row: CaseFields) throws -> CaseAnswer {
        let metric = try row.text("metric")
        let alpha = try row.settings("settings").number("alpha", otherwise: 0.05)
        var strata: [(control: ArmSample, treatment: ArmSample)] = []
        for part in try row.parts("strata") {
            strata.append(
                (
                    control: try part.arm("control", metric),
                    treatment: try part.arm("treatment", metric)
                )
            )
        }
        var answer = CaseAnswer()
        answer.set("relative", effect(strata, .relative, alpha))
        answer.set("absolute", effect(strata, .absolute, alpha))
        return answer
    }

    private static func effect(
        _ strata: [(control: ArmSample, treatment: ArmSample)],
        _ scale: EffectScale,
        _ alpha: Double
    ) -> JSONValue {
        do throws(StatisticsError) {
            let effect = try PostStratification(strata).effect(scale)
            let result = try FixedHorizon.test(effect, alpha: alpha)
            return [
                "expected": CaseAnswer.number(effect.estimate),
                "standard_error": CaseAnswer.number(effect.standardError),
                "ci": .array([result.lower, result.upper].map(CaseAnswer.number)),
                "pValue": CaseAnswer.number(result.pValue), "errorMessage": .null,
                "applied": true,
            ]
        } catch {
            return [
                "expected": 0, "standard_error": 0, "ci": [0, 0], "pValue": 1,
                "errorMessage": .string(error.message()), "applied": false,
            ]
        }
    }

    /// How many people to plan: `power`.
    static func plan(_ row: CaseFields) throws -> CaseAnswer {
        let inputs = try row.part("inputs")
        let plan = try samplePlan(inputs)
        let change = try inputs.number("mde_relative")
        let counts = try plan.counts(toSee: change)
        var answer = CaseAnswer()
        answer.add("n_control_exact", try plan.exactControlCount(toSee: change))
        answer.add("n_control", .integer(counts.control))
        answer.add("n_treatment", .integer(counts.treatment))
        // How many people the power is asked for stands among the answers of the stored cases.
        let asked = try row.settings("reference").settings("growthbook_power_at")
        if let people = try inputs.optionalCount("n_per_arm") ?? asked.optionalCount("n_per_arm") {
            let tuning =
                try inputs.optionalNumber("sequential_tuning_parameter")
                ?? asked.number("sequential_tuning_parameter", otherwise: 5000)
            let power = try relativePower(plan, change, people: people, tuning: tuning)
            answer.add("growthbook_power_at", power)
        }
        return answer
    }

    private static func samplePlan(_ inputs: CaseFields) throws -> SamplePlan {
        let alpha = try inputs.number("alpha", otherwise: 0.05)
        let power = try inputs.number("power", otherwise: 0.8)
        let ratio = try inputs.number("treatment_to_control_ratio", otherwise: 1)
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

    /// The power of equal arms that differ by the change, on the relative scale and with the
    /// control's variance in both.
    private static func relativePower(
        _ plan: SamplePlan,
        _ change: Double,
        people: Int,
        tuning: Double
    ) throws -> JSONValue {
        let arms = [plan.mean, plan.mean * (1 + change)].map { mean in
            let spread = plan.controlVariance * Double(max(people - 1, 0))
            let moments = JointMoments(
                count: people,
                sums: [0],
                products: [spread],
                kinds: [.amount],
                shifts: [mean]
            )
            return ArmSample.mean(moments ?? JointMoments(kinds: [.amount]))
        }
        let effect = try Comparison(control: arms[0], treatment: arms[1]).effect(.relative)
        func power(_ test: RemainingSample.Test) throws -> JSONValue {
            let remaining = try RemainingSample(
                effect: effect,
                change: change,
                alpha: plan.alpha,
                test: test
            )
            return CaseAnswer.number(remaining.power(extra: 0))
        }
        return [
            "n_per_arm": .integer(people), "fixed": try power(.fixed),
            "sequential": try power(.alwaysValid(AlwaysValid(tuning: tuning))),
            "sequential_tuning_parameter": CaseAnswer.number(tuning),
        ]
    }
}
