/// The ordinary test: right when looked at once, at a moment chosen before the start.
///
/// Source: Welch 1947, Student's t with the degrees of freedom of two unequal variances.
public enum FixedHorizon {
    /// Tests an effect against none.
    ///
    /// - Parameters:
    ///   - effect: what was estimated.
    ///   - alpha: how often an effect may be claimed where there is none, between 0 and 1.
    ///   - sides: which differences count.
    /// - Returns: how surprising the effect is, and the interval with the confidence 1 - alpha.
    /// - Throws: ``StatisticsError/outOfRange(_:)`` for alpha.
    public static func test(
        _ effect: Effect,
        alpha: Double,
        sides: Sides = .both
    ) throws(StatisticsError) -> TestResult {
        try checkAlpha(alpha)
        guard let student = StudentDistribution(degreesOfFreedom: effect.degreesOfFreedom) else {
            throw .noVariation
        }
        let tails = student.tails(effect.estimate / effect.standardError)
        let multiplier = student.upperQuantile(sides == .both ? alpha / 2 : alpha)
        let pValue =
            switch sides {
            case .both: min(1, 2 * min(tails.lower, tails.upper))
            case .greater: tails.upper
            case .lesser: tails.lower
            }
        return TestResult(
            pValue: pValue,
            estimate: effect.estimate,
            reach: multiplier * effect.standardError,
            sides: sides
        )
    }
}
