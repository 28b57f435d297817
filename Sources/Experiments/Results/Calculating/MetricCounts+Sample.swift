internal import FlagModel
internal import Statistics

extension MetricCounts {
    /// Nobody yet.
    static let nobody = MetricCounts(sums: ExactSums(), active: 0)

    /// Takes in the customers of another part.
    mutating func merge(_ part: MetricCounts) {
        sums.merge(part.sums)
        if let other = part.capped {
            // Nobody is the same with and without a cap.
            if capped == nil, sums.count == part.sums.count { capped = ExactSums() }
            capped?.merge(other)
            cap = cap ?? part.cap
        } else if part.sums.count > 0 {
            (capped, cap) = (nil, nil)
        }
        active += part.active
    }

    /// The sums that decide: the capped ones where there are some and the plan wants them.
    func decisive(for metric: Experiment.Metric) -> ExactSums {
        metric.isCapped ? capped ?? sums : sums
    }

    /// The metric over these customers: a share, an average or a quotient; `nil` for nobody.
    func value(of metric: Experiment.Metric) -> Double? {
        let sums = decisive(for: metric)
        if case .ratio = metric.measure {
            return sums.other == 0 ? nil : Double(sums.value) / Double(sums.other)
        }
        guard sums.count > 0 else { return nil }
        return Double(sums.value) / Double(ExactSums.unit) / Double(sums.count)
    }

    /// Whether something from before the experiment is known of these customers.
    func hasPast(for metric: Experiment.Metric) -> Bool {
        if case .ratio = metric.measure { return false }
        return decisive(for: metric).otherSquare != 0
    }

    /// The customers as one arm of a comparison.
    ///
    /// - Parameters:
    ///   - metric: how their totals are read.
    ///   - usesPast: whether what they did before explains a part of what they do now.
    /// - Returns: a sample, also of nobody.
    func sample(of metric: Experiment.Metric, usesPast: Bool) -> ArmSample {
        let sums = decisive(for: metric)
        if case .ratio = metric.measure { return .ratio(sums.jointMoments((.amount, .amount))) }
        if usesPast { return .adjustedMean(sums.jointMoments((.amount, .amount))) }
        return .mean(sums.moments(metric.measure == .numeric ? .amount : .yesOrNo))
    }
}
