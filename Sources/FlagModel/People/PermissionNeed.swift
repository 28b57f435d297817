/// A role that something needs, and where.
public struct PermissionNeed: Hashable, Sendable {
    /// What somebody wants to do.
    public let act: Act
    /// Where they need the role for it.
    public let reach: Reach

    /// Where a role is needed.
    public enum Reach: Hashable, Sendable {
        /// Wherever they have one.
        case anywhere
        /// In an environment, about something with these tags.
        case place(GUID, tags: Set<String>)
        /// In all environments, those to come too.
        case everywhere
    }

    /// Puts the parts together.
    public init(_ act: Act, _ reach: Reach) {
        self.act = act
        self.reach = reach
    }

    /// Whether a role that somebody has is enough.
    public func isMet(by grant: Grant) -> Bool {
        guard grant.role >= act.role else { return false }
        switch reach {
        case .anywhere: return true
        case .everywhere: return grant.environmentID == nil && grant.tag == nil
        case .place(let id, let tags):
            return (grant.environmentID ?? id) == id && (grant.tag.map(tags.contains) ?? true)
        }
    }

    /// Whether a person has a role that is enough.
    public func isMet(by person: Person) -> Bool { person.grants.contains(where: isMet(by:)) }
}

extension Model {
    /// What changes need of whoever makes them, each need once.
    ///
    /// Somebody whose role is for one tag keeps within it: a thing must have the tag before and
    /// after.
    ///
    /// - Parameters:
    ///   - changes: what somebody wants.
    ///   - isEmergency: whether they publish what nobody reviewed.
    /// - Returns: the needs, in the order of the changes.
    public func permissionNeeds(
        of changes: [Change],
        isEmergency: Bool = false
    ) -> [PermissionNeed] {
        var finder = NeedFinder(model: self)
        for change in changes {
            finder.add(change)
            if isEmergency, !change.isAboutDrafts { finder.add(change, as: .emergency) }
            finder.note(change)
        }
        return finder.needs
    }
}

extension Model {
    /// What somebody needs who does something about a thing that is there, whatever it is.
    public func permissionNeed(of act: Act, about subject: Subject) -> PermissionNeed {
        let finder = NeedFinder(model: self)
        guard let place = subject.environmentID else { return PermissionNeed(act, .everywhere) }
        return PermissionNeed(act, .place(place, tags: finder.tags(of: subject) ?? []))
    }

    /// What somebody needs at the least who does something in an environment: about anything of
    /// which they have the tag.
    public func permissionNeed(of act: Act, in place: GUID, for person: Person) -> PermissionNeed {
        switch act {
        case .look, .comment: PermissionNeed(act, .anywhere)
        case .importCustomers, .people, .tokens, .handOver: PermissionNeed(act, .everywhere)
        case .settings, .secrets, .connections: PermissionNeed(act, .place(place, tags: []))
        case .draft, .change, .plan, .decide, .emergency:
            PermissionNeed(act, .place(place, tags: Set(person.grants.compactMap(\.tag))))
        }
    }
}

/// Collects what changes need, one after the other.
private struct NeedFinder {
    let model: Model
    private(set) var needs: [PermissionNeed] = []
    private var seen: Set<PermissionNeed> = []
    /// The tags that things have by changes further up.
    private var tags: [Subject: Set<String>] = [:]

    init(model: Model) {
        self.model = model
    }

    mutating func add(_ change: Change) {
        switch change {
        case .saveDraft(let draft): addDraft(draft.id, draft.changes, as: .draft)
        case .discardDraft(let id): addDraft(id, [], as: .draft)
        case .decide(let id, _, _): addDraft(id, [], as: .decide)
        case .comment: add(PermissionNeed(.comment, .anywhere))
        case .saveSchedule(let schedule): addSchedule(schedule.id, schedule.allChanges)
        case .discardSchedule(let id), .holdSchedule(let id, _): addSchedule(id, [])
        default: add(change, as: change.act)
        }
    }

    /// What a draft does now and what it will do instead; nothing of it happens yet.
    private mutating func addDraft(_ id: GUID, _ changes: [Change], as act: Act) {
        let all = (model.draft(id)?.changes ?? []) + changes
        for change in all { add(change, as: act) }
        if all.isEmpty { add(PermissionNeed(act, .anywhere)) }
    }

    /// A plan happens by itself, so it needs what its changes need.
    private mutating func addSchedule(_ id: GUID, _ changes: [Change]) {
        let present = model.schedule(id)?.allChanges ?? []
        if present.isEmpty, changes.isEmpty { add(PermissionNeed(.plan, .anywhere)) }
        for change in present { add(change, as: .plan) }
        for change in changes {
            add(change, as: .plan)
            if change.act.role > Act.plan.role { add(change, as: change.act) }
        }
    }

    mutating func add(_ change: Change, as act: Act) {
        add(PermissionNeed(act, reach(of: change)))
    }

    private mutating func add(_ need: PermissionNeed) {
        if seen.insert(need).inserted { needs.append(need) }
    }

    private func reach(of change: Change) -> PermissionNeed.Reach {
        switch change {
        case .createEnvironment, .removeEnvironment: return .everywhere
        default: break
        }
        guard let place = change.subject.environmentID else { return .everywhere }
        let (before, after) = (tags(before: change), change.tagsAfter.map { Set($0) })
        let both = before.flatMap { before in after.map { before.intersection($0) } }
        return .place(place, tags: both ?? before ?? after ?? [])
    }

    /// Remembers the tags that a change gives.
    mutating func note(_ change: Change) {
        if let after = change.tagsAfter { tags[change.subject] = Set(after) }
    }

    private func tags(before change: Change) -> Set<String>? {
        switch change {
        case .createExperiment(let place, let plan):
            return tags(of: .flag(environment: place, plan.flagID))
        default: return tags(of: change.subject)
        }
    }

    /// The tags of a flag or audience; an experiment has those of its flag.
    func tags(of subject: Subject) -> Set<String>? {
        if let known = tags[subject] { return known }
        switch subject {
        case .flag(let place, let id):
            return model.environment(place)?.flag(id).map { Set($0.tags) }
        case .audience(let place, let id):
            return model.environment(place)?.audience(id).map { Set($0.tags) }
        case .experiment(let place, let id):
            return model.environment(place)?.experiment(id).flatMap { plan in
                tags(of: .flag(environment: place, plan.flagID))
            }
        case .project, .environment, .person, .webhook, .trigger, .draft, .schedule: return nil
        }
    }
}

extension Change {
    /// The tags that its thing has afterwards; `nil` when it decides nothing about them.
    fileprivate var tagsAfter: [String]? {
        switch self {
        case .createFlag(_, let flag), .replaceFlag(_, let flag): flag.tags
        case .createAudience(_, let audience), .replaceAudience(_, let audience): audience.tags
        case .editFlag(_, _, .setTags(let tags)), .editAudience(_, _, .setTags(let tags)): tags
        default: nil
        }
    }
}
