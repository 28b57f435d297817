extension Audience {
    /// Makes one edit and returns the one that takes it back.
    mutating func apply(_ edit: AudienceEdit) throws(Refusal) -> AudienceEdit {
        switch edit {
        case .rename(let value):
            defer { name = value }
            return .rename(name)
        case .describe(let value):
            defer { description = value }
            return .describe(description)
        case .setTags(let value):
            defer { tags = value }
            return .setTags(tags)
        case .setArchived(let value):
            defer { isArchived = value }
            return .setArchived(isArchived)
        case .setRules(let value):
            defer { rules = value }
            return .setRules(rules)
        case .addMembers(let insertions): return .removeMembers(members.insert(insertions))
        case .removeMembers(let customers): return .addMembers(members.remove(customers))
        case .addExcluded(let insertions): return .removeExcluded(excluded.insert(insertions))
        case .removeExcluded(let customers): return .addExcluded(excluded.remove(customers))
        }
    }

    /// Holds the audience to every rule and limit of the model.
    func check() throws(Refusal) {
        try TextRule.name.check(name, of: .audience)
        try TextRule.text.check(description, field: "description of \"\(name)\"")
        try TextRule.checkTags(tags, of: name)
        try TextRule.checkExtras(extras, of: name)
        for list in [members, excluded] where !Limits.memberCount.contains(list.count) {
            throw .tooMany("customers in one audience", limit: Limits.memberCount.upperBound)
        }
        guard Limits.ruleCount.contains(rules.count) else {
            throw .tooMany("rules of one audience", limit: Limits.ruleCount.upperBound)
        }
        guard Limits.conditionCount.contains(rules.reduce(0) { $0 + $1.conditions.count }) else {
            throw .tooMany("conditions of one audience", limit: Limits.conditionCount.upperBound)
        }
        var ids: Set<String> = []
        for rule in rules {
            guard ids.insert(rule.id).inserted else {
                throw .duplicate("the rule \"\(rule.id)\"", in: "The audience \"\(name)\"")
            }
            try TextRule.foreignID.check(rule.id, field: "id of a rule of \"\(name)\"")
            try TextRule.optionalName.check(rule.name, of: .rule)
            for condition in rule.conditions {
                try condition.check()
                guard condition.audienceIDs.isEmpty, Self.isAttribute(condition.test) else {
                    throw .nestedAudience(name)
                }
            }
        }
    }

    private static func isAttribute(_ test: Condition.Test) -> Bool {
        if case .attribute = test { true } else { false }
    }
}

extension AudienceEdit {
    /// Whether other people belong afterwards.
    var changesWhoBelongs: Bool {
        switch self {
        case .rename, .describe, .setTags, .setArchived: false
        case .addMembers, .removeMembers, .addExcluded, .removeExcluded, .setRules: true
        }
    }
}

extension [CustomerKey] {
    /// Inserts customers that are not there yet; returns those that were inserted.
    ///
    /// Places count in the finished list, so they are filled from the lowest one up.
    ///
    /// - Complexity: O(*n* + *m*) in the list and the insertions.
    fileprivate mutating func insert(_ insertions: [Insertion]) -> [CustomerKey] {
        var present = Set(self)
        let new = insertions.filter { present.insert($0.customer).inserted }
        let placed = new.filter { $0.index != nil }
            .sorted { ($0.index ?? 0) < ($1.index ?? 0) }
        if !placed.isEmpty { merge(placed) }
        append(contentsOf: new.lazy.filter { $0.index == nil }.map(\.customer))
        return new.map(\.customer)
    }

    private mutating func merge(_ placed: [Insertion]) {
        var merged: [CustomerKey] = []
        merged.reserveCapacity(count + placed.count)
        var rest = self[...]
        for insertion in placed {
            let missing = Swift.max(0, (insertion.index ?? 0) - merged.count)
            merged += rest.prefix(missing)
            rest = rest.dropFirst(missing)
            merged.append(insertion.customer)
        }
        self = merged + rest
    }

    /// Removes customers; returns those that were there, each with its place.
    fileprivate mutating func remove(_ customers: [CustomerKey]) -> [Insertion] {
        let leaving = Set(customers)
        var removed: [Insertion] = []
        for (index, customer) in enumerated() where leaving.contains(customer) {
            removed.append(Insertion(customer, at: index))
        }
        removeAll(where: leaving.contains)
        return removed
    }
}
