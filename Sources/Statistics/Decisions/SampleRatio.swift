#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Whether people were split as they should have been; when not, no other number can be trusted.
public struct SampleRatio: Hashable, Sendable {
    /// How many people each arm should get, as shares that add up to 1; arms with 0 are left out.
    public let shares: [Double]

    /// States the intended split.
    ///
    /// - Parameter weights: one for each arm, at least 0, in any unit.
    /// - Throws: ``StatisticsError/outOfRange(_:)`` unless two or more weights are above 0.
    public init(weights: [Double]) throws(StatisticsError) {
        let total = weights.reduce(0, +)
        guard weights.allSatisfy({ $0 >= 0 && $0.isFinite }), weights.count(where: { $0 > 0 }) > 1
        else {
            throw .outOfRange("A split needs two or more arms with a share above 0")
        }
        shares = weights.map { $0 / total }
    }

    /// The chi-square statistic Σ (O - E)² / E of the arms with a share (Pearson 1900), and its
    /// p-value.
    ///
    /// Right when looked at once. `statistic` can be added up over periods with different splits.
    ///
    /// - Parameter counts: people in each arm, in the order of the weights.
    /// - Returns: the statistic, its degrees of freedom, and how often chance makes it as large.
    public func chiSquare(_ counts: [Int]) -> (
        statistic: Double, degreesOfFreedom: Int, pValue: Double
    ) {
        let arms = zip(counts, shares).filter { $0.1 > 0 }
        let total = Double(arms.reduce(0) { $0 + $1.0 })
        let degrees = arms.count - 1
        guard total > 0 else { return (0, degrees, 1) }
        let statistic = arms.reduce(0.0) { sum, arm in
            let expected = total * arm.1
            return sum + (Double(arm.0) - expected) * (Double(arm.0) - expected) / expected
        }
        let upper = ChiSquareDistribution(degreesOfFreedom: Double(degrees))?.tails(statistic).upper
        return (statistic, degrees, upper ?? 1)
    }

    /// The logarithm of the evidence for another split, which may be looked at as often as one
    /// likes.
    ///
    /// The probability of the counts when the split is spread around the intended one (a Dirichlet
    /// distribution) against that of the intended split. It exceeds 1 / alpha ever with at most the
    /// probability alpha. Source: Lindon and Malek 2020, anytime-valid multinomial tests.
    ///
    /// - Parameters:
    ///   - counts: people in each arm, in the order of the weights.
    ///   - concentration: how close to the intended split the others are; 100 finds 52 instead of
    ///     50 % with 28,000 people almost always.
    /// - Returns: the natural logarithm of the quotient; 0 when nobody is there.
    public func logEvidence(_ counts: [Int], concentration: Double = 100) -> Double {
        let arms = zip(counts, shares).filter { $0.1 > 0 }
        let total = arms.reduce(0) { $0 + $1.0 }
        let start = logGamma(concentration) - logGamma(concentration + Double(total))
        return arms.reduce(start) { sum, arm in
            let prior = concentration * arm.1
            let count = Double(arm.0)
            return sum + logGamma(prior + count) - logGamma(prior) - count * log(arm.1)
        }
    }

    /// Whether the evidence is strong enough to distrust the experiment.
    ///
    /// - Parameters:
    ///   - counts: people in each arm, in the order of the weights.
    ///   - alpha: how often an experiment with the right split may ever be distrusted.
    /// - Returns: whether to distrust it.
    public func isBroken(_ counts: [Int], alpha: Double = 0.01) -> Bool {
        logEvidence(counts) >= -log(alpha)
    }
}
