#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A range of differences as shares of the control's metric: 0.1 is 10 % more.
public struct RelativeRange: Hashable, Sendable {
    /// The smallest share, never below -1 for metrics that cannot be negative.
    public var lower: Double
    /// The largest share.
    public var upper: Double

    /// Names a range.
    public init(lower: Double, upper: Double) {
        self.lower = lower
        self.upper = upper
    }

    /// The range of a relative effect on the scale of the quotient's logarithm.
    ///
    /// ln(1 + d) ± multiplier · standard error, and taken back. It is
    /// `nil` unless both metrics are above 0.
    ///
    /// - Parameters:
    ///   - effect: on the relative scale.
    ///   - multiplier: how many standard errors to each side, above 0.
    public init?(around effect: Effect, multiplier: Double) {
        guard effect.scale == .relative, effect.controlMean > 0, effect.estimate > -1 else {
            return nil
        }
        let reach = multiplier * effect.standardError / (1 + effect.estimate)
        let centre = log1p(effect.estimate)
        self.init(lower: expm1(centre - reach), upper: expm1(centre + reach))
    }

    /// The range clipped so that it says the same about 0 as the decision on the absolute scale.
    ///
    /// The two scales can differ in rare cases; people must never see a range that contradicts its
    /// verdict.
    ///
    /// - Parameter direction: the side that was decided, or `nil` when the difference may be 0.
    /// - Returns: a range with 0 inside exactly when nothing was decided, or at its edge.
    public func agreeing(with direction: Direction?) -> RelativeRange {
        switch direction {
        case .above: RelativeRange(lower: max(lower, 0), upper: max(upper, 0))
        case .below: RelativeRange(lower: min(lower, 0), upper: min(upper, 0))
        case nil: RelativeRange(lower: min(lower, 0), upper: max(upper, 0))
        }
    }
}

/// On which side of 0 a difference is.
public enum Direction: Hashable, Sendable {
    /// The treatment is above the control.
    case above
    /// The treatment is below the control.
    case below
}

extension Comparison {
    /// The range to show in percent, or `nil` when it cannot be stated in percent yet.
    ///
    /// The logarithm of the quotient where both arms are positive, else Fieller's interval. Both
    /// keep their coverage where the plain relative difference is lopsided.
    ///
    /// - Parameter multiplier: how many standard errors to each side, above 0: of Student's t for a
    ///   single look, of ``AlwaysValid`` while the experiment runs.
    /// - Returns: the range in shares of the control's metric.
    /// - Throws: as ``effect(_:)`` for a relative effect.
    public func relativeRange(multiplier: Double) throws(StatisticsError) -> RelativeRange? {
        let relative = try effect(.relative)
        if let range = RelativeRange(around: relative, multiplier: multiplier) { return range }
        return try fiellerRange(multiplier: multiplier)
    }

    /// Fieller's interval for the difference divided by the control's metric (Fieller 1954).
    ///
    /// All shares q for which the difference less q times the control is within `multiplier` of its
    /// own standard error of 0. Without a bound when the control itself may be 0: then `nil`.
    ///
    /// - Parameter multiplier: how many standard errors to each side, above 0.
    /// - Returns: the range in shares of the control's metric.
    /// - Throws: as ``effect(_:)``.
    public func fiellerRange(multiplier: Double) throws(StatisticsError) -> RelativeRange? {
        let difference = try effect(.absolute)
        guard difference.controlMean != 0 else { throw .noBaseline }
        let control = controlArm
        let baseVariance = control.moments.variance(of: control.outcome) / control.units
        let shared =
            -control.moments.covariance(of: control.outcome, with: control.gradient(slope: slope))
            / control.units
        let square = multiplier * multiplier
        let leading = control.value * control.value - square * baseVariance
        guard leading > 0 else { return nil }
        let variance = difference.standardError * difference.standardError
        let middle = difference.estimate * control.value - square * shared
        let last = difference.estimate * difference.estimate - square * variance
        let root = max(middle * middle - leading * last, 0).squareRoot()
        let ends = [(middle - root) / leading, (middle + root) / leading]
        // A share of a negative control is counted upwards.
        return control.value > 0
            ? RelativeRange(lower: ends[0], upper: ends[1])
            : RelativeRange(lower: -ends[1], upper: -ends[0])
    }
}
