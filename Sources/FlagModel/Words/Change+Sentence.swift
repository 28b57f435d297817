extension Change {
    /// What was done, in the past tense, without who and when: "turned Free returns on in LIVE".
    ///
    /// Holds names as people typed them: print it through the type that makes it safe.
    public func sentence(before: Model, after: Model) -> String {
        let name = before.name(of: subject)
        let place = after.place(of: subject)
        switch self {
        case .createProject(let project): return "made the project \(project.name)"
        case .removeProject: return "removed the project \(name)"
        case .createEnvironment(let environment):
            return "made the environment \(environment.title)"
        case .removeEnvironment: return "removed the environment \(name)"
        case .editEnvironment(_, let edit): return edit.sentence(name)
        case .createFlag(_, let flag): return "made the flag \(flag.name)\(place)"
        case .replaceFlag(_, let flag): return "replaced the flag \(flag.name)\(place)"
        case .deleteFlag: return "deleted the flag \(name)\(place)"
        case .editFlag(let environment, let id, let edit):
            let earlier = before.environment(environment)?.flag(id)
            return edit.sentence(name, earlier, after.environment(environment)) + place
        case .createAudience(_, let audience):
            return "made the audience \(audience.name)\(place)"
        case .replaceAudience(_, let audience):
            return "replaced the audience \(audience.name)\(place)"
        case .deleteAudience: return "deleted the audience \(name)\(place)"
        case .editAudience(_, _, let edit): return edit.sentence(name) + place
        case .createExperiment(_, let experiment):
            return "planned the experiment \(experiment.name)\(place)"
        case .replaceExperiment(_, let experiment):
            return "changed the plan of the experiment \(experiment.name)\(place)"
        case .deleteExperiment: return "deleted the experiment \(name)\(place)"
        case .saveDraft(let draft): return "drafted: " + draft.sentence(in: before)
        case .discardDraft(let id):
            let draft = before.draft(id)
            return "dropped the draft: " + (draft?.sentence(in: before) ?? id.text)
        }
    }
}

extension Draft {
    /// What it will do: "turn Gift wrap on in LIVE" in the past tense, as history says it.
    public func sentence(in model: Model) -> String {
        var now = model
        var lines: [String] = []
        for change in changes {
            let before = now
            _ = try? now.apply(ChangeSet.Step(change: change, stamp: nil))
            lines.append(change.sentence(before: before, after: now))
        }
        return Words.list(lines, most: 2)
    }
}

extension Model {
    fileprivate func title(of environment: GUID?) -> String? {
        guard let environment, let state = self.environment(environment) else { return nil }
        return state.environment.title
    }

    /// " in LIVE", for the end of a sentence.
    fileprivate func place(of subject: Subject) -> String {
        guard let id = subject.environmentID, let state = environment(id) else { return "" }
        return " in \(state.environment.title)"
    }
}

extension EnvironmentEdit {
    fileprivate func sentence(_ name: String) -> String {
        switch self {
        case .rename(let new): "renamed the environment \(name) to \(new)"
        case .describe: "described the environment \(name) anew"
        case .setRequiresReason(true): "made \(name) ask for a reason with every change"
        case .setRequiresReason(false): "made \(name) stop asking for reasons"
        case .setAsksForDrafts(true): "made \(name) keep changes as drafts until they are published"
        case .setAsksForDrafts(false): "made changes in \(name) happen at once"
        }
    }
}

extension FlagEdit {
    /// Says the edit of `flag`, as it was before, in `state`, as it is afterwards.
    fileprivate func sentence(_ name: String, _ flag: Flag?, _ state: EnvironmentState?) -> String {
        func version(_ id: String) -> String { flag?.variation(id)?.name ?? id }
        func rule(_ id: String) -> String {
            flag?.rules.first { $0.id == id }.map { $0.title(in: state) } ?? id
        }
        switch self {
        case .setEnabled(let isOn): return "turned \(name) \(isOn ? "on" : "off")"
        case .rename(let new): return "renamed \(name) to \(new)"
        case .describe: return "described \(name) anew"
        case .setOwner(""): return "took the owner off \(name)"
        case .setOwner(let owner): return "made \(owner) the owner of \(name)"
        case .setPurpose: return "stated the purpose of \(name) anew"
        case .setTags(let tags): return tagSentence(name, flag?.tags ?? [], tags)
        case .setArchived(let isArchived): return "\(isArchived ? "archived" : "restored") \(name)"
        case .addVariation(let new, _): return "added the version \(new.name) to \(name)"
        case .editVariation(let new):
            let old = version(new.id)
            return old == new.name
                ? "changed what the version \(old) of \(name) hands out"
                : "renamed the version \(old) of \(name) to \(new.name)"
        case .removeVariation(let id): return "removed the version \(version(id)) from \(name)"
        case .setOffVariation(let id): return "made \(name) give \(version(id)) while it is off"
        case .setKind(let kind): return "made \(name) a flag of \(kind.words)"
        case .addTargets(let id, let customers):
            return "gave \(version(id)) of \(name) to \(who(customers))"
        case .removeTargets(let customers):
            return "took the special setting of \(name) from \(who(customers))"
        case .setTargets: return "set the special settings of \(name) for single customers"
        case .addRule(let rule, _):
            return
                "added a rule to \(name): \(rule.title(in: state)) get \(flag.served(rule.serving))"
        case .replaceRule(let new):
            let old = flag?.rules.first { $0.id == new.id }
            let change = flag.difference(old?.serving, new.serving)
            return "changed who gets \(name): \(new.title(in: state)), \(change)"
        case .removeRule(let id): return "removed the rule \(rule(id)) from \(name)"
        case .moveRule(let id, let place):
            return "moved the rule \(rule(id)) of \(name) to place \(place + 1)"
        case .setRules(let rules):
            return rules.isEmpty
                ? "removed all rules from \(name)"
                : "set the rules of \(name): \(Words.count(rules.count, "rule"))"
        case .setDefaultRule(let new):
            return "changed \(name) for everyone else: \(flag.difference(flag?.defaultRule, new))"
        case .setCountsEveryone(let counts):
            return "made experiments count \(counts ? "everybody" : "only some") who gets \(name)"
        case .setReportsInsights(let reports):
            return "made applications \(reports ?? true ? "report" : "stop reporting") \(name)"
        }
    }
}

