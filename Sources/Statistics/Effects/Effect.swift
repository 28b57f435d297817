/// How a difference between two arms is stated.
public enum EffectScale: Hashable, Sendable {
    /// Treatment less control, in the metric's unit. Decisions are made on this scale.
    case absolute
    /// The same as a share of the control's mean. Its test statistic is lopsided for rare or
    /// heavy-tailed metrics, so it is for comparing with other programs; to show a percentage to
    /// people use ``Comparison/relativeRange(multiplier:)``.
    case relative
}

/// An estimated difference between two arms with its uncertainty.
public struct Effect: Hashable, Sendable {
    /// How the difference is stated.
    public let scale: EffectScale
    /// The difference, treatment less control.
    public let estimate: Double
    /// The standard error of the estimate, greater than 0.
    public let standardError: Double
    /// Degrees of freedom after Welch and Satterthwaite, from the variances of the arms.
    public let degreesOfFreedom: Double
    /// How many units both arms have together.
    public let count: Int
    /// The control's metric, without adjustment.
    public let controlMean: Double
    /// The treatment's metric, without adjustment.
    public let treatmentMean: Double
    /// How much of the past was taken off, for adjusted metrics; 0 when nothing was.
    public let slope: Double?
}
