/// Two arms that were measured in the same way.
///
/// Sources: differences of means with independent arms; the delta method for ratios and relative
/// differences (Deng, Knoblich and Lu 2018); adjustment by the past (CUPED; Deng, Xu, Kohavi and
/// Walker 2013), with one slope for both arms.
public struct Comparison: Sendable {
    /// What the first arm did.
    public let control: ArmSample
    /// What the second arm did.
    public let treatment: ArmSample
    let controlArm: MeasuredArm
    let treatmentArm: MeasuredArm
    /// How much of the past is taken off; 0 when there is no past or it explains nothing.
    let slope: Double

    /// Pairs two arms.
    ///
    /// - Throws: ``StatisticsError/differentMetrics`` when they were measured in different ways.
    public init(control: ArmSample, treatment: ArmSample) throws(StatisticsError) {
        guard let size = control.quantityCount, treatment.quantityCount == size,
            control.form == treatment.form
        else { throw .differentMetrics }
        self.control = control
        self.treatment = treatment
        controlArm = MeasuredArm(control)
        treatmentArm = MeasuredArm(treatment)
        slope = Self.slope(control, controlArm, treatmentArm)
    }

    /// The slope of the metric over the past, from both arms together.
    private static func slope(
        _ form: ArmSample,
        _ control: MeasuredArm,
        _ treatment: MeasuredArm
    ) -> Double {
        switch form {
        case .adjustedMean:
            var both = control.moments
            guard treatment.moments.kinds == both.kinds else { return 0 }
            both.merge(treatment.moments)
            let spread = both.covariance(1, 1)
            return spread > 0 && both.covariance(0, 0) > 0 ? both.covariance(0, 1) / spread : 0
        case .adjustedRatio:
            var shared = 0.0
            var spread = 0.0
            for arm in [control, treatment] {
                guard let past = arm.covariate else { return 0 }
                shared += arm.moments.covariance(of: arm.outcome, with: past.gradient)
                spread += arm.moments.variance(of: past.gradient)
            }
            let slope = spread > 0 ? shared / spread : 0
            return abs(slope) < 1e-8 ? 0 : slope
        case .mean, .ratio, .quantile:
            return 0
        }
    }

    /// The difference of the arms.
    ///
    /// - Throws: ``StatisticsError/noVariation`` when an arm has no spread or nobody,
    ///   ``StatisticsError/noBaseline`` for a relative difference to 0.
    public func effect(_ scale: EffectScale) throws(StatisticsError) -> Effect {
        let gradient = (
            control: controlArm.gradient(slope: slope),
            treatment: treatmentArm.gradient(slope: slope)
        )
        let spread = (
            control: controlArm.moments.variance(of: gradient.control),
            treatment: treatmentArm.moments.variance(of: gradient.treatment)
        )
        guard spread.control > 0, spread.treatment > 0 else { throw .noVariation }
        let difference = treatmentArm.adjusted(by: slope) - controlArm.adjusted(by: slope)
        let share = (
            control: spread.control / controlArm.units,
            treatment: spread.treatment / treatmentArm.units
        )
        var estimate = difference
        var variance = share.control + share.treatment
        if scale == .relative {
            guard controlArm.value != 0 else { throw .noBaseline }
            estimate = difference / abs(controlArm.value)
            variance = relativeVariance(of: difference, treatmentShare: share.treatment)
        }
        guard variance > 0, variance.isFinite else { throw .noVariation }
        return Effect(
            scale: scale,
            estimate: estimate,
            standardError: variance.squareRoot(),
            degreesOfFreedom: Self.welch(share, controlArm.units, treatmentArm.units),
            count: controlArm.moments.count + treatmentArm.moments.count,
            controlMean: controlArm.value,
            treatmentMean: treatmentArm.value,
            slope: controlArm.covariate == nil ? nil : slope
        )
    }

    /// The variance of the difference as a share of the control's metric, by the delta method.
    private func relativeVariance(of difference: Double, treatmentShare: Double) -> Double {
        let base = abs(controlArm.value)
        let weights = controlArm.gradient(slope: slope, growth: growth(difference))
        let controlShare = controlArm.moments.variance(of: weights) / controlArm.units
        return (treatmentShare + controlShare) / (base * base)
    }

    /// How many times the control's metric the treatment's is.
    private func growth(_ difference: Double) -> Double {
        if case .adjustedRatio = control { return 1 + difference / controlArm.value }
        return treatmentArm.value / controlArm.value
    }

    /// Degrees of freedom for two variances of means (Welch 1947).
    private static func welch(
        _ share: (control: Double, treatment: Double),
        _ controlUnits: Double,
        _ treatmentUnits: Double
    ) -> Double {
        let sum = share.control + share.treatment
        return sum * sum
            / (share.control * share.control / (controlUnits - 1)
                + share.treatment * share.treatment / (treatmentUnits - 1))
    }

    /// What the difference means for everybody in a day: the factor for estimate, interval and
    /// standard error on the absolute scale.
    ///
    /// - Parameters:
    ///   - totalUnits: how many units all arms of the experiment have together, at least 1.
    ///   - trafficShare: which share of everybody takes part, above 0 and at most 1.
    ///   - days: how long the experiment has run, above 0.
    /// - Returns: units of the whole traffic for each day.
    /// - Throws: ``StatisticsError/notScalable`` for ratios and quantiles,
    ///   ``StatisticsError/outOfRange(_:)`` for settings outside of these limits.
    public func dailyFactor(
        totalUnits: Int,
        trafficShare: Double,
        days: Double
    ) throws(StatisticsError) -> Double {
        guard control.isScalable else { throw .notScalable }
        guard totalUnits > 0, trafficShare > 0, trafficShare <= 1, days > 0 else {
            throw .outOfRange("Units and days must be above 0, and the share from 0 to 1")
        }
        return Double(totalUnits) / (trafficShare * days)
    }
}

extension ArmSample {
    /// A number for each way of measuring.
    fileprivate var form: Int {
        switch self {
        case .mean: 0
        case .ratio: 1
        case .adjustedMean: 2
        case .adjustedRatio: 3
        case .quantile: 4
        }
    }

    /// How many quantities the sample has, or `nil` when that does not fit its form.
    fileprivate var quantityCount: Int? {
        switch self {
        case .mean(let moments): moments.kinds.count == 1 ? 1 : nil
        case .ratio(let moments), .adjustedMean(let moments): moments.kinds.count == 2 ? 2 : nil
        case .adjustedRatio(let moments): moments.kinds.count == 4 ? 4 : nil
        case .quantile(let quantile): (quantile.clusters?.kinds.count ?? 2) == 2 ? 1 : nil
        }
    }
}
