/// A record as it lies in its segment.
struct StoredRecord {
    let offset: Int
    let line: RecordLine
    let body: RecordBody
    /// The whole line with its line feed.
    let bytes: [UInt8]
}

/// Reads a segment's records one after the other, a bounded piece of the file at a time.
struct SegmentRecords {
    private let file: any DiskFile
    private let path: String
    private let seed: CRC32C
    private let end: Int
    private var offset: Int
    /// The bytes of the file from `bufferOffset`.
    private var buffer: [UInt8] = []
    private var bufferOffset: Int

    private static let pieceBytes = 262_144
    private static let longestLine = JournalLimits.bodyBytes + RecordLine.overheadBytes

    /// Reads from `offset`, where a record begins, to `end`, where the durable entries end.
    init(
        _ segment: SegmentFile,
        from offset: Int,
        to end: Int,
        seed: CRC32C,
        on disk: any Disk
    ) throws(JournalError) {
        path = segment.path
        do throws(DiskError) {
            file = try segment.open(on: disk)
        } catch {
            throw error.asJournalError
        }
        self.seed = seed
        self.end = end
        self.offset = offset
        bufferOffset = offset
    }

    /// The next record; nil at the end.
    ///
    /// - Throws: ``JournalError/corrupt(_:)`` when it does not read back: it was read before, or
    ///   is known to be durable.
    mutating func next() throws(JournalError) -> StoredRecord? {
        guard offset < end else { return nil }
        if let record = inBuffer() { return record }
        try fill(Self.pieceBytes)
        if let record = inBuffer() { return record }
        try fill(Self.longestLine)
        if let record = inBuffer() { return record }
        throw .corrupt(
            JournalError.Corruption(
                path: path,
                offset: offset,
                sequence: 0,
                entry: 0,
                flaw: flaw.rawValue,
                evidence: .sealed,
                goodBefore: 0,
                readableAfter: 0
            )
        )
    }

    private var flaw: RecordFlaw = .short

    private mutating func inBuffer() -> StoredRecord? {
        let place = offset - bufferOffset
        guard place < buffer.count else { return nil }
        do throws(RecordFlaw) {
            let (line, body) = try record(at: place)
            let bytes = Array(buffer[place..<place + line.lineBytes])
            defer { offset += line.lineBytes }
            return StoredRecord(offset: offset, line: line, body: body, bytes: bytes)
        } catch {
            flaw = error
            return nil
        }
    }

    /// The ranges of the body count from the start of the line.
    private func record(at place: Int) throws(RecordFlaw) -> (RecordLine, RecordBody) {
        let result = buffer.withUnsafeBytes { text in
            Result { () throws(RecordFlaw) in
                try SegmentScan.record(.init(rebasing: text[place...]), at: 0, seed: seed)
            }
        }
        let (line, body) = try result.get()
        return (line, body)
    }

    private mutating func fill(_ count: Int) throws(JournalError) {
        do throws(DiskError) {
            buffer = try file.bytes(at: offset, count: min(count, end - offset))
            bufferOffset = offset
        } catch {
            throw error.asJournalError
        }
    }
}
