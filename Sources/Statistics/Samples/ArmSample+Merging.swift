extension ArmSample {
    /// The sums of everybody; `nil` for quantiles, which have none.
    var moments: JointMoments? {
        switch self {
        case .mean(let moments), .ratio(let moments), .adjustedMean(let moments),
            .adjustedRatio(let moments):
            moments
        case .quantile: nil
        }
    }

    /// Both samples as one, such as those of two days.
    ///
    /// - Parameter other: measured in the same way.
    /// - Returns: the sample of everybody.
    /// - Throws: ``StatisticsError/differentMetrics`` when it was not, and for quantiles.
    public func merged(with other: ArmSample) throws(StatisticsError) -> ArmSample {
        guard var moments, let others = other.moments, moments.kinds == others.kinds else {
            throw .differentMetrics
        }
        moments.merge(others)
        switch (self, other) {
        case (.mean, .mean): return .mean(moments)
        case (.ratio, .ratio): return .ratio(moments)
        case (.adjustedMean, .adjustedMean): return .adjustedMean(moments)
        case (.adjustedRatio, .adjustedRatio): return .adjustedRatio(moments)
        default: throw .differentMetrics
        }
    }
}
