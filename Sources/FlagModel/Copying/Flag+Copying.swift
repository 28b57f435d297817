extension Flag {
    /// A new flag that does and says the same.
    ///
    /// What an import brought stays with the original: it is about that flag only.
    ///
    /// - Parameters:
    ///   - id: the new identity.
    ///   - key: what programs ask the new flag by.
    ///   - name: what people call it.
    ///   - revision: the first one.
    ///   - now: when it is made.
    /// - Returns: the new flag, with the versions, rules, customers and words of this one.
    public func copy(id: GUID, key: Key, name: String, revision: GUID, at now: Moment) -> Flag {
        var copy = Flag(
            id: id,
            key: key,
            name: name,
            kind: kind,
            variations: variations,
            defaultVariationID: offVariationID,
            offVariationID: offVariationID,
            revision: revision,
            createdAt: now
        )
        (copy.description, copy.owner) = (description, owner)
        (copy.purpose, copy.tags) = (purpose, tags)
        (copy.targets, copy.rules, copy.defaultRule) = (targets, rules, defaultRule)
        (copy.isEnabled, copy.isArchived) = (isEnabled, isArchived)
        copy.countsEveryoneInExperiments = countsEveryoneInExperiments
        copy.reportsInsights = reportsInsights
        return copy
    }
}

extension Audience {
    /// A new audience of the same people.
    func copy(id: GUID, at now: Moment) -> Audience {
        var copy = Audience(id: id, key: key, name: name, createdAt: now)
        (copy.description, copy.tags) = (description, tags)
        (copy.members, copy.excluded, copy.rules) = (members, excluded, rules)
        return copy
    }
}
