internal import JSON
internal import Statistics

/// A comparison of two arms, the family `ab_test`.
struct ComparisonCase {
    private let control: ArmSample
    private let treatment: ArmSample
    private let engine: Engine
    private let settings: CaseFields
    private let difference: String
    private let alpha: Double

    private enum Engine {
        case bayesian
        case frequentist(Sides)
        case sequential(Sides)

        init(_ name: String) throws(JSONShapeError) {
            switch name {
            case "bayesian": self = .bayesian
            case "frequentist_two_sided", "frequentist": self = .frequentist(.both)
            case "frequentist_greater": self = .frequentist(.greater)
            case "frequentist_lesser": self = .frequentist(.lesser)
            case "sequential_two_sided", "sequential": self = .sequential(.both)
            case "sequential_greater": self = .sequential(.greater)
            case "sequential_lesser": self = .sequential(.lesser)
            default:
                throw JSONShapeError("is \"\(name)\", which is no engine").inside(.key("engine"))
            }
        }

        var isBayesian: Bool { if case .bayesian = self { true } else { false } }
    }

    init(_ row: CaseFields) throws(JSONShapeError) {
        let metric = try row.text("metric")
        control = try row.arm("control", metric)
        treatment = try row.arm("treatment", metric)
        engine = try Engine(row.text("engine"))
        settings = try row.settings("settings")
        difference = try settings.fields.optionalText("difference_type") ?? "relative"
        guard ["relative", "absolute", "scaled"].contains(difference) else {
            throw JSONShapeError("is \"\(difference)\", not relative, absolute or scaled")
                .inside(.key("difference_type")).inside(.key("settings"))
        }
        alpha = try settings.number("alpha", otherwise: 0.05)
    }

    /// The answer; a comparison that cannot be made says so in `errorMessage`.
    func answer() throws -> CaseAnswer {
        var answer = CaseAnswer()
        let effect: Effect
        do throws(StatisticsError) {
            effect = try found()
        } catch {
            fail(error.message(isBayesian: engine.isBayesian), nil, &answer)
            return answer
        }
        let factor: Double
        do throws(StatisticsError) {
            factor = try scale()
        } catch {
            fail(error.message(isBayesian: engine.isBayesian), effect, &answer)
            return answer
        }
        guard factor > 0 else {
            fail("NO_UNITS_IN_VARIATION", effect, &answer)
            return answer
        }
        switch engine {
        case .bayesian: try believe(effect, factor, &answer)
        case .frequentist(let sides): try test(effect, factor, sides, &answer)
        case .sequential(let sides): try follow(effect, factor, sides, &answer)
        }
        return answer
    }

    /// The effect; as in the other program, a control of 0 is no baseline on any scale.
    private func found() throws(StatisticsError) -> Effect {
        let comparison = try Comparison(control: control, treatment: treatment)
        let absolute = try comparison.effect(.absolute)
        guard difference == "relative" else {
            guard absolute.controlMean != 0 else { throw .noBaseline }
            return absolute
        }
        // That program finds no variance before it finds no baseline.
        guard absolute.controlMean != 0 else { throw .noVariation }
        return try comparison.effect(.relative)
    }

    /// What the estimate is multiplied by; 0 when nobody said how many there are.
    private func scale() throws(StatisticsError) -> Double {
        guard difference == "scaled" else { return 1 }
        let comparison = try Comparison(control: control, treatment: treatment)
        let total = (try? settings.optionalNumber("total_users")) ?? nil
        let share = (try? settings.optionalNumber("traffic_percentage")) ?? nil
        let days = (try? settings.optionalNumber("phase_length_days")) ?? nil
        guard let total, total >= 1, total <= 1e15 else {
            _ = try comparison.dailyFactor(totalUnits: 1, trafficShare: 1, days: 1)
            return 0
        }
        return try comparison.dailyFactor(
            totalUnits: Int(total),
            trafficShare: share ?? 1,
            days: days ?? 1
        )
    }

    private func fail(_ message: String, _ effect: Effect?, _ answer: inout CaseAnswer) {
        answer.set("errorMessage", .string(message))
        for key in ["expected", "ci_lower", "ci_upper", "uplift_mean", "uplift_stddev"] {
            answer.set(key, 0.0)
        }
        measured(effect, &answer)
        guard engine.isBayesian else {
            answer.set("pValue", 1.0)
            answer.set("pValueErrorMessage", .null)
            return
        }
        answer.set("chanceToWin", 0.5)
        answer.set("risk_control", 0.0)
        answer.set("risk_treatment", 0.0)
        answer.set("riskType", .string(difference == "relative" ? "relative" : "absolute"))
    }

