/// A metric that must not get worse, with how much worse would still be acceptable.
public struct Guardrail: Hashable, Sendable {
    /// What is known about it.
    public enum Status: Hashable, Sendable {
        /// It got worse.
        case harmed
        /// It got worse by less than the margin, if at all.
        case safe
        /// Both are still possible.
        case unknown
    }

    /// Which way the metric should go.
    public let goal: Goal
    /// The loss that would be acceptable, as a share of the control's mean, at least 0.
    public let margin: Double
    /// How often harm or safety may ever be claimed wrongly, each.
    public let alpha: Double
    private let alwaysValid: AlwaysValid

    /// Plans to watch a metric.
    ///
    /// - Parameters:
    ///   - goal: which way it should go.
    ///   - margin: the acceptable loss as a share of the control's mean.
    ///   - plannedCount: how many people both arms are planned to have together.
    ///   - alpha: how often each answer may be wrong.
    /// - Throws: ``StatisticsError/outOfRange(_:)`` for a margin below 0, a count not above 0 or an
    ///   alpha that is not between 0 and 0.5.
    public init(
        goal: Goal,
        margin: Double = 0.01,
        plannedCount: Double,
        alpha: Double = 0.05
    ) throws(StatisticsError) {
        guard margin >= 0, margin.isFinite else {
            throw .outOfRange("The acceptable loss must be at least 0")
        }
        guard alpha > 0, alpha < 0.5 else {
            throw .outOfRange("Alpha of one side must be between 0 and 0.5")
        }
        alwaysValid = try AlwaysValid(tuning: plannedCount)
        self.goal = goal
        self.margin = margin
        self.alpha = alpha
    }

    /// Judges an effect on the absolute scale; it may be looked at as often as one likes.
    ///
    /// - Throws: ``StatisticsError/outOfRange(_:)`` for a relative effect.
    public func status(of effect: Effect) throws(StatisticsError) -> Status {
        guard effect.scale == .absolute else {
            throw .outOfRange("Decisions are made about differences, not about percentages")
        }
        let reach =
            effect.standardError
            * alwaysValid.multiplier(count: Double(effect.count), alpha: alpha, sides: .greater)
        let benefit = effect.estimate * goal.sign
        if benefit + reach < 0 { return .harmed }
        return benefit - reach > -margin * abs(effect.controlMean) ? .safe : .unknown
    }
}
