extension Flag {
    /// What the step from an earlier version does to an experiment that compares its versions.
    func effects(since old: Flag) -> [Spoiling.Effect] {
        var effects: [Spoiling.Effect] = []
        if old.isEnabled, !isEnabled { effects.append(.switchedOff) }
        for version in old.variations {
            guard let now = variation(version.id), !now.value.utf8.elementsEqual(version.value.utf8)
            else { continue }
            effects.append(.version(version.name))
        }
        let pairs = servings(alsoIn: old)
        if pairs.contains(where: { $0.places != $1.places }) { effects.append(.shares) }
        if pairs.contains(where: { $0.dispatchKey != $1.dispatchKey }) { effects.append(.placing) }
        if reach != old.reach { effects.append(.rules) }
        if countsOthers(than: old, pairs) { effects.append(.counting) }
        return effects
    }

    /// What is wrong with a start now.
    var effectsOfStart: [Spoiling.Effect] {
        guard isEnabled else { return [.startsWhileOff] }
        let servings = rules.map(\.serving) + [defaultRule]
        let isSplit = servings.contains { serving in
            Set(serving.shares.lazy.filter { $0.parts > 0 }.map(\.variationID)).count > 1
        }
        return isSplit ? [] : [.startsWithOneVersion]
    }

    /// What both versions hand out to the same people: everybody else, and rules that stayed.
    private func servings(alsoIn old: Flag) -> [(Serving, Serving)] {
        let rules = rules.compactMap { rule in
            old.rules.first { $0.id == rule.id && $0.conditions == rule.conditions }
                .map { (rule.serving, $0.serving) }
        }
        return rules + [(defaultRule, old.defaultRule)]
    }

    /// Who comes to which rule; another name of a rule reaches the same people.
    private var reach: [[Condition]] { rules.map(\.conditions) }

    private func countsOthers(than old: Flag, _ pairs: [(Serving, Serving)]) -> Bool {
        guard countsEveryoneInExperiments == old.countsEveryoneInExperiments else { return true }
        guard !countsEveryoneInExperiments else { return false }
        return pairs.contains { new, old in
            new.isInExperiment != old.isInExperiment
                || new.places == old.places
                    && new.shares.map(\.experimentParts) != old.shares.map(\.experimentParts)
        }
    }
}

extension Serving {
    /// Who gets what, whatever counts of it; empty shares say nothing.
    fileprivate var places: [Place] {
        shares.filter { $0.parts > 0 }.map {
            Place(variationID: $0.variationID, lower: $0.lower, upper: $0.upper)
        }
    }

    fileprivate struct Place: Equatable {
        let variationID: String
        let lower: Int
        let upper: Int
    }
}
