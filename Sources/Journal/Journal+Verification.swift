import JSON

extension Journal {
    /// Checks a whole journal: names, every record, the chain, the archive, the head file,
    /// snapshots, and what was forgotten.
    ///
    /// Read-only and without the lock, so it may run beside the process that writes; what that
    /// process has not yet acknowledged is not judged.
    ///
    /// - Parameters:
    ///   - directory: the journal's directory.
    ///   - expected: a head that was written down elsewhere; it must be in the chain. Only this
    ///     shows that a history was rewritten as a whole, or its end removed with the head file.
    ///   - heads: further heads, each with where it was written down.
    /// - Returns: what was found; damage is a problem in the report, not an error.
    /// - Throws: ``JournalError`` when there is no journal, or it cannot be read at all.
    /// - Complexity: O(*n*) in the bytes; heads cost a second reading of their segments.
    public static func verify(
        at directory: String,
        expecting expected: JournalPosition? = nil,
        heads: [ExpectedHead] = []
    ) throws(JournalError) -> VerificationReport {
        try verify(at: directory, expecting: expected, heads: heads, on: SystemDisk())
    }

    /// Checks on any disk.
    package static func verify(
        at directory: String,
        expecting expected: JournalPosition?,
        heads: [ExpectedHead] = [],
        on disk: any Disk
    ) throws(JournalError) -> VerificationReport {
        let directory = JournalDirectory(path: directory)
        var opening = JournalOpening(directory, on: disk, options: JournalOptions())
        let id = try opening.readIdentity()
        var verification = Verification(disk: disk, directory: directory, id: id)
        var heads = heads
        if let expected, expected.sequence > 0 {
            heads.append(
                ExpectedHead(
                    source: "The expected head",
                    sequence: expected.sequence,
                    chainHash: expected.chainHash
                )
            )
        }
        do throws(JournalError) {
            try opening.readHead(of: id)
            try verification.run(head: opening.head, warnings: opening.report.warnings)
            try verification.check(heads)
        } catch {
            verification.report.problems.append(error.finding(in: directory.path))
            if case .corrupt(let corruption) = error {
                verification.report.entries = corruption.goodBefore
            }
            if !heads.isEmpty {
                verification.report.notes.append(
                    "Heads from elsewhere were not compared, because the journal is damaged."
                )
            }
        }
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
    private var mark: ForgottenMark?

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
        mark = listing.forgotten
        let reader = ChainReader(
            disk: disk,
            id: id,
            segments: listing.segments,
            head: head,
            forgotten: mark
        )
        let through = head?.sequence ?? .max
        let outcome = try reader.run(from: 0, through: through)
        views = outcome.views
        report.entries = outcome.end.entry
        report.records = outcome.recordsChecked
        report.redactedRecords = outcome.redacted.count
        report.segments = outcome.views.count
        report.archivedSegments = outcome.views.count { $0.file.directory == directory.archive }
        report.last = outcome.end.position
        checkHead(head, outcome.end)
        countUnacknowledged()
        checkNames(listing, behind: outcome, by: reader)
        try checkForgotten()
        try checkSnapshots(outcome)
        try checkRedactions(outcome, head)
    }

