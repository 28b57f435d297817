/// Which differences a test looks for.
public enum Sides: Hashable, Sendable {
    /// Both: is there any difference?
    case both
    /// Is the treatment above the control?
    case greater
    /// Is the treatment below the control?
    case lesser
}

/// The outcome of a test: how surprising the difference is, and which differences are still
/// possible.
public struct TestResult: Hashable, Sendable {
    /// The smallest alpha at which the test would say yes, within 0...1.
    public let pValue: Double
    /// The smallest difference still possible; minus infinity for a test for lesser.
    public let lower: Double
    /// The largest difference still possible; infinity for a test for greater.
    public let upper: Double

    /// Places an interval around an estimate.
    init(pValue: Double, estimate: Double, reach: Double, sides: Sides) {
        self.pValue = pValue
        lower = sides == .lesser ? -.infinity : estimate - reach
        upper = sides == .greater ? .infinity : estimate + reach
    }
}

func checkAlpha(_ alpha: Double) throws(StatisticsError) {
    guard alpha > 0, alpha < 1 else { throw .outOfRange("Alpha must be between 0 and 1") }
}
