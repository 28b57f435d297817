public import FlagModel
internal import Statistics

/// How a metric is today, without any new version: what a plan starts from.
public enum MetricBase: Hashable, Sendable {
    /// A share of customers, above 0 and below 1.
    case rate(Double)
    /// A number for each customer: its mean, not 0, and its standard deviation, above 0.
    case amount(mean: Double, deviation: Double)

    /// Reads the baseline's customers of an earlier run; `nil` while they say too little.
    ///
    /// - Parameters:
    ///   - metric: which one; its place is one of ``FlagModel/Experiment/metrics``.
    ///   - plan: the experiment that was counted.
    ///   - counts: what was counted.
    public init?(of metric: Int, plan: Experiment, counts: ExperimentCounts) {
        guard let day = counts.days.last, plan.metrics.indices.contains(metric),
            let baseline = counts.variationIDs.firstIndex(of: plan.baselineVariationID)
        else { return nil }
        let measured = plan.metrics[metric]
        var all = MetricCounts.nobody
        for part in Standing(day).counts(of: metric, in: baseline) { all.merge(part) }
        let sums = all.decisive(for: measured)
        guard let value = all.value(of: measured), sums.count > 1 else { return nil }
        switch measured.measure {
        case .conversion, .retention:
            guard value > 0, value < 1 else { return nil }
            self = .rate(value)
        case .numeric:
            let spread = sums.moments(.amount).covariance(0, 0)
            guard value != 0, spread > 0 else { return nil }
            self = .amount(mean: value, deviation: spread.squareRoot())
        case .ratio:
            // A quotient moves like its numerator less its share of the denominator.
            let moments = sums.jointMoments((.amount, .amount))
            let spread =
                moments.covariance(0, 0) - 2 * value * moments.covariance(0, 1)
                + value * value * moments.covariance(1, 1)
            let divisor = moments.means[1]
            guard value != 0, spread > 0, divisor != 0 else { return nil }
            self = .amount(mean: value, deviation: spread.squareRoot() / abs(divisor))
        }
    }

    /// The metric's mean, not 0: of a rate, the rate.
    var mean: Double {
        switch self {
        case .rate(let rate): rate
        case .amount(let mean, _): mean
        }
    }

    /// How much one customer's total differs from the mean, above 0.
    var deviation: Double {
        switch self {
        case .rate(let rate): (rate * (1 - rate)).squareRoot()
        case .amount(_, let deviation): deviation
        }
    }

    /// The plan for a comparison with the baseline.
    func plan(alpha: Double, power: Double, ratio: Double) throws(StatisticsError) -> SamplePlan {
        switch self {
        case .rate(let rate):
            try SamplePlan(rate: rate, alpha: alpha, power: power, ratio: ratio)
        case .amount(let mean, let deviation):
            try SamplePlan(
                mean: mean,
                deviation: deviation,
                alpha: alpha,
                power: power,
                ratio: ratio
            )
        }
    }
}
