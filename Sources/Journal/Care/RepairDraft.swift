/// Builds the part of a repaired journal that is kept as it was.
struct RepairDraft {
    let survey: RepairSurvey
    let draft: JournalDirectory
    /// Microseconds since 1970, UTC.
    let time: Int64

    private var disk: any Disk { survey.disk }

    /// Copies everything through an entry, byte for byte, and makes it durable.
    func build(through entry: UInt64) throws {
        var copy = try JournalCopy(at: draft, on: disk)
        try copy.write(IdentityFile.encode(survey.id), to: "identity")
        if var mark = survey.mark {
            // The entry that told of the forgetting is lost: the one that follows tells again.
            if mark.told > entry { mark.told = entry + 1 }
            try copy.write(mark.bytes, to: ForgottenMark.name)
        }
        var outcome = ChainReader.Outcome(end: survey.mark?.state ?? .genesis(of: survey.id))
        for view in survey.views where view.firstEntry <= entry || view.firstEntry == 1 {
            let cut = cut(view, after: entry)
            guard try copy.write(view.file, of: survey.directory, bytes: cut) else {
                throw RepairProblem.changed
            }
            outcome.end = try end(of: view, at: cut)
            var kept = view
            kept.endOffset = cut
            kept.entryOffsets = view.entryOffsets?.filter { $0 < cut }
            outcome.views.append(kept)
        }
        try addSegmentIfNeeded(&copy, &outcome)
        try copySnapshots(&copy, outcome)
        guard let last = outcome.views.last, let offset = last.endOffset else {
            preconditionFailure("A segment was added when there was none.")
        }
        try copy.writeHead(
            outcome.end,
            segment: last.file.firstSequence,
            offset: offset,
            time: time,
            seed: survey.id.checksumSeed
        )
        try copy.sync()
    }

    /// Where the segment's entries through `entry` end.
    private func cut(_ view: SegmentView, after entry: UInt64) -> Int {
        let offsets = view.entryOffsets ?? []
        let end = view.endOffset ?? view.headerBytes
        let kept = entry + 1 - min(view.firstEntry, entry + 1)
        guard let index = Int(exactly: kept), index < offsets.count else { return end }
        return offsets[index]
    }

    private func end(of view: SegmentView, at cut: Int) throws -> ChainState {
        let bytes = try view.file.open(on: disk).bytes(at: 0, count: cut)
        var scan = SegmentScan(
            after: view.start,
            at: view.headerBytes,
            seed: survey.id.checksumSeed
        )
        bytes.withUnsafeBytes { scan.run($0) }
        guard scan.failure == nil else { throw RepairProblem.changed }
        return scan.end
    }

    /// Archived segments take no entries, and with the first one's start damaged there is none.
    private func addSegmentIfNeeded(
        _ copy: inout JournalCopy,
        _ outcome: inout ChainReader.Outcome
    ) throws {
        let last = outcome.views.last?.file.directory
        guard last != survey.directory.path else { return }
        let file = SegmentFile(
            firstSequence: outcome.end.sequence + 1,
            directory: survey.directory.path
        )
        let header = SegmentHeader(
            journal: survey.id,
            firstSequence: file.firstSequence,
            firstEntry: outcome.end.entry + 1,
            previousHash: outcome.end.chainHash,
            createdMicroseconds: time
        )
        try copy.write(header.bytes, to: file.name)
        outcome.views.append(
            SegmentView(
                file: file,
                firstEntry: header.firstEntry,
                start: outcome.end,
                headerBytes: header.bytes.count,
                endOffset: header.bytes.count,
                entryOffsets: []
            )
        )
    }

    private func copySnapshots(
        _ copy: inout JournalCopy,
        _ outcome: ChainReader.Outcome
    ) throws {
        let folder = SnapshotFolder(disk: disk, directory: survey.directory, id: survey.id)
        let locator = EntryLocator(disk: disk, seed: survey.id.checksumSeed)
        for sequence in try folder.sequences() where sequence <= outcome.end.sequence {
            guard let snapshot = folder.read(sequence), locator.confirms(snapshot, in: outcome),
                let bytes = try disk.contents(of: folder.path(sequence))
            else { continue }
            try copy.write(bytes, to: "snapshots/" + JournalDirectory.snapshotName(sequence))
        }
    }
}
