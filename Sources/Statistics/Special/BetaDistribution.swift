#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The beta distribution: what is known about a rate after `alpha` successes and `beta` failures.
///
/// Tails are within 1e-12 of the truth (3e-12 when a shape is above 1e5), down to 1e-300.
public struct BetaDistribution: Hashable, Sendable {
    /// The first shape, greater than 0 and at most 1e8.
    public let alpha: Double
    /// The second shape, greater than 0 and at most 1e8.
    public let beta: Double

    /// Names a distribution, or `nil` when a shape is not within its limits.
    public init?(alpha: Double, beta: Double) {
        guard alpha > 0, beta > 0, alpha <= 1e8, beta <= 1e8 else { return nil }
        self.alpha = alpha
        self.beta = beta
    }

    /// Both tails at `x`; points outside 0...1 have everything on one side.
    public func tails(_ x: Double) -> Tails {
        guard !x.isNaN else { return .undefined }
        guard x > 0 else { return .allAbove }
        guard x < 1 else { return .allBelow }
        return IncompleteBeta(a: alpha, b: beta, x: x, y: 1 - x).tails
    }

    /// The point with the probability `lower` at or below it.
    ///
    /// - Parameter lower: within 0...1, else the answer is not-a-number.
    /// - Returns: the point, within 1e-12 of the truth (relative).
    public func quantile(_ lower: Double) -> Double {
        guard lower >= 0, lower <= 1 else { return .nan }
        guard lower > 0 else { return 0 }
        guard lower < 1 else { return 1 }
        let tail: BetaTail = lower <= 0.5 ? .lower(lower) : .upper(1 - lower)
        let logit = betaLogit(of: tail, a: alpha, b: beta)
        return 1 / (1 + exp(-logit))
    }
}

/// One tail of a beta distribution, given by its probability.
enum BetaTail {
    case lower(Double)
    case upper(Double)
}

/// Where a tail begins, as log(x / (1 - x)).
///
/// In that variable the logarithm of either tail is concave, so Newton's method, kept between
/// bounds, cannot be led astray; and points near 0 and near 1 keep all of their digits.
func betaLogit(of tail: BetaTail, a: Double, b: Double) -> Double {
    switch tail {
    case .lower(let probability): return lowerLogit(probability, a: a, b: b)
    case .upper(let probability): return -lowerLogit(probability, a: b, b: a)
    }
}

private func lowerLogit(_ probability: Double, a: Double, b: Double) -> Double {
    let goal = log(probability)
    var bounds = (low: -Double.infinity, high: Double.infinity)
    var logit = log(a / b) + NormalDistribution.quantile(probability) * (1 / a + 1 / b).squareRoot()
    for _ in 0..<200 {
        let point = pointWithLogit(logit, a: a, b: b)
        let lower = point.tails.lower
        let miss = log(lower) - goal
        if miss > 0 { bounds.high = logit } else { bounds.low = logit }
        var next = logit - miss * (lower / point.factor)
        if !next.isFinite || next <= bounds.low || next >= bounds.high {
            next = between(bounds, from: logit, upwards: miss <= 0)
        }
        let change = abs(next - logit)
        logit = next
        if change <= 4e-16 * Swift.max(1, abs(logit)) { break }
    }
    return logit
}

/// A step that stays within the bounds, or doubles the distance while there are none.
private func between(
    _ bounds: (low: Double, high: Double),
    from logit: Double,
    upwards: Bool
) -> Double {
    if bounds.low.isFinite, bounds.high.isFinite { return (bounds.low + bounds.high) / 2 }
    return upwards ? logit + 1 + abs(logit) : logit - 1 - abs(logit)
}

private func pointWithLogit(_ logit: Double, a: Double, b: Double) -> IncompleteBeta {
    IncompleteBeta(a: a, b: b, x: 1 / (1 + exp(-logit)), y: 1 / (1 + exp(logit)))
}
