import FlagModel

extension Flag {
    /// How people who count for experiments are split over the versions, in parts of each, in the
    /// order of the versions.
    ///
    /// A report of an application names the version, not the rule that gave it. So a split is known
    /// only where every rule that counts splits in the same way; then it is expected of everybody,
    /// whichever rule was theirs. Otherwise every part is 0, which stands for "not known": then
    /// nobody can be told that the split is broken, and no false alarm is raised. Customers who
    /// are named on the flag got their version by hand; they are left out of runs, and so do not
    /// matter here.
    ///
    /// - Returns: `nil` while nobody is given a version that counts.
    var experimentSplit: [Int]? {
        guard isEnabled, !isArchived else { return nil }
        let splits = (rules.map(\.serving) + [defaultRule]).map(weights).filter { parts in
            parts.contains { $0 > 0 }
        }
        guard let first = splits.first else { return nil }
        let isKnown = splits.allSatisfy { Self.isSame($0, first) }
        return isKnown ? first : first.map { _ in 0 }
    }

    /// The parts of the versions that an experiment would compare, the baseline's first.
    ///
    /// - Returns: two or more parts above 0; halves while the flag gives no such shares.
    func plannedWeights(baseline: String) -> [Int] {
        var on = self
        (on.isEnabled, on.isArchived) = (true, false)
        let split = on.experimentSplit ?? []
        let parts = zip(variations, split).filter { $0.1 > 0 }
        guard parts.count > 1, let first = parts.first(where: { $0.0.id == baseline }) else {
            return [1, 1]
        }
        return [first.1] + parts.filter { $0.0.id != baseline }.map { $0.1 }
    }

    /// The parts of a rule's shares that count for experiments.
    private func weights(of serving: Serving) -> [Int] {
        variations.map { variation in
            serving.shares.reduce(0) { sum, share in
                guard share.variationID == variation.id else { return sum }
                if countsEveryoneInExperiments { return sum + share.parts }
                return serving.isInExperiment ? sum + min(share.experimentParts, share.parts) : sum
            }
        }
    }

    /// Whether two splits are in the same proportion.
    private static func isSame(_ one: [Int], _ other: [Int]) -> Bool {
        let (whole, others) = (one.reduce(0, +), other.reduce(0, +))
        return zip(one, other).allSatisfy { $0 * others == $1 * whole }
    }
}
