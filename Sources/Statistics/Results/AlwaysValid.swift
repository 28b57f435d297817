#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The test that may be looked at as often as one likes: all of its intervals together contain the
/// truth with the probability 1 - alpha.
///
/// Source: asymptotic confidence sequences with a normal mixture (Waudby-Smith, Arbour, Sinha,
/// Kennedy and Ramdas, arXiv 2103.06476; the mixture after Howard and others, 1810.08240).
public struct AlwaysValid: Hashable, Sendable {
    /// For how many units of both arms together the interval is narrowest.
    ///
    /// To be set before the start, to the planned number: too small costs little, too large ruins
    /// the power.
    public let tuning: Double

    /// Tunes the intervals.
    ///
    /// - Throws: ``StatisticsError/outOfRange(_:)`` unless `tuning` is above 0.
    public init(tuning: Double) throws(StatisticsError) {
        guard tuning > 0, tuning.isFinite else {
            throw .outOfRange("The planned number of people must be above 0")
        }
        self.tuning = tuning
    }

    /// ρ²: how concentrated the mixture is, so that the interval is narrowest at the tuned count.
    ///
    /// - Parameter alpha: of two sides; twice as much for one.
    /// - Returns: ρ² in 1 / units.
    public func concentration(alpha: Double) -> Double {
        (-2 * log(alpha) + log(1 - 2 * log(alpha))) / tuning
    }

    /// How many standard errors the interval reaches to each side.
    ///
    /// - Parameters:
    ///   - count: units of both arms together, above 0.
    ///   - alpha: how often the intervals may miss the truth even once, between 0 and 1 (0.5 for
    ///     one side).
    ///   - sides: which differences count.
    /// - Returns: a factor above 0 for the standard error.
    public func multiplier(count: Double, alpha: Double, sides: Sides = .both) -> Double {
        let information = count * concentration(alpha: sides == .both ? alpha : 2 * alpha)
        let width = information + 1
        let root = width.squareRoot()
        let edge = sides == .both ? log(root / alpha) : log1p(root / (2 * alpha))
        return (2 * width * edge / information).squareRoot()
    }

    /// Tests an effect against none.
    ///
    /// - Parameters:
    ///   - effect: what was estimated.
    ///   - alpha: how often an effect may ever be claimed where there is none, between 0 and 1, and
    ///     below 0.5 for one side.
    ///   - sides: which differences count.
    /// - Returns: how surprising the effect is, and the interval of this look.
    /// - Throws: ``StatisticsError/outOfRange(_:)`` for alpha.
    public func test(
        _ effect: Effect,
        alpha: Double,
        sides: Sides = .both
    ) throws(StatisticsError) -> TestResult {
        try checkAlpha(alpha)
        guard sides == .both || alpha < 0.5 else {
            throw .outOfRange("Alpha of one side must be below 0.5")
        }
        let count = Double(effect.count)
        return TestResult(
            pValue: pValue(effect, alpha: alpha, sides: sides),
            estimate: effect.estimate,
            reach: multiplier(count: count, alpha: alpha, sides: sides) * effect.standardError,
            sides: sides
        )
    }

    /// The alpha whose interval just touches 0, with the concentration of `alpha` kept.
    private func pValue(_ effect: Effect, alpha: Double, sides: Sides) -> Double {
        let rho = concentration(alpha: sides == .both ? alpha : 2 * alpha)
        let information = Double(effect.count) * rho
        let width = information + 1
        let z = effect.estimate / effect.standardError
        let exponent = z * z * information / (2 * width)
        switch sides {
        case .both:
            return min(1, width.squareRoot() * exp(-exponent))
        case .greater, .lesser:
            guard sides == .greater ? z > 0 : z < 0 else { return 1 }
            return min(1, width.squareRoot() / (2 * expm1(exponent)))
        }
    }
}
