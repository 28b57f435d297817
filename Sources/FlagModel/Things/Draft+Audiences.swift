/// Drafts about flags may ask for audiences that other drafts make: all are published together.
extension Draft {
    /// The changes of the draft that make audiences.
    public var newAudiences: [Change] { changes.filter { $0.madeAudienceID != nil } }
}

extension Change {
    /// The audience that this makes; `nil` for anything else.
    public var madeAudienceID: GUID? {
        if case .createAudience(_, let audience) = self { audience.id } else { nil }
    }

    /// The audiences that a flag asks for by this change.
    public var askedAudienceIDs: Set<GUID> {
        switch self {
        case .createFlag(_, let flag), .replaceFlag(_, let flag): flag.audienceIDs
        case .editFlag(_, _, .addRule(let rule, _)), .editFlag(_, _, .replaceRule(let rule)):
            Set(rule.conditions.flatMap(\.audienceIDs))
        case .editFlag(_, _, .setRules(let rules)):
            Set(rules.flatMap(\.conditions).flatMap(\.audienceIDs))
        default: []
        }
    }
}

extension Sequence<Change> {
    /// Those of some changes that make audiences which these ask for and do not make themselves.
    public func needed(among making: [Change]) -> [Change] {
        guard !making.isEmpty else { return [] }
        let made = Set(compactMap(\.madeAudienceID))
        let asked = reduce(into: Set<GUID>()) { $0.formUnion($1.askedAudienceIDs) }
        return making.filter { change in
            change.madeAudienceID.map { asked.contains($0) && !made.contains($0) } ?? false
        }
    }
}
