/// A journal that is held for a redaction: nobody else writes, and nothing changes between
/// looking at its entries and replacing them.
///
/// ```swift
/// let session = try RedactionSession.begin(at: path)
/// let redaction = try plan(session.journal)
/// let report = try session.redact(redaction)
/// session.end()
/// ```
///
/// The journal's lock is held until ``end()``, or until nobody has the session any more.
public struct RedactionSession: Sendable {
    /// The journal as it was when the session began; for reading.
    public let journal: Journal
    /// What opening it found and did.
    public let report: OpeningReport

    private let writer: SegmentWriter
    private let lock: any DiskFile
    private let options: JournalOptions
    private var disk: any Disk { journal.disk }
    private var directory: JournalDirectory { journal.directory }

    /// Opens a journal as its one writer.
    ///
    /// An unfinished redaction is finished first, an unfinished write is cut off and recorded.
    ///
    /// - Throws: ``JournalError/locked(path:processID:)`` while another process writes.
    public static func begin(at directory: String) throws(JournalError) -> RedactionSession {
        try begin(at: directory, on: SystemDisk(), options: JournalOptions())
    }

    /// Begins on any disk.
    package static func begin(
        at directory: String,
        on disk: any Disk,
        options: JournalOptions
    ) throws(JournalError) -> RedactionSession {
        let directory = JournalDirectory(path: directory)
        var opening = JournalOpening(directory, on: disk, options: options)
        var opened = try opening.openForWriting()
        guard let writer = opened.writer, let lock = opened.lock else {
            preconditionFailure("Opening for writing gives a writer and the lock.")
        }
        (opened.writer, opened.lock) = (nil, nil)
        return RedactionSession(
            journal: Journal(opened, in: directory, on: disk),
            report: opening.report,
            writer: writer,
            lock: lock,
            options: options
        )
    }

    /// What a redaction did.
    public struct Report: Hashable, Sendable {
        /// The number of the entry that tells of it.
        public var entry: UInt64
        /// The entries whose content is elsewhere now, in order.
        public var entries: [UInt64]
        /// How many records were blanked.
        public var records: Int
    }

    /// Replaces the content of entries; a session makes one redaction.
    ///
    /// First an entry `journal.redacted` is written that holds the replacements; then the old
    /// records are blanked. From the moment the entry is durable a crash cannot stop it: the next
    /// start finishes it.
    ///
    /// - Parameter redaction: who, why, and what stands in place of which entries.
    /// - Returns: what was done.
    /// - Throws: ``JournalError/limits(field:size:maximum:)`` and
    ///   ``JournalError/invalid(field:reason:)``, having changed nothing, and the errors of an
    ///   append.
    public func redact(_ redaction: Redaction) throws(JournalError) -> Report {
        let number = journal.last.entry + 1
        var plan = RedactionPlan(journal)
        let held = try plan.completed(redaction, as: number)
        let entry = try redaction.prepared(held)
        try note(RedactionIntent(entry: number))
        let (views, end) = try append(entry)
        let finishing = finishing(views, end)
        let count = try finishing.run(number)
        try onDisk { () throws(DiskError) in try finishing.forget() }
        return Report(entry: number, entries: held.map(\.mark.entry), records: count)
    }

    /// Lets the journal go.
    public func end() { lock.close() }

    /// Puts a snapshot of the journal's end in place of those that may not stay.
    ///
    /// - Parameters:
    ///   - schemaVersion: the version of the state's own format.
    ///   - state: canonical JSON: the state after the last entry.
    ///   - mustGo: whether a snapshot with this state is removed.
    /// - Returns: how many were removed.
    /// - Throws: ``JournalError/io(operation:path:errno:)``.
    public func replaceSnapshots(
        schemaVersion: Int,
        state: [UInt8],
        where mustGo: ([UInt8]) -> Bool
    ) throws(JournalError) -> Int {
        let folder = SnapshotFolder(disk: disk, directory: directory, id: journal.id)
        var count = 0
        for sequence in try folder.sequences() {
            let path = folder.path(sequence)
            let bytes = try onDisk { () throws(DiskError) in try disk.contents(of: path) }
            guard let bytes, mustGo(bytes) else { continue }
            try onDisk { () throws(DiskError) in try disk.unlink(path) }
            count += 1
        }
        guard count > 0 else { return 0 }
        let last = journal.last
        try onDisk { () throws(DiskError) in
            try folder.write(
                JournalSnapshot(
                    throughEntry: last.entry,
                    sequence: last.sequence,
                    chainHash: last.chainHash,
                    schemaVersion: schemaVersion,
                    state: state[...]
                )
            )
        }
        return count
    }

    /// The journal's files whose bytes fulfil a condition, as paths inside its directory.
    ///
    /// - Throws: ``JournalError/io(operation:path:errno:)``.
    /// - Complexity: O(*n*) in the bytes of all files.
    public func files(where isMeant: ([UInt8]) -> Bool) throws(JournalError) -> [String] {
        var found: [String] = []
        for folder in [""] + JournalDirectory.folders.map({ $0 + "/" }) {
            let path = directory.path + "/" + folder
            let names = try onDisk { () throws(DiskError) in
                try disk.namesIfThere(in: path.hasSuffix("/") ? String(path.dropLast()) : path)
            }
            for name in names.sorted() {
                let bytes = try onDisk { () throws(DiskError) -> [UInt8]? in
                    guard try disk.item(at: path + name)?.kind == .file else { return nil }
                    return try disk.contents(of: path + name)
                }
                if let bytes, isMeant(bytes) { found.append(folder + name) }
            }
        }
        return found
    }

    // MARK: - Steps

    private func note(_ intent: RedactionIntent) throws(JournalError) {
        try onDisk { () throws(DiskError) in
            try disk.writeDurably(
                [intent.bytes(of: journal.id)],
                to: RedactionIntent.name,
                in: directory.path
            )
        }
    }

    private func append(
        _ entry: PreparedEntry
    ) throws(JournalError) -> (views: [SegmentView], end: ChainState) {
        var writer = writer
        let records = entry.entry.payloadParts.indices.map { part in
            PendingRecord(entry: entry, part: part)
        }
        let commit: SegmentWriter.Commit
        do throws(SegmentWriter.Failure) {
            commit = try writer.commit(records[...])
        } catch {
            if case .nothingChanged = error {
                let state = journal.view.withLock { ($0.segments, $0.end) }
                try onDisk { () throws(DiskError) in try finishing(state.0, state.1).forget() }
            }
            throw error.reason
        }
        try onDisk { () throws(DiskError) in
            try writer.writeHead()
            try writer.head.sync()
            writer.head.close()
            writer.file.close()
        }
        var views = journal.view.withLock { $0.segments }
        if let segment = commit.newSegment { views.append(segment) }
        views[views.count - 1].entryOffsets?.append(contentsOf: commit.entryOffsets)
        views[views.count - 1].endOffset = writer.durableOffset
        return (views, writer.durable)
    }

    private func finishing(_ views: [SegmentView], _ end: ChainState) -> RedactionFinishing {
        RedactionFinishing(
            disk: disk,
            directory: directory,
            seed: journal.seed,
            views: views,
            end: end.entry
        )
    }

    private func onDisk<Result>(
        _ body: () throws(DiskError) -> Result
    ) throws(JournalError) -> Result {
        do throws(DiskError) { return try body() } catch { throw error.asJournalError }
    }
}
