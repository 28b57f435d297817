extension Flag {
    /// Puts back what an entry changed, where nobody has decided anew since.
    ///
    /// - Parameters:
    ///   - before: the flag before the entry.
    ///   - after: the flag as the entry left it.
    /// - Returns: the aspects in which somebody has decided anew; they stay as they are.
    mutating func putBack(from before: Flag, after: Flag) -> Set<Aspect> {
        var merge = Merge()
        merge.value(.onOff, before.isEnabled, after.isEnabled, &isEnabled)
        merge.value(.archived, before.isArchived, after.isArchived, &isArchived)
        merge.value(.name, before.name, after.name, &name)
        merge.value(.description, before.description, after.description, &description)
        merge.value(.owner, before.owner, after.owner, &owner)
        merge.value(.purpose, before.purpose, after.purpose, &purpose)
        merge.value(.tags, before.tags, after.tags, &tags)
        merge.value(.kind, before.kind, after.kind, &kind)
        merge.value(.offVersion, before.offVariationID, after.offVariationID, &offVariationID)
        merge.value(.everybodyElse, before.defaultRule, after.defaultRule, &defaultRule)
        merge.value(
            .counting,
            before.countsEveryoneInExperiments,
            after.countsEveryoneInExperiments,
            &countsEveryoneInExperiments
        )
        merge.value(.reporting, before.reportsInsights, after.reportsInsights, &reportsInsights)
        merge.value(.imported, before.creatorID, after.creatorID, &creatorID)
        merge.value(.imported, before.updaterID, after.updaterID, &updaterID)
        merge.value(.imported, before.extras, after.extras, &extras)
        merge.targets(before.targets, after.targets, &targets)
        merge.list(.versions, before.variations, after.variations, &variations, id: \.id) {
            $0.value(.versions, $1.name, $2.name, &$3.name)
            $0.value(.versions, $1.value, $2.value, &$3.value)
        }
        merge.list(.rules, before.rules, after.rules, &rules, id: \.id) { merge, old, left, now in
            merge.value(.rules, old.name, left.name, &now.name)
            // Who a rule is about and what they get are one decision.
            guard old.conditions != left.conditions || old.serving != left.serving else { return }
            guard now.conditions == left.conditions, now.serving == left.serving else {
                return merge.note(.rules)
            }
            (now.conditions, now.serving) = (old.conditions, old.serving)
        }
        return merge.obstacles
    }

    /// The edits that make this flag another version of itself, each about one aspect.
    ///
    /// - Returns: `nil` where there are no such edits, or where made one after the other they
    ///   would not lead there.
    func edits(to goal: Flag) -> [FlagEdit]? {
        let (leaving, coming) = versionEdits(to: goal)
        var edits = coming
        if kind != goal.kind { edits.append(.setKind(goal.kind)) }
        edits += targetEdits(to: goal)
        edits += ruleEdits(to: goal)
        if defaultRule != goal.defaultRule { edits.append(.setDefaultRule(goal.defaultRule)) }
        if offVariationID != goal.offVariationID {
            edits.append(.setOffVariation(goal.offVariationID))
        }
        edits += leaving
        edits += wordEdits(to: goal)
        if countsEveryoneInExperiments != goal.countsEveryoneInExperiments {
            edits.append(.setCountsEveryone(goal.countsEveryoneInExperiments))
        }
        if reportsInsights != goal.reportsInsights {
            edits.append(.setReportsInsights(goal.reportsInsights))
        }
        if isEnabled != goal.isEnabled { edits.append(.setEnabled(goal.isEnabled)) }
        if isArchived != goal.isArchived { edits.append(.setArchived(goal.isArchived)) }
        var flag = self
        for edit in edits {
            guard (try? flag.apply(edit)) != nil else { return nil }
        }
        return flag == goal ? edits : nil
    }

    private func wordEdits(to goal: Flag) -> [FlagEdit] {
        var edits: [FlagEdit] = []
        if name != goal.name { edits.append(.rename(goal.name)) }
        if owner != goal.owner { edits.append(.setOwner(goal.owner)) }
        if tags != goal.tags { edits.append(.setTags(goal.tags)) }
        if description != goal.description { edits.append(.describe(goal.description)) }
        if purpose != goal.purpose { edits.append(.setPurpose(goal.purpose)) }
        return edits
    }

    private func versionEdits(to goal: Flag) -> (leaving: [FlagEdit], coming: [FlagEdit]) {
        let leaving = variations.filter { goal.variation($0.id) == nil }
        var coming: [FlagEdit] = []
        for (index, new) in goal.variations.enumerated() {
            guard let old = variation(new.id) else {
                coming.append(.addVariation(new, at: index))
                continue
            }
            if old != new { coming.append(.editVariation(new)) }
        }
        return (leaving.map { .removeVariation($0.id) }, coming)
    }

    /// Customers one list at a time where that leads there, else all lists at once.
    private func targetEdits(to goal: Flag) -> [FlagEdit] {
        guard targets != goal.targets else { return [] }
        let (old, new) = (targets.flatMap(\.customers), Set(goal.targets.flatMap(\.customers)))
        let leaving = old.filter { !new.contains($0) }
        var edits: [FlagEdit] = leaving.isEmpty ? [] : [.removeTargets(leaving)]
        for target in goal.targets {
            let there = Set(targets.first { $0.variationID == target.variationID }?.customers ?? [])
            let coming = target.customers.filter { !there.contains($0) }
            guard !coming.isEmpty else { continue }
            edits.append(.addTargets(variationID: target.variationID, coming))
        }
        var flag = self
        let isThere = edits.allSatisfy { (try? flag.apply($0)) != nil }
        return isThere && flag.targets == goal.targets ? edits : [.setTargets(goal.targets)]
    }

    /// Rules one at a time where that leads there, else all at once.
    private func ruleEdits(to goal: Flag) -> [FlagEdit] {
        guard rules != goal.rules else { return [] }
        var edits: [FlagEdit] = []
        for rule in rules where !goal.rules.contains(where: { $0.id == rule.id }) {
            edits.append(.removeRule(rule.id))
        }
        for (index, rule) in goal.rules.enumerated() {
            guard let old = rules.first(where: { $0.id == rule.id }) else {
                edits.append(.addRule(rule, at: index))
                continue
            }
            if old != rule { edits.append(.replaceRule(rule)) }
        }
        var flag = self
        let isThere = edits.allSatisfy { (try? flag.apply($0)) != nil }
        return isThere && flag.rules == goal.rules ? edits : [.setRules(goal.rules)]
    }
}
