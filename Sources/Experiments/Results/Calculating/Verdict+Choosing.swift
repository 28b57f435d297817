internal import FlagModel

extension Verdict {
    /// What a verdict is chosen from.
    struct Evidence {
        /// Customers who count.
        let people: Int
        /// How they were split.
        let split: SplitResult
        /// Every metric.
        let metrics: [MetricResult]
        /// Why it is too early for a good answer; `nil` when it is not.
        let tooEarly: TooEarly?
        /// The smallest change that matters, as a share of the baseline.
        let smallestChange: Double
    }

    /// Full days that every weekday takes part in.
    static let fullWeek = 7

    /// Chooses the first verdict that applies.
    init(_ evidence: Evidence) {
        let split = evidence.split
        if evidence.people == 0, split.mixed == 0 {
            self = .nothingArrived
        } else if split.isBroken {
            self = .unevenSplit
        } else if SplitResult.isTooMixed(split.mixed, of: evidence.people) {
            self = .mixedCustomers
        } else {
            self = Self.answer(evidence)
        }
    }

    /// The verdict of numbers that can be trusted.
    private static func answer(_ evidence: Evidence) -> Verdict {
        let versions = evidence.metrics.first?.versions ?? []
        let harms = versions.indices.map { evidence.guardrail(that: .harmed, version: $0) }
        let better = versions.indices.filter { versions[$0].outcome == .better }
            .sorted { evidence.benefit(of: $0) > evidence.benefit(of: $1) }
        let sound = better.filter { harms[$0] == nil }
        if sound.isEmpty || evidence.tooEarly != nil {
            let harmed =
                better.first { harms[$0] != nil } ?? versions.indices.first { harms[$0] != nil }
            if let harmed, let guardrail = harms[harmed] {
                let id = versions[harmed].arm.variationID
                return .guardrailHarmed(variationID: id, guardrail: guardrail)
            }
        }
        if better.isEmpty, let worse = versions.first(where: { $0.outcome == .worse }) {
            return .loss(variationID: worse.arm.variationID)
        }
        if let tooEarly = evidence.tooEarly { return .tooEarly(tooEarly) }
        return evidence.best(of: sound)
            ?? (evidence.isWithoutDifference ? .noDifference : .undecided)
    }
}

extension Verdict.Evidence {
    /// The first guardrail with a status for a version.
    fileprivate func guardrail(that safety: VersionResult.Safety, version: Int) -> Int? {
        metrics.indices.first {
            metrics[$0].role == .guardrail && metrics[$0].versions[version].safety == safety
        }
    }

    /// How much better a version is, by the best guess.
    fileprivate func benefit(of version: Int) -> Double {
        guard let primary = metrics.first else { return 0 }
        let result = primary.versions[version]
        let guess = result.difference?.bestGuess ?? 0
        return primary.metric.higherIsBetter ? guess : -guess
    }

    /// The best version, one whose guardrails are all safe before one where that is not known yet.
    fileprivate func best(of versions: [Int]) -> Verdict? {
        let unknown = versions.map { guardrail(that: .unknown, version: $0) }
        guard let results = metrics.first?.versions, let first = versions.first else { return nil }
        if let index = unknown.firstIndex(of: nil) {
            return .win(variationID: results[versions[index]].arm.variationID)
        }
        return .guardrailUnknown(
            variationID: results[first].arm.variationID,
            guardrail: unknown.first.flatMap { $0 } ?? 0
        )
    }

    /// Whether no version can differ from the baseline by as much as matters.
    fileprivate var isWithoutDifference: Bool {
        guard let versions = metrics.first?.versions, !versions.isEmpty else { return false }
        return versions.allSatisfy { version in
            guard let change = version.change else { return false }
            return change.lower > -smallestChange && change.upper < smallestChange
        }
    }
}
