#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Student's t distribution with any number of degrees of freedom, whole or not.
///
/// It is a beta distribution in disguise: t² / (ν + t²) has the shapes ½ and ν / 2.
/// Tails are within 1e-12 of the truth down to 1e-300.
public struct StudentDistribution: Hashable, Sendable {
    /// Degrees of freedom ν, greater than 0; infinity gives the normal distribution.
    public let degreesOfFreedom: Double

    /// Names a distribution, or `nil` when `degreesOfFreedom` is not greater than 0.
    public init?(degreesOfFreedom: Double) {
        guard degreesOfFreedom > 0 else { return nil }
        self.degreesOfFreedom = degreesOfFreedom
    }

    /// Above this many degrees of freedom the normal distribution is the same to 1e-13.
    private static let normalFrom = 1e17

    /// Both tails at `t`.
    public func tails(_ t: Double) -> Tails {
        guard !t.isNaN else { return .undefined }
        guard degreesOfFreedom < Self.normalFrom else { return NormalDistribution.tails(t) }
        guard t != 0 else { return Tails(lower: 0.5, upper: 0.5) }
        guard t.isFinite else { return t > 0 ? .allBelow : .allAbove }
        let square = t * t
        let total = degreesOfFreedom + square
        let outside = IncompleteBeta(
            a: degreesOfFreedom / 2,
            b: 0.5,
            x: degreesOfFreedom / total,
            y: square / total
        ).tails
        let far = 0.5 * outside.lower
        // Near the middle the larger part is a half and what lies between.
        let near = 0.5 + 0.5 * outside.upper
        return t > 0 ? Tails(lower: near, upper: far) : Tails(lower: far, upper: near)
    }

    /// The point with the probability `lower` at or below it.
    ///
    /// - Parameter lower: within 0...1, else the answer is not-a-number.
    /// - Returns: the point, within 1e-12 of the truth (relative).
    public func quantile(_ lower: Double) -> Double {
        guard lower >= 0, lower <= 1 else { return .nan }
        guard degreesOfFreedom < Self.normalFrom else { return NormalDistribution.quantile(lower) }
        let tail = lower < 0.5 ? lower : 1 - lower
        let centred = abs(lower - 0.5)
        guard centred > 0 else { return 0 }
        guard tail > 0 else { return lower < 0.5 ? -.infinity : .infinity }
        // Close to the middle the distance from it is what has digits, further out the tail.
        let side: BetaTail = centred < 0.25 ? .lower(2 * centred) : .upper(2 * tail)
        let logit = betaLogit(of: side, a: 0.5, b: degreesOfFreedom / 2)
        let distance = degreesOfFreedom.squareRoot() * exp(logit / 2)
        return lower < 0.5 ? -distance : distance
    }

    /// The point with the probability `upper` above it, exact where `1 - upper` is not.
    public func upperQuantile(_ upper: Double) -> Double { -quantile(upper) }
}
