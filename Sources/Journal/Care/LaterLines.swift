/// Finds whole entries behind damage.
///
/// Every line is judged by itself, wherever it lies; lines that follow each other must also be
/// links of one chain. An entry counts as whole only when nothing before it can be a part of it.
struct LaterLines {
    let seed: CRC32C
    /// The whole entries that were found, in order.
    private(set) var entries: [LaterEntry] = []
    /// The last record that was read, or the last good one.
    private(set) var last: Place
    /// How many lines since then could not be read.
    private(set) var unreadableLines = 0

    /// Where the history stands.
    struct Place: Equatable {
        var sequence: UInt64
        var entry: UInt64
        var chainHash: Digest
        /// Whether the record completes its entry.
        var isLast: Bool
    }

    private var parts: [[UInt8]] = []
    /// Whether the entry that is being read began at its first record.
    private var isWhole = true

    /// Begins behind the last good entry.
    init(after state: ChainState, seed: CRC32C) {
        self.seed = seed
        last = Place(
            sequence: state.sequence,
            entry: state.entry,
            chainHash: state.chainHash,
            isLast: true
        )
    }

    /// Reads a segment's bytes from `offset` on.
    mutating func read(_ text: UnsafeRawBufferPointer, from offset: Int) {
        var start = offset
        while start < text.count {
            if let next = record(text, at: start) {
                start = next
                continue
            }
            unreadableLines += 1
            // A damaged line feed hides the next line, unless the line's own length can be used.
            if let line = try? RecordLine(header: text, at: start, seed: seed),
                line.sequence > last.sequence, let next = record(text, at: start + line.lineBytes)
            {
                start = next
                continue
            }
            guard let feed = text[start...].firstIndex(of: UInt8(ascii: "\n")) else { return }
            start = feed + 1
        }
    }

    /// A segment's first line says what came before it.
    mutating func skip(to header: SegmentHeader) {
        guard header.firstSequence > last.sequence + 1 else { return }
        parts = []
        last = Place(
            sequence: header.firstSequence - 1,
            entry: header.firstEntry - 1,
            chainHash: header.previousHash,
            isLast: true
        )
        unreadableLines = 0
    }

    /// Takes the record at `offset`.
    ///
    /// - Returns: where the next line begins; nil when there is no record that fits.
    private mutating func record(_ text: UnsafeRawBufferPointer, at offset: Int) -> Int? {
        guard offset < text.count,
            let (line, body) = try? SegmentScan.record(text, at: offset, seed: seed),
            line.sequence > last.sequence, body.entry >= last.entry,
            hashesFit(text, at: offset, line, body)
        else { return nil }
        begin(line, body)
        let range = body.content?.payload ?? 0..<0
        parts.append(Array(text[range]))
        if body.content == nil { isWhole = false }
        if body.isLast { complete(text, line, body) }
        last = Place(
            sequence: line.sequence,
            entry: body.entry,
            chainHash: line.chainHash,
            isLast: body.isLast
        )
        unreadableLines = 0
        return offset + line.lineBytes
    }

    private func hashesFit(
        _ text: UnsafeRawBufferPointer,
        at offset: Int,
        _ line: RecordLine,
        _ body: RecordBody
    ) -> Bool {
        let start = offset + RecordLine.headerBytes
        let bytes = UnsafeRawBufferPointer(rebasing: text[start..<start + line.bodyBytes])
        guard body.content == nil || Digest(of: bytes) == line.bodyHash else { return false }
        guard line.sequence == last.sequence + 1 else { return true }
        let covered = text[offset..<offset + RecordLine.chainedBytes]
        let link = Digest(after: last.chainHash, linePrefix: .init(rebasing: covered))
        return link == line.chainHash
    }

    /// Decides whether the record can be the first of its entry.
    private mutating func begin(_ line: RecordLine, _ body: RecordBody) {
        let follows = line.sequence == last.sequence + 1
        if follows, body.entry == last.entry, !last.isLast { return }
        parts = []
        // Each entry between needs a record of its own: when there are as many lost records as
        // lost entries, none of them is a part of this one.
        let lostRecords = line.sequence - last.sequence - 1
        let unfinished: UInt64 = last.isLast ? 0 : 1
        let lostEntries = body.entry - min(body.entry, last.entry + 1)
        isWhole = body.entry > last.entry && lostRecords == lostEntries && unfinished == 0
    }

    private mutating func complete(
        _ text: UnsafeRawBufferPointer,
        _ line: RecordLine,
        _ body: RecordBody
    ) {
        defer { parts = [] }
        guard isWhole, let content = body.content, let version = Int(exactly: body.version),
            let kind = QuotedTexts.read(text, in: body.kind),
            let actor = QuotedTexts.read(text, in: content.actor),
            let command = QuotedTexts.read(text, in: content.command)
        else { return }
        let entry = NewEntry(
            kind: kind,
            version: version,
            timeMicroseconds: body.time,
            actor: actor,
            command: command,
            payloadParts: parts
        )
        entries.append(LaterEntry(number: body.entry, entry: entry, chainHash: line.chainHash))
    }
}
