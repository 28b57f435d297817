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

    mutating func readHead(of id: JournalID) throws(JournalError) {
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
    func vouchedThrough(
        _ listing: DirectoryListing,
        _ id: JournalID
    ) throws(JournalError) -> UInt64 {
        let reader = try chainReader(listing, id, head: nil)
        return try reader.run(from: listing.segments.count - 1).end.durableThrough
    }

    /// Reads from the newest snapshot that the chain confirms, or from the start.
    ///
    /// The state of that snapshot is not read here, nor is it needed: what opening does follows
    /// from the records.
    mutating func readChain(
        _ listing: DirectoryListing,
        _ id: JournalID,
        through: UInt64
    ) throws(JournalError) -> (ChainReader.Outcome, OpenSnapshot?) {
        let reader = try chainReader(listing, id, head: head)
        let folder = SnapshotFolder(disk: disk, directory: directory, id: id)
        for sequence in try folder.sequences().reversed() where sequence <= through {
            guard let snapshot = folder.open(sequence) else {
                warn("Snapshot \(sequence) does not read back and is ignored.")
                continue
            }
            let start = reader.position(after: sequence)
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

    private func chainReader(
        _ listing: DirectoryListing,
        _ id: JournalID,
        head: HeadSlot?
    ) throws(JournalError) -> ChainReader {
        if let mark = listing.forgotten, mark.journal != id {
            throw .foreign(
                path: directory.forgotten,
                reason: "it belongs to journal \(mark.journal)"
            )
        }
        return ChainReader(
            disk: disk,
            id: id,
            segments: listing.segments,
            head: head,
            forgotten: listing.forgotten
        )
    }

    /// The chain must stand where the head says, not only reach as far.
    func checkHead(_ outcome: ChainReader.Outcome, _ id: JournalID) throws(JournalError) {
        guard let head, head.sequence > 0, head.sequence <= outcome.end.sequence else { return }
        let locator = EntryLocator(disk: disk, seed: id.checksumSeed)
        let found: Digest?
        if head.sequence == outcome.end.sequence {
            found = outcome.end.chainHash
        } else if let start = outcome.views.start(after: head.sequence) {
            found = start.chainHash
        } else {
            // A head may be old, and name a record of a segment that the snapshot covers.
            let holder = outcome.views.last { $0.start.sequence < head.sequence }
            guard holder?.endOffset != nil else { return }
            found = try locator.chainHash(at: head.sequence, in: outcome.views)
        }
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

    func missing(
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
