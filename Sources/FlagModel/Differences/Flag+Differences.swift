import JSON

/// A flag and the environment around it, which knows the names of its audiences.
struct PlacedFlag {
    let flag: Flag
    let state: EnvironmentState

    /// In what it differs from an earlier version of itself, as the page of a flag shows it: what
    /// it does, who gets what line by line, its versions, its words.
    func facets(since earlier: PlacedFlag) -> [Difference.Facet] {
        let old = earlier.flag
        var list = FacetList()
        list.note("on or off", old.isEnabled, flag.isEnabled) { $0 ? "on" : "off" }
        list.note("archived", old.isArchived, flag.isArchived)
        noteTargets(since: old, in: &list)
        noteRules(since: earlier, in: &list)
        noteServing("everybody else", since: old, old.defaultRule, flag.defaultRule, in: &list)
        noteVersions(since: old, in: &list)
        if old.offVariationID != flag.offVariationID {
            list.add(
                "while off",
                name(old.offVariationID, in: old),
                name(flag.offVariationID, in: flag)
            )
        }
        list.note("applications read it as", old.kind, flag.kind, \.words)
        list.note("name", old.name, flag.name)
        list.note("owner", old.owner, flag.owner)
        list.note("tags", old.tags, flag.tags)
        list.note("description", old.description, flag.description)
        list.note("purpose", old.purpose, flag.purpose)
        list.note(
            "everyone counts for experiments",
            old.countsEveryoneInExperiments,
            flag.countsEveryoneInExperiments
        )
        list.note("reported by applications", old.reportsInsights, flag.reportsInsights) {
            $0.map { $0 ? "yes" : "no" } ?? "not said"
        }
        list.note("other fields of an import", old.importedFields, flag.importedFields) {
            Words.short($0.joined(separator: " "), FacetList.textLength)
        }
        return list.facets
    }

    private func name(_ variationID: String, in flag: Flag) -> String {
        flag.variation(variationID)?.name ?? variationID
    }

    private func noteTargets(since old: Flag, in list: inout FacetList) {
        guard old.targets != flag.targets else { return }
        var ids: [String] = []
        for target in flag.targets + old.targets where !ids.contains(target.variationID) {
            ids.append(target.variationID)
        }
        for id in ids {
            let title = name(id, in: flag.variation(id) == nil ? old : flag)
            list.note("by hand, \(title)", old.customers(named: id), flag.customers(named: id))
        }
    }

    private func noteRules(since earlier: PlacedFlag, in list: inout FacetList) {
        let old = earlier.flag
        guard old.rules != flag.rules else { return }
        for rule in old.rules where !flag.rules.contains(where: { $0.id == rule.id }) {
            list.add(rule.title(in: earlier.state), old.served(rule.serving), "")
        }
        for rule in flag.rules {
            let title = rule.title(in: state)
            guard let before = old.rules.first(where: { $0.id == rule.id }) else {
                list.add(title, "", flag.served(rule.serving))
                continue
            }
            guard before != rule else { continue }
            list.note("name of a rule", before.name, rule.name)
            if before.conditions != rule.conditions {
                let who = FacetList.textLength
                list.add(
                    "who the rule \(title) is about",
                    Words.short(before.who(in: earlier.state), who),
                    Words.short(rule.who(in: state), who)
                )
            }
            noteServing(title, since: old, before.serving, rule.serving, in: &list)
        }
        let (order, now) = (old.rules.map(\.id), flag.rules.map(\.id))
        let (kept, stays) = (order.filter(now.contains), now.filter(order.contains))
        guard kept != stays else { return }
        list.note("order of the rules", kept, stays) { ids in
            let titles = ids.compactMap { id in flag.rules.first { $0.id == id } }
            return Words.list(titles.map { $0.title(in: state) }, most: 6)
        }
    }

    /// One number where that says it all, else who is given what.
    private func noteServing(
        _ title: String,
        since old: Flag,
        _ before: Serving,
        _ after: Serving,
        in list: inout FacetList
    ) {
        guard before != after else { return }
        let (shares, sharesNow) = (old.served(before), flag.served(after))
        let (parts, partsNow) = (old.onParts(of: before), flag.onParts(of: after))
        if shares != sharesNow {
            if old.variations.count == 2, flag.variations.count == 2, parts != partsNow,
                old.offVariationID == flag.offVariationID
            {
                let percents = Words.percents(parts: parts, to: partsNow)
                list.add(title, percents.before, percents.after)
            } else {
                list.add(title, shares, sharesNow)
            }
        }
        list.note("\(title), divided by", before.dispatchKey, after.dispatchKey) {
            $0 ?? "customer"
        }
        list.note("\(title), counted for experiments", before.counted, after.counted) {
            $0.isInExperiment
                ? $0.parts.map { Words.percent(parts: $0) }.joined(separator: ", ") : "no"
        }
    }

    private func noteVersions(since old: Flag, in list: inout FacetList) {
        guard old.variations != flag.variations else { return }
        func short(_ value: String) -> String { Words.short(value, FacetList.textLength) }
        for version in old.variations where flag.variation(version.id) == nil {
            list.add("version \(version.name)", short(version.value), "")
        }
        for version in flag.variations {
            guard let before = old.variation(version.id) else {
                list.add("version \(version.name)", "", short(version.value))
                continue
            }
            list.note("name of a version", before.name, version.name)
            list.note("value of \(version.name)", before.value, version.value)
        }
        let (ids, now) = (old.variations.map(\.id), flag.variations.map(\.id))
        list.note("order of the versions", ids.filter(now.contains), now.filter(ids.contains)) {
            Words.list($0.map { name($0, in: flag) }, most: 6)
        }
    }
}

extension Flag {
    fileprivate func customers(named variationID: String) -> [CustomerKey] {
        targets.lazy.filter { $0.variationID == variationID }.flatMap(\.customers)
    }

    /// What an import brought and people do not look at.
    fileprivate var importedFields: [String] {
        [
            creatorID ?? "", updaterID ?? "",
            extras.members.isEmpty
                ? "" : String(decoding: JSONValue.object(extras).canonicalBytes(), as: UTF8.self),
        ].filter { !$0.isEmpty }
    }
}

extension Rule {
    /// Its conditions in words, whatever its name.
    fileprivate func who(in state: EnvironmentState) -> String {
        guard !conditions.isEmpty else { return "everyone" }
        return Words.list(conditions.prefix(6).map { $0.words(in: state) }, of: conditions.count)
    }
}

extension Serving {
    fileprivate struct Counted: Equatable {
        let isInExperiment: Bool
        let parts: [Int]
    }

    /// What counts for experiments, where it is not simply everybody who comes here.
    fileprivate var counted: Counted {
        let isWhole = shares.allSatisfy { $0.experimentParts == max(0, $0.parts) }
        return Counted(
            isInExperiment: isInExperiment,
            parts: isWhole ? [Share.whole] : shares.map(\.experimentParts)
        )
    }
}
