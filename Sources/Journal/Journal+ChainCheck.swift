import Synchronization

/// What a check of the whole chain has read.
public struct ChainCheck: Hashable, Sendable {
    /// The last entry that was checked: the end of the journal when the check began.
    public let through: JournalPosition
    /// How many records were read back and hashed.
    public let records: Int
}

extension Journal {
    /// Checks every record from the first to the present end, beside everything else.
    ///
    /// Opening reads only what the newest snapshot does not cover; this reads the rest. It is
    /// read-only, has a thread of its own with the least claim to the processor, holds one segment
    /// at a time in memory, and rests between pieces of ``JournalLimits/checkedPieceRecords``.
    /// When it finds damage, snapshots are no longer removed: each may be the last witness of
    /// what the damaged entries did.
    ///
    /// - Returns: what was checked; nil when the task was cancelled before the end.
    /// - Throws: ``JournalError``: the first record that does not read back, or a file that cannot
    ///   be read. The journal goes on as before.
    /// - Complexity: O(*n*) in the bytes; about 3 s a million entries.
    public func checkChain() async throws(JournalError) -> ChainCheck? {
        try await checkChain { restBriefly() }
    }

    /// The same with another rest between two pieces.
    package func checkChain(
        resting rest: @escaping @Sendable () -> Void
    ) async throws(JournalError) -> ChainCheck? {
        let (segments, end) = view.withLock { ($0.segments.map(\.file), $0.end) }
        let flag = CancellationFlag()
        let walk = ChainWalk(disk: disk, id: id, segments: segments, end: end)
        let goesOn: @Sendable () -> Bool = {
            rest()
            return !flag.isSet
        }
        let result = await withTaskCancellationHandler {
            await OwnThread.result(isBackground: true) {
                Result { () throws(JournalError) in try walk.run(goesOn: goesOn) }
            }
        } onCancel: {
            flag.set()
        }
        if case .failure(let error) = result { view.withLock { $0.damage = error } }
        return try result.get()
    }
}

/// One walk along the chain, through what was durable when it began.
private struct ChainWalk: Sendable {
    let disk: any Disk
    let id: JournalID
    let segments: [SegmentFile]
    let end: ChainState

    /// Walks until the end, or until `goesOn`, asked after each piece, says no.
    func run(goesOn: @escaping () -> Bool) throws(JournalError) -> ChainCheck? {
        guard end.sequence > 0 else { return check(records: 0) }
        // The end is known to be durable, as if the head file said so.
        let head = HeadSlot(
            generation: 0,
            sequence: end.sequence,
            segment: 0,
            offset: 0,
            chainHash: end.chainHash,
            timeMicroseconds: 0
        )
        let reader = ChainReader(disk: disk, id: id, segments: segments, head: head)
        guard
            let outcome = try reader.run(from: 0, through: end.sequence, goesOn: goesOn)
        else { return nil }
        guard outcome.end.chainHash == end.chainHash else {
            throw .corrupt(
                JournalError.Corruption(
                    path: segments.last?.path ?? "",
                    offset: 0,
                    sequence: end.sequence,
                    entry: end.entry,
                    flaw: RecordFlaw.chainHash.rawValue,
                    evidence: .head(sequence: end.sequence),
                    goodBefore: 0,
                    readableAfter: 0
                )
            )
        }
        return check(records: outcome.recordsChecked)
    }

    private func check(records: Int) -> ChainCheck {
        ChainCheck(
            through: JournalPosition(
                entry: end.entry,
                sequence: end.sequence,
                chainHash: end.chainHash
            ),
            records: records
        )
    }
}

/// Whether a task was cancelled, for a thread.
private final class CancellationFlag: Sendable {
    private let flag = Atomic<Bool>(false)

    var isSet: Bool { flag.load(ordering: .relaxed) }

    func set() { flag.store(true, ordering: .relaxed) }
}
