import JournalProof
import Testing

@testable import Journal

/// Records that are right in every checksum and hash, and wrong beside their neighbours.
struct RecordRuleTests {
    /// Sequence, durable-through and entry number of the third record, and what is wrong with it.
    @Test(arguments: [
        (3, 2, 3, nil), (4, 2, 3, RecordFlaw.sequence), (2, 1, 3, .sequence),
        (3, 0, 3, .durableThrough), (3, 2, 4, .entryNumber), (3, 2, 2, .entryNumber),
    ])
    func `a record must follow from the one before it`(
        sequence: UInt64,
        durableThrough: UInt64,
        entry: UInt64,
        expected: RecordFlaw?
    ) {
        let text = lines([(1, 0, 1), (2, 1, 2), (sequence, durableThrough, entry)])

        let scan = scan(text)

        #expect(scan.failure?.flaw == expected)
        #expect(scan.end.entry == (expected == nil ? 3 : 2))
    }

    @Test func `a body that was edited with its checksum is known by its hash`() throws {
        let forge = RecordForge(ProofJournal.id)
        var line = lines([(1, 0, 1)])
        line[RecordForge.headerBytes + 11] = UInt8(ascii: "M")

        let scan = scan(forge.resealed(line))

        #expect(scan.failure?.flaw == .bodyHash)
    }

    private func lines(_ records: [(UInt64, UInt64, UInt64)]) -> [UInt8] {
        let forge = RecordForge(ProofJournal.id)
        var text: [UInt8] = []
        var previous = forge.genesis
        for (sequence, durableThrough, entry) in records {
            let body =
                "{\"actor\":\"mira\",\"command\":\"c\",\"entry\":\(entry),\"kind\":\"k\","
                + "\"last\":true,\"payload\":1,\"time\":1,\"version\":1}"
            let line = forge.line(
                body.bytes,
                sequence: sequence,
                durableThrough: durableThrough,
                after: previous
            )
            text += line.bytes
            previous = line.chainHash
        }
        return text
    }

    private func scan(_ text: [UInt8]) -> SegmentScan {
        let id = ProofJournal.id
        var scan = SegmentScan(after: .genesis(of: id), at: 0, seed: id.checksumSeed)
        text.withUnsafeBytes { scan.run($0) }
        return scan
    }
}
