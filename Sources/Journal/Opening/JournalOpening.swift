/// Opens a journal: checks it, cuts an unfinished tail, and says what it found.
struct JournalOpening {
    let disk: any Disk
    let directory: JournalDirectory
    let options: JournalOptions

    private(set) var report: OpeningReport
    private var head: HeadSlot?

    init(_ directory: JournalDirectory, on disk: any Disk, options: JournalOptions) {
        self.directory = directory
        self.disk = disk
        self.options = options
        let nowhere = JournalPosition(
            entry: 0,
            sequence: 0,
            chainHash: .genesis(of: JournalID(high: 0, low: 0))
        )
        report = OpeningReport(
            last: nowhere,
            tailCuts: [],
            warnings: [],
            recordsChecked: 0,
            checkedFromSequence: 1
        )
    }

    /// What opening gives to a journal.
    struct Opened {
        var id: JournalID
        var view: JournalView
        var writer: SegmentWriter?
        var lock: (any DiskFile)?
    }

    /// Opens for reading: nothing is locked, nothing is written, nothing past the head is read.
    mutating func openForReading() throws(JournalError) -> Opened {
        let id = try readIdentity()
        try readHead(of: id)
        let listing = try DirectoryListing(directory, on: disk)
        let through =
            if let head { head.sequence } else { try vouchedThrough(listing, id) }
        let (outcome, snapshot) = try readChain(listing, id, through: through)
        if outcome.end.sequence < through {
            throw missing(through, in: outcome, listing)
        }
        try checkHead(outcome, id)
        finish(outcome.end)
        return Opened(id: id, view: view(outcome, snapshot))
    }

    /// Opens for writing: locks, syncs what is there, checks it, and cuts an unfinished tail.
    mutating func openForWriting() throws(JournalError) -> Opened {
        try refuseDanger()
        let lock = try takeLock()
        let id = try readIdentity()
        let listing = try DirectoryListing(directory, on: disk)
        try syncBeforeReading(listing)
        try readHead(of: id)
        var (outcome, snapshot) = try readChain(listing, id, through: .max)
        try checkHead(outcome, id)
        try quarantine(outcome, listing)
        try cutTail(&outcome)
        let writer = try openWriter(&outcome, id)
        let view = view(outcome, snapshot)
        return Opened(id: id, view: view, writer: writer, lock: lock)
    }

    /// States where the journal ends, after everything that opening wrote.
    mutating func finish(_ end: ChainState) {
        report.last = JournalPosition(
            entry: end.entry,
            sequence: end.sequence,
            chainHash: end.chainHash
        )
    }

    mutating func note(_ cut: OpeningReport.TailCut) { report.tailCuts.append(cut) }

    mutating func warn(_ sentence: String) { report.warnings.append(sentence) }

    private func view(_ outcome: ChainReader.Outcome, _ snapshot: JournalSnapshot?) -> JournalView {
        JournalView(segments: outcome.views, end: outcome.end, openedSnapshot: snapshot)
    }
}

// MARK: - Reading

extension JournalOpening {
    /// Reads the journal's id.
    func readIdentity() throws(JournalError) -> JournalID {
        let bytes = try onDisk { disk throws(DiskError) in
            try disk.contents(of: directory.identity)
        }
        guard let bytes else { throw .absent(path: directory.path) }
        guard let identity = bytes.withUnsafeBytes({ IdentityFile.read($0) }) else {
            throw .foreign(path: directory.identity, reason: "it does not read back")
        }
        guard let id = identity.id else {
            throw .tooNew(path: directory.identity, format: identity.format)
        }
        return id
    }

    private mutating func readHead(of id: JournalID) throws(JournalError) {
        let bytes = try onDisk { disk throws(DiskError) in try disk.contents(of: directory.head) }
        head = bytes?.withUnsafeBytes { HeadSlot.newest(in: $0, seed: id.checksumSeed) }
        if head == nil {
            warn(
                "The head file \(bytes == nil ? "is not there" : "does not read back"): "
                    + "damage in the last batch cannot be told from an unfinished write."
            )
        }
    }

