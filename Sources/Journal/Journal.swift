/// Lines that are never lost: an append-only history of entries, kept in one directory.
///
/// An append returns after its entries are durable, never before. Opening finds everything that
/// was ever answered, or refuses and says which byte of which file is damaged.
///
/// ```swift
/// try Journal.create(at: path, id: .random())
/// let (journal, report) = try Journal.open(at: path, access: .write)
/// let numbers = try await journal.append([entry])
/// await journal.close()
/// ```
///
/// The layout of the files is in `docs/reference/journal-format.md`, what is promised and what is
/// not in `docs/explanation/durability.md`.
public final class Journal: Sendable {
    /// The journal's id.
    public let id: JournalID
    /// The directory that holds it.
    public let path: String

    let disk: any Disk
    let directory: JournalDirectory
    let seed: CRC32C
    let view: SharedView
    /// Nil in a journal that is open for reading.
    let queue: Monitor<WriterQueue>?
    private let committer: Committer?

    /// What a journal is opened for.
    public enum Access: Sendable {
        /// Reads what is durable; any number of processes may.
        case read
        /// Reads and appends; one process may.
        case write
    }

    /// Makes a new, empty journal.
    ///
    /// It is built beside `directory`, in `<directory>.tmp`, and renamed: a half-made journal does
    /// not exist.
    ///
    /// - Parameters:
    ///   - directory: must not exist; its parent must.
    ///   - id: the new journal's id.
    ///   - timeMicroseconds: wall time of the creation; nil takes the system's.
    /// - Throws: ``JournalError/exists(path:)`` when something is there.
    public static func create(
        at directory: String,
        id: JournalID,
        timeMicroseconds: Int64? = nil
    ) throws(JournalError) {
        try create(at: directory, id: id, timeMicroseconds: timeMicroseconds, on: SystemDisk())
    }

    /// Opens a journal.
    ///
    /// For writing, an unfinished write at the end is cut off, kept in `quarantine/` and recorded
    /// as an entry. For reading, nothing is written and nothing is locked.
    ///
    /// - Returns: the journal and what opening found and did.
    /// - Throws: ``JournalError``, having changed nothing, when acknowledged data is damaged or
    ///   missing, or when another process writes.
    /// - Complexity: O(*n*) in the bytes of the segments that the newest snapshot does not cover.
    public static func open(
        at directory: String,
        access: Access
    ) throws(JournalError) -> (journal: Journal, report: OpeningReport) {
        try open(at: directory, access: access, on: SystemDisk(), options: JournalOptions())
    }

    /// Creates on any disk.
    package static func create(
        at directory: String,
        id: JournalID,
        timeMicroseconds: Int64?,
        on disk: any Disk
    ) throws(JournalError) {
        let time = timeMicroseconds ?? wallClockMicroseconds()
        try RepairSwap.finishInterrupted(JournalDirectory(path: directory), on: disk)
        try JournalCreation.run(JournalDirectory(path: directory), id: id, at: time, on: disk)
    }

    /// Opens on any disk.
    package static func open(
        at directory: String,
        access: Access,
        on disk: any Disk,
        options: JournalOptions
    ) throws(JournalError) -> (journal: Journal, report: OpeningReport) {
        let directory = JournalDirectory(path: directory)
        if access == .write { try RepairSwap.finishInterrupted(directory, on: disk) }
        var opening = JournalOpening(directory, on: disk, options: options)
        let opened =
            switch access {
            case .read: try opening.openForReading()
            case .write: try opening.openForWriting()
            }
        let journal = Journal(opened, in: directory, on: disk)
        return (journal, opening.report)
    }

    init(
        _ opened: JournalOpening.Opened,
        in directory: JournalDirectory,
        on disk: any Disk
    ) {
        id = opened.id
        path = directory.path
        self.directory = directory
        self.disk = disk
        seed = opened.id.checksumSeed
        view = SharedView(opened.view)
        guard let writer = opened.writer, let lock = opened.lock else {
            queue = nil
            committer = nil
            return
        }
        let queue = Monitor(WriterQueue(tail: opened.view.position.entry))
        let committer = Committer(writer, holding: lock, queue: queue, view: view)
        WriterThread(queue: queue, committer: committer).start()
        self.queue = queue
        self.committer = committer
    }

    deinit { close(nil) }

    var isWritable: Bool { queue != nil }

    /// The end of what is durable.
    public var last: JournalPosition { view.withLock { $0.position } }

