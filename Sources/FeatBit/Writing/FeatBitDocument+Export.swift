public import FlagModel
public import JSON

extension FeatBitDocument {
    /// An environment as FeatBit's `data-sync` document, with every field of whole flags and
    /// segments.
    ///
    /// What was deleted is in it as archived, because applications must learn that. FeatBit's own
    /// SDKs and importers ignore the fields that Flagdeck adds.
    ///
    /// - Complexity: O(*n* log *n*) in the flags and audiences.
    public static func export(state: EnvironmentState) -> JSONValue {
        let flags = (Array(state.flags) + state.flagTombstones.map(\.archived))
            .sorted { ($0.updatedAt, $0.id) < ($1.updatedAt, $1.id) }
        let place = JSONValue.string(state.environment.id.text)
        return [
            "messageType": "data-sync",
            "data": [
                "eventType": "full",
                "featureFlags": .array(flags.map { $0.featBitValue(environmentID: place) }),
                "segments": .array(segments(of: state, environmentID: place)),
            ],
        ]
    }

    /// A deleted audience whose key another one has by now is written without it: keys are unique.
    private static func segments(
        of state: EnvironmentState,
        environmentID: JSONValue
    ) -> [JSONValue] {
        var keys = Set(state.audiences.map(\.key))
        let living = state.audiences.map { (audience: $0, hasKey: true) }
        let deleted = state.audienceTombstones.sorted { $0.updatedAt > $1.updatedAt }
            .map { (audience: $0.archived, hasKey: keys.insert($0.key).inserted) }
        return (living + deleted)
            .sorted {
                ($0.audience.updatedAt, $0.audience.id) < ($1.audience.updatedAt, $1.audience.id)
            }
            .map { $0.audience.featBitValue(environmentID: environmentID, hasKey: $0.hasKey) }
    }
}

extension Flag {
    var archived: Flag {
        var flag = self
        flag.isArchived = true
        return flag
    }

    func featBitValue(environmentID: JSONValue) -> JSONValue {
        var members = [
            JSONMember(key: "id", value: .string(id.text)),
            JSONMember(key: "createdAt", value: .string(createdAt.text)),
            JSONMember(key: "updatedAt", value: .string(updatedAt.text)),
            JSONMember(key: "envId", value: environmentID),
            JSONMember(key: "revision", value: .string(revision.text)),
            JSONMember(key: "name", value: .string(name)),
            JSONMember(key: "description", value: .string(description)),
            JSONMember(key: "key", value: .string(key.text)),
            JSONMember(key: "variationType", value: .string(kind.rawValue)),
            JSONMember(key: "variations", value: .array(variations.map(\.featBitValue))),
            JSONMember(key: "targetUsers", value: .array(targets.map(\.featBitValue))),
            JSONMember(key: "rules", value: .array(rules.map(\.featBitValue))),
            JSONMember(key: "isEnabled", value: .bool(isEnabled)),
            JSONMember(key: "disabledVariationId", value: .string(offVariationID)),
            JSONMember(key: "fallthrough", value: .object(JSONObject(defaultRule.members))),
            JSONMember(key: "exptIncludeAllTargets", value: .bool(countsEveryoneInExperiments)),
            JSONMember(key: "tags", value: .array(tags.map(JSONValue.string))),
            JSONMember(key: "isArchived", value: .bool(isArchived)),
        ]
        members.appendIfSaid("creatorId", creatorID.map(JSONValue.string))
        members.appendIfSaid("updatorId", updaterID.map(JSONValue.string))
        members.appendIfSaid("insightsEnabled", reportsInsights.map(JSONValue.bool))
        members.appendIfSaid("flagdeckOwner", owner.isEmpty ? nil : .string(owner))
        members.appendIfSaid("flagdeckPurpose", purpose.isEmpty ? nil : .string(purpose))
        return .object(JSONObject(members + extras.members))
    }
}

extension Audience {
    var archived: Audience {
        var audience = self
        audience.isArchived = true
        return audience
    }

