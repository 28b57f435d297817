internal import FlagModel
internal import Statistics

/// One metric at one look: every version beside the baseline.
struct MetricLook {
    /// What decides, what must not get worse, what is looked at besides.
    let role: MetricResult.Role
    /// The metric.
    let metric: Experiment.Metric
    /// Each version's comparison, in the order of ``RunRule/versions``; `nil` while nothing can be
    /// said.
    let pairs: [VersionPair?]
    private let baseline: [MetricCounts]
    private let versions: [[MetricCounts]]
    /// What was fixed before.
    let rule: RunRule

    /// Reads a metric out of a standing.
    ///
    /// - Parameters:
    ///   - index: the metric's place in ``FlagModel/Experiment/metrics``.
    ///   - standing: the moment.
    ///   - rule: what was fixed before.
    init(_ index: Int, at standing: Standing, _ rule: RunRule) {
        self.rule = rule
        let metric = rule.plan.metrics[index]
        self.metric = metric
        role = rule.plan.role(ofMetric: index)
        let baseline = rule.baseline.map { standing.counts(of: index, in: $0) } ?? []
        self.baseline = baseline
        versions = rule.versions.map { standing.counts(of: index, in: $0) }
        pairs = versions.map { VersionPair(of: metric, control: baseline, treatment: $0) }
    }

    var goal: Goal { metric.higherIsBetter ? .more : .less }

    /// The fewest customers of any version who did what is measured.
    var fewestActive: Int {
        ([baseline] + versions).map { $0.reduce(0) { $0 + $1.active } }.min() ?? 0
    }

    /// How many each version needs before a good answer is given.
    var neededActive: Int {
        switch metric.measure {
        case .conversion, .retention: 25
        case .numeric, .ratio: 100
        }
    }

    /// What is known about a version as a guardrail; `nil` for other metrics.
    func safety(of version: Int, at moment: Moment) -> VersionResult.Safety? {
        guard role == .guardrail else { return nil }
        guard moment >= rule.pairCountSince, let effect = pairs[version]?.absolute,
            let guardrail = try? Guardrail(
                goal: goal,
                margin: metric.marginShare,
                plannedCount: rule.pairCount
            )
        else { return .unknown }
        switch try? guardrail.status(of: effect) {
        case .harmed: return .harmed
        case .safe: return .safe
        case .unknown, nil: return .unknown
        }
    }

    /// The baseline, as it was measured.
    func baselineResult(_ counts: ExperimentCounts) -> ArmResult {
        arm(
            baseline,
            named: rule.plan.baselineVariationID,
            over: pairs.lazy.compactMap { $0 }.first?.controlMean
        )
    }

    /// A version, as it was measured.
    func versionArm(_ version: Int, _ counts: ExperimentCounts) -> ArmResult {
        arm(
            versions[version],
            named: counts.variationIDs[rule.versions[version]],
            over: pairs[version]?.treatmentMean
        )
    }

    /// One arm over all periods; after a change of the split its value is the one that is compared.
    private func arm(_ parts: [MetricCounts], named id: String, over stratified: Double?)
        -> ArmResult
    {
        var all = MetricCounts.nobody
        for part in parts { all.merge(part) }
        return ArmResult(
            variationID: id,
            people: all.sums.count,
            active: all.active,
            value: stratified ?? all.value(of: metric)
        )
    }
}

extension VersionPair {
    /// The baseline's metric over all periods, weighed as it is compared; `nil` for one split.
    fileprivate var controlMean: Double? { isStratified ? absolute.controlMean : nil }

    /// The same of the version.
    fileprivate var treatmentMean: Double? { isStratified ? absolute.treatmentMean : nil }
}

extension Experiment {
    /// What a metric is for, by its place in ``metrics``.
    func role(ofMetric index: Int) -> MetricResult.Role {
        if index == 0 { return .primary }
        return index <= guardrails.count ? .guardrail : .other
    }
}

extension Experiment.Metric {
    /// The margin as a share of the baseline: 0.01 is 1 %.
    var marginShare: Double { Double(max(margin, 0)) / 10_000 }
}
