/// Checks one segment from a given record on, with the very code that opening uses.
///
/// Opening reads from the start; a proof that damages every bit in turn cannot afford that, and
/// need not: what stands before the damage is as it was.
package struct SegmentProbe: Sendable {
    /// Where each entry begins, in bytes from the segment's start.
    package let entryOffsets: [Int]
    /// The sequence of the last record.
    package let lastSequence: UInt64
    /// The bytes of the first line.
    package let headerBytes: Int

    private let states: [ChainState]
    private let seed: CRC32C

    /// What opening would do.
    package enum Verdict: Hashable, Sendable {
        /// Open it: nothing is wrong.
        case accepted
        /// Cut the end off, and say so.
        case cut
        /// Refuse to open.
        case refused
    }

    /// Reads a sound segment that is the journal's first; nil when it is none.
    package init?(firstSegment bytes: [UInt8], of id: JournalID) {
        seed = id.checksumSeed
        guard let (_, size) = bytes.withUnsafeBytes({ SegmentHeader.read($0) }) else { return nil }
        var offsets: [Int] = []
        var states = [ChainState.genesis(of: id)]
        var offset = size
        while offset < bytes.count {
            var scan = SegmentScan(after: states[states.count - 1], at: offset, seed: seed)
            bytes.withUnsafeBytes { scan.run($0, through: scan.end.sequence + 1) }
            guard scan.failure == nil, scan.endOffset > offset else { return nil }
            offsets.append(offset)
            states.append(scan.end)
            offset = scan.endOffset
        }
        headerBytes = size
        entryOffsets = offsets
        lastSequence = states[states.count - 1].sequence
        self.states = states
    }

    /// Judges the segment as the journal's last one.
    ///
    /// - Parameters:
    ///   - text: the segment's bytes, as they were before the entry's first byte.
    ///   - index: the entry to begin with, from 0.
    ///   - head: the sequence that the head file names; nil without one.
    ///   - looksAhead: whether later records are looked at for proof. Without, a refusal is one
    ///     that the head alone brings about.
    /// - Returns: what opening would do.
    /// - Complexity: O(*n*) in the bytes up to the first flaw, and to the end when it looks ahead.
    package func verdict(
        on text: UnsafeRawBufferPointer,
        fromEntry index: Int,
        head: UInt64?,
        looksAhead: Bool
    ) -> Verdict {
        var scan = SegmentScan(after: states[index], at: entryOffsets[index], seed: seed)
        scan.run(text)
        let later =
            looksAhead
            ? scan.failure.map { LaterRecords(text, after: $0, seed: seed) } : nil
        let finding = OpeningVerdict.Finding(
            last: scan.end.sequence,
            hasFailure: scan.failure != nil,
            isLastSegment: true,
            laterRecord: later.flatMap {
                $0.readableCount > 0 ? ($0.sequence, $0.durableThrough) : nil
            },
            head: head
        )
        return switch OpeningVerdict.of(finding) {
        case .clean: .accepted
        case .cut: .cut
        case .missing, .damaged: .refused
        }
    }
}
