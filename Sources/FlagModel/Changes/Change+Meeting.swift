extension Change {
    /// Whether two changes decide about the same part of one thing.
    ///
    /// Where they do not, and each can be made, both can be made in either order with the same
    /// result, but for the order of customers in a list.
    ///
    /// - Complexity: O(*n*) in the customers that both name.
    public func meets(_ other: Change) -> Bool {
        guard subject == other.subject else { return false }
        switch (self, other) {
        case (.editFlag(_, _, let left), .editFlag(_, _, let right)):
            return left.meets(right)
        case (.editAudience(_, _, let left), .editAudience(_, _, let right)):
            return left.meets(right)
        case (.editEnvironment(_, let left), .editEnvironment(_, let right)):
            return left.aspect == right.aspect
        default: return true
        }
    }
}

extension FlagEdit {
    /// Whether it can only be made, or only means what it says, while the rest stays as it is:
    /// what is archived is used no more, and a version in use cannot go.
    private var isAboutAll: Bool {
        switch self {
        case .setArchived, .removeVariation: true
        default: false
        }
    }

    fileprivate func meets(_ other: FlagEdit) -> Bool {
        if isAboutAll || other.isAboutAll { return true }
        switch (self, other) {
        case (.setKind, .addVariation), (.setKind, .editVariation),
            (.addVariation, .setKind), (.editVariation, .setKind):
            return true
        case (.replaceRule(let rule), let edit), (let edit, .replaceRule(let rule)):
            return edit.decides(aboutRule: rule.id)
        default:
            guard aspect == other.aspect else { return false }
            guard let left = targeted, let right = other.targeted else { return true }
            return !left.isDisjoint(with: right)
        }
    }

    /// Whether it decides about who a rule is for, or what they get.
    private func decides(aboutRule id: String) -> Bool {
        switch self {
        case .replaceRule(let rule), .addRule(let rule, _): rule.id == id
        case .removeRule(let gone): gone == id
        case .setRules: true
        default: false
        }
    }

    /// The customers whose version it sets; `nil` where it is not about some alone.
    private var targeted: Set<CustomerKey>? {
        switch self {
        case .addTargets(_, let customers), .removeTargets(let customers): Set(customers)
        default: nil
        }
    }
}

extension AudienceEdit {
    fileprivate func meets(_ other: AudienceEdit) -> Bool {
        if case .setArchived = self { return true }
        if case .setArchived = other { return true }
        guard aspect == other.aspect else { return false }
        guard let left = listed, let right = other.listed else { return true }
        return !left.isDisjoint(with: right)
    }

    /// The customers whom it lists or takes off a list; `nil` where it is not about some alone.
    private var listed: Set<CustomerKey>? {
        switch self {
        case .addMembers(let new), .addExcluded(let new): Set(new.map(\.customer))
        case .removeMembers(let gone), .removeExcluded(let gone): Set(gone)
        case .rename, .describe, .setTags, .setArchived, .setRules: nil
        }
    }
}