    private func measured(_ effect: Effect?, _ answer: inout CaseAnswer) {
        answer.set("point_estimate", effect?.estimate ?? 0)
        answer.set("standard_error", effect?.standardError ?? 0)
        if let slope = effect?.slope, slope != 0 { answer.set("theta", slope) }
        answer.set("control_mean_unadjusted", control.measuredValue)
        answer.set("treatment_mean_unadjusted", treatment.measuredValue)
    }

    private func report(
        _ effect: Effect,
        _ factor: Double,
        _ bounds: (lower: Double, upper: Double),
        _ uplift: (mean: Double, deviation: Double),
        _ answer: inout CaseAnswer
    ) {
        answer.set("errorMessage", .null)
        answer.set("expected", uplift.mean * factor)
        answer.set("ci_lower", bounds.lower * factor)
        answer.set("ci_upper", bounds.upper * factor)
        answer.set("uplift_mean", uplift.mean * factor)
        answer.set("uplift_stddev", uplift.deviation * factor)
        measured(effect, &answer)
    }

    private func believe(_ effect: Effect, _ factor: Double, _ answer: inout CaseAnswer) throws {
        let posterior = try Posterior(effect, prior: try settings.prior())
        let bounds = try posterior.interval(alpha: alpha)
        report(effect, factor, bounds, (posterior.mean, posterior.deviation), &answer)
        let isInverse = try settings.bool("inverse", otherwise: false)
        let chance = isInverse ? posterior.chanceBelow : posterior.chanceAbove
        let gain = isInverse ? posterior.expectedBelow : posterior.expectedAbove
        let loss = isInverse ? posterior.expectedAbove : posterior.expectedBelow
        answer.set("chanceToWin", chance)
        answer.set("risk_control", gain)
        answer.set("risk_treatment", loss)
        answer.set("riskType", .string(difference == "relative" ? "relative" : "absolute"))
        answer.add("chanceToWin_exact", chance)
        answer.add("risk_control_exact", gain)
        answer.add("risk_treatment_exact", loss)
    }

    private func test(
        _ effect: Effect,
        _ factor: Double,
        _ sides: Sides,
        _ answer: inout CaseAnswer
    ) throws {
        let result = try FixedHorizon.test(effect, alpha: alpha, sides: sides)
        let uplift = (effect.estimate, effect.standardError)
        report(effect, factor, (result.lower, result.upper), uplift, &answer)
        answer.set("pValue", result.pValue)
        answer.set("pValueErrorMessage", .null)
        answer.set("degrees_of_freedom", effect.degreesOfFreedom)
        answer.add("t_statistic", effect.estimate / effect.standardError)
        answer.add("pValue_tail_accurate", result.pValue)
    }

    private func follow(
        _ effect: Effect,
        _ factor: Double,
        _ sides: Sides,
        _ answer: inout CaseAnswer
    ) throws {
        let tuning = try settings.number("sequential_tuning_parameter", otherwise: 5000)
        let sequence = try AlwaysValid(tuning: tuning)
        let result = try sequence.test(effect, alpha: alpha, sides: sides)
        let uplift = (effect.estimate, effect.standardError)
        report(effect, factor, (result.lower, result.upper), uplift, &answer)
        // The other program searches for a one-sided value between these two bounds only.
        let isOneSided = sides != .both
        answer.set("pValue", isOneSided ? min(max(result.pValue, 1e-5), 0.4999) : result.pValue)
        answer.set("pValueErrorMessage", .null)
        let count = Double(effect.count)
        let reach = sequence.multiplier(count: count, alpha: alpha, sides: sides)
        let rho = sequence.concentration(alpha: isOneSided ? 2 * alpha : alpha).squareRoot()
        answer.add("rho", rho)
        answer.add("halfwidth", reach * effect.standardError)
        answer.add("N", .integer(effect.count))
        answer.add("pValue_unbounded", result.pValue)
    }
}

extension CaseFields {
    /// The belief before; nothing is believed unless it is called proper.
    func prior() throws(JSONShapeError) -> Prior {
        let prior = try settings("prior")
        guard try prior.bool("proper", otherwise: false) else { return .flat }
        let variance = try prior.number("variance", otherwise: 1)
        return Prior(
            mean: try prior.number("mean", otherwise: 0),
            deviation: variance.squareRoot()
        )
    }
}
