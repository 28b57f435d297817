/// Where the chain stands after a record that completes an entry.
struct ChainState: Hashable, Sendable {
    /// The last record; 0 before the first.
    var sequence: UInt64
    var chainHash: Digest
    /// What that record said was durable.
    var durableThrough: UInt64
    /// The last entry; 0 before the first.
    var entry: UInt64
}

/// Reads a segment's records in order and checks each against the one before.
struct SegmentScan {
    /// The state after the last whole entry.
    private(set) var end: ChainState
    /// Where the next record after it begins.
    private(set) var endOffset: Int
    /// Where each whole entry begins.
    private(set) var entryOffsets: [Int] = []
    /// How many records were read back.
    private(set) var recordCount = 0
    /// Those of them that are redacted, in order.
    private(set) var redacted: [RedactedRecord] = []
    /// The entries that say what was redacted, in order.
    private(set) var redactions: [UInt64] = []
    /// The first thing wrong.
    private(set) var failure: Failure?

    /// Something that does not read back, and everything from the start of its entry.
    struct Failure: Equatable {
        /// Where the line with the flaw begins.
        var offset: Int
        /// The sequence that was expected there.
        var sequence: UInt64
        var flaw: RecordFlaw
        /// Where the next line begins, when the header with the flaw can be trusted.
        var nextLine: Int?
    }

    private let seed: CRC32C
    private let checksHashes: Bool

    /// Begins after `state`, at the line that begins at `offset`.
    ///
    /// Without `checksHashes` it only finds entries, in a segment whose chain was or will be
    /// checked elsewhere; checksums are always compared.
    init(after state: ChainState, at offset: Int, seed: CRC32C, checksHashes: Bool = true) {
        end = state
        endOffset = offset
        self.seed = seed
        self.checksHashes = checksHashes
    }

    /// Reads on in `text`, the segment's bytes from its start, to its end.
    ///
    /// It stops after the sequence `through`, when that completes an entry.
    ///
    /// - Complexity: O(*n*) in the bytes.
    mutating func run(_ text: UnsafeRawBufferPointer, through: UInt64 = .max) {
        var state = end
        var offset = endOffset
        var entryOffset = endOffset
        while offset < text.count, end.sequence < through {
            let line: RecordLine
            let body: RecordBody
            do throws(RecordFlaw) {
                (line, body) = try checkedRecord(text, at: offset, after: state)
            } catch {
                fail(text, at: offset, after: state, error)
                return
            }
            recordCount += 1
            if body.redactedBy != nil || body.isRedaction(text) {
                note(text, at: offset, line, body)
            }
            offset += line.lineBytes
            state.sequence = line.sequence
            state.chainHash = line.chainHash
            state.durableThrough = line.durableThrough
            guard body.isLast else { continue }
            state.entry = body.entry
            entryOffsets.append(entryOffset)
            entryOffset = offset
            end = state
            endOffset = offset
        }
        if offset > endOffset { fail(text, at: offset, after: state, .unfinishedEntry) }
    }

    /// Reads on to the end, in pieces when somebody is asked whether to go on.
    ///
    /// - Returns: false when the answer was no.
    mutating func run(_ bytes: [UInt8], through: UInt64, goesOn: (() -> Bool)?) -> Bool {
        guard let goesOn else {
            bytes.withUnsafeBytes { run($0, through: through) }
            return true
        }
        while failure == nil, endOffset < bytes.count, end.sequence < through {
            let piece = min(through, end.sequence + JournalLimits.checkedPieceRecords)
            bytes.withUnsafeBytes { run($0, through: piece) }
            guard goesOn() else { return false }
        }
        return true
    }

