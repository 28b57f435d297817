/// Reads segments in order, up to the first thing wrong.
struct ChainReader {
    let disk: any Disk
    let id: JournalID
    let seed: CRC32C
    let segments: [SegmentFile]
    let head: HeadSlot?
    /// The state before the first record that is kept.
    let origin: ChainState

    init(
        disk: any Disk,
        id: JournalID,
        segments: [SegmentFile],
        head: HeadSlot?,
        forgotten: ForgottenMark? = nil
    ) {
        self.disk = disk
        self.id = id
        seed = id.checksumSeed
        self.segments = segments
        self.head = head
        origin = forgotten?.state ?? .genesis(of: id)
    }

    /// What reading found.
    struct Outcome {
        var views: [SegmentView] = []
        var end: ChainState
        var recordsChecked = 0
        /// Redacted records, with the segments that hold them.
        var redacted: [(path: String, record: RedactedRecord)] = []
        /// The entries that say what was redacted.
        var redactions: [UInt64] = []
        /// What a cut would remove, in the last segment.
        var tail: Tail?
        /// A last segment that holds nothing that can be read.
        var emptySegment: SegmentFile?
    }

    /// What follows the last whole entry.
    struct Tail {
        var file: SegmentFile
        var offset: Int
        var bytes: [UInt8]
    }

    /// The position in ``segments`` of the first one that must be read when everything up to
    /// `sequence` is known already: the one that holds the next record, or would.
    func position(after sequence: UInt64) -> Int {
        let next = segments.lastIndex { segment in
            segment.firstSequence <= sequence || segment.firstSequence - 1 == sequence
        }
        guard let next, next > 0, segments[next].firstSequence > sequence else { return next ?? 0 }
        // Row 7 of the table: what a crash during rotation left is judged by the one before it.
        return (try? sealedView(segments[next])) == nil ? next - 1 : next
    }

    /// Reads every segment from the one at `start`.
    ///
    /// Those before it are only checked to begin as their names say. Readers of a growing journal
    /// stop after the sequence `through`.
    func run(from start: Int, through: UInt64 = .max) throws(JournalError) -> Outcome {
        guard let outcome = try run(from: start, through: through, goesOn: nil) else {
            preconditionFailure("Nobody can stop a reading that asks nobody.")
        }
        return outcome
    }

    /// The same in pieces, each followed by a question whether to go on; nil after a no.
    func run(
        from start: Int,
        through: UInt64,
        goesOn: (() -> Bool)?
    ) throws(JournalError) -> Outcome? {
        var outcome = Outcome(end: origin)
        for (index, file) in segments.enumerated() {
            let isLast = index == segments.count - 1
            if index < start {
                outcome.views.append(try sealedView(file))
                continue
            }
            let bytes = try contents(of: file)
            guard let (header, size) = bytes.withUnsafeBytes({ SegmentHeader.read($0) }) else {
                try refuseUnlessEmpty(file, bytes, isLast: isLast, after: outcome.end)
                outcome.emptySegment = file
                return outcome
            }
            let state = try checked(header, of: file, after: index > start ? outcome.end : nil)
            var scan = SegmentScan(after: state, at: size, seed: seed)
            guard scan.run(bytes, through: through, goesOn: goesOn) else { return nil }
            outcome.recordsChecked += scan.recordCount
            outcome.redacted += scan.redacted.map { (file.path, $0) }
            outcome.redactions += scan.redactions
            outcome.end = scan.end
            outcome.views.append(
                SegmentView(
                    file: file,
                    firstEntry: header.firstEntry,
                    start: state,
                    headerBytes: size,
                    endOffset: scan.endOffset,
                    entryOffsets: scan.entryOffsets
                )
            )
            if scan.end.sequence >= through { return outcome }
            try judge(scan, bytes, file, isLast: isLast)
            if isLast, scan.failure != nil {
                let bytes = Array(bytes[scan.endOffset...])
                outcome.tail = Tail(file: file, offset: scan.endOffset, bytes: bytes)
            }
        }
        return outcome
    }

    // MARK: - Judging

    private func judge(
        _ scan: SegmentScan,
        _ bytes: [UInt8],
        _ file: SegmentFile,
        isLast: Bool
    ) throws(JournalError) {
        let later = scan.failure.map { failure in
            bytes.withUnsafeBytes { LaterRecords($0, after: failure, seed: seed) }
        }
        let finding = OpeningVerdict.Finding(
            last: scan.end.sequence,
            hasFailure: scan.failure != nil,
            isLastSegment: isLast,
            laterRecord: later.flatMap {
                $0.readableCount > 0 ? ($0.sequence, $0.durableThrough) : nil
            },
            head: head?.sequence
        )
        switch OpeningVerdict.of(finding) {
        case .clean, .cut: break
        case .missing(let through):
            throw .missing(
                JournalError.Missing(
                    path: file.path,
                    first: scan.end.sequence + 1,
                    last: through,
                    goodBefore: scan.end.entry
                )
            )
        case .damaged(let evidence):
            throw .corrupt(
                JournalError.Corruption(
                    path: file.path,
                    offset: scan.failure?.offset ?? scan.endOffset,
                    sequence: scan.failure?.sequence ?? scan.end.sequence + 1,
                    entry: scan.end.entry + 1,
                    flaw: scan.failure?.flaw.rawValue ?? "",
                    evidence: evidence,
                    goodBefore: scan.end.entry,
                    readableAfter: later?.readableCount ?? 0
                )
            )
        }
    }

