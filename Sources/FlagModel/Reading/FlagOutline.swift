internal import HashTreeCollections

/// What a list of flags needs to know of one, without reading the rest of it.
///
/// A list of 100,000 flags is put in order and searched by these; the whole flag is read for the
/// rows on screen.
public struct FlagOutline: Sendable {
    private let source: Source
    /// Identity; never changes.
    public let id: GUID
    /// When the flag changed last.
    public let updatedAt: Moment
    /// Whether it is archived.
    public let isArchived: Bool

    private enum Source {
        case made(Boxed<Flag>)
        case stored(StoredFlags, row: Int)
    }

    /// The outline of a flag that is at hand.
    public init(_ flag: Flag) {
        self.init(Boxed(flag))
    }

    init(_ flag: Boxed<Flag>) {
        source = .made(flag)
        (id, updatedAt) = (flag.value.id, flag.value.updatedAt)
        isArchived = flag.value.isArchived
    }

    init(_ stored: StoredFlags, row: Int) {
        source = .stored(stored, row: row)
        (id, updatedAt) = (stored.ids[row], stored.times[row])
        isArchived = stored.archived[row]
    }

    /// The whole flag.
    ///
    /// - Returns: `nil` when it cannot be read any more.
    public var flag: Flag? {
        switch source {
        case .made(let flag): flag.value
        case .stored(let stored, let row): stored.read(row)
        }
    }

    /// Whether it is on at all, for whomever.
    ///
    /// - Complexity: O(bytes of its names); the whole flag is read only where it is written in
    ///   another way.
    public var isEnabled: Bool {
        switch source {
        case .made(let flag): flag.value.isEnabled
        case .stored(let stored, let row): stored.isEnabled(at: row)
        }
    }

    /// What people and programs call it, and what it can be found by.
    ///
    /// - Complexity: O(bytes of the flag), without reading most of them as text.
    public var words: Words {
        switch source {
        case .made(let flag): Words(flag.value)
        case .stored(let stored, let row): stored.words(at: row)
        }
    }

    /// What it is for; may be empty.
    ///
    /// - Complexity: as for ``isEnabled``.
    public var purpose: String {
        switch source {
        case .made(let flag): flag.value.purpose
        case .stored(let stored, let row): stored.purpose(at: row)
        }
    }

    /// The words of a flag that are in a list.
    public struct Words: Hashable, Sendable {
        /// What people call it.
        public var name: String
        /// What programs call it.
        public var key: String
        /// Who answers for it; may be empty.
        public var owner: String
        /// Words to find it by.
        public var tags: [String]

        init(name: String, key: String, owner: String, tags: [String]) {
            (self.name, self.key, self.owner, self.tags) = (name, key, owner, tags)
        }

        /// The words of a whole flag.
        public init(_ flag: Flag) {
            self.init(name: flag.name, key: flag.key.text, owner: flag.owner, tags: flag.tags)
        }
    }
}

extension StoredFlags {
    /// Whether the flag at a row is on.
    func isEnabled(at row: Int) -> Bool {
        let isEnabled = reading(row, at: places[row].key) { reader throws(NotCanonical) in
            try reader.skipText()
            return try reader.enabledBehindKey { reader throws(NotCanonical) in
                try reader.skipText()
            }.isEnabled
        }
        return isEnabled ?? read(row)?.isEnabled ?? false
    }

    /// What the flag at a row is for.
    func purpose(at row: Int) -> String {
        let purpose = reading(row, at: places[row].key) { reader throws(NotCanonical) in
            try reader.skipText()
            _ = try reader.enabledBehindKey { reader throws(NotCanonical) in
                try reader.skipText()
            }
            if reader.take(",\"owner\":") { try reader.skipText() }
            return reader.take(",\"purpose\":") ? try reader.text() : ""
        }
        return purpose ?? read(row)?.purpose ?? ""
    }