    /// Reads and checks one record in itself, not against its neighbours.
    static func record(
        _ text: UnsafeRawBufferPointer,
        at offset: Int,
        seed: CRC32C
    ) throws(RecordFlaw) -> (line: RecordLine, body: RecordBody) {
        let line = try RecordLine(header: text, at: offset, seed: seed)
        guard text.count - offset >= line.lineBytes else { throw .bodyShort }
        guard text[offset + line.lineBytes - 1] == UInt8(ascii: "\n") else { throw .lineFeed }
        let start = offset + RecordLine.headerBytes
        let range = start..<start + line.bodyBytes
        let bytes = UnsafeRawBufferPointer(rebasing: text[range])
        guard seed.continued(over: bytes) == line.bodyCRC else {
            guard let body = RecordBody(redacted: text, in: range) else { throw .bodyChecksum }
            return (line, body)
        }
        guard let body = RecordBody(text, in: range) else { throw .bodyFields }
        return (line, body)
    }

    private func checkedRecord(
        _ text: UnsafeRawBufferPointer,
        at offset: Int,
        after state: ChainState
    ) throws(RecordFlaw) -> (line: RecordLine, body: RecordBody) {
        let (line, body) = try Self.record(text, at: offset, seed: seed)
        guard line.sequence == state.sequence + 1 else { throw .sequence }
        guard line.durableThrough < line.sequence, line.durableThrough >= state.durableThrough
        else { throw .durableThrough }
        guard body.entry == end.entry + 1 else { throw .entryNumber }
        if checksHashes { try check(text, at: offset, line, body, after: state) }
        return (line, body)
    }

    private func check(
        _ text: UnsafeRawBufferPointer,
        at offset: Int,
        _ line: RecordLine,
        _ body: RecordBody,
        after state: ChainState
    ) throws(RecordFlaw) {
        if body.content != nil {
            let start = offset + RecordLine.headerBytes
            let bytes = UnsafeRawBufferPointer(rebasing: text[start..<start + line.bodyBytes])
            guard Digest(of: bytes) == line.bodyHash else { throw .bodyHash }
        }
        let covered = UnsafeRawBufferPointer(
            rebasing: text[offset..<offset + RecordLine.chainedBytes]
        )
        guard Digest(after: state.chainHash, linePrefix: covered) == line.chainHash else {
            throw .chainHash
        }
    }

    private mutating func note(
        _ text: UnsafeRawBufferPointer,
        at offset: Int,
        _ line: RecordLine,
        _ body: RecordBody
    ) {
        if body.isRedaction(text), redactions.last != body.entry { redactions.append(body.entry) }
        guard let mark = body.mark(text) else { return }
        redacted.append(
            RedactedRecord(
                offset: offset,
                sequence: line.sequence,
                isLast: body.isLast,
                mark: mark
            )
        )
    }

    private mutating func fail(
        _ text: UnsafeRawBufferPointer,
        at offset: Int,
        after state: ChainState,
        _ flaw: RecordFlaw
    ) {
        let line = try? RecordLine(header: text, at: offset, seed: seed)
        failure = Failure(
            offset: offset,
            sequence: state.sequence + 1,
            flaw: flaw,
            nextLine: line.map { offset + $0.lineBytes }
        )
    }
}

/// What the lines after a failure say, to the end of the segment.
struct LaterRecords: Equatable {
    /// How many records can be read in themselves.
    private(set) var readableCount = 0
    /// The record that vouches for the most, and what it vouches for.
    private(set) var sequence: UInt64 = 0
    private(set) var durableThrough: UInt64 = 0

    /// Looks at every line after the failure, never only at some.
    ///
    /// Lines begin after a line feed, and, should that line feed be what is damaged, where a
    /// trustworthy header says.
    init(_ text: UnsafeRawBufferPointer, after failure: SegmentScan.Failure, seed: CRC32C) {
        if let next = failure.nextLine { look(text, at: next, seed) }
        var offset = failure.offset
        while offset < text.count {
            if text[offset] == UInt8(ascii: "\n"), offset + 1 != failure.nextLine {
                look(text, at: offset + 1, seed)
            }
            offset += 1
        }
    }

    private mutating func look(_ text: UnsafeRawBufferPointer, at offset: Int, _ seed: CRC32C) {
        guard offset < text.count,
            let line = try? SegmentScan.record(text, at: offset, seed: seed).line,
            line.durableThrough < line.sequence
        else { return }
        readableCount += 1
        if sequence == 0 || line.durableThrough > durableThrough {
            sequence = line.sequence
            durableThrough = line.durableThrough
        }
    }
}