extension Optional where Wrapped == Flag {
    /// "25% Blue banner, 75% No banner"; "Blue banner" when it is everybody.
    fileprivate func served(_ serving: Serving) -> String {
        guard let flag = self else { return Words.count(serving.shares.count, "share") }
        return flag.served(serving)
    }

    /// "10% → 25%" where one number says it all, else what is handed out now.
    fileprivate func difference(_ old: Serving?, _ new: Serving) -> String {
        guard let flag = self, let old else { return served(new) }
        let (before, after) = (flag.onParts(of: old), flag.onParts(of: new))
        guard flag.variations.count == 2, before != after else { return flag.served(new) }
        return "\(Words.percent(parts: before)) → \(Words.percent(parts: after))"
    }
}

extension AudienceEdit {
    fileprivate func sentence(_ name: String) -> String {
        switch self {
        case .rename(let new): "renamed the audience \(name) to \(new)"
        case .describe: "described the audience \(name) anew"
        case .setTags(let tags): tagSentence(name, [], tags)
        case .setArchived(let isArchived):
            "\(isArchived ? "archived" : "restored") the audience \(name)"
        case .addMembers(let new): "added \(who(new.map(\.customer))) to the audience \(name)"
        case .removeMembers(let customers): "took \(who(customers)) out of the audience \(name)"
        case .addExcluded(let new): "kept \(who(new.map(\.customer))) out of the audience \(name)"
        case .removeExcluded(let customers):
            "stopped keeping \(who(customers)) out of the audience \(name)"
        case .setRules(let rules):
            "changed who is in the audience \(name): \(Words.count(rules.count, "rule"))"
        }
    }
}

/// "C-10428", "C-1 and C-2", "12 customers".
private func who(_ customers: [CustomerKey]) -> String {
    customers.count <= 2
        ? Words.list(customers.map { Words.short($0.text) })
        : Words.count(customers.count, "customer")
}

private func tagSentence(_ name: String, _ old: [String], _ new: [String]) -> String {
    let added = new.filter { !old.contains($0) }
    let removed = old.filter { !new.contains($0) }
    switch (added.isEmpty, removed.isEmpty) {
    case (false, true): return "tagged \(name) with \(Words.list(added))"
    case (true, false): return "took the tag \(Words.list(removed)) off \(name)"
    default: return "set the tags of \(name)"
    }
}

extension FlagEdit {
    /// How the flag is already, for a person who asked for no change.
    func alreadySentence(of flag: Flag) -> String {
        switch self {
        case .setEnabled(let isOn): "\(flag.name) is already \(isOn ? "on" : "off")"
        case .setArchived(let isArchived):
            "\(flag.name) is \(isArchived ? "already" : "not") archived"
        case .addTargets: "those customers get that version of \(flag.name) already"
        case .removeTargets: "those customers have no special setting of \(flag.name)"
        default: "\(flag.name) is like that already"
        }
    }
}

extension AudienceEdit {
    /// How the audience is already, for a person who asked for no change.
    func alreadySentence(of audience: Audience) -> String {
        switch self {
        case .setArchived(let isArchived):
            "\(audience.name) is \(isArchived ? "already" : "not") archived"
        case .addMembers: "they are named in \(audience.name) already"
        case .removeMembers: "none of them is named in \(audience.name)"
        case .addExcluded: "they are kept out of \(audience.name) already"
        case .removeExcluded: "none of them is kept out of \(audience.name)"
        default: "\(audience.name) is like that already"
        }
    }
}

extension Proposal {
    /// The whole in one sentence.
    func sentence(lines: [String], in model: Model) -> String {
        let own: String =
            switch origin {
            case .publish:
                "published \(Words.count(changes.count { !$0.isAboutDrafts }, "change"))"
            case .importing: "imported \(importedThings)"
            default: lines.count == 1 ? lines[0] : "made \(Words.count(changes.count, "change"))"
            }
        let places = Set(changes.compactMap { $0.subject.environmentID })
        let title: String? = places.count == 1 ? model.title(of: places.first) : nil
        let place = title.map { " in \($0)" } ?? ""
        switch origin {
        case .publish, .importing: return own + place
        case .undo(let number): return "undid \(Words.grouped(Int(number))): \(own)"
        case .direct, .drafting:
            return lines.count == 1 ? own : "\(Words.list(lines, most: 2))"
        }
    }

    private var importedThings: String {
        let flags = changes.count { if case .flag = $0.subject { true } else { false } }
        let audiences = changes.count { if case .audience = $0.subject { true } else { false } }
        let parts = [(flags, "flag"), (audiences, "audience")].filter { $0.0 > 0 }
        return Words.list(parts.map { Words.count($0.0, $0.1) })
    }
}

extension Change {
    /// Whether it keeps or drops a draft.
    public var isAboutDrafts: Bool {
        if case .draft = subject { true } else { false }
    }
}
