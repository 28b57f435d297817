/// Finds what stands in place of redacted entries.
///
/// A redacted entry names the entry that redacted it. That one may have been redacted later; then
/// everything it held has moved to the next one. Numbers only rise on this way, so it ends.
struct RedactionSource {
    let disk: any Disk
    let seed: CRC32C
    /// Every segment, in order.
    var views: [SegmentView]
    /// The last entry that may be looked at.
    var end: UInt64
    /// Where a reader finds what was appended after it was made; nil where nobody else writes.
    var later: (@Sendable () throws(JournalError) -> RedactionSource)?

    /// The holder that was read last: nearly every question is about the same one.
    private var known: (holder: UInt64, entries: [UInt64: HeldEntry])?
    /// Which entry holds what an earlier one redacted.
    private var holders: [UInt64: UInt64] = [:]

    init(
        _ views: [SegmentView],
        through end: UInt64,
        seed: CRC32C,
        on disk: any Disk,
        later: (@Sendable () throws(JournalError) -> RedactionSource)? = nil
    ) {
        self.views = views
        self.end = end
        self.seed = seed
        self.disk = disk
        self.later = later
    }

    /// The content of an entry whose records have this mark; nil when nothing intact holds it, or
    /// holds something else under its number.
    mutating func content(of mark: RedactionMark) throws(JournalError) -> HeldEntry? {
        guard let holder = try holder(from: mark.redactedBy),
            let held = try entries(heldBy: holder)?[mark.entry], held.mark == mark
        else { return nil }
        return held
    }

    /// The entry that holds now what `redaction` held first; nil when there is none.
    mutating func holder(from redaction: UInt64) throws(JournalError) -> UInt64? {
        if let holder = holders[redaction] { return holder }
        var number = redaction
        for _ in 0..<JournalLimits.redactionSteps {
            guard let record = try firstRecord(of: number) else { return nil }
            let isRedaction = record.bytes.withUnsafeBytes { record.body.isRedaction($0) }
            guard isRedaction else { return nil }
            guard let next = record.body.redactedBy else {
                holders[redaction] = number
                return number
            }
            number = next
        }
        return nil
    }

    /// What an entry holds; nil when it is no redaction that reads back.
    mutating func entries(heldBy holder: UInt64) throws(JournalError) -> [UInt64: HeldEntry]? {
        if let known, known.holder == holder { return known.entries }
        guard let records = try records(of: holder), records.allSatisfy({ $0.body.content != nil }),
            let held = RedactionPayload.read(
                records.compactMap { record in
                    record.body.content.map { Array(record.bytes[$0.payload]) }
                }
            )
        else { return nil }
        known = (holder, held)
        return held
    }

    /// The records of an entry; nil when it is not there.
    mutating func records(of number: UInt64) throws(JournalError) -> [StoredRecord]? {
        guard var records = try position(of: number) else { return nil }
        var found: [StoredRecord] = []
        while let record = try records.next() {
            found.append(record)
            if record.body.isLast { return found }
        }
        return nil
    }

    /// The file that holds an entry, or would.
    func path(of number: UInt64) -> String {
        views.last { $0.firstEntry <= number }?.file.path ?? ""
    }

    private mutating func firstRecord(of number: UInt64) throws(JournalError) -> StoredRecord? {
        guard var records = try position(of: number) else { return nil }
        return try records.next()
    }

    private mutating func position(of number: UInt64) throws(JournalError) -> SegmentRecords? {
        if number > end, let later {
            let source = try later()
            (views, end, self.later) = (source.views, source.end, nil)
        }
        guard number > 0, number <= end,
            let index = views.lastIndex(where: { $0.firstEntry <= number })
        else { return nil }
        if views[index].entryOffsets == nil {
            views[index] = try views[index].indexed(seed: seed, on: disk)
        }
        let view = views[index]
        let place = Int(number - view.firstEntry)
        guard let offsets = view.entryOffsets, let end = view.endOffset, place < offsets.count
        else { return nil }
        return try SegmentRecords(view.file, from: offsets[place], to: end, seed: seed, on: disk)
    }
}

extension SegmentView {
    /// This segment with the places of its entries, for one that opening skipped.
    ///
    /// - Throws: ``JournalError/corrupt(_:)`` when a record does not read back.
    func indexed(seed: CRC32C, on disk: any Disk) throws(JournalError) -> SegmentView {
        let bytes: [UInt8]
        do throws(DiskError) {
            bytes = try file.open(on: disk).allBytes()
        } catch {
            throw error.asJournalError
        }
        var scan = SegmentScan(after: start, at: headerBytes, seed: seed, checksHashes: false)
        bytes.withUnsafeBytes { scan.run($0) }
        if let failure = scan.failure {
            throw .corrupt(
                JournalError.Corruption(
                    path: file.path,
                    offset: failure.offset,
                    sequence: failure.sequence,
                    entry: scan.end.entry + 1,
                    flaw: failure.flaw.rawValue,
                    evidence: .sealed,
                    goodBefore: scan.end.entry,
                    readableAfter: 0
                )
            )
        }
        var result = self
        result.entryOffsets = scan.entryOffsets
        result.endOffset = scan.endOffset
        return result
    }
}
