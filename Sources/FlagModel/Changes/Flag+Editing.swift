extension Flag {
    /// Makes one edit and returns the one that takes it back.
    ///
    /// What the edit leaves behind is held to the rules by ``check(in:)`` afterwards.
    mutating func apply(_ edit: FlagEdit) throws(Refusal) -> FlagEdit {
        switch edit {
        case .setEnabled(let value): return .setEnabled(exchange(&isEnabled, value))
        case .rename(let value): return .rename(exchange(&name, value))
        case .describe(let value): return .describe(exchange(&description, value))
        case .setOwner(let value): return .setOwner(exchange(&owner, value))
        case .setPurpose(let value): return .setPurpose(exchange(&purpose, value))
        case .setTags(let value): return .setTags(exchange(&tags, value))
        case .setArchived(let value): return .setArchived(exchange(&isArchived, value))
        case .setOffVariation(let value): return .setOffVariation(exchange(&offVariationID, value))
        case .setKind(let value): return .setKind(exchange(&kind, value))
        case .setTargets(let value): return .setTargets(exchange(&targets, value))
        case .setRules(let value): return .setRules(exchange(&rules, value))
        case .setDefaultRule(let value): return .setDefaultRule(exchange(&defaultRule, value))
        case .setCountsEveryone(let value):
            return .setCountsEveryone(exchange(&countsEveryoneInExperiments, value))
        case .setReportsInsights(let value):
            return .setReportsInsights(exchange(&reportsInsights, value))
        case .addVariation(let variation, let index): return add(variation, at: index)
        case .editVariation(let variation): return try replace(variation)
        case .removeVariation(let id): return try removeVariation(id)
        case .addTargets(let id, let customers): return try addTargets(id, customers)
        case .removeTargets(let customers): return removeTargets(customers)
        case .addRule(let rule, let index): return add(rule, at: index)
        case .replaceRule(let rule): return try replace(rule)
        case .removeRule(let id): return try removeRule(id)
        case .moveRule(let id, let index): return try moveRule(id, to: index)
        }
    }

    // MARK: - Versions

    private mutating func add(_ variation: Variation, at index: Int) -> FlagEdit {
        variations.insert(variation, at: min(max(0, index), variations.count))
        return .removeVariation(variation.id)
    }

    private mutating func replace(_ variation: Variation) throws(Refusal) -> FlagEdit {
        let index = try indexOfVariation(variation.id)
        return .editVariation(exchange(&variations[index], variation))
    }

    private mutating func removeVariation(_ id: String) throws(Refusal) -> FlagEdit {
        let index = try indexOfVariation(id)
        let places = places(using: id)
        guard places.isEmpty else {
            throw .inUse(.variation, name: variations[index].name, by: places)
        }
        return .addVariation(variations.remove(at: index), at: index)
    }

    private func indexOfVariation(_ id: String) throws(Refusal) -> Int {
        guard let index = variations.firstIndex(where: { $0.id == id }) else {
            throw .unknown(.variation, id)
        }
        return index
    }

    /// Where a version is handed out, in words; empty when nowhere.
    public func places(using variationID: String) -> [String] {
        var places: [String] = []
        if offVariationID == variationID { places.append("given while the flag is off") }
        for target in targets where target.variationID == variationID && !target.customers.isEmpty {
            places.append("given to \(Words.count(target.customers.count, "customer")) by name")
        }
        for (index, rule) in rules.enumerated()
        where rule.serving.shares.contains(where: { $0.variationID == variationID }) {
            places.append("rule \(index + 1)" + (rule.name.isEmpty ? "" : " (\"\(rule.name)\")"))
        }
        if defaultRule.shares.contains(where: { $0.variationID == variationID }) {
            places.append("the default rule")
        }
        return places
    }

    // MARK: - Customers with a setting of their own

    private mutating func addTargets(
        _ variationID: String,
        _ customers: [CustomerKey]
    ) throws(Refusal) -> FlagEdit {
        _ = try indexOfVariation(variationID)
        let earlier = targets
        let moving = Set(customers)
        for index in targets.indices where targets[index].variationID != variationID {
            targets[index].customers.removeAll(where: moving.contains)
        }
        if let index = targets.firstIndex(where: { $0.variationID == variationID }) {
            var present = Set(targets[index].customers)
            targets[index].customers += customers.filter { present.insert($0).inserted }
        } else {
            var present: Set<CustomerKey> = []
            let named = customers.filter { present.insert($0).inserted }
            targets.append(Target(variationID: variationID, customers: named))
        }
        dropEmptiedTargets(since: earlier)
        return .setTargets(earlier)
    }

    private mutating func removeTargets(_ customers: [CustomerKey]) -> FlagEdit {
        let earlier = targets
        let leaving = Set(customers)
        for index in targets.indices { targets[index].customers.removeAll(where: leaving.contains) }
        dropEmptiedTargets(since: earlier)
        return .setTargets(earlier)
    }

    /// Lists that an import brought empty stay; lists that this edit emptied go.
    private mutating func dropEmptiedTargets(since earlier: [Target]) {
        targets.removeAll { target in
            target.customers.isEmpty
                && !earlier.contains {
                    $0.variationID == target.variationID && $0.customers.isEmpty
                }
        }
    }

    // MARK: - Rules

    private mutating func add(_ rule: Rule, at index: Int) -> FlagEdit {
        rules.insert(rule, at: min(max(0, index), rules.count))
        return .removeRule(rule.id)
    }

    private mutating func replace(_ rule: Rule) throws(Refusal) -> FlagEdit {
        let index = try indexOfRule(rule.id)
        return .replaceRule(exchange(&rules[index], rule))
    }

    private mutating func removeRule(_ id: String) throws(Refusal) -> FlagEdit {
        let index = try indexOfRule(id)
        return .addRule(rules.remove(at: index), at: index)
    }

    private mutating func moveRule(_ id: String, to place: Int) throws(Refusal) -> FlagEdit {
        let index = try indexOfRule(id)
        let rule = rules.remove(at: index)
        rules.insert(rule, at: min(max(0, place), rules.count))
        return .moveRule(id, to: index)
    }

    private func indexOfRule(_ id: String) throws(Refusal) -> Int {
        guard let index = rules.firstIndex(where: { $0.id == id }) else {
            throw .unknown(.rule, id)
        }
        return index
    }
}

/// Puts a new value in place and returns the one that was there.
private func exchange<Value>(_ place: inout Value, _ value: Value) -> Value {
    defer { place = value }
    return place
}
