internal import HashTreeCollections

extension Model {
    /// How another model, earlier or later, differs from this one, in words for people.
    ///
    /// Times and revisions, which change with everything, are no difference; so is a secret's
    /// value, which nobody should read in passing.
    ///
    /// - Parameter later: the model whose things are told as they are "after".
    /// - Returns: projects, then place by place the environment itself, its flags, audiences and
    ///   experiments by name, then people and drafts.
    /// - Complexity: O(*n*) in the flags and audiences of both, a few nanoseconds each where the
    ///   two share them, as models of one history in one process do.
    public func differences(to later: Model) -> [Difference] {
        var found = projectDifferences(to: later)
        var places = later.environments.map(\.environment.id)
        places += environments.map(\.environment.id).filter { later.statesByID[$0] == nil }
        for place in places { found += differences(in: place, to: later) }
        found += personDifferences(to: later)
        found += webhookDifferences(to: later)
        found += triggerDifferences(to: later)
        found += draftDifferences(to: later)
        found += scheduleDifferences(to: later)
        return found
    }

    private func projectDifferences(to later: Model) -> [Difference] {
        guard projectsByID != later.projectsByID else { return [] }
        return pairs(projectsByID, later.projectsByID).map { id, old, new in
            var list = FacetList()
            if let old, let new { list.note("name", old.name, new.name) }
            return Difference(
                .project(id),
                new?.name ?? old?.name,
                place: "",
                Fate(old, new),
                list.facets
            )
        }.byName
    }

    private func webhookDifferences(to later: Model) -> [Difference] {
        guard webhooksByID != later.webhooksByID else { return [] }
        return pairs(webhooksByID, later.webhooksByID).map { id, old, new in
            Difference(
                .webhook(id),
                (new ?? old)?.name,
                place: "",
                Fate(old, new),
                old.flatMap { old in new.map { $0.facets(since: old) } } ?? []
            )
        }.byName
    }

    private func triggerDifferences(to later: Model) -> [Difference] {
        guard triggersByID != later.triggersByID else { return [] }
        return pairs(triggersByID, later.triggersByID).compactMap { id, old, new in
            guard let trigger = new ?? old else { return nil }
            let place = trigger.environmentID
            let state = later.environment(place) ?? environment(place)
            return Difference(
                .trigger(environment: place, id),
                trigger.description,
                place: state?.environment.title ?? "",
                Fate(old, new),
                old.flatMap { old in new.map { $0.facets(since: old) } } ?? []
            )
        }.byName
    }

    private func personDifferences(to later: Model) -> [Difference] {
        guard roster != later.roster else { return [] }
        return pairs(roster.byID, later.roster.byID).map { id, old, new in
            var facets: [Difference.Facet] = []
            if let old, let new { facets = new.facets(since: old, self, later) }
            let name = (new ?? old)?.name
            return Difference(.person(id), name, place: "", Fate(old, new), facets)
        }.byName
    }

    private func draftDifferences(to later: Model) -> [Difference] {
        guard draftsByID != later.draftsByID else { return [] }
        return pairs(draftsByID, later.draftsByID).map { id, old, new in
            var list = FacetList()
            if let old, let new {
                list.note("what it does", old.sentence(in: self), new.sentence(in: later))
                list.note("reason", old.note, new.note)
            }
            let places =
                new.map { later.environmentIDs(of: $0) } ?? old.map { environmentIDs(of: $0) } ?? []
            let titles = places.compactMap { (later.environment($0) ?? environment($0)) }
                .map(\.environment.title)
            return Difference(
                .draft(id),
                (new == nil ? self : later).name(of: .draft(id)),
                place: Words.list(titles),
                Fate(old, new),
                list.facets
            )
        }.byName
    }

    private func scheduleDifferences(to later: Model) -> [Difference] {
        guard schedulesByID != later.schedulesByID else { return [] }
        return pairs(schedulesByID, later.schedulesByID).map { id, old, new in
            var list = FacetList()
            if let old, let new {
                list.note("when", Words.moment(old.at), Words.moment(new.at))
                list.note("name", old.title, new.title)
                list.note("reason", old.note, new.note)
                list.note("stopped", old.isHeld, new.isHeld)
                list.note("steps", "\(old.later.count + 1)", "\(new.later.count + 1)")
                list.note(
                    "comes back",
                    old.recurrence?.words ?? "no",
                    new.recurrence?.words ?? "no"
                )
            }
            let places = (new ?? old)?.environmentIDs ?? []
            let titles = places.compactMap { (later.environment($0) ?? environment($0)) }
                .map(\.environment.title)
            return Difference(
                .schedule(id),
                (new ?? old)?.title,
                place: Words.list(titles),
                Fate(old, new),
                list.facets
            )
        }.byName
    }

