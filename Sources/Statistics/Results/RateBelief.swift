#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// What is believed about a rate after counting who said yes, without any normal distribution.
///
/// A check of ``Posterior`` for rare conversions, where a normal distribution is not yet near.
/// Source: the conjugate beta distribution with the prior of Jeffreys, Beta(½, ½).
public struct RateBelief: Hashable, Sendable {
    /// What is believed about the rate.
    public let distribution: BetaDistribution

    /// Joins the prior with counts.
    ///
    /// - Parameters:
    ///   - yes: how many said yes.
    ///   - count: how many were asked, at most 10^8.
    /// - Throws: ``StatisticsError/outOfRange(_:)`` unless 0 <= `yes` <= `count` <= 10^8.
    public init(yes: Int, of count: Int) throws(StatisticsError) {
        guard yes >= 0, yes <= count,
            let distribution = BetaDistribution(
                alpha: Double(yes) + 0.5,
                beta: Double(count - yes) + 0.5
            )
        else {
            throw .outOfRange("Counts must be at least 0 and at most a hundred million")
        }
        self.distribution = distribution
    }

    /// The probability that this rate is above another one, by quadrature.
    ///
    /// Integrated over the logit of this rate, in which its density is smooth and falls off on both
    /// sides.
    ///
    /// - Parameter other: what is believed about the other rate.
    /// - Returns: a probability, within 1e-10.
    public func chanceAbove(_ other: RateBelief) -> Double {
        let (a, b) = (distribution.alpha, distribution.beta)
        let centre = log(a / b)
        // With half a yes the density falls as e^(u/2): 80 logits down it is 1e-17.
        let width = (1 / a + 1 / b).squareRoot()
        let others = log(other.distribution.alpha / other.distribution.beta)
        let otherWidth =
            (1 / other.distribution.alpha + 1 / other.distribution.beta).squareRoot()
        var edges = [centre - 80, centre + 80]
        for step in -40...40 {
            edges.append(centre + Double(step) * width / 2)
            edges.append(others + Double(step) * otherWidth / 2)
        }
        let low = max(centre - 80, -700)
        let high = min(centre + 80, 700)
        let pieces = edges.map { min(max($0, low), high) }.sorted()
        var sum = 0.0
        for (from, to) in zip(pieces, pieces.dropFirst()) where to > from {
            sum += GaussLegendre.integral(from: from, to: to) { logit in
                let x = 1 / (1 + exp(-logit))
                let y = 1 / (1 + exp(logit))
                let own = IncompleteBeta(a: a, b: b, x: x, y: y).factor
                guard own > 0 else { return 0 }
                let (otherA, otherB) = (other.distribution.alpha, other.distribution.beta)
                return own * IncompleteBeta(a: otherA, b: otherB, x: x, y: y).tails.lower
            }
        }
        return min(max(sum, 0), 1)
    }
}