    /// The words of the flag at a row; the whole flag is read where it is written in another way.
    func words(at row: Int) -> FlagOutline.Words {
        let words = reading(row, at: places[row].key) { reader throws(NotCanonical) in
            try FlagOutline.Words(fromKey: &reader)
        }
        let none = FlagOutline.Words(name: "", key: "", owner: "", tags: [])
        return words ?? read(row).map(FlagOutline.Words.init) ?? none
    }
}

extension FlagOutline.Words {
    /// Reads on from the key of a flag.
    fileprivate init(fromKey reader: inout CanonicalReader) throws(NotCanonical) {
        key = try reader.text()
        name = try reader.enabledBehindKey { reader throws(NotCanonical) in try reader.text() }.name
        owner = reader.take(",\"owner\":") ? try reader.text() : ""
        if reader.take(",\"purpose\":") { try reader.skipText() }
        try reader.need(",\"revision\":")
        try reader.skipText()
        if reader.take(",\"rules\":") { try reader.skip() }
        tags =
            reader.take(",\"tags\":")
            ? try reader.list { reader throws(NotCanonical) in try reader.text() } : []
    }
}

extension CanonicalReader {
    /// Reads on behind the key of a flag, up to whether it is on; its name with a function.
    fileprivate mutating func enabledBehindKey<Name>(
        _ readName: (inout CanonicalReader) throws(NotCanonical) -> Name
    ) throws(NotCanonical) -> (name: Name, isEnabled: Bool) {
        try need(",\"kind\":")
        try skipText()
        try need(",\"name\":")
        let name = try readName(&self)
        try need(",\"off\":")
        try skipText()
        try need(",\"on\":")
        return (name, try bool())
    }
}

extension EnvironmentState {
    /// The outlines of all flags, archived ones too, in no order.
    public var flagOutlines: [FlagOutline] {
        var outlines: [FlagOutline] = []
        outlines.reserveCapacity(flagCount)
        if let stored = flagTable.stored {
            for row in flagTable.storedRows { outlines.append(FlagOutline(stored, row: row)) }
        }
        for flag in flagTable.fresh.values { outlines.append(FlagOutline(flag)) }
        return outlines
    }

    /// The outline of a flag.
    public func flagOutline(_ id: GUID) -> FlagOutline? {
        if let flag = flagTable.fresh[id] { return FlagOutline(flag) }
        guard let stored = flagTable.stored, let row = flagTable.storedRow(of: id) else {
            return nil
        }
        return FlagOutline(stored, row: row)
    }

    /// Whether there is a flag with an id.
    public func hasFlag(_ id: GUID) -> Bool { flagTable.contains(id) }

    /// How many flags are archived.
    ///
    /// - Complexity: O(changes since the document that the flags came with).
    public var archivedFlagCount: Int {
        var count = flagTable.fresh.values.count(where: \.value.isArchived)
        guard let stored = flagTable.stored else { return count }
        count += stored.archivedCount
        return count
            - flagTable.hidden.count { id in stored.row(of: id).map { stored.archived[$0] } ?? false
            }
    }

    /// The flags that changed after a moment, in no order.
    ///
    /// - Complexity: O(*n*), a nanosecond for each flag that did not.
    public func flags(changedAfter time: Moment) -> [Flag] {
        var flags: [Flag] = flagTable.fresh.values.map(\.value).filter { $0.updatedAt > time }
        guard let stored = flagTable.stored else { return flags }
        for row in stored.times.indices where stored.times[row] > time {
            guard flagTable.storedRow(of: stored.ids[row]) != nil else { continue }
            if let flag = stored.read(row) { flags.append(flag) }
        }
        return flags
    }

    /// The names of the flags whose rules look at each audience, in order.
    ///
    /// - Complexity: O(*n*), a nanosecond for each flag that looks at none.
    public var flagNamesByAudience: [GUID: [String]] {
        var names: [GUID: [String]] = [:]
        for flag in flagTable.flagsLookingAtAudiences {
            for id in flag.audienceIDs { names[id, default: []].append(flag.name) }
        }
        return names.mapValues { $0.sorted() }
    }
}
