internal import HashTreeCollections

/// The flags of an environment, by id and by key, as a value.
///
/// What came with a document stays in its bytes until somebody looks at it (``StoredFlags``); what
/// was made or changed since lies in a persistent map. A copy shares both.
struct FlagTable: Sendable {
    private(set) var stored: StoredFlags?
    /// Flags that are not, or not like this, among the stored ones.
    private(set) var fresh: TreeDictionary<GUID, Boxed<Flag>> = [:]
    private var freshIDs: TreeDictionary<Key, GUID> = [:]
    /// Stored flags that are other now, or no more.
    private(set) var hidden: TreeSet<GUID> = []

    /// No flags.
    init() {}

    /// The flags of a document.
    init(_ stored: StoredFlags) {
        self.stored = stored
    }

    /// How many there are.
    var count: Int { (stored?.ids.count ?? 0) - hidden.count + fresh.count }

    /// Whether there are none.
    var isEmpty: Bool { count == 0 }

    /// The flag with an id.
    subscript(id: GUID) -> Flag? {
        if let box = fresh[id] { return box.value }
        return storedRow(of: id).flatMap { stored?.flag(at: $0)?.value }
    }

    /// The id of a key.
    func id(of key: Key) -> GUID? {
        if let id = freshIDs[key] { return id }
        guard let stored, let row = stored.row(of: key) else { return nil }
        let id = stored.ids[row]
        return hidden.contains(id) ? nil : id
    }

    /// Whether there is a flag with an id.
    func contains(_ id: GUID) -> Bool { fresh[id] != nil || storedRow(of: id) != nil }

    /// Adds a flag, or puts it in place of the one with its id, which has the same key.
    mutating func put(_ flag: Flag) {
        if stored?.row(of: flag.id) != nil { hidden.insert(flag.id) }
        fresh[flag.id] = Boxed(flag)
        freshIDs[flag.key] = flag.id
    }

    /// Removes a flag.
    mutating func remove(_ flag: Flag) {
        if stored?.row(of: flag.id) != nil { hidden.insert(flag.id) }
        fresh[flag.id] = nil
        if freshIDs[flag.key] == flag.id { freshIDs[flag.key] = nil }
    }

    /// Makes a value of every flag that lies in a document.
    mutating func readAll() {
        for row in storedRows {
            guard let flag = stored?.read(row) else { continue }
            fresh[flag.id] = Boxed(flag)
            freshIDs[flag.key] = flag.id
        }
        (stored, hidden) = (nil, [])
    }

    /// The row of a stored flag that is still as it was.
    func storedRow(of id: GUID) -> Int? {
        guard let stored, !hidden.contains(id) else { return nil }
        return stored.row(of: id)
    }

    /// The rows of the stored flags that are still as they were, by id.
    var storedRows: some Sequence<Int> {
        let (ids, hidden) = (stored?.ids ?? [], hidden)
        return ids.indices.lazy.filter { hidden.isEmpty || !hidden.contains(ids[$0]) }
    }

    /// All flags, in no order.
    var flags: some Sequence<Flag> {
        FlagSequence(table: self)
    }

    /// The flags that look at audiences, and some that do not, in no order.
    var flagsLookingAtAudiences: [Flag] {
        var flags = fresh.values.map(\.value)
        guard let stored else { return flags }
        for row in storedRows where stored.places[row].looksAtAudiences {
            if let flag = stored.read(row) { flags.append(flag) }
        }
        return flags
    }

    // MARK: - Comparing

    /// Whether a flag is the very same here as in another table, without a look into it.
    func shares(_ id: GUID, with other: FlagTable) -> Bool {
        if let own = fresh[id] { return other.fresh[id]?.isSame(as: own) ?? false }
        guard other.fresh[id] == nil, let own = storedRow(of: id),
            let others = other.storedRow(of: id)
        else { return false }
        if stored === other.stored { return true }
        guard let stored, let theirs = other.stored else { return false }
        let isSame = stored.withBytes(of: own) { left in
            theirs.withBytes(of: others) { right in left.elementsEqual(right) } ?? false
        }
        return isSame ?? false
    }

    /// The flags that are not the very same in two tables, in no order; `nil` where there is none.
    ///
    /// - Complexity: O(changes) between tables that began with the same document, otherwise O(*n*)
    ///   in both.
    func differences(to later: FlagTable) -> [(Flag?, Flag?)] {
        var ids = Set(differingKeys(fresh, later.fresh))
        if stored === later.stored {
            ids.formUnion(hidden.symmetricDifference(later.hidden))
        } else {
            ids.formUnion(stored?.ids ?? [])
            ids.formUnion(later.stored?.ids ?? [])
        }
        // In the order in which stored flags lie.
        return ids.sorted().lazy.filter { !shares($0, with: later) }
            .map { (self[$0], later[$0]) }
            .filter { $0.0 != nil || $0.1 != nil }
    }
}

extension FlagTable: Hashable {
    static func == (left: FlagTable, right: FlagTable) -> Bool {
        guard left.count == right.count else { return false }
        return left.differences(to: right).allSatisfy { $0.0 == $0.1 }
    }

    func hash(into hasher: inout Hasher) {
        // Equal tables may lie in memory in different ways; models are compared, hardly hashed.
        hasher.combine(count)
    }
}

/// A walk over the flags of a table, each read as it comes.
struct FlagSequence: Sequence {
    let table: FlagTable

    func makeIterator() -> Iterator { Iterator(table) }

    struct Iterator: IteratorProtocol {
        private let table: FlagTable
        private var row = 0
        private var fresh: TreeDictionary<GUID, Boxed<Flag>>.Iterator

        init(_ table: FlagTable) {
            self.table = table
            fresh = table.fresh.makeIterator()
        }

        mutating func next() -> Flag? {
            while let stored = table.stored, row < stored.ids.count {
                defer { row += 1 }
                if !table.hidden.isEmpty, table.hidden.contains(stored.ids[row]) { continue }
                if let flag = stored.read(row) { return flag }
            }
            return fresh.next()?.value.value
        }
    }
}
