public import FlagModel

/// What an import will do to one environment.
public struct FeatBitImport: Hashable, Sendable {
    /// The changes in the order to make them; empty when the environment is like that already.
    public let changes: [Change]
    /// What a person should know, in sentences.
    ///
    /// Holds text from outside.
    public let notes: [String]
    /// What becomes of the document's flags.
    public let flags: Tally
    /// What becomes of the document's audiences.
    public let audiences: Tally

    /// How many things are new, changed, and as they were.
    public struct Tally: Hashable, Sendable {
        /// Things that the environment does not have.
        public internal(set) var created = 0
        /// Things that the environment has in another form.
        public internal(set) var replaced = 0
        /// Things that the environment has like that.
        public internal(set) var unchanged = 0
    }

    /// The changes as one proposal that keeps the document's times where that is possible.
    ///
    /// - Parameters:
    ///   - id: made by whoever asks, so that asking twice does it once.
    ///   - actor: who asks.
    ///   - note: why; may be empty.
    /// - Returns: a proposal for `Model.making(_:at:using:)`, which refuses one without changes.
    public func proposal(id: GUID, actor: String, note: String = "") -> Proposal {
        Proposal(
            id: id,
            actor: actor,
            note: note,
            origin: .importing,
            changes: changes,
            keepsTimes: true
        )
    }
}

extension FeatBitDocument {
    /// The changes that give an environment the document's flags and audiences.
    ///
    /// What has the same id is replaced unless it is equal; everything else in the environment
    /// stays. Audiences come before the flags that look at them, each in the order of their times.
    /// Flags and audiences that the document leaves incomplete keep what they have here.
    ///
    /// - Parameters:
    ///   - state: the environment as it is now.
    ///   - random: where ids and revisions come from that the document leaves out.
    /// - Returns: the changes, and what to tell people about them.
    /// - Throws: ``FeatBitProblem`` when a key belongs to something else here, or a rule looks at a
    ///   segment that does not exist or is archived.
    /// - Complexity: O(*n* log *n*) in the flags and audiences.
    public func changes(
        for state: EnvironmentState,
        using random: inout some RandomNumberGenerator
    ) throws(FeatBitProblem) -> FeatBitImport {
        var planner = ImportPlanner(state: state, notes: notes)
        try planner.checkSegments(of: self)
        let audiences = try planner.audiences(self.audiences, using: &random)
        let flags = try planner.flags(self.flags, using: &random)
        return FeatBitImport(
            changes: audiences.first + flags + audiences.last,
            notes: planner.notes,
            flags: planner.flagTally,
            audiences: planner.audienceTally
        )
    }
}

/// Compares a document with an environment.
private struct ImportPlanner {
    let state: EnvironmentState
    var notes: [String]
    var flagTally = FeatBitImport.Tally()
    var audienceTally = FeatBitImport.Tally()

    private var place: GUID { state.environment.id }

    /// - Returns: changes to make before those of the flags, and audiences that are put away, which
    ///   must wait until the flags no longer look at them.
    mutating func audiences(
        _ imported: [FeatBitAudience],
        using random: inout some RandomNumberGenerator
    ) throws(FeatBitProblem) -> (first: [Change], last: [Change]) {
        var keys = Set(imported.compactMap(\.key))
        var (first, last): ([Change], [Change]) = ([], [])
        for item in imported.inOrder(of: \.updatedAt) {
            let existing = state.audience(item.id)
            let key = try key(for: item, like: existing, among: &keys)
            let audience = item.audience(key: key, like: existing, using: &random)
            guard let existing else {
                audienceTally.created += 1
                first.append(.createAudience(environment: place, audience))
                continue
            }
            var comparable = audience
            (comparable.createdAt, comparable.updatedAt) = (existing.createdAt, existing.updatedAt)
            guard comparable != existing else {
                audienceTally.unchanged += 1
                continue
            }
            audienceTally.replaced += 1
            let change = Change.replaceAudience(environment: place, audience)
            if audience.isArchived { last.append(change) } else { first.append(change) }
        }
        return (first, last)
    }

