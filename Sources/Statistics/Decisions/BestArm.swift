/// Which of several arms is best, from what is believed about the mean of each.
public struct BestArm: Hashable, Sendable {
    /// The expected mean of each arm.
    public let means: [Double]
    /// The variance of that belief, each above 0.
    public let variances: [Double]

    /// Joins a belief about every arm's mean with what was measured.
    ///
    /// - Parameters:
    ///   - arms: mean and variance of a value, and how many there are.
    ///   - priorMean: the expected mean before.
    ///   - priorVariance: the variance of that belief, above 0; infinity for none.
    /// - Throws: ``StatisticsError/noVariation`` when an arm has no spread or nobody,
    ///   ``StatisticsError/outOfRange(_:)`` for a prior variance that is not above 0.
    public init(
        _ arms: [JointMoments],
        priorMean: Double,
        priorVariance: Double
    ) throws(StatisticsError) {
        guard priorVariance > 0 else {
            throw .outOfRange("The prior's variance must be above 0")
        }
        var means: [Double] = []
        var variances: [Double] = []
        for arm in arms {
            let spread = arm.covariance(0, 0)
            guard spread > 0 else { throw .noVariation }
            let measured = Double(arm.count) / spread
            let precision = measured + 1 / priorVariance
            means.append((arm.means[0] * measured + priorMean / priorVariance) / precision)
            variances.append(1 / precision)
        }
        self.means = means
        self.variances = variances
    }

    /// The probability that each arm has the largest mean, by quadrature: the same every time.
    ///
    /// The integral over one arm's mean of the probability that all others are below. It is cut
    /// where the others' distributions rise, and each piece is integrated by Gauss and Legendre's
    /// rule.
    ///
    /// - Complexity: O(*arms*³), about a millisecond for five.
    public func probabilities() -> [Double] {
        means.indices.map { probability(of: $0) }
    }

    private func probability(of arm: Int) -> Double {
        let deviation = variances[arm].squareRoot()
        let others = means.indices.filter { $0 != arm }
        var edges = (-40...40).map { Double($0) / 2 }
        for other in others {
            let centre = (means[other] - means[arm]) / deviation
            let width = variances[other].squareRoot() / deviation
            edges += (-8...8).map { centre + Double($0) * width }
        }
        let pieces = edges.filter { abs($0) <= 20 }.sorted()
        var sum = 0.0
        for (low, high) in zip(pieces, pieces.dropFirst()) where high > low {
            sum += GaussLegendre.integral(from: low, to: high) { place in
                others.reduce(NormalDistribution.density(place)) { product, other in
                    let above = means[arm] + deviation * place - means[other]
                    let z = above / variances[other].squareRoot()
                    return product * NormalDistribution.lowerTail(z)
                }
            }
        }
        return min(max(sum, 0), 1)
    }

    /// How much traffic each arm should get: as probable as it is best, but at least a floor.
    ///
    /// - Parameter floor: the least share, at least 0 and at most 1 / arms.
    /// - Returns: shares in the order of the arms, which add up to 1.
    public func weights(floor: Double = 0.01) -> [Double] {
        let rest = max(0, 1 - floor * Double(means.count))
        return probabilities().map { floor + rest * $0 }
    }
}