    fileprivate func featBitValue(environmentID: JSONValue, hasKey: Bool) -> JSONValue {
        var fields = [
            JSONMember(key: "id", value: .string(id.text)),
            JSONMember(key: "createdAt", value: .string(createdAt.text)),
            JSONMember(key: "updatedAt", value: .string(updatedAt.text)),
            JSONMember(key: "envId", value: environmentID),
            JSONMember(key: "name", value: .string(name)),
        ]
        fields.appendIfSaid("key", hasKey ? .string(key.text) : nil)
        fields += [
            JSONMember(key: "type", value: .string(reach.rawValue)),
            JSONMember(key: "scopes", value: .array(scopes.map(JSONValue.string))),
            JSONMember(key: "description", value: .string(description)),
            JSONMember(key: "included", value: .array(Self.list(members))),
            JSONMember(key: "excluded", value: .array(Self.list(excluded))),
            JSONMember(key: "rules", value: .array(rules.map(\.featBitValue))),
            JSONMember(key: "tags", value: .array(tags.map(JSONValue.string))),
            JSONMember(key: "isArchived", value: .bool(isArchived)),
        ]
        return .object(JSONObject(fields + extras.members))
    }

    private static func list(_ customers: [CustomerKey]) -> [JSONValue] {
        customers.map { .string($0.text) }
    }
}

extension [JSONMember] {
    fileprivate mutating func appendIfSaid(_ key: String, _ value: JSONValue?) {
        guard let value else { return }
        append(JSONMember(key: key, value: value))
    }
}

// MARK: - Parts of flags and segments

extension Variation {
    fileprivate var featBitValue: JSONValue {
        ["id": .string(id), "name": .string(name), "value": .string(value)]
    }
}

extension Target {
    fileprivate var featBitValue: JSONValue {
        [
            "keyIds": .array(customers.map { .string($0.text) }),
            "variationId": .string(variationID),
        ]
    }
}

extension Rule {
    fileprivate var featBitValue: JSONValue {
        let own = [
            JSONMember(key: "id", value: .string(id)),
            JSONMember(key: "name", value: .string(name)),
            JSONMember(key: "conditions", value: .array(conditions.map(\.featBitValue))),
        ]
        return .object(JSONObject(own + serving.members))
    }
}

extension AudienceRule {
    var featBitValue: JSONValue {
        [
            "id": .string(id), "name": .string(name),
            "conditions": .array(conditions.map(\.featBitValue)),
        ]
    }
}

extension Condition {
    /// The operator is always said, as `null` where there is none: Python's SDK asks for it.
    fileprivate var featBitValue: JSONValue {
        let parts: (property: String, comparison: JSONValue, value: String) =
            switch test {
            case .attribute(let name, let comparison, let value):
                (name, .string(comparison.rawValue), value)
            case .isInAudience(let ids):
                (FeatBitWords.isInSegment, .null, Condition.listValue(ids.map(\.text)))
            case .isNotInAudience(let ids):
                (FeatBitWords.isNotInSegment, .null, Condition.listValue(ids.map(\.text)))
            }
        return [
            "id": .string(id), "property": .string(parts.property), "op": parts.comparison,
            "value": .string(parts.value),
        ]
    }
}

extension Serving {
    fileprivate var members: [JSONMember] {
        [
            JSONMember(key: "dispatchKey", value: dispatchKey.map(JSONValue.string) ?? .null),
            JSONMember(key: "includedInExpt", value: .bool(isInExperiment)),
            JSONMember(key: "variations", value: .array(shares.map(\.featBitValue))),
        ]
    }
}

extension Share {
    fileprivate var featBitValue: JSONValue {
        [
            "id": .string(variationID),
            "rollout": [Self.fraction(lower), Self.fraction(upper)],
            "exptRollout": Self.fraction(experimentParts),
        ]
    }

    /// The shortest fraction that reads back as so many parts.
    private static func fraction(_ parts: Int) -> JSONValue {
        parts % whole == 0 ? .integer(parts / whole) : .number(Double(parts) / Double(whole))
    }
}
