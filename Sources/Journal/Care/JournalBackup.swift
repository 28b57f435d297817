/// What a backup holds.
public struct BackupReport: Hashable, Sendable {
    /// What the backup's manifest says.
    public var manifest: BackupManifest
    /// How the copy was found when it was read again.
    public var verification: VerificationReport

    /// All bytes of all files.
    public var bytes: Int { manifest.files.reduce(0) { $0 + $1.size } }
}

extension Journal {
    /// Copies a journal while it may be in use, and checks the copy by reading all of it.
    ///
    /// The copy holds what the head file names: it needs no lock, because those bytes never
    /// change. It is built beside its place and gets its name when everything in it is durable.
    ///
    /// ```
    /// DIR/MANIFEST     names, sizes, hashes, and the head
    /// DIR/journal/     a whole journal: DIR can be opened like any data directory
    /// ```
    ///
    /// - Parameters:
    ///   - directory: the journal's directory.
    ///   - target: where the copy goes; must not exist, its parent must.
    ///   - time: wall time in microseconds since 1970, UTC.
    /// - Returns: what the copy holds.
    /// - Throws: ``BackupProblem``; then nothing has the target's name.
    /// - Complexity: O(*n*) in the bytes; one file at a time is in memory.
    public static func backUp(
        _ directory: String,
        to target: String,
        at time: Int64
    ) throws(BackupProblem) -> BackupReport {
        try backUp(directory, to: target, at: time, on: SystemDisk())
    }

    /// Copies on any disk.
    package static func backUp(
        _ directory: String,
        to target: String,
        at time: Int64,
        on disk: any Disk
    ) throws(BackupProblem) -> BackupReport {
        let backup = Backup(
            disk: disk,
            source: JournalDirectory(path: directory),
            target: target,
            time: time
        )
        do {
            return try backup.run()
        } catch let problem as BackupProblem {
            throw problem
        } catch let error as JournalError {
            throw .journal(error)
        } catch let error as DiskError {
            throw .journal(error.isOutOfSpace ? .full(path: target) : error.asJournalError)
        } catch {
            preconditionFailure("Nothing else is thrown by reading and writing files.")
        }
    }
}

/// One backup under way.
private struct Backup {
    let disk: any Disk
    let source: JournalDirectory
    let target: String
    let time: Int64

    private var draft: String { target + JournalCopy.suffix }

    func run() throws -> BackupReport {
        guard try disk.item(at: target) == nil else { throw BackupProblem.exists(path: target) }
        if try disk.item(at: draft) == nil { try disk.makeDirectory(draft) }
        let directory = JournalDirectory(path: draft + "/journal")
        var copy = try JournalCopy(at: directory, on: disk)
        let (id, end) = try fill(&copy)
        try copy.sync()
        let report = try Journal.verify(at: directory.path, expecting: nil, on: disk)
        if let problem = report.problems.first { throw BackupProblem.unsound(problem) }
        guard report.last.sequence == end.sequence, report.last.chainHash == end.chainHash else {
            let problem = "It ends with record \(report.last.sequence), not \(end.sequence)."
            throw BackupProblem.unsound(.init(path: directory.path, description: problem))
        }
        let manifest = BackupManifest(
            journal: id,
            takenMicroseconds: time,
            head: report.last,
            files: copy.files
        )
        try disk.writeDurably([manifest.bytes], to: BackupManifest.name, in: draft)
        try disk.rename(draft, to: target)
        try disk.syncDirectory(JournalDirectory.parent(of: target))
        return BackupReport(manifest: manifest, verification: report)
    }

    /// Copies everything through the head, as it was when this began.
    private func fill(_ copy: inout JournalCopy) throws -> (id: JournalID, end: HeadSlot) {
        var opening = JournalOpening(source, on: disk, options: JournalOptions())
        let id = try opening.readIdentity()
        try opening.readHead(of: id)
        let listing = try DirectoryListing(source, on: disk)
        guard let head = opening.head else {
            throw JournalError.foreign(
                path: source.head,
                reason: "it does not read back, so nothing says how far the history is safe"
            )
        }
        try copy.write(IdentityFile.encode(id), to: "identity")
        if let mark = listing.forgotten { try copy.write(mark.bytes, to: ForgottenMark.name) }
        for segment in listing.segments where segment.firstSequence <= head.segment {
            let isLast = segment.firstSequence == head.segment
            let count = isLast ? Int(clamping: head.offset) : nil
            guard try copy.write(segment, of: source, bytes: count) else {
                throw JournalError.missing(
                    JournalError.Missing(
                        path: segment.path,
                        first: segment.firstSequence,
                        last: head.sequence,
                        goodBefore: 0
                    )
                )
            }
        }
        try copySnapshots(&copy, id, through: head.sequence, listing.forgotten?.snapshot)
        var slot = head
        slot.generation = 2
        try copy.write(slot.bytes(seed: id.checksumSeed), to: "head")
        return (id, head)
    }

    /// The newest one, and the one that stands for forgotten entries.
    private func copySnapshots(
        _ copy: inout JournalCopy,
        _ id: JournalID,
        through last: UInt64,
        _ pinned: UInt64?
    ) throws {
        let folder = SnapshotFolder(disk: disk, directory: source, id: id)
        let sequences = try folder.sequences().filter { $0 <= last }
        let newest = sequences.last { folder.read($0) != nil }
        for sequence in Set([newest, pinned].compactMap(\.self)).sorted() {
            guard let bytes = try disk.contents(of: folder.path(sequence)) else { continue }
            try copy.write(bytes, to: "snapshots/" + JournalDirectory.snapshotName(sequence))
        }
    }
}
