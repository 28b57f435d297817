internal import JSON
internal import Synchronization

/// The flags of one environment as they lie in a document: bytes, and where each flag is in them.
///
/// A flag is made from its bytes when somebody looks at it; the last few that were looked at are
/// kept. So a start costs what the places cost, not what the flags do.
///
/// - Invariant: the ids ascend, and each is the id of the flag at its place.
final class StoredFlags: Sendable {
    /// How many flags are kept as values, so that a screen is not read again for every key.
    static let keptFlags = 1024

    /// The flags' ids, ascending.
    let ids: [GUID]
    /// When each changed last.
    let times: [Moment]
    /// Whether each is archived.
    let archived: [Bool]
    /// Where the parts of each lie.
    let places: [FlagPlaces]
    /// How many are archived.
    let archivedCount: Int
    private let blocks: DocumentBlocks
    /// Where each begins in the document.
    private let starts: [Int]
    private let rebuilding: Rebuilding
    private let kept = Mutex<[Int: Boxed<Flag>]>([:])
    private let rowsByKey = Mutex<[Int32]?>(nil)

    /// Takes over places that a ``Collector`` found.
    ///
    /// - Throws: ``NotCanonical`` when the ids do not ascend.
    init(_ found: Collector, in source: DocumentSource, else rebuilding: Rebuilding)
        throws(NotCanonical)
    {
        guard zip(found.ids, found.ids.dropFirst()).allSatisfy(<) else { throw NotCanonical() }
        (ids, times, archived) = (found.ids, found.times, found.archived)
        (places, starts) = (found.places, found.starts)
        archivedCount = found.archived.count(where: \.self)
        blocks = DocumentBlocks(source)
        self.rebuilding = rebuilding
    }

    /// The row of an id.
    ///
    /// - Complexity: O(log *n*).
    func row(of id: GUID) -> Int? {
        var (low, high) = (0, ids.count)
        while low < high {
            let middle = (low + high) / 2
            if ids[middle] < id { low = middle + 1 } else { high = middle }
        }
        return low < ids.count && ids[low] == id ? low : nil
    }

    /// The flag at a row, and kept for the next look.
    func flag(at row: Int) -> Boxed<Flag>? {
        if let flag = kept.withLock({ $0[row] }) { return flag }
        guard let flag = read(row).map(Boxed.init) else { return nil }
        kept.withLock { kept in
            if kept.count >= Self.keptFlags { kept.removeAll(keepingCapacity: true) }
            kept[row] = flag
        }
        return flag
    }

    /// The flag at a row, for a walk over all of them: nothing is kept.
    ///
    /// - Returns: `nil` when its bytes are no flag, or cannot be read any more, and the history
    ///   cannot give it either.
    func read(_ row: Int) -> Flag? {
        let flag = withBytes(of: row) { bytes -> Flag? in
            var reader = CanonicalReader(bytes)
            var places = FlagPlaces()
            if let flag = try? Flag(&reader, noting: &places), reader.isAtEnd { return flag }
            return Flag(anyForm: bytes)
        }
        if let flag = flag ?? nil, flag.id == ids[row] { return flag }
        return rebuilding.flag(ids[row])
    }

    /// The canonical bytes of the flag at a row, which live as long as the call.
    ///
    /// - Returns: what `body` returns; `nil` when they cannot be read any more.
    func withBytes<Result>(
        of row: Int,
        _ body: (UnsafeBufferPointer<UInt8>) -> Result
    ) -> Result? {
        blocks.withBytes(starts[row]..<starts[row] + Int(places[row].length), body)
    }

    /// A reader that stands somewhere in the flag at a row.
    func reading<Result>(
        _ row: Int,
        at place: UInt32,
        _ body: (inout CanonicalReader) throws(NotCanonical) -> Result
    ) -> Result? {
        withBytes(of: row) { bytes in
            var reader = CanonicalReader(bytes, at: Int(place))
            return try? body(&reader)
        } ?? nil
    }

    /// The key of the flag at a row.
    func key(at row: Int) -> Key? {
        reading(row, at: places[row].key) { reader throws(NotCanonical) in try reader.key() }
    }

    /// The row of a key.
    ///
    /// - Complexity: O(*n*) for the first key that is asked for, then O(1).
    func row(of key: Key) -> Int? {
        let rows = rowsByKey.withLock { known in
            if let known { return known }
            let rows = hashedRows()
            known = rows
            return rows
        }
        guard !rows.isEmpty else { return nil }
        var slot = key.hashValue & (rows.count - 1)
        while rows[slot] >= 0 {
            if self.key(at: Int(rows[slot])) == key { return Int(rows[slot]) }
            slot = (slot + 1) & (rows.count - 1)
        }
        return nil
    }

    /// The rows by the hashes of their keys; a taken slot moves a row to the next free one.
    private func hashedRows() -> [Int32] {
        guard !ids.isEmpty else { return [] }
        var size = 16
        while size < 2 * ids.count { size *= 2 }
        var rows = [Int32](repeating: -1, count: size)
        for row in ids.indices {
            guard let key = key(at: row) else { continue }
            var slot = key.hashValue & (size - 1)
            while rows[slot] >= 0 { slot = (slot + 1) & (size - 1) }
            rows[slot] = Int32(row)
        }
        return rows
    }
}

extension Flag {
    /// Reads a flag the long way, in whatever form it is written.
    fileprivate init?(anyForm bytes: UnsafeBufferPointer<UInt8>) {
        guard let json = try? JSONValue(parsing: bytes), let flag = try? Flag(json: json) else {
            return nil
        }
        self = flag
    }
}

extension StoredFlags {
    /// Gathers the places of flags while a document is looked through.
    struct Collector {
        private(set) var ids: [GUID] = []
        private(set) var times: [Moment] = []
        private(set) var archived: [Bool] = []
        private(set) var places: [FlagPlaces] = []
        private(set) var starts: [Int] = []

        /// Makes room for so many.
        mutating func reserve(_ count: Int) {
            ids.reserveCapacity(count)
            times.reserveCapacity(count)
            archived.reserveCapacity(count)
            places.reserveCapacity(count)
            starts.reserveCapacity(count)
        }

        /// Notes a flag that begins at a place.
        mutating func note(
            _ id: GUID,
            _ time: Moment,
            isArchived: Bool,
            _ place: FlagPlaces,
            at start: Int
        ) {
            ids.append(id)
            times.append(time)
            archived.append(isArchived)
            places.append(place)
            starts.append(start)
        }
    }
}

/// The way to flags whose bytes cannot be read: the whole model, built from history.
///
/// Hardly anything comes this way; but a flag that cannot be read must not stop the program, nor be
/// taken for one that is not there.
final class Rebuilding: Sendable {
    private let environment: GUID
    private let build: @Sendable () -> Model?
    private let built = Mutex<Model??>(nil)

    /// Builds with a function, once, when it is needed.
    init(_ environment: GUID, _ build: @escaping @Sendable () -> Model?) {
        self.environment = environment
        self.build = build
    }

    func flag(_ id: GUID) -> Flag? {
        let model = built.withLock { built in
            if let built { return built }
            let model = build()
            built = .some(model)
            return model
        }
        return model?.environment(environment)?.flag(id)
    }
}