    /// What ended the writer; nil while it works.
    ///
    /// A journal whose writer ended stays readable and refuses to append. Open it anew, in a new
    /// process.
    public var failure: JournalError? { view.withLock { $0.failure } }

    // MARK: - Appending

    /// Appends entries and returns once they are durable.
    ///
    /// Calls that wait at the same time share one write and one sync. Each entry is kept whole or
    /// not at all. Entries of one call have consecutive numbers, but a crash or a full disk in the
    /// middle of a call that needs more than one write may leave only the first of them.
    ///
    /// - Parameters:
    ///   - entries: at least one; in all at most ``JournalLimits/queuedRecords`` parts and
    ///     ``JournalLimits/queuedBytes`` bytes.
    ///   - expected: the number of the entry that these were decided after, waiting ones
    ///     included; when another one is the last by now, nothing is written. Nil takes any.
    ///   - inPlace: whether a call that finds nobody writing, while syncs are quick, may write on
    ///     the thread that it runs on. That is the fastest for a single writer; say no where others
    ///     wait for that thread.
    /// - Returns: the entries' numbers.
    /// - Throws: ``JournalError/busy(queuedRecords:)``, ``JournalError/overtaken(expected:)`` and
    ///   ``JournalError/full(path:)`` may pass;
    ///   after ``JournalError/notDurable(errno:)`` the journal is closed and whether the entries
    ///   are kept is known only after it is opened again.
    @discardableResult
    public func append(
        _ entries: [NewEntry],
        after expected: UInt64? = nil,
        inPlace: Bool = true
    ) async throws(JournalError) -> ClosedRange<UInt64> {
        guard let queue, let committer else { throw .readOnly }
        let prepared = try Self.prepare(entries)
        let records = Self.records(of: prepared)
        let count = prepared.count
        guard inPlace else {
            return try await wait(for: records, entryCount: count, after: expected)
        }
        switch queue.withLock({ $0.takeTurn(records, entryCount: count, after: expected) }) {
        case .write(let batch):
            let (lastEntry, mustWake) = committer.write(batch)
            if mustWake { queue.wake() }
            let last = try lastEntry.get()
            return last - UInt64(count) + 1...last
        case .refused(let error): throw error
        case .wait: return try await wait(for: records, entryCount: count, after: expected)
        }
    }

    /// Queues records for the journal's thread and waits for its answer.
    func wait(
        for records: [PendingRecord],
        entryCount: Int,
        after expected: UInt64?
    ) async throws(JournalError) -> ClosedRange<UInt64> {
        guard let queue else { throw .readOnly }
        let result: Result<ClosedRange<UInt64>, JournalError> =
            await withCheckedContinuation { continuation in
                var records = records
                let call = AppendCall(continuation: continuation, entryCount: entryCount)
                records[records.count - 1].complete(call)
                let added = queue.withLock {
                    $0.add(records, entryCount: entryCount, after: expected)
                }
                switch added {
                case .success(let wakesWriter): if wakesWriter { queue.wake() }
                case .failure(let error): continuation.resume(returning: .failure(error))
                }
            }
        return try result.get()
    }

    /// Writes what waits, makes the head file durable, releases the lock, and returns then.
    ///
    /// Reading stays possible; appending does not.
    public func close() async {
        await withCheckedContinuation { continuation in close(continuation) }
    }

    private func close(_ closer: CheckedContinuation<Void, Never>?) {
        guard let queue, queue.withLock({ $0.close(closer) }) else {
            closer?.resume()
            return
        }
        queue.wake()
    }

    private static func prepare(_ entries: [NewEntry]) throws(JournalError) -> [PreparedEntry] {
        guard !entries.isEmpty else { throw .invalid(field: "entries", reason: "are none") }
        let parts = entries.reduce(0) { $0 + $1.payloadParts.count }
        guard parts <= JournalLimits.queuedRecords else {
            throw .limits(field: "parts", size: parts, maximum: JournalLimits.queuedRecords)
        }
        let bytes = entries.reduce(0) { $0 + $1.largestBytes }
        guard bytes <= JournalLimits.queuedBytes else {
            throw .limits(field: "bytes", size: bytes, maximum: JournalLimits.queuedBytes)
        }
        var prepared: [PreparedEntry] = []
        for entry in entries { prepared.append(try entry.checked()) }
        return prepared
    }

    static func records(of entries: [PreparedEntry]) -> [PendingRecord] {
        entries.flatMap { entry in
            entry.entry.payloadParts.indices.map { PendingRecord(entry: entry, part: $0) }
        }
    }
}