    /// Every segment must be what its name says, and have no second one: a redaction would leave
    /// there what it removes.
    ///
    /// Of those behind the head, which a writer has just begun, only this is judged.
    private mutating func checkNames(
        _ listing: DirectoryListing,
        behind outcome: ChainReader.Outcome,
        by reader: ChainReader
    ) {
        for file in listing.secondNames {
            problem(file.path, "It is \(directory.path)/\(file.name) under a second name.")
        }
        let read = Set(outcome.views.map(\.file))
        for file in listing.segments where !read.contains(file) {
            if let error = reader.foreignness(of: file) {
                report.problems.append(error.finding(in: directory.path))
            }
        }
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
        for sequence in try folder.sequences() where sequence >= mark?.sequence ?? 0 {
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

// MARK: - Forgotten entries

extension Verification {
    /// What the file `forgotten` says must be what an entry of the chain says.
    private mutating func checkForgotten() throws(JournalError) {
        guard let mark else { return }
        report.forgotten = mark.state.position
        guard mark.journal == id else {
            return problem(directory.forgotten, "It belongs to journal \(mark.journal).")
        }
        let locator = EntryLocator(disk: disk, seed: id.checksumSeed)
        let told = try locator.lastRecord(ofEntry: mark.told, in: views)
        if told.map({ tells($0, of: mark) }) != true {
            problem(
                directory.forgotten,
                "Entry \(mark.told) does not tell that entries 1 to \(mark.entry) were forgotten."
            )
        }
        let folder = SnapshotFolder(disk: disk, directory: directory, id: id)
        if try !folder.sequences().contains(mark.snapshot) {
            problem(
                folder.path(mark.snapshot),
                "The snapshot that stands for the forgotten entries is not there."
            )
        }
        let left = try leftovers(before: mark)
        if left > 0 {
            report.notes.append(
                "\(left) files of forgotten entries are still there; forget again to remove them."
            )
        }
    }

    private func tells(_ record: StoredRecord, of mark: ForgottenMark) -> Bool {
        record.bytes.withUnsafeBytes { text in
            guard let range = record.body.content?.payload,
                let payload = try? JSONValue(parsing: Array(text[range]))
            else { return false }
            let kind = QuotedTexts.read(text, in: record.body.kind)
            return mark.isTold(by: payload, kind: kind)
        }
    }

    private func leftovers(before mark: ForgottenMark) throws(JournalError) -> Int {
        do throws(DiskError) {
            let names =
                try disk.names(in: directory.path) + disk.namesIfThere(in: directory.archive)
            return names.count { name in
                let suffix = JournalDirectory.segmentSuffix
                return JournalDirectory.number(in: name, suffix: suffix) ?? .max <= mark.sequence
            }
        } catch {
            throw error.asJournalError
        }
    }
}

// MARK: - Heads from elsewhere

extension Verification {
    /// Every head must be in the chain as it is now; each segment is read once for all of them.
    mutating func check(_ heads: [ExpectedHead]) throws(JournalError) {
        let found = try chainHashes(at: Set(heads.map(\.sequence)))
        for head in heads {
            guard head.sequence >= mark?.sequence ?? 0 else {
                report.notes.append(
                    "\(head.source) names record \(head.sequence), which was forgotten."
                )
                continue
            }
            guard found[head.sequence] != head.chainHash else {
                report.confirmedHeads += 1
                continue
            }
            let what = found[head.sequence] == nil ? "is not there" : "has another chain hash"
            problem(directory.path, "\(head.source) names record \(head.sequence), which \(what).")
        }
    }

    private func chainHashes(
        at sequences: Set<UInt64>
    ) throws(JournalError) -> [UInt64: Digest] {
        var found: [UInt64: Digest] = [:]
        if let mark { found[mark.sequence] = mark.chainHash }
        for (index, view) in views.enumerated() {
            let next = index + 1 < views.count ? views[index + 1].start.sequence : .max
            let wanted = sequences.filter { $0 > view.start.sequence && $0 <= next }
            guard !wanted.isEmpty, let end = view.endOffset else { continue }
            var records = try SegmentRecords(
                view.file,
                from: view.headerBytes,
                to: end,
                seed: id.checksumSeed,
                on: disk
            )
            while let line = try records.next()?.line {
                if wanted.contains(line.sequence) { found[line.sequence] = line.chainHash }
            }
        }
        return found
    }
}

extension ChainState {
    /// The state as the module's surface names it.
    var position: JournalPosition {
        JournalPosition(entry: entry, sequence: sequence, chainHash: chainHash)
    }
}

extension JournalError {
    /// The place and the cause, each once, for a list of findings.
    ///
    /// - Parameter directory: the place of a failure that names none.
    /// - Returns: the finding, in one line where the cause allows it.
    func finding(in directory: String) -> VerificationReport.Problem {
        switch self {
        case .corrupt(let corruption):
            VerificationReport.Problem(
                path: corruption.path,
                offset: corruption.offset,
                entry: corruption.entry,
                description: "It does not read back (\(corruption.flaw)). "
                    + corruption.evidence.description
            )
        case .missing(let missing):
            VerificationReport.Problem(
                path: missing.path,
                entry: missing.goodBefore + 1,
                description: "Records \(missing.first) to \(missing.last) are missing; "
                    + "the head file names record \(missing.last)."
            )
        case .foreign(let path, let reason):
            VerificationReport.Problem(
                path: path,
                description: "It does not belong here: \(reason)."
            )
        case .io(let operation, let path, let errno):
            VerificationReport.Problem(
                path: path,
                description: "\(operation) failed: \(DiskError.text(of: errno))."
            )
        default:
            VerificationReport.Problem(path: directory, description: description)
        }
    }
}
