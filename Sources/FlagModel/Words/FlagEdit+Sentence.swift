extension FlagEdit {
    /// Says the edit of `flag`, as it was before, in `state`, as it is afterwards.
    func sentence(_ name: String, _ flag: Flag?, _ state: EnvironmentState?) -> String {
        switch self {
        case .setEnabled(let isOn): "turned \(name) \(isOn ? "on" : "off")"
        case .rename(let new): "renamed \(name) to \(new)"
        case .describe: "changed the description of \(name)"
        case .setOwner(""): "took the owner off \(name)"
        case .setOwner(let owner): "made \(owner) the owner of \(name)"
        case .setPurpose: "changed the purpose of \(name)"
        case .setTags(let tags): Words.tagging(name, flag?.tags ?? [], tags)
        case .setArchived(let isArchived): "\(isArchived ? "archived" : "restored") \(name)"
        case .setKind(let kind): "made \(name) hand out \(kind.words)"
        case .setCountsEveryone(true): "made experiments count everyone who gets \(name)"
        case .setCountsEveryone(false):
            "made experiments count only the shares set for them on \(name)"
        case .setReportsInsights(let reports):
            "made applications \(reports ?? true ? "report" : "stop reporting") \(name)"
        case .addVariation, .editVariation, .removeVariation, .setOffVariation:
            versionSentence(name, flag)
        case .addTargets, .removeTargets, .setTargets: customerSentence(name, flag)
        case .addRule, .replaceRule, .removeRule, .moveRule, .setRules:
            ruleSentence(name, flag, state)
        case .setDefaultRule(let new):
            flag.change(of: flag?.defaultRule, to: new, name, for: flag.rest)
        }
    }

    private func versionSentence(_ name: String, _ flag: Flag?) -> String {
        switch self {
        case .addVariation(let new, _): return "added the version \(new.name) to \(name)"
        case .editVariation(let new):
            let old = flag?.variation(new.id) ?? new
            let change = "the version \(old.name) of \(name)"
            if old.name == new.name { return "changed the value of \(change)" }
            let rest = old.value == new.value ? "" : " and changed its value"
            return "renamed \(change) to \(new.name)\(rest)"
        case .removeVariation(let id): return "removed the version \(flag.version(id)) from \(name)"
        case .setOffVariation(let id):
            return "made \(name) give \(flag.version(id)) while it is off"
        default: return "changed \(name)"
        }
    }

    private func customerSentence(_ name: String, _ flag: Flag?) -> String {
        switch self {
        case .addTargets(let id, let customers):
            return "gave \(flag.version(id)) of \(name) to \(Words.who(customers))"
        case .removeTargets(let customers):
            return "took \(Words.who(customers)) off the named customers of \(name)"
        case .setTargets(let lists):
            let count = lists.reduce(0) { $0 + $1.customers.count }
            return count == 0
                ? "removed all named customers from \(name)"
                : "set the named customers of \(name): \(Words.count(count, "customer"))"
        default: return "changed \(name)"
        }
    }

    private func ruleSentence(_ name: String, _ flag: Flag?, _ state: EnvironmentState?) -> String {
        func rule(_ id: String) -> String {
            flag?.rules.first { $0.id == id }.map { $0.title(in: state) } ?? id
        }
        switch self {
        case .addRule(let new, _):
            let what = "\(flag.served(new.serving)) for \(new.title(in: state))"
            return "added a rule to \(name): \(what)"
        case .replaceRule(let new):
            let old = flag?.rules.first { $0.id == new.id }
            let title = new.title(in: state)
            guard let old, old.conditions == new.conditions else {
                return "changed the rule \(rule(new.id)) of \(name): \(flag.served(new.serving)) "
                    + "for \(title)"
            }
            guard old.serving != new.serving else {
                return "renamed the rule \(rule(new.id)) of \(name) to \(title)"
            }
            return flag.change(of: old.serving, to: new.serving, name, for: title)
        case .removeRule(let id): return "removed the rule \(rule(id)) from \(name)"
        case .moveRule(let id, let place):
            let last = max(0, (flag?.rules.count ?? 0) - 1)
            return "moved the rule \(rule(id)) of \(name) to place \(min(max(0, place), last) + 1)"
        case .setRules([]): return "removed all rules from \(name)"
        case .setRules(let rules):
            return "set the rules of \(name): \(Words.count(rules.count, "rule"))"
        default: return "changed \(name)"
        }
    }
}

/// What sentences say of a flag, which may be unknown where a draft no longer fits.
extension Optional where Wrapped == Flag {
    fileprivate func version(_ id: String) -> String { self?.variation(id)?.name ?? id }

    /// "25% Blue banner, 75% No banner"; "Blue banner" when it is everybody.
    fileprivate func served(_ serving: Serving) -> String {
        guard let flag = self else { return Words.count(serving.shares.count, "share") }
        return flag.served(serving)
    }

    /// Whom the default rule is about.
    fileprivate var rest: String {
        guard let flag = self else { return "everyone else" }
        let isAboutAll = flag.rules.isEmpty && flag.targets.allSatisfy(\.customers.isEmpty)
        return isAboutAll ? "everyone" : "everyone else"
    }

    /// "changed Gift wrap 10% → 25% for Germany" where one number says it all, else what these
    /// people get now, or how they are divided.
    fileprivate func change(
        of old: Serving?,
        to new: Serving,
        _ name: String,
        for who: String
    ) -> String {
        guard let flag = self, let old else { return "made \(name) give \(who) \(served(new))" }
        let (before, after) = (flag.onParts(of: old), flag.onParts(of: new))
        if flag.variations.count == 2, before != after {
            return "changed \(name) \(Words.percent(parts: before, to: after)) for \(who)"
        }
        guard old.handsOut == new.handsOut else {
            return "made \(name) give \(who) \(flag.served(new))"
        }
        guard old.dispatchKey == new.dispatchKey else {
            return "made \(name) divide \(who) by \(new.dispatchKey ?? "customer")"
        }
        return "changed who counts for experiments on \(name)"
    }
}

extension Serving {
    /// The shares without what counts for experiments.
    fileprivate var handsOut: [Share] {
        shares.map { Share(variationID: $0.variationID, lower: $0.lower, upper: $0.upper) }
    }
}

extension Words {
    /// "C-10428", "C-1 and C-2", "12 customers".
    static func who(_ customers: [CustomerKey]) -> String {
        customers.count <= 2
            ? list(customers.map { short($0.text) })
            : count(customers.count, "customer")
    }

    /// What became of the tags of a thing.
    static func tagging(_ name: String, _ old: [String], _ new: [String]) -> String {
        let added = new.filter { !old.contains($0) }
        let removed = old.filter { !new.contains($0) }
        switch (added.isEmpty, removed.isEmpty) {
        case (false, true): return "tagged \(name) with \(list(added))"
        case (true, false):
            return "took the tag\(removed.count == 1 ? "" : "s") \(list(removed)) off \(name)"
        default: return "changed the tags of \(name) to \(list(new))"
        }
    }
}