    /// Without a head, only what a later record vouches for is shown to readers.
    private func vouchedThrough(
        _ listing: DirectoryListing,
        _ id: JournalID
    ) throws(JournalError) -> UInt64 {
        let reader = ChainReader(disk: disk, id: id, segments: listing.segments, head: nil)
        return try reader.run(from: listing.segments.count - 1).end.durableThrough
    }

    /// Reads from the newest snapshot that the chain confirms, or from the start.
    private mutating func readChain(
        _ listing: DirectoryListing,
        _ id: JournalID,
        through: UInt64
    ) throws(JournalError) -> (ChainReader.Outcome, JournalSnapshot?) {
        let reader = ChainReader(disk: disk, id: id, segments: listing.segments, head: head)
        let folder = SnapshotFolder(disk: disk, directory: directory, id: id)
        for sequence in try folder.sequences().reversed() {
            guard let snapshot = folder.read(sequence) else {
                warn("Snapshot \(sequence) does not read back and is ignored.")
                continue
            }
            let start = reader.position(of: sequence)
            let outcome = try reader.run(from: start, through: through)
            guard EntryLocator(disk: disk, seed: reader.seed).confirms(snapshot, in: outcome) else {
                warn("Snapshot \(sequence) is not of this history and is ignored.")
                continue
            }
            report.recordsChecked = outcome.recordsChecked
            report.checkedFromSequence = listing.segments[start].firstSequence
            report.snapshotThroughEntry = snapshot.throughEntry
            return (outcome, snapshot)
        }
        let outcome = try reader.run(from: 0, through: through)
        report.recordsChecked = outcome.recordsChecked
        return (outcome, nil)
    }

    /// The chain must stand where the head says, not only reach as far.
    private func checkHead(_ outcome: ChainReader.Outcome, _ id: JournalID) throws(JournalError) {
        guard let head, head.sequence > 0, head.sequence <= outcome.end.sequence else { return }
        let locator = EntryLocator(disk: disk, seed: id.checksumSeed)
        let found =
            head.sequence == outcome.end.sequence
            ? outcome.end.chainHash
            : try locator.chainHash(at: head.sequence, before: head.offset, in: outcome.views)
        guard found == head.chainHash else {
            throw .corrupt(
                JournalError.Corruption(
                    path: directory.head,
                    offset: head.place,
                    sequence: head.sequence,
                    entry: outcome.end.entry,
                    flaw: "chain hash of the head file",
                    evidence: .head(sequence: head.sequence),
                    goodBefore: 0,
                    readableAfter: 0
                )
            )
        }
    }

    private func missing(
        _ through: UInt64,
        in outcome: ChainReader.Outcome,
        _ listing: DirectoryListing
    ) -> JournalError {
        .missing(
            JournalError.Missing(
                path: listing.segments.last?.path ?? directory.path,
                first: outcome.end.sequence + 1,
                last: through,
                goodBefore: outcome.end.entry
            )
        )
    }

    /// Runs system calls, and renders their failure for the module's surface.
    func onDisk<Result>(
        _ body: (any Disk) throws(DiskError) -> Result
    ) throws(JournalError) -> Result {
        do throws(DiskError) { return try body(disk) } catch { throw error.asJournalError }
    }
}

// MARK: - Writing

extension JournalOpening {
    private func refuseDanger() throws(JournalError) {
        let item = try onDisk { disk throws(DiskError) in try disk.item(at: directory.path) }
        guard let item else { throw .absent(path: directory.path) }
        guard item.kind == .directory else {
            throw .unsafeLocation(path: directory.path, reason: "it is not a directory")
        }
        let danger = try onDisk { disk throws(DiskError) in try disk.danger(at: directory.path) }
        if let danger { throw .unsafeLocation(path: directory.path, reason: danger) }
    }

