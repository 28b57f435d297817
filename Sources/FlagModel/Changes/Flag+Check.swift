extension Flag {
    /// Holds the flag to every rule and limit of the model.
    ///
    /// - Throws: ``Refusal`` for the first rule that is broken.
    func check(in state: EnvironmentState) throws(Refusal) {
        try checkWords()
        try checkVariations()
        try checkTargets()
        try checkRules(in: state)
        try checkServing(defaultRule, place: "The default rule")
        try checkVariation(offVariationID, place: "The off state")
    }

    private func checkWords() throws(Refusal) {
        try TextRule.name.check(name, of: .flag)
        try TextRule.text.check(description, field: "description of \"\(name)\"")
        try TextRule.text.check(purpose, field: "purpose of \"\(name)\"")
        try TextRule.optionalPerson.check(owner, field: "owner of \"\(name)\"")
        try TextRule.checkTags(tags, of: name)
        try TextRule.checkExtras(extras, of: name)
    }

    private func checkVariations() throws(Refusal) {
        guard Limits.variationCount.contains(variations.count) else {
            throw variations.isEmpty
                ? .unknownVariation(flag: name, place: "The off state", id: offVariationID)
                : .tooMany("versions of one flag", limit: Limits.variationCount.upperBound)
        }
        var ids: Set<String> = []
        for variation in variations {
            guard ids.insert(variation.id).inserted else {
                throw .duplicate("the version \"\(variation.id)\"", in: "The flag \"\(name)\"")
            }
            try TextRule.foreignID.check(variation.id, field: "id of a version of \"\(name)\"")
            try TextRule.name.check(variation.name, of: .variation)
            guard Limits.valueBytes.contains(variation.value.utf8.count) else {
                throw .badText(
                    field: "value of the version \"\(variation.name)\"",
                    .tooLong(limit: Limits.valueBytes.upperBound)
                )
            }
        }
    }

    private func checkTargets() throws(Refusal) {
        var lists: Set<String> = []
        for target in targets {
            try checkVariation(target.variationID, place: "The list of customers")
            guard lists.insert(target.variationID).inserted else {
                throw .duplicate("a list of customers for one version", in: "The flag \"\(name)\"")
            }
        }
        let count = targets.reduce(0) { $0 + $1.customers.count }
        guard Limits.targetCount.contains(count) else {
            throw .tooMany("customers named on one flag", limit: Limits.targetCount.upperBound)
        }
    }

    private func checkRules(in state: EnvironmentState) throws(Refusal) {
        guard Limits.ruleCount.contains(rules.count) else {
            throw .tooMany("rules of one flag", limit: Limits.ruleCount.upperBound)
        }
        let conditionCount = rules.reduce(0) { $0 + $1.conditions.count }
        guard Limits.conditionCount.contains(conditionCount) else {
            throw .tooMany("conditions of one flag", limit: Limits.conditionCount.upperBound)
        }
        var ids: Set<String> = []
        for (index, rule) in rules.enumerated() {
            guard ids.insert(rule.id).inserted else {
                throw .duplicate("the rule \"\(rule.id)\"", in: "The flag \"\(name)\"")
            }
            try TextRule.foreignID.check(rule.id, field: "id of a rule of \"\(name)\"")
            try TextRule.optionalName.check(rule.name, of: .rule)
            let place = "Rule \(index + 1)"
            try checkServing(rule.serving, place: place)
            for condition in rule.conditions {
                try condition.check()
                for id in condition.audienceIDs where !canUse(state.audience(id)) {
                    throw .unknownAudience(place: "\(place) of \"\(name)\"", id: id.text)
                }
            }
        }
    }

    /// An archived flag may look at an archived audience; it cannot be restored before that one.
    private func canUse(_ audience: Audience?) -> Bool {
        guard let audience else { return false }
        return isArchived || !audience.isArchived
    }

    private func checkServing(_ serving: Serving, place: String) throws(Refusal) {
        guard serving.tiles else { throw .sharesDoNotTile(flag: name, place: place) }
        for share in serving.shares { try checkVariation(share.variationID, place: place) }
        if let key = serving.dispatchKey {
            try TextRule.attribute.check(key, field: "attribute that places customers")
        }
    }

    private func checkVariation(_ id: String, place: String) throws(Refusal) {
        guard variations.contains(where: { $0.id == id }) else {
            throw .unknownVariation(flag: name, place: place, id: id)
        }
    }
}

extension Condition {
    /// Holds the condition to the limits.
    func check() throws(Refusal) {
        try TextRule.foreignID.check(id, field: "id of a condition")
        guard case .attribute(let name, _, let value) = test else { return }
        try TextRule.attribute.check(name, field: "name of an attribute")
        guard Limits.conditionValueBytes.contains(value.utf8.count) else {
            throw .badText(
                field: "value of a condition",
                .tooLong(limit: Limits.conditionValueBytes.upperBound)
            )
        }
    }
}