    private func differences(in place: GUID, to later: Model) -> [Difference] {
        let (old, new) = (statesByID[place], later.statesByID[place])
        guard let title = (new ?? old)?.environment.title else { return [] }
        var found: [Difference] = []
        if old?.environment != new?.environment {
            var facets: [Difference.Facet] = []
            if let old, let new { facets = new.environment.facets(since: old.environment) }
            found = [
                Difference(.environment(place), title, place: "", Fate(old, new), facets)
            ]
        }
        found += Self.flagDifferences(old, new, title)
        found += Self.audienceDifferences(old, new, title)
        found += Self.experimentDifferences(old, new, title)
        return found
    }

    private static func flagDifferences(
        _ old: EnvironmentState?,
        _ new: EnvironmentState?,
        _ title: String
    ) -> [Difference] {
        (old?.flagTable ?? FlagTable()).differences(to: new?.flagTable ?? FlagTable())
            .compactMap { before, after in
                var facets: [Difference.Facet] = []
                if let before, let after, let old, let new {
                    guard before.timeless != after.timeless else { return nil }
                    let earlier = PlacedFlag(flag: before, state: old)
                    facets = PlacedFlag(flag: after, state: new).facets(since: earlier)
                }
                guard let flag = after ?? before, let place = (new ?? old)?.environment.id else {
                    return nil
                }
                let subject = Subject.flag(environment: place, flag.id)
                return Difference(subject, flag.name, place: title, Fate(before, after), facets)
            }.byName
    }

    private static func audienceDifferences(
        _ old: EnvironmentState?,
        _ new: EnvironmentState?,
        _ title: String
    ) -> [Difference] {
        let pairs = boxedPairs(old?.audiencesByID ?? [:], new?.audiencesByID ?? [:])
        return pairs.compactMap { before, after in
            var facets: [Difference.Facet] = []
            if let before, let after {
                guard before.timeless != after.timeless else { return nil }
                facets = after.facets(since: before)
            }
            guard let audience = after ?? before, let place = (new ?? old)?.environment.id else {
                return nil
            }
            let subject = Subject.audience(environment: place, audience.id)
            return Difference(subject, audience.name, place: title, Fate(before, after), facets)
        }.byName
    }

    private static func experimentDifferences(
        _ old: EnvironmentState?,
        _ new: EnvironmentState?,
        _ title: String
    ) -> [Difference] {
        let (earlier, later) = (old?.experimentsByID ?? [:], new?.experimentsByID ?? [:])
        guard earlier != later, let place = (new ?? old)?.environment.id else { return [] }
        return pairs(earlier, later).map { id, before, after in
            var facets: [Difference.Facet] = []
            if let before, let after {
                facets = after.facets(since: before, in: new)
            }
            return Difference(
                .experiment(environment: place, id),
                (after ?? before)?.name,
                place: title,
                Fate(before, after),
                facets
            )
        }.byName
    }
}

private typealias Fate = Difference.Fate

extension Difference.Fate {
    fileprivate init(_ old: Any?, _ new: Any?) {
        self = old == nil ? .made : new == nil ? .removed : .changed
    }
}

extension Difference {
    fileprivate init(
        _ subject: Subject,
        _ name: String?,
        place: String,
        _ fate: Fate,
        _ facets: [Facet]
    ) {
        self.init(
            subject: subject,
            name: name ?? subject.id.text,
            place: place,
            fate: fate,
            facets: facets
        )
    }
}

/// The things of two maps that are not equal, in no order.
private func pairs<Value: Equatable>(
    _ old: TreeDictionary<GUID, Value>,
    _ new: TreeDictionary<GUID, Value>
) -> [(GUID, Value?, Value?)] {
    var found: [(GUID, Value?, Value?)] = []
    for (id, value) in new where old[id] != value { found.append((id, old[id], value)) }
    for (id, value) in old where new[id] == nil { found.append((id, value, nil)) }
    return found
}

/// The things of two maps that are not the very same, in no order.
private func boxedPairs<Thing>(
    _ old: TreeDictionary<GUID, Boxed<Thing>>,
    _ new: TreeDictionary<GUID, Boxed<Thing>>
) -> [(Thing?, Thing?)] {
    differingKeys(old, new).map { (old[$0]?.value, new[$0]?.value) }
}

extension [Difference] {
    /// In the order of their names; things of the same name always in the same order.
    fileprivate var byName: [Difference] {
        sorted { ($0.name, $0.subject.id) < ($1.name, $1.subject.id) }
    }
}
