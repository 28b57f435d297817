/// The chi-square distribution: how large a sum of squared surprises gets by chance.
public struct ChiSquareDistribution: Hashable, Sendable {
    /// Degrees of freedom, greater than 0.
    public let degreesOfFreedom: Double

    /// Names a distribution, or `nil` when `degreesOfFreedom` is not greater than 0.
    public init?(degreesOfFreedom: Double) {
        guard degreesOfFreedom > 0, degreesOfFreedom.isFinite else { return nil }
        self.degreesOfFreedom = degreesOfFreedom
    }

    /// Both tails at `x`.
    public func tails(_ x: Double) -> Tails {
        incompleteGamma(shape: degreesOfFreedom / 2, at: x / 2)
    }
}
