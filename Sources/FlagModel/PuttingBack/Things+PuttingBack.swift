extension Audience {
    /// Puts back what an entry changed, where nobody has decided anew since; see
    /// ``Flag/putBack(from:after:)``.
    mutating func putBack(from before: Audience, after: Audience) -> Set<Aspect> {
        var merge = Merge()
        merge.value(.archived, before.isArchived, after.isArchived, &isArchived)
        merge.value(.name, before.name, after.name, &name)
        merge.value(.description, before.description, after.description, &description)
        merge.value(.tags, before.tags, after.tags, &tags)
        merge.value(.imported, before.reach, after.reach, &reach)
        merge.value(.imported, before.scopes, after.scopes, &scopes)
        merge.value(.imported, before.extras, after.extras, &extras)
        merge.customers(.members, before.members, after.members, &members)
        merge.customers(.excluded, before.excluded, after.excluded, &excluded)
        merge.list(.rules, before.rules, after.rules, &rules, id: \.id) {
            $0.value(.rules, $1.name, $2.name, &$3.name)
            $0.value(.rules, $1.conditions, $2.conditions, &$3.conditions)
        }
        return merge.obstacles
    }

    /// The edits that make this audience another version of itself, or `nil` where there are none.
    func edits(to goal: Audience) -> [AudienceEdit]? {
        var edits: [AudienceEdit] = []
        if members != goal.members {
            let (there, wanted) = (Set(members), Set(goal.members))
            let leaving = members.filter { !wanted.contains($0) }
            if !leaving.isEmpty { edits.append(.removeMembers(leaving)) }
            let coming = Self.insertions(into: there, of: goal.members)
            if !coming.isEmpty { edits.append(.addMembers(coming)) }
        }
        if excluded != goal.excluded {
            let (there, wanted) = (Set(excluded), Set(goal.excluded))
            let leaving = excluded.filter { !wanted.contains($0) }
            if !leaving.isEmpty { edits.append(.removeExcluded(leaving)) }
            let coming = Self.insertions(into: there, of: goal.excluded)
            if !coming.isEmpty { edits.append(.addExcluded(coming)) }
        }
        if rules != goal.rules { edits.append(.setRules(goal.rules)) }
        if name != goal.name { edits.append(.rename(goal.name)) }
        if tags != goal.tags { edits.append(.setTags(goal.tags)) }
        if description != goal.description { edits.append(.describe(goal.description)) }
        if isArchived != goal.isArchived { edits.append(.setArchived(goal.isArchived)) }
        var audience = self
        for edit in edits {
            guard (try? audience.apply(edit)) != nil else { return nil }
        }
        return audience == goal ? edits : nil
    }

    /// Those of a list who are not there yet, each with its place.
    private static func insertions(
        into there: Set<CustomerKey>,
        of list: [CustomerKey]
    ) -> [Insertion] {
        list.enumerated().filter { !there.contains($0.element) }
            .map { Insertion($0.element, at: $0.offset) }
    }
}

extension Environment {
    /// Puts back what an entry changed, where nobody has decided anew since.
    ///
    /// One secret is no obstacle for another.
    mutating func putBack(from before: Environment, after: Environment) -> Set<Aspect> {
        var merge = Merge()
        merge.value(.name, before.name, after.name, &name)
        merge.value(.description, before.description, after.description, &description)
        merge.value(
            .reasons,
            before.settings.requiresReason,
            after.settings.requiresReason,
            &settings.requiresReason
        )
        merge.value(
            .drafts,
            before.settings.asksForDrafts,
            after.settings.asksForDrafts,
            &settings.asksForDrafts
        )
        merge.value(
            .review,
            before.settings.review,
            after.settings.review,
            &settings.review
        )
        merge.list(.secrets, before.secrets, after.secrets, &secrets, id: \.id) {
            $0.value(.secrets, $1, $2, &$3)
        }
        return merge.obstacles
    }

    /// The edits that make this environment another version of itself.
    func edits(to goal: Environment) -> [EnvironmentEdit] {
        var edits: [EnvironmentEdit] = []
        for secret in secrets where goal.secret(secret.id) == nil {
            edits.append(.revokeSecret(secret.id))
        }
        for (index, secret) in goal.secrets.enumerated() where self.secret(secret.id) == nil {
            edits.append(.addSecret(secret, at: index))
        }
        if name != goal.name { edits.append(.rename(goal.name)) }
        if description != goal.description { edits.append(.describe(goal.description)) }
        if settings.asksForDrafts != goal.settings.asksForDrafts {
            edits.append(.setAsksForDrafts(goal.settings.asksForDrafts))
        }
        if settings.requiresReason != goal.settings.requiresReason {
            edits.append(.setRequiresReason(goal.settings.requiresReason))
        }
        if settings.review != goal.settings.review {
            edits.append(.setReview(goal.settings.review))
        }
        return edits
    }
}
