internal import HashTreeCollections

/// Says a flag of one environment in the ids of another.
///
/// Versions, rules and conditions have ids of their own in every environment, and audiences are
/// known by their keys: only what is left after matching them is a difference to people.
struct FlagTranslation {
    let source: EnvironmentState
    let target: EnvironmentState
    /// Audiences that are made in the target on the way, from the source's id to the new one.
    var newAudiences: [GUID: GUID] = [:]

    init(from source: EnvironmentState, to target: EnvironmentState) {
        self.source = source
        self.target = target
    }

    /// In what a flag of the source differs from its twin; `nil` when it does not.
    func comparison(of flag: Flag) -> FlagComparison? {
        let missing = missingAudiences(of: flag).map(\.name)
        guard let twin = target.flag(flag.key) else {
            return FlagComparison(
                key: flag.key,
                name: flag.name,
                presence: .onlyInSource,
                facets: [],
                missingAudiences: missing
            )
        }
        let goal = self.goal(of: flag, for: twin)
        guard goal != twin else { return nil }
        let facets = PlacedFlag(flag: goal, state: withSourceAudiences(of: flag))
            .facets(since: PlacedFlag(flag: twin, state: target))
        return FlagComparison(
            key: flag.key,
            name: flag.name,
            presence: .both,
            facets: facets,
            missingAudiences: missing
        )
    }

    /// Audiences that the rules look at and that rules in the target cannot use, by name.
    func missingAudiences(of flag: Flag) -> [Audience] {
        flag.audienceIDs.compactMap { source.audience($0) }
            .filter { audience in
                guard newAudiences[audience.id] == nil else { return false }
                guard let twin = target.audience(audience.key) else { return true }
                return twin.isArchived && !flag.isArchived
            }
            .sorted { ($0.name, $0.key) < ($1.name, $1.key) }
    }

    /// The twin as it would be after everything was copied; identity and what an import brought
    /// stay its own.
    func goal(of flag: Flag, for twin: Flag) -> Flag {
        let versions = versionIDs(of: flag, for: twin)
        var goal = twin
        goal.takeWords(of: flag)
        goal.variations = flag.variations.map {
            Variation(id: versions[$0.id] ?? $0.id, name: $0.name, value: $0.value)
        }
        goal.offVariationID = versions[flag.offVariationID] ?? flag.offVariationID
        goal.targets = flag.targets.map {
            Target(variationID: versions[$0.variationID] ?? $0.variationID, customers: $0.customers)
        }
        goal.defaultRule = serving(flag.defaultRule, versions)
        goal.rules = rules(of: flag, for: twin, versions)
        return goal
    }

    /// The flag as a new one of the target.
    func copy(of flag: Flag, at now: Moment, using random: inout some RandomNumberGenerator)
        -> Flag
    {
        var copy = flag.copy(
            id: GUID(using: &random),
            key: flag.key,
            name: flag.name,
            revision: GUID(using: &random),
            at: now
        )
        copy.rules = flag.rules.map { rule in
            var rule = rule
            rule.conditions = rule.conditions.map {
                Condition(id: $0.id, test: test($0.test))
            }
            return rule
        }
        return copy
    }

    // MARK: - Audiences

    private func audienceID(_ id: GUID) -> GUID {
        if let new = newAudiences[id] { return new }
        return source.audience(id).flatMap { target.audience($0.key)?.id } ?? id
    }

    private func test(_ test: Condition.Test) -> Condition.Test {
        switch test {
        case .attribute: test
        case .isInAudience(let ids): .isInAudience(ids.map(audienceID))
        case .isNotInAudience(let ids): .isNotInAudience(ids.map(audienceID))
        }
    }

    /// The target with the missing audiences under the source's ids, so that they have names.
    private func withSourceAudiences(of flag: Flag) -> EnvironmentState {
        var state = target
        for audience in missingAudiences(of: flag) where target.audience(audience.key) == nil {
            state.audiencesByID[audience.id] = Boxed(audience)
        }
        return state
    }

