#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// What is believed about an effect before the experiment: a normal distribution, or nothing.
public struct Prior: Hashable, Sendable {
    /// The expected effect, as a share of the control's mean.
    public let mean: Double
    /// The standard deviation, as a share of the control's mean; infinity when nothing is believed.
    public let deviation: Double

    /// States a belief; `deviation` must be above 0.
    public init(mean: Double, deviation: Double) {
        self.mean = mean
        self.deviation = deviation
    }

    /// Nothing is believed: every effect is as likely as any other.
    public static let flat = Prior(mean: 0, deviation: .infinity)
    /// Most changes move a metric by less than 10 percent.
    ///
    /// Estimates that shrink towards this belief come close to the truth on average, also when an
    /// experiment was stopped early.
    public static let usual = Prior(mean: 0, deviation: 0.1)
}

/// What is believed about an effect after the experiment: a normal distribution.
///
/// Source: the conjugate normal model with known variance.
public struct Posterior: Hashable, Sendable {
    /// The expected effect, on the effect's scale: the best guess.
    public let mean: Double
    /// Its standard deviation, above 0.
    public let deviation: Double

    /// Joins a belief with an estimate.
    ///
    /// - Throws: ``StatisticsError/outOfRange(_:)`` when the prior's deviation is not above 0,
    ///   ``StatisticsError/noBaseline`` when a belief in shares meets an absolute effect over 0.
    public init(_ effect: Effect, prior: Prior = .usual) throws(StatisticsError) {
        guard prior.deviation > 0 else {
            throw .outOfRange("The prior's deviation must be above 0")
        }
        guard prior.deviation.isFinite else {
            mean = effect.estimate
            deviation = effect.standardError
            return
        }
        let unit = effect.scale == .relative ? 1 : abs(effect.controlMean)
        guard unit > 0 else { throw .noBaseline }
        let believed = 1 / (prior.deviation * unit * (prior.deviation * unit))
        let measured = 1 / (effect.standardError * effect.standardError)
        let precision = believed + measured
        mean = (effect.estimate * measured + prior.mean * unit * believed) / precision
        deviation = 1 / precision.squareRoot()
    }

    /// The probability that the effect is above 0.
    public var chanceAbove: Double { NormalDistribution.lowerTail(mean / deviation) }
    /// The probability that the effect is below 0, computed by itself.
    public var chanceBelow: Double { NormalDistribution.upperTail(mean / deviation) }

    /// The range that contains the effect with the probability 1 - alpha.
    public func interval(alpha: Double) throws(StatisticsError) -> (lower: Double, upper: Double) {
        try checkAlpha(alpha)
        let reach = NormalDistribution.upperQuantile(alpha / 2) * deviation
        return (mean - reach, mean + reach)
    }

    /// What is gained on average by the part of the distribution above 0: E[max(effect, 0)].
    public var expectedAbove: Double { expectedPart(mean / deviation) }
    /// What is lost on average by the part below 0: E[max(-effect, 0)].
    public var expectedBelow: Double { expectedPart(-mean / deviation) }

    /// σ [z Φ(z) + φ(z)]; far out the two parts cancel, and a series in 1/z² takes over.
    private func expectedPart(_ z: Double) -> Double {
        if z > -8 {
            let part = z * NormalDistribution.lowerTail(z) + NormalDistribution.density(z)
            return deviation * part
        }
        return deviation * NormalDistribution.density(z) * Self.farPart(z * z)
    }

    /// 1/z² - 3/z⁴ + 15/z⁶ - …, summed as long as the terms shrink.
    private static func farPart(_ square: Double) -> Double {
        var term = 1 / square
        var sum = term
        var odd = 3.0
        while odd < square {
            let next = -term * odd / square
            if abs(next) < abs(sum) * 1e-17 { break }
            term = next
            sum += term
            odd += 2
        }
        return sum
    }
}
