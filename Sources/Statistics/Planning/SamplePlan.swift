#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// How many people an experiment needs to see a change, and which change it can see.
///
/// Source: the usual formula for two means with a normal test, on the absolute scale.
public struct SamplePlan: Hashable, Sendable {
    /// The control's mean, not 0.
    public let mean: Double
    /// The variance of a value in the control, above 0.
    public let controlVariance: Double
    /// How often an effect may be claimed where there is none; 0.04 when decisions may also be made
    /// earlier.
    public let alpha: Double
    /// How often an effect of the size that matters should be found, between 0 and 1.
    public let power: Double
    /// How many people the treatment gets for each of the control.
    public let ratio: Double
    /// The correlation of the metric with its past, which saves people; 0 without a past.
    public let correlation: Double
    private let isRate: Bool

    /// Plans for a metric with a mean and a standard deviation.
    ///
    /// - Throws: ``StatisticsError/outOfRange(_:)`` for settings outside of their limits,
    ///   ``StatisticsError/noVariation`` without a spread, ``StatisticsError/noBaseline`` for a
    ///   mean of 0.
    public init(
        mean: Double,
        deviation: Double,
        alpha: Double = 0.04,
        power: Double = 0.8,
        ratio: Double = 1,
        correlation: Double = 0
    ) throws(StatisticsError) {
        try self.init(mean, deviation * deviation, alpha, power, ratio, correlation, isRate: false)
    }

    /// Plans for a rate, such as the share of people who order.
    ///
    /// - Throws: as for a metric with a mean; a rate must be between 0 and 1.
    public init(
        rate: Double,
        alpha: Double = 0.04,
        power: Double = 0.8,
        ratio: Double = 1,
        correlation: Double = 0
    ) throws(StatisticsError) {
        guard rate > 0, rate < 1 else { throw .outOfRange("A rate must be between 0 and 1") }
        try self.init(rate, rate * (1 - rate), alpha, power, ratio, correlation, isRate: true)
    }

    private init(
        _ mean: Double,
        _ variance: Double,
        _ alpha: Double,
        _ power: Double,
        _ ratio: Double,
        _ correlation: Double,
        isRate: Bool
    ) throws(StatisticsError) {
        try checkAlpha(alpha)
        guard power > 0, power < 1 else { throw .outOfRange("Power must be between 0 and 1") }
        guard ratio > 0, ratio.isFinite else { throw .outOfRange("The ratio must be above 0") }
        guard abs(correlation) < 1 else {
            throw .outOfRange("The correlation must be between -1 and 1")
        }
        guard variance > 0, variance.isFinite else { throw .noVariation }
        guard mean != 0, mean.isFinite else { throw .noBaseline }
        self.mean = mean
        controlVariance = variance
        self.alpha = alpha
        self.power = power
        self.ratio = ratio
        self.correlation = correlation
        self.isRate = isRate
    }

    /// z for alpha on both sides and z for the power, together.
    private var distance: Double {
        NormalDistribution.upperQuantile(alpha / 2) + NormalDistribution.quantile(power)
    }

    /// The variance in the treatment after a relative change; a rate's moves with it.
    private func treatmentVariance(after change: Double) -> Double {
        let rate = mean * (1 + change)
        return isRate ? rate * (1 - rate) : controlVariance
    }

    /// How many people the control needs, with fractions.
    ///
    /// - Parameter change: the relative change that matters, such as 0.05, not 0 and above -1; a
    ///   rate must stay between 0 and 1.
    /// - Returns: people in the control, above 0.
    /// - Throws: ``StatisticsError/outOfRange(_:)`` for such a change.
    public func exactControlCount(toSee change: Double) throws(StatisticsError) -> Double {
        let rate = mean * (1 + change)
        guard change != 0, change > -1, change.isFinite, !isRate || rate > 0 && rate < 1 else {
            throw .outOfRange(
                "The change must not be 0, above -100 %, and leave a rate below 100 %"
            )
        }
        let variance = controlVariance + treatmentVariance(after: change) / ratio
        let difference = change * mean
        let saved = 1 - correlation * correlation
        return distance * distance * variance * saved / (difference * difference)
    }

    /// How many whole people each arm needs to see a relative change.
    ///
    /// - Throws: as ``exactControlCount(toSee:)``, also when the number is beyond 10^15.
    public func counts(
        toSee change: Double
    ) throws(StatisticsError) -> (control: Int, treatment: Int) {
        let exact = try exactControlCount(toSee: change)
        guard exact < 1e15, exact * ratio < 1e15 else {
            throw .outOfRange("The change is too small to be seen with any number of people")
        }
        return (Int(exact.rounded(.up)), Int((exact * ratio).rounded(.up)))
    }

    /// The smallest relative change that would be found with the planned power, above 0.
    ///
    /// For rates the variance in the treatment moves with the change, so the equation is solved
    /// step by step.
    ///
    /// - Parameter controlCount: people in the control, above 0.
    /// - Returns: the change, or `nil` when no change upwards is large enough.
    public func smallestChange(controlCount: Double) -> Double? {
        guard controlCount > 0 else { return nil }
        let saved = 1 - correlation * correlation
        var change = 0.0
        for _ in 0..<200 {
            let variance = controlVariance + treatmentVariance(after: change) / ratio
            guard variance > 0 else { return nil }
            let next = distance * (variance * saved / controlCount).squareRoot() / abs(mean)
            if abs(next - change) <= 1e-13 * next {
                return isRate && mean * (1 + next) >= 1 ? nil : next
            }
            change = next
        }
        return isRate && mean * (1 + change) >= 1 ? nil : change
    }

    /// How long an experiment runs: whole weeks, because weekends differ from weekdays.
    ///
    /// - Parameters:
    ///   - people: how many all arms need together, at least 0.
    ///   - peoplePerDay: how many new ones come each day, above 0.
    /// - Returns: weeks, at least 1, or `nil` when nobody comes or it is more than 1,000 weeks.
    public static func weeks(people: Double, peoplePerDay: Double) -> Int? {
        guard people >= 0, peoplePerDay > 0 else { return nil }
        let weeks = ((people / peoplePerDay).rounded(.up) / 7).rounded(.up)
        return weeks <= 1000 ? max(1, Int(weeks)) : nil
    }
}