    // MARK: - Versions

    /// For each version of the flag, the twin's id for it: the same id, or else the same words and
    /// value, the same value, the same words; a version that the twin lacks keeps its own.
    private func versionIDs(of flag: Flag, for twin: Flag) -> [String: String] {
        let isSame: [(Variation, Variation) -> Bool] = [
            { $0.id == $1.id },
            { $0.name == $1.name && $0.value == $1.value },
            { $0.value == $1.value },
            { $0.name == $1.name },
        ]
        var ids: [String: String] = [:]
        var taken: Set<String> = []
        for isSame in isSame {
            for version in flag.variations where ids[version.id] == nil {
                let match = twin.variations.first {
                    !taken.contains($0.id) && isSame(version, $0)
                }
                guard let match else { continue }
                ids[version.id] = match.id
                taken.insert(match.id)
            }
        }
        return ids
    }

    private func serving(_ serving: Serving, _ versions: [String: String]) -> Serving {
        var serving = serving
        serving.shares = serving.shares.map {
            Share(
                variationID: versions[$0.variationID] ?? $0.variationID,
                lower: $0.lower,
                upper: $0.upper,
                experimentParts: $0.experimentParts
            )
        }
        return serving
    }

    // MARK: - Rules

    private func rules(of flag: Flag, for twin: Flag, _ versions: [String: String]) -> [Rule] {
        let translated = flag.rules.map { rule in
            Rule(
                id: rule.id,
                name: rule.name,
                conditions: rule.conditions.map { Condition(id: $0.id, test: test($0.test)) },
                serving: serving(rule.serving, versions)
            )
        }
        let matches = matches(translated, twin.rules)
        return translated.enumerated().map { index, rule in
            guard let match = matches[index] else { return rule }
            return Rule(
                id: match.id,
                name: rule.name,
                conditions: conditions(rule.conditions, match.conditions),
                serving: rule.serving
            )
        }
    }

    /// For each rule the twin's rule that is meant: the same id, or else about the same people and
    /// with the same shares, about the same people, with the same name.
    private func matches(_ rules: [Rule], _ others: [Rule]) -> [Int: Rule] {
        let isSame: [(Rule, Rule) -> Bool] = [
            { $0.id == $1.id },
            { $0.isAbout($1) && $0.serving == $1.serving && $0.name == $1.name },
            { $0.isAbout($1) },
            { !$0.name.isEmpty && $0.name == $1.name },
        ]
        var found: [Int: Rule] = [:]
        var taken: Set<String> = []
        for isSame in isSame {
            for (index, rule) in rules.enumerated() where found[index] == nil {
                let match = others.first { !taken.contains($0.id) && isSame(rule, $0) }
                guard let match else { continue }
                found[index] = match
                taken.insert(match.id)
            }
        }
        return found
    }

    /// Conditions that ask the same keep the twin's ids.
    private func conditions(_ conditions: [Condition], _ others: [Condition]) -> [Condition] {
        var left = others
        return conditions.map { condition in
            guard let index = left.firstIndex(where: { $0.test == condition.test }) else {
                return condition
            }
            return left.remove(at: index)
        }
    }
}

extension Rule {
    fileprivate func isAbout(_ other: Rule) -> Bool {
        conditions.map(\.test) == other.conditions.map(\.test)
    }
}

extension Flag {
    /// Takes over what is not made of ids.
    fileprivate mutating func takeWords(of other: Flag) {
        (name, description, owner) = (other.name, other.description, other.owner)
        (purpose, tags, kind) = (other.purpose, other.tags, other.kind)
        (isEnabled, isArchived) = (other.isEnabled, other.isArchived)
        countsEveryoneInExperiments = other.countsEveryoneInExperiments
        reportsInsights = other.reportsInsights
    }
}
