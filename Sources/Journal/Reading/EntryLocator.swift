/// Finds single records in segments that were read.
struct EntryLocator {
    let disk: any Disk
    let seed: CRC32C

    /// Whether the chain has the snapshot's hash where the snapshot says.
    func confirms(_ snapshot: some PlacedInChain, in outcome: ChainReader.Outcome) -> Bool {
        if let start = outcome.views.start(after: snapshot.sequence) {
            return start.confirms(snapshot)
        }
        guard
            let last = try? lastRecord(ofEntry: snapshot.throughEntry, in: outcome.views)
        else { return false }
        return last.line.sequence == snapshot.sequence
            && last.line.chainHash == snapshot.chainHash
    }

    /// The record that completes an entry; nil when the entry is in no segment that was read.
    func lastRecord(
        ofEntry entry: UInt64,
        in views: [SegmentView]
    ) throws(JournalError) -> StoredRecord? {
        guard let view = views.last(where: { $0.firstEntry <= entry }),
            let offsets = view.entryOffsets, let end = view.endOffset,
            let index = Int(exactly: entry - view.firstEntry), index < offsets.count
        else { return nil }
        var records = try SegmentRecords(
            view.file,
            from: offsets[index],
            to: end,
            seed: seed,
            on: disk
        )
        while let record = try records.next() {
            if record.body.isLast { return record }
        }
        return nil
    }

    /// The chain hash at `sequence`; nil when no segment that was read has it.
    func chainHash(
        at sequence: UInt64,
        in views: [SegmentView]
    ) throws(JournalError) -> Digest? {
        guard let view = views.last(where: { $0.start.sequence < sequence }),
            let end = view.endOffset
        else { return nil }
        var records = try SegmentRecords(
            view.file,
            from: view.headerBytes,
            to: end,
            seed: seed,
            on: disk
        )
        while let record = try records.next() {
            if record.line.sequence == sequence { return record.line.chainHash }
        }
        return nil
    }
}
