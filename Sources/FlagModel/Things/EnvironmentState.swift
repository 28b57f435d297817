internal import HashTreeCollections

/// Everything that lives in one environment, as a value.
///
/// The maps are persistent: a copy, a preview or a past state shares what it has in common with
/// the present one, so keeping it costs a few kilobytes.
public struct EnvironmentState: Hashable, Sendable {
    /// The environment itself.
    public internal(set) var environment: Environment
    /// The latest wire time that was given out; the next one is later.
    public internal(set) var clock: Moment
    var flagTable = FlagTable()
    var audiencesByID: TreeDictionary<GUID, Boxed<Audience>> = [:]
    var experimentsByID: TreeDictionary<GUID, Experiment> = [:]
    var audienceIDs: TreeDictionary<Key, GUID> = [:]
    var deletedFlags: TreeDictionary<GUID, Boxed<Flag>> = [:]
    var deletedAudiences: TreeDictionary<GUID, Boxed<Audience>> = [:]

    init(environment: Environment) {
        self.environment = environment
        clock = Moment(milliseconds: 0)
    }

    /// The flag with an id.
    public func flag(_ id: GUID) -> Flag? { flagTable[id] }

    /// The flag with a key.
    public func flag(_ key: Key) -> Flag? { flagTable.id(of: key).flatMap { flagTable[$0] } }

    /// The audience with an id.
    public func audience(_ id: GUID) -> Audience? { audiencesByID[id]?.value }

    /// The audience with a key.
    public func audience(_ key: Key) -> Audience? {
        audienceIDs[key].flatMap { audiencesByID[$0]?.value }
    }

    /// The experiment with an id.
    public func experiment(_ id: GUID) -> Experiment? { experimentsByID[id] }

    /// The experiment with a key.
    ///
    /// - Complexity: O(*n*) in the experiments.
    public func experiment(_ key: Key) -> Experiment? {
        experimentsByID.values.first { $0.key == key }
    }

    /// Whether a flag is the very same here as in another state, without a look into it.
    ///
    /// A flag that was changed and changed back may be equal, and is not the same.
    public func sharesFlag(_ id: GUID, with other: EnvironmentState) -> Bool {
        flagTable.shares(id, with: other.flagTable)
    }

    /// Whether an audience is the very same here as in another state; see
    /// ``sharesFlag(_:with:)``.
    public func sharesAudience(_ id: GUID, with other: EnvironmentState) -> Bool {
        guard let own = audiencesByID[id], let others = other.audiencesByID[id] else {
            return false
        }
        return own.isSame(as: others)
    }

    /// All flags, archived ones too, in no order.
    public var flags: some Sequence<Flag> { flagTable.flags }

    /// All audiences, archived ones too, in no order.
    public var audiences: some Sequence<Audience> { audiencesByID.values.lazy.map(\.value) }

    /// All experiments, in no order.
    public var experiments: some Sequence<Experiment> { experimentsByID.values }

    /// Flags that were deleted and that applications must keep seeing as archived.
    public var flagTombstones: some Sequence<Flag> { deletedFlags.values.lazy.map(\.value) }

    /// Audiences that were deleted and that applications must keep seeing as archived.
    public var audienceTombstones: some Sequence<Audience> {
        deletedAudiences.values.lazy.map(\.value)
    }

    /// The number of flags, archived ones included.
    public var flagCount: Int { flagTable.count }

    /// The number of audiences, archived ones included.
    public var audienceCount: Int { audiencesByID.count }

    /// The number of experiments.
    public var experimentCount: Int { experimentsByID.count }

    /// Whether nothing lives here, and nothing ever did that applications might remember.
    public var isEmpty: Bool {
        flagTable.isEmpty && audiencesByID.isEmpty && experimentsByID.isEmpty
            && deletedFlags.isEmpty && deletedAudiences.isEmpty
    }

    /// Flags whose rules look at an audience, by name.
    ///
    /// - Complexity: O(*n*) in the flags, and in the conditions of those with rules.
    public func flags(using audienceID: GUID) -> [Flag] {
        flagTable.flagsLookingAtAudiences.filter { $0.looks(at: audienceID) }
            .sorted { ($0.name, $0.key) < ($1.name, $1.key) }
    }

    /// Experiments that compare a flag's versions, by name.
    public func experiments(on flagID: GUID) -> [Experiment] {
        experimentsByID.values.filter { $0.flagID == flagID }
            .sorted { ($0.name, $0.key) < ($1.name, $1.key) }
    }
}

extension Flag {
    /// Whether a rule looks at an audience.
    func looks(at audienceID: GUID) -> Bool {
        rules.contains { rule in
            rule.conditions.contains { $0.audienceIDs.contains(audienceID) }
        }
    }

    /// The audiences that its rules look at.
    public var audienceIDs: Set<GUID> {
        Set(rules.lazy.flatMap(\.conditions).flatMap(\.audienceIDs))
    }
}