    mutating func flags(
        _ imported: [FeatBitFlag],
        using random: inout some RandomNumberGenerator
    ) throws(FeatBitProblem) -> [Change] {
        var changes: [Change] = []
        for item in imported.inOrder(of: \.updatedAt) {
            let existing = state.flag(item.id)
            try checkKey(of: item, like: existing)
            let flag = item.flag(like: existing, using: &random)
            guard let existing else {
                flagTally.created += 1
                changes.append(.createFlag(environment: place, flag))
                continue
            }
            var comparable = flag
            (comparable.createdAt, comparable.updatedAt) = (existing.createdAt, existing.updatedAt)
            comparable.revision = existing.revision
            guard comparable != existing else {
                flagTally.unchanged += 1
                continue
            }
            flagTally.replaced += 1
            changes.append(.replaceFlag(environment: place, flag))
        }
        return changes
    }

    // MARK: - Keys

    private func checkKey(of flag: FeatBitFlag, like existing: Flag?) throws(FeatBitProblem) {
        if let existing, existing.key != flag.key {
            let reason = "should be \"\(existing.key.text)\" as before, for keys cannot change"
            throw .malformed(flag.place.at("key"), reason: reason)
        }
        guard existing == nil, let other = state.flag(flag.key) else { return }
        let name = "the flag \"\(other.name)\""
        throw .keyTaken(flag.place, key: flag.key.text, existing: name)
    }

    /// Older documents name segments without keys, so a key is made from the name once.
    private mutating func key(
        for audience: FeatBitAudience,
        like existing: Audience?,
        among keys: inout Set<Key>
    ) throws(FeatBitProblem) -> Key {
        if let existing {
            if let key = audience.key, key != existing.key {
                notes.append("\(audience.place.item): its key stays \(existing.key.text) here")
            }
            return existing.key
        }
        guard let key = audience.key else {
            return freeKey(for: audience.name, among: &keys)
        }
        if let other = state.audience(key) {
            let name = "the audience \"\(other.name)\""
            throw .keyTaken(audience.place, key: key.text, existing: name)
        }
        return key
    }

    private func freeKey(for name: String, among keys: inout Set<Key>) -> Key {
        let slug = Key(slugOf: name)?.text ?? "segment"
        for number in 1... {
            let suffix = number == 1 ? "" : "-\(number)"
            let text = slug.prefix(Limits.keyLength.upperBound - suffix.utf8.count) + suffix
            guard let key = try? Key(String(text)) else { continue }
            if state.audience(key) == nil, keys.insert(key).inserted { return key }
        }
        preconditionFailure("There are more numbers than audiences.")
    }

    // MARK: - Segments that rules look at

    func checkSegments(of document: FeatBitDocument) throws(FeatBitProblem) {
        let known = Dictionary(
            document.audiences.map { ($0.id, (name: $0.name, isArchived: $0.isArchived)) },
            uniquingKeysWith: { first, _ in first }
        )
        for flag in document.flags {
            for (ruleIndex, rule) in flag.rules.enumerated() {
                for (index, condition) in rule.conditions.enumerated() {
                    for id in condition.audienceIDs {
                        let place = flag.place.at("rules[\(ruleIndex)].conditions[\(index)].value")
                        let here = state.audience(id).map { (name: $0.name, $0.isArchived) }
                        guard let segment = known[id] ?? here else {
                            throw .unknownAudience(place, id: id.text)
                        }
                        guard flag.isArchived || !segment.isArchived else {
                            throw .archivedAudience(place, name: segment.name)
                        }
                    }
                }
            }
        }
    }
}

extension Array {
    /// The elements by their times, those of the same time as they stand.
    fileprivate func inOrder(of time: KeyPath<Element, Moment>) -> [Element] {
        enumerated()
            .sorted {
                ($0.element[keyPath: time], $0.offset) < ($1.element[keyPath: time], $1.offset)
            }
            .map(\.element)
    }
}