    /// Row 7 of the table: a crash during rotation leaves a segment that holds nothing.
    private func refuseUnlessEmpty(
        _ file: SegmentFile,
        _ bytes: [UInt8],
        isLast: Bool,
        after state: ChainState
    ) throws(JournalError) {
        try refuseNewer(file, bytes)
        let start = SegmentScan.Failure(
            offset: 0,
            sequence: state.sequence + 1,
            flaw: .headerFields,
            nextLine: nil
        )
        let later = bytes.withUnsafeBytes { LaterRecords($0, after: start, seed: seed) }
        let isCovered = (head?.sequence ?? 0) <= state.sequence
        guard isLast, segments.count > 1, later.readableCount == 0, isCovered else {
            throw damagedHeader(file, "first line", after: state, later.readableCount)
        }
    }

    private func refuseNewer(_ file: SegmentFile, _ bytes: [UInt8]) throws(JournalError) {
        guard let format = bytes.withUnsafeBytes({ SegmentHeader.newerFormat($0) }) else { return }
        throw .tooNew(path: file.path, format: format)
    }

    private func damagedHeader(
        _ file: SegmentFile,
        _ flaw: String,
        after state: ChainState,
        _ readableAfter: Int
    ) -> JournalError {
        .corrupt(
            JournalError.Corruption(
                path: file.path,
                offset: 0,
                sequence: file.firstSequence,
                entry: state.entry + 1,
                flaw: flaw,
                evidence: .sealed,
                goodBefore: state.entry,
                readableAfter: readableAfter
            )
        )
    }

    // MARK: - Segments

    /// The state before the segment's first record, from its first line.
    private func checked(
        _ header: SegmentHeader,
        of file: SegmentFile,
        after state: ChainState?
    ) throws(JournalError) -> ChainState {
        guard header.journal == id else {
            throw .foreign(path: file.path, reason: "it belongs to journal \(header.journal)")
        }
        guard header.firstSequence == file.firstSequence, header.firstSequence > 0,
            header.firstEntry > 0
        else { throw .foreign(path: file.path, reason: "its name and its first line disagree") }
        let named = ChainState(
            sequence: header.firstSequence - 1,
            chainHash: header.previousHash,
            durableThrough: 0,
            entry: header.firstEntry - 1
        )
        let first = file.firstSequence == origin.sequence + 1 ? origin : nil
        guard let before = state ?? first else { return named }
        guard named.sequence == before.sequence, named.entry == before.entry else {
            throw .foreign(
                path: file.path,
                reason: "it begins with record \(header.firstSequence), "
                    + "but record \(before.sequence + 1) comes next"
            )
        }
        guard named.chainHash == before.chainHash else {
            throw damagedHeader(file, "chain hash of the segment before", after: before, 0)
        }
        return before
    }

    /// Why a segment does not belong under its name; `nil` also where its first line does not tell.
    func foreignness(of file: SegmentFile) -> JournalError? {
        do throws(JournalError) {
            _ = try sealedView(file)
            return nil
        } catch {
            if case .foreign = error { return error }
            return nil
        }
    }

    private func sealedView(_ file: SegmentFile) throws(JournalError) -> SegmentView {
        let bytes = try read(file) { file throws(DiskError) in
            try file.bytes(at: 0, count: CheckedLine.longestBytes)
        }
        guard let (header, size) = bytes.withUnsafeBytes({ SegmentHeader.read($0) }) else {
            try refuseNewer(file, bytes)
            throw damagedHeader(file, "first line", after: origin, 0)
        }
        return SegmentView(
            file: file,
            firstEntry: header.firstEntry,
            start: try checked(header, of: file, after: nil),
            headerBytes: size
        )
    }

    /// A segment that follows `state`, of which only the first line was read.
    func emptyView(
        of file: SegmentFile,
        after state: ChainState
    ) throws(JournalError) -> SegmentView {
        var view = try sealedView(file)
        guard view.start.sequence == state.sequence, view.start.chainHash == state.chainHash,
            view.start.entry == state.entry
        else {
            throw damagedHeader(file, "chain hash of the segment before", after: state, 0)
        }
        view.start = state
        view.endOffset = view.headerBytes
        view.entryOffsets = []
        return view
    }

    private func contents(of file: SegmentFile) throws(JournalError) -> [UInt8] {
        try read(file) { file throws(DiskError) in try file.allBytes() }
    }

    private func read(
        _ file: SegmentFile,
        _ body: (any DiskFile) throws(DiskError) -> [UInt8]
    ) throws(JournalError) -> [UInt8] {
        do throws(DiskError) {
            return try body(file.open(on: disk))
        } catch {
            throw error.asJournalError
        }
    }
}

extension ChainState {
    /// The state before the first record.
    static func genesis(of id: JournalID) -> ChainState {
        ChainState(sequence: 0, chainHash: .genesis(of: id), durableThrough: 0, entry: 0)
    }

    /// Whether a snapshot is of this very place in the chain.
    func confirms(_ snapshot: some PlacedInChain) -> Bool {
        sequence == snapshot.sequence && entry == snapshot.throughEntry
            && chainHash == snapshot.chainHash
    }
}
