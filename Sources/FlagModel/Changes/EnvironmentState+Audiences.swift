internal import HashTreeCollections

/// Changes of audiences within one environment.
extension EnvironmentState {
    mutating func create(
        _ audience: Audience,
        stamp: ChangeSet.Stamp?
    ) throws(Refusal) -> [Change] {
        guard audienceIDs[audience.key] == nil else { throw .taken(.audience, audience.key.text) }
        guard audiencesByID[audience.id] == nil else { throw .taken(.audience, audience.id.text) }
        deletedAudiences[audience.id] = nil
        var audience = audience
        if let stamp { audience.createdAt = min(audience.createdAt, stamp.time) }
        put(audience, stamp: stamp)
        audienceIDs[audience.key] = audience.id
        let place = environment.id
        let removal = Change.deleteAudience(environment: place, audience: audience.id)
        guard !audience.isArchived else { return [removal] }
        return [
            .editAudience(environment: place, audience: audience.id, .setArchived(true)), removal,
        ]
    }

    mutating func editAudience(
        _ id: GUID,
        _ edit: AudienceEdit,
        stamp: ChangeSet.Stamp?
    ) throws(Refusal) -> [Change] {
        let earlier = try existingAudience(id)
        var audience = earlier
        let inverse = try audience.apply(edit)
        guard audience.differs(from: earlier) else {
            throw .nothingToChange(edit.alreadySentence(of: audience))
        }
        if audience.isArchived { try check(earlier, isUsedByNoneOf: { !$0.isArchived }) }
        put(audience, stamp: stamp)
        if edit.changesWhoBelongs { touchFlags(using: id, stamp: stamp) }
        return [.editAudience(environment: environment.id, audience: id, inverse)]
    }

    mutating func replace(
        _ audience: Audience,
        stamp: ChangeSet.Stamp?
    ) throws(Refusal) -> [Change] {
        let earlier = try existingAudience(audience.id)
        guard earlier.key == audience.key else { throw .immutable(.audience, earlier.name) }
        if audience.isArchived { try check(earlier, isUsedByNoneOf: { !$0.isArchived }) }
        put(audience, stamp: stamp)
        touchFlags(using: audience.id, stamp: stamp)
        return [.replaceAudience(environment: environment.id, earlier)]
    }

    mutating func deleteAudience(_ id: GUID, stamp: ChangeSet.Stamp?) throws(Refusal) -> [Change] {
        let audience = try existingAudience(id)
        guard audience.isArchived else { throw .notArchived(.audience, audience.name) }
        try check(audience, isUsedByNoneOf: { _ in true })
        audiencesByID[id] = nil
        audienceIDs[audience.key] = nil
        var tombstone = audience
        if let stamp { tombstone.updatedAt = stamp.time }
        clock = max(clock, tombstone.updatedAt)
        deletedAudiences[id] = Boxed(tombstone)
        return [.createAudience(environment: environment.id, audience)]
    }

    private func existingAudience(_ id: GUID) throws(Refusal) -> Audience {
        guard let audience = audience(id) else { throw .unknown(.audience, id.text) }
        return audience
    }

    private func check(
        _ audience: Audience,
        isUsedByNoneOf isCounted: (Flag) -> Bool
    ) throws(Refusal) {
        let flags = flags(using: audience.id).filter(isCounted)
        guard flags.isEmpty else {
            let places = flags.map { "the flag \"\($0.name)\"" }
            throw .inUse(.audience, name: audience.name, by: places)
        }
    }

    private mutating func put(_ audience: Audience, stamp: ChangeSet.Stamp?) {
        var audience = audience
        if let stamp { audience.updatedAt = stamp.time }
        audience.extras = audience.extras.asWritten
        clock = max(clock, audience.updatedAt)
        audiencesByID[audience.id] = Boxed(audience)
    }

    /// Gives every flag that looks at the audience a new time, each its own millisecond.
    ///
    /// Browsers hold answers, not rules: they learn of a changed audience only through a newer
    /// version of the flags that use it. FeatBit does the same. The order is fixed, so replay gives
    /// the same times.
    private mutating func touchFlags(using id: GUID, stamp: ChangeSet.Stamp?) {
        guard stamp != nil else { return }
        for flag in flags(using: id).sorted(by: { $0.key < $1.key }) {
            var flag = flag
            clock = Moment(milliseconds: clock.milliseconds + 1)
            flag.updatedAt = clock
            flagsByID[flag.id] = Boxed(flag)
        }
    }
}
