internal import HashTreeCollections

/// Changes of flags within one environment.
extension EnvironmentState {
    mutating func create(_ flag: Flag, stamp: ChangeSet.Stamp?) throws(Refusal) -> [Change] {
        guard flagTable.id(of: flag.key) == nil else { throw .taken(.flag, flag.key.text) }
        guard !flagTable.contains(flag.id) else { throw .taken(.flag, flag.id.text) }
        // A deleted flag of the same key or id comes back: applications must see the new one only.
        let returning = deletedFlags.filter { $0.key == flag.id || $0.value.value.key == flag.key }
        for id in returning.keys { deletedFlags[id] = nil }
        var flag = flag
        if let stamp { flag.createdAt = min(flag.createdAt, stamp.time) }
        put(flag, stamp: stamp)
        let removal = Change.deleteFlag(environment: environment.id, flag: flag.id)
        guard !flag.isArchived else { return [removal] }
        return [
            .editFlag(environment: environment.id, flag: flag.id, .setArchived(true)), removal,
        ]
    }

    mutating func editFlag(
        _ id: GUID,
        _ edit: FlagEdit,
        stamp: ChangeSet.Stamp?
    ) throws(Refusal) -> [Change] {
        let earlier = try existingFlag(id)
        var flag = earlier
        let inverse = try flag.apply(edit)
        guard flag.differs(from: earlier) else {
            throw .nothingToChange(edit.alreadySentence(of: flag))
        }
        try checkExperiments(on: flag)
        put(flag, stamp: stamp)
        return [.editFlag(environment: environment.id, flag: id, inverse)]
    }

    mutating func replace(_ flag: Flag, stamp: ChangeSet.Stamp?) throws(Refusal) -> [Change] {
        let earlier = try existingFlag(flag.id)
        guard earlier.key == flag.key else { throw .immutable(.flag, earlier.name) }
        try checkExperiments(on: flag)
        put(flag, stamp: stamp)
        return [.replaceFlag(environment: environment.id, earlier)]
    }

    mutating func deleteFlag(_ id: GUID, stamp: ChangeSet.Stamp?) throws(Refusal) -> [Change] {
        let flag = try existingFlag(id)
        guard flag.isArchived else { throw .notArchived(.flag, flag.name) }
        let experiments = experiments(on: id)
        guard experiments.isEmpty else {
            let places = experiments.map { "the experiment \"\($0.name)\"" }
            throw .inUse(.flag, name: flag.name, by: places)
        }
        flagTable.remove(flag)
        var tombstone = flag
        tombstone.take(stamp)
        clock = max(clock, tombstone.updatedAt)
        deletedFlags[id] = Boxed(tombstone)
        return [.createFlag(environment: environment.id, flag)]
    }

    private func existingFlag(_ id: GUID) throws(Refusal) -> Flag {
        guard let flag = flag(id) else { throw .unknown(.flag, id.text) }
        return flag
    }

    private mutating func put(_ flag: Flag, stamp: ChangeSet.Stamp?) {
        var flag = flag
        flag.take(stamp)
        flag.extras = flag.extras.asWritten
        clock = max(clock, flag.updatedAt)
        flagTable.put(flag)
    }

    /// An experiment's versions cannot disappear under it.
    private func checkExperiments(on flag: Flag) throws(Refusal) {
        for experiment in experiments(on: flag.id)
        where flag.variation(experiment.baselineVariationID) == nil {
            let id = experiment.baselineVariationID
            throw .inUse(
                .variation,
                name: self.flag(flag.id)?.variation(id)?.name ?? id,
                by: ["the experiment \"\(experiment.name)\""]
            )
        }
    }
}

extension Flag {
    mutating func take(_ stamp: ChangeSet.Stamp?) {
        guard let stamp else { return }
        updatedAt = stamp.time
        if let revision = stamp.revision { self.revision = revision }
    }
}
