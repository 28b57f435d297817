/// What was measured in one arm.
public enum ArmSample: Hashable, Sendable {
    /// One value for each unit: an amount, or yes or no.
    case mean(JointMoments)
    /// Two values for each unit; the metric is the quotient of their sums, such as clicks by
    /// visits.
    case ratio(JointMoments)
    /// A value for each unit and one from before the experiment that helps to explain it.
    case adjustedMean(JointMoments)
    /// Numerator, denominator, and both from before the experiment.
    case adjustedRatio(JointMoments)
    /// A quantile of the values.
    case quantile(QuantileSample)

    /// How many units, or values for quantiles, there are.
    public var count: Int {
        switch self {
        case .mean(let moments), .ratio(let moments), .adjustedMean(let moments),
            .adjustedRatio(let moments):
            moments.count
        case .quantile(let quantile): quantile.count
        }
    }

    /// Whether the difference can be scaled up to a number per day.
    var isScalable: Bool {
        switch self {
        case .mean, .adjustedMean: true
        case .ratio, .adjustedRatio, .quantile: false
        }
    }
}

/// An arm's metric as a function of its means: the value and how it moves with each of them.
struct MeasuredArm {
    let moments: JointMoments
    /// The metric without adjustment.
    let value: Double
    /// How the metric moves with each mean.
    let outcome: [Double]
    /// The metric from before the experiment, and how it moves; `nil` when there is none.
    let covariate: (value: Double, gradient: [Double])?

    var units: Double { Double(moments.count) }

    init(_ sample: ArmSample) {
        switch sample {
        case .mean(let moments):
            self.init(moments: moments, value: moments.means[0], outcome: [1])
        case .quantile(let quantile):
            self.init(moments: quantile.moments, value: quantile.quantile, outcome: [1])
        case .ratio(let moments):
            let (value, gradient) = Self.quotient(moments.means[0], moments.means[1])
            self.init(moments: moments, value: value, outcome: gradient)
        case .adjustedMean(let moments):
            let before = (moments.means[1], [0.0, 1])
            self.init(moments: moments, value: moments.means[0], outcome: [1, 0], before)
        case .adjustedRatio(let moments):
            let means = moments.means
            let (value, gradient) = Self.quotient(means[0], means[1])
            let (past, pastGradient) = Self.quotient(means[2], means[3])
            self.init(
                moments: moments,
                value: value,
                outcome: gradient + [0, 0],
                (past, [0, 0] + pastGradient)
            )
        }
    }

    private init(
        moments: JointMoments,
        value: Double,
        outcome: [Double],
        _ covariate: (Double, [Double])? = nil
    ) {
        self.moments = moments
        self.value = value
        self.outcome = outcome
        self.covariate = covariate.map { (value: $0.0, gradient: $0.1) }
    }

    /// A quotient of means with its derivatives; all 0 when there is nothing to divide by.
    private static func quotient(_ over: Double, _ under: Double) -> (Double, [Double]) {
        guard under != 0 else { return (0, [0, 0]) }
        return (over / under, [1 / under, -over / (under * under)])
    }

    /// The metric with what the past explains taken off.
    func adjusted(by slope: Double) -> Double { value - slope * (covariate?.value ?? 0) }

    /// How the adjusted metric moves with each mean, its outcome weighed with `growth`.
    func gradient(slope: Double, growth: Double = 1) -> [Double] {
        outcome.indices.map { outcome[$0] * growth - slope * (covariate?.gradient[$0] ?? 0) }
    }
}