    private func takeLock() throws(JournalError) -> any DiskFile {
        try JournalLock.take(at: directory.lock, on: disk, time: options.now())
    }

    /// What is only in the page cache must not be built upon.
    private func syncBeforeReading(_ listing: DirectoryListing) throws(JournalError) {
        try onDisk { disk throws(DiskError) in
            for file in listing.segments.suffix(2) { try disk.open(file.path, .update).sync() }
            if listing.hasHead { try disk.open(directory.head, .update).sync() }
            try disk.syncDirectory(directory.path)
        }
    }

    /// Row 7 of the table: moves what a crash during rotation left.
    private mutating func quarantine(
        _ outcome: ChainReader.Outcome,
        _ listing: DirectoryListing
    ) throws(JournalError) {
        var names = listing.temporaries
        if let file = outcome.emptySegment { names.append(file.name) }
        guard !names.isEmpty else { return }
        let time = FixedWidth.text(UInt64(max(0, options.now())))
        try onDisk { disk throws(DiskError) in
            for name in names {
                let target = directory.quarantine + "/\(time)-\(name)"
                try disk.rename(directory.path + "/" + name, to: target)
            }
            try disk.syncDirectory(directory.quarantine)
            try disk.syncDirectory(directory.path)
        }
        for name in names { warn("\(name) was left half-made by a crash and moved away.") }
    }

    private mutating func cutTail(_ outcome: inout ChainReader.Outcome) throws(JournalError) {
        guard let tail = outcome.tail else { return }
        try onDisk { disk throws(DiskError) in
            try TailKeeper(disk: disk, directory: directory, now: options.now())
                .cut(tail, sequence: outcome.end.sequence + 1)
        }
        outcome.tail = nil
    }

    private mutating func openWriter(
        _ outcome: inout ChainReader.Outcome,
        _ id: JournalID
    ) throws(JournalError) -> SegmentWriter {
        guard let last = outcome.views.last, let endOffset = last.endOffset else {
            preconditionFailure("Opening reads the last segment.")
        }
        let end = outcome.end
        let generation = head?.generation ?? 0
        let (file, headFile) = try onDisk { disk throws(DiskError) in
            (
                try disk.open(last.file.path, .update),
                HeadFile(try disk.open(directory.head, .createOrUpdate), generation: generation)
            )
        }
        var writer = SegmentWriter(
            disk: disk,
            directory: directory,
            id: id,
            options: options,
            file: file,
            segment: last.file,
            durable: end,
            durableOffset: endOffset,
            head: headFile
        )
        try recordCuts(&writer, &outcome)
        finish(writer.durable)
        try onDisk { disk throws(DiskError) in
            if head?.sequence != writer.durable.sequence {
                try writer.writeHead()
                try writer.head.sync()
            }
            if head == nil { try disk.syncDirectory(directory.path) }
        }
        return writer
    }

    /// Writes an entry for each kept tail that no entry tells of yet.
    private mutating func recordCuts(
        _ writer: inout SegmentWriter,
        _ outcome: inout ChainReader.Outcome
    ) throws(JournalError) {
        let keeper = TailKeeper(disk: disk, directory: directory, now: options.now())
        let cuts = try onDisk { disk throws(DiskError) in
            try keeper.keptTails(after: writer.durable.sequence)
        }
        for cut in cuts {
            let entry = keeper.entry(for: cut)
            let record = PendingRecord(entry: entry, call: nil)
            let commit: SegmentWriter.Commit
            do throws(SegmentWriter.Failure) {
                commit = try writer.commit([record])
            } catch {
                throw error.reason
            }
            if let segment = commit.newSegment { outcome.views.append(segment) }
            let index = outcome.views.count - 1
            outcome.views[index].entryOffsets?.append(contentsOf: commit.entryOffsets)
            outcome.views[index].endOffset = writer.durableOffset
            outcome.end = writer.durable
            note(cut)
        }
    }
}
