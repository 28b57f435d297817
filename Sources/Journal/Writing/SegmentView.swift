/// One segment as readers need it.
struct SegmentView: Sendable {
    var file: SegmentFile
    var firstEntry: UInt64
    /// The chain before the segment's first record.
    var start: ChainState
    /// The bytes of the first line.
    var headerBytes: Int
    /// Where the durable, whole entries end; nil for a sealed segment that was not read yet.
    var endOffset: Int?
    /// Where each entry begins; nil for a sealed segment that was not read yet.
    var entryOffsets: [Int]?
}

extension [SegmentView] {
    /// The state with which a segment begins whose first record comes right after `sequence`; nil
    /// when none does.
    ///
    /// The first line of a segment says where the chain stood before it: at the first record, or
    /// where a forgotten history ended.
    func start(after sequence: UInt64) -> ChainState? {
        last { $0.start.sequence <= sequence }.flatMap {
            $0.start.sequence == sequence ? $0.start : nil
        }
    }
}

/// What is durable, as readers of this process see it.
struct JournalView: Sendable {
    var segments: [SegmentView]
    var end: ChainState
    /// What ended the writer, if anything did.
    var failure: JournalError?
    /// What the check of the whole chain found.
    var damage: JournalError?
    /// The snapshot that opening read, until somebody takes it.
    var openedSnapshot: OpenSnapshot?

    var position: JournalPosition {
        JournalPosition(entry: end.entry, sequence: end.sequence, chainHash: end.chainHash)
    }
}
