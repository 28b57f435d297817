/// Reads entries in order, a bounded piece of a file at a time.
///
/// Reading needs no lock and holds up no writer. Entries that are appended after the reader was
/// made are not seen by it.
public struct JournalReader {
    private let disk: any Disk
    private var redactions: RedactionSource
    private var segments: ArraySlice<SegmentView>
    private var records: SegmentRecords?
    private var nextEntry: UInt64
    private let lastEntry: UInt64

    /// Reads in `segments`, which have their indexes and are in order.
    init(
        _ segments: [SegmentView],
        from first: UInt64,
        through last: UInt64,
        redactions: RedactionSource,
        on disk: any Disk
    ) {
        let start = segments.lastIndex { $0.firstEntry <= first } ?? segments.startIndex
        self.segments = segments[start...]
        self.redactions = redactions
        self.disk = disk
        nextEntry = first
        lastEntry = last
    }

    /// The next entry; nil after the last.
    ///
    /// - Throws: ``JournalError/corrupt(_:)`` when it does not read back.
    public mutating func next() throws(JournalError) -> JournalEntry? {
        guard nextEntry <= lastEntry else { return nil }
        var parts: [StoredRecord] = []
        while let record = try nextRecord() {
            parts.append(record)
            guard record.body.isLast else { continue }
            nextEntry += 1
            return try entry(of: parts)
        }
        return nil
    }

    /// The lines of the next entry, for a person who audits it; empty after the last.
    mutating func nextLines() throws(JournalError) -> [JournalRecord] {
        var lines: [JournalRecord] = []
        guard nextEntry <= lastEntry else { return [] }
        while let record = try nextRecord() {
            lines.append(line(of: record))
            if record.body.isLast { break }
        }
        nextEntry += 1
        return lines
    }

    private mutating func nextRecord() throws(JournalError) -> StoredRecord? {
        while let segment = segments.first {
            if records == nil { records = try open(segment) }
            if let record = try records?.next() { return record }
            records = nil
            segments = segments.dropFirst()
        }
        return nil
    }

    private func open(_ segment: SegmentView) throws(JournalError) -> SegmentRecords {
        let offsets = segment.entryOffsets ?? []
        let index = nextEntry >= segment.firstEntry ? Int(nextEntry - segment.firstEntry) : 0
        let end = segment.endOffset ?? segment.headerBytes
        let offset = index < offsets.count ? offsets[index] : end
        return try SegmentRecords(
            segment.file,
            from: offset,
            to: end,
            seed: redactions.seed,
            on: disk
        )
    }

    private func line(of record: StoredRecord) -> JournalRecord {
        JournalRecord(
            segment: segments.first?.file.name ?? "",
            offset: record.offset,
            line: record.bytes.dropLast(),
            sequence: record.line.sequence,
            durableThrough: record.line.durableThrough,
            bodyHash: record.line.bodyHash,
            chainHash: record.line.chainHash,
            body: Array(record.bytes[RecordLine.headerBytes...].dropLast())
        )
    }

    private mutating func entry(of parts: [StoredRecord]) throws(JournalError) -> JournalEntry {
        guard let first = parts.first, let last = parts.last else {
            preconditionFailure("An entry has at least one record.")
        }
        let texts = first.bytes.withUnsafeBytes { text in
            (
                kind: QuotedTexts.read(text, in: first.body.kind),
                mark: first.body.mark(text),
                actor: first.body.content.flatMap { QuotedTexts.read(text, in: $0.actor) },
                command: first.body.content.flatMap { QuotedTexts.read(text, in: $0.command) }
            )
        }
        guard let kind = texts.kind, let version = Int(exactly: first.body.version) else {
            throw .invalid(field: "entry \(first.body.entry)", reason: "has unreadable texts")
        }
        let held = try texts.mark.map { mark throws(JournalError) in try content(of: first, mark) }
        let payloads = held?.payloadParts ?? payloads(of: parts)
        return JournalEntry(
            number: first.body.entry,
            kind: kind,
            version: version,
            timeMicroseconds: first.body.time,
            actor: held?.actor ?? texts.actor ?? "",
            command: held?.command ?? texts.command ?? "",
            payload: Self.joined(payloads),
            partCount: payloads.count,
            redactedBy: texts.mark?.redactedBy,
            firstSequence: first.line.sequence,
            lastSequence: last.line.sequence
        )
    }

    private mutating func content(
        of record: StoredRecord,
        _ mark: RedactionMark
    ) throws(JournalError) -> HeldEntry {
        if let held = try redactions.content(of: mark) { return held }
        let path = segments.first?.file.path ?? ""
        throw .corrupt(.init(unexplained: RedactedRecord(record, mark), in: path))
    }

    private func payloads(of parts: [StoredRecord]) -> [[UInt8]] {
        parts.compactMap { part in part.body.content.map { Array(part.bytes[$0.payload]) } }
    }

    private static func joined(_ payloads: [[UInt8]]) -> [UInt8] {
        if payloads.count == 1, let only = payloads.first { return only }
        let separator = [UInt8(ascii: ",")]
        return [UInt8(ascii: "[")] + payloads.joined(separator: separator) + [UInt8(ascii: "]")]
    }
}
