import FlagModel
import JSON

/// A flag as a document says it: what the document leaves out is `nil`, an id that it leaves out is
/// an empty text.
struct FeatBitFlag: Hashable, Sendable {
    let place: FeatBitProblem.Place
    let id: GUID
    let key: Key
    let name: String
    let description: String?
    let owner: String?
    let purpose: String?
    let kind: ValueKind
    let variations: [FeatBitVariation]
    let targets: [Target]
    let rules: [Rule]
    let defaultRule: Serving
    let isEnabled: Bool
    let offVariationID: String
    let countsEveryone: Bool
    let reportsInsights: Bool?
    let tags: [String]?
    let isArchived: Bool
    let revision: GUID?
    let createdAt: Moment?
    let updatedAt: Moment
    let creatorID: String?
    let updaterID: String?
    let extras: JSONObject

    /// The flag for the model.
    ///
    /// What the document does not say stays as it is in `existing`, or begins as in a new flag.
    func flag(like existing: Flag?, using random: inout some RandomNumberGenerator) -> Flag {
        var flag = Flag(
            id: id,
            key: key,
            name: name,
            kind: kind,
            variations: variations.named(like: existing?.variations ?? []),
            defaultVariationID: offVariationID,
            offVariationID: offVariationID,
            revision: revision ?? existing?.revision ?? GUID(using: &random),
            createdAt: createdAt ?? existing?.createdAt ?? updatedAt
        )
        flag.updatedAt = updatedAt
        flag.description = description ?? existing?.description ?? ""
        flag.owner = owner ?? existing?.owner ?? ""
        flag.purpose = purpose ?? existing?.purpose ?? ""
        flag.targets = targets
        flag.rules = rules.withIDs(like: existing?.rules ?? [], using: &random)
        flag.defaultRule = defaultRule
        flag.isEnabled = isEnabled
        flag.countsEveryoneInExperiments = countsEveryone
        flag.reportsInsights = reportsInsights ?? existing?.reportsInsights
        flag.tags = tags ?? existing?.tags ?? []
        flag.isArchived = isArchived
        flag.creatorID = creatorID ?? existing?.creatorID
        flag.updaterID = updaterID ?? existing?.updaterID
        flag.extras = extras
        return flag
    }
}

/// A version as a document says it.
struct FeatBitVariation: Hashable, Sendable {
    let id: String
    let name: String?
    let value: String
}

extension [FeatBitVariation] {
    /// Versions with names: their own, else the one that people gave them here, else their value.
    fileprivate func named(like existing: [Variation]) -> [Variation] {
        var taken = Set(compactMap(\.name))
        return enumerated().map { index, variation in
            if let name = variation.name {
                return Variation(id: variation.id, name: name, value: variation.value)
            }
            let known = existing.first { $0.id == variation.id && $0.value == variation.value }
            let wanted = known?.name ?? ReadableText.name(variation.value) ?? "Version \(index + 1)"
            let name = ReadableText.unique(wanted, among: taken)
            taken.insert(name)
            return Variation(id: variation.id, name: name, value: variation.value)
        }
    }
}

/// An audience as a document says it: what the document leaves out is `nil`, an id that it leaves
/// out is an empty text.
struct FeatBitAudience: Hashable, Sendable {
    let place: FeatBitProblem.Place
    let id: GUID
    let key: Key?
    let name: String
    let description: String?
    let reach: Audience.Reach?
    let scopes: [String]?
    let members: [CustomerKey]
    let excluded: [CustomerKey]
    let rules: [AudienceRule]
    let tags: [String]?
    let isArchived: Bool
    let createdAt: Moment?
    let updatedAt: Moment
    let extras: JSONObject

    /// The audience for the model; what the document does not say stays as it is in `existing`.
    ///
    /// The key is the document's own, or one that is free.
    func audience(
        key: Key,
        like existing: Audience?,
        using random: inout some RandomNumberGenerator
    ) -> Audience {
        var audience = Audience(
            id: id,
            key: key,
            name: name,
            createdAt: createdAt ?? existing?.createdAt ?? updatedAt
        )
        audience.updatedAt = updatedAt
        audience.description = description ?? existing?.description ?? ""
        audience.reach = reach ?? existing?.reach ?? .environment
        audience.scopes = scopes ?? existing?.scopes ?? []
        audience.members = members
        audience.excluded = excluded
        audience.rules = rules.withIDs(like: existing?.rules ?? [], using: &random)
        audience.tags = tags ?? existing?.tags ?? []
        audience.isArchived = isArchived
        audience.extras = extras
        return audience
    }
}

// MARK: - Ids that a document leaves out

extension [Rule] {
    fileprivate func withIDs(
        like existing: [Rule],
        using random: inout some RandomNumberGenerator
    ) -> [Rule] {
        var ids = FreeIDs(taken: map(\.id))
        return enumerated().map { index, rule in
            let known = existing.indices.contains(index) ? existing[index] : nil
            return Rule(
                id: ids.id(rule.id, like: known?.id, using: &random),
                name: rule.name,
                conditions: rule.conditions.withIDs(like: known?.conditions, using: &random),
                serving: rule.serving
            )
        }
    }
}

extension [AudienceRule] {
    fileprivate func withIDs(
        like existing: [AudienceRule],
        using random: inout some RandomNumberGenerator
    ) -> [AudienceRule] {
        var ids = FreeIDs(taken: map(\.id))
        return enumerated().map { index, rule in
            let known = existing.indices.contains(index) ? existing[index] : nil
            return AudienceRule(
                id: ids.id(rule.id, like: known?.id, using: &random),
                name: rule.name,
                conditions: rule.conditions.withIDs(like: known?.conditions, using: &random)
            )
        }
    }
}

extension [Condition] {
    fileprivate func withIDs(
        like existing: [Condition]?,
        using random: inout some RandomNumberGenerator
    ) -> [Condition] {
        let existing = existing ?? []
        var ids = FreeIDs(taken: map(\.id))
        return enumerated().map { index, condition in
            let known = existing.indices.contains(index) ? existing[index].id : nil
            let id = ids.id(condition.id, like: known, using: &random)
            return Condition(id: id, test: condition.test)
        }
    }
}

/// Gives ids to what has none: the one at the same place in what exists, so that importing a
/// document twice changes nothing the second time; else a new one.
private struct FreeIDs {
    private var taken: Set<String>

    init(taken: [String]) {
        self.taken = Set(taken)
    }

    mutating func id(
        _ own: String,
        like known: String?,
        using random: inout some RandomNumberGenerator
    ) -> String {
        guard own.isEmpty else { return own }
        if let known, taken.insert(known).inserted { return known }
        let new = GUID(using: &random).text
        taken.insert(new)
        return new
    }
}
