extension Journal {
    /// Checks a whole journal: names, every record, the chain, the head file and snapshots.
    ///
    /// Read-only and without the lock, so it may run beside the process that writes; what that
    /// process has not yet acknowledged is not judged.
    ///
    /// - Parameters:
    ///   - directory: the journal's directory.
    ///   - expected: a head that was written down elsewhere; it must be in the chain. Only this
    ///     shows that a history was rewritten as a whole, or its end removed with the head file.
    /// - Returns: what was found; damage is a problem in the report, not an error.
    /// - Throws: ``JournalError`` when there is no journal, or it cannot be read at all.
    /// - Complexity: O(*n*) in the bytes.
    public static func verify(
        at directory: String,
        expecting expected: JournalPosition? = nil
    ) throws(JournalError) -> VerificationReport {
        try verify(at: directory, expecting: expected, on: SystemDisk())
    }

    /// Checks on any disk.
    package static func verify(
        at directory: String,
        expecting expected: JournalPosition?,
        on disk: any Disk
    ) throws(JournalError) -> VerificationReport {
        let directory = JournalDirectory(path: directory)
        var opening = JournalOpening(directory, on: disk, options: JournalOptions())
        let id = try opening.readIdentity()
        var verification = Verification(disk: disk, directory: directory, id: id)
        do throws(JournalError) {
            try opening.readHead(of: id)
            try verification.run(head: opening.head, warnings: opening.report.warnings)
        } catch {
            verification.note(error)
        }
        try verification.checkExpected(expected)
        return verification.report
    }
}

/// One check of a whole journal.
struct Verification {
    let disk: any Disk
    let directory: JournalDirectory
    let id: JournalID
    var report: VerificationReport
    private var views: [SegmentView] = []

    init(disk: any Disk, directory: JournalDirectory, id: JournalID) {
        self.disk = disk
        self.directory = directory
        self.id = id
        let first = Digest.genesis(of: id)
        report = VerificationReport(
            id: id,
            entries: 0,
            records: 0,
            redactedRecords: 0,
            segments: 0,
            snapshots: 0,
            firstHash: first,
            last: JournalPosition(entry: 0, sequence: 0, chainHash: first),
            unacknowledgedBytes: 0,
            problems: []
        )
    }

    mutating func run(head: HeadSlot?, warnings: [String]) throws(JournalError) {
        for warning in warnings { problem(directory.head, warning) }
        let listing = try DirectoryListing(directory, on: disk)
        let reader = ChainReader(disk: disk, id: id, segments: listing.segments, head: head)
        let through = head?.sequence ?? .max
        let outcome = try reader.run(from: 0, through: through)
        views = outcome.views
        report.entries = outcome.end.entry
        report.records = outcome.recordsChecked
        report.redactedRecords = outcome.redacted.count
        report.segments = outcome.views.count
        report.last = JournalPosition(
            entry: outcome.end.entry,
            sequence: outcome.end.sequence,
            chainHash: outcome.end.chainHash
        )
        checkHead(head, outcome.end)
        countUnacknowledged()
        try checkSnapshots(outcome)
        try checkRedactions(outcome, head)
    }

    /// The given position must be in the chain as it is now.
    mutating func checkExpected(_ expected: JournalPosition?) throws(JournalError) {
        guard let expected, expected.sequence > 0 else { return }
        let locator = EntryLocator(disk: disk, seed: id.checksumSeed)
        let found = try locator.chainHash(at: expected.sequence, in: views)
        guard found != expected.chainHash else { return }
        let what = found == nil ? "is not there" : "has another chain hash"
        problem(directory.path, "The expected record \(expected.sequence) \(what).")
    }

    mutating func note(_ error: JournalError) {
        guard case .corrupt(let corruption) = error else {
            problem(directory.path, error.description)
            return
        }
        report.entries = corruption.goodBefore
        report.problems.append(
            VerificationReport.Problem(
                path: corruption.path,
                offset: corruption.offset,
                entry: corruption.entry,
                description: error.description
            )
        )
    }

    mutating func problem(_ path: String, _ description: String) {
        report.problems.append(VerificationReport.Problem(path: path, description: description))
    }

    private mutating func checkHead(_ head: HeadSlot?, _ end: ChainState) {
        guard let head else { return }
        if head.sequence > end.sequence {
            problem(directory.head, "It names record \(head.sequence), which is not there.")
        } else if head.chainHash != end.chainHash {
            problem(directory.head, "Its chain hash is not that of record \(head.sequence).")
        }
    }

    private mutating func countUnacknowledged() {
        guard let last = views.last, let end = last.endOffset,
            let size = try? disk.item(at: last.file.path)?.size
        else { return }
        report.unacknowledgedBytes = max(0, size - end)
    }

    private mutating func checkSnapshots(
        _ outcome: ChainReader.Outcome
    ) throws(JournalError) {
        let folder = SnapshotFolder(disk: disk, directory: directory, id: id)
        let locator = EntryLocator(disk: disk, seed: id.checksumSeed)
        for sequence in try folder.sequences() {
            let snapshot = folder.read(sequence)
            if let snapshot, locator.confirms(snapshot, in: outcome) {
                report.snapshots += 1
            } else if snapshot == nil {
                problem(folder.path(sequence), "The snapshot does not read back.")
            } else if sequence <= outcome.end.sequence {
                problem(folder.path(sequence), "The snapshot is not of this history.")
            }
        }
    }
}
