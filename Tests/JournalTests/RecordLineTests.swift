import JournalProof
import Testing

@testable import Journal

/// The line of one record, byte by byte.
struct RecordLineTests {
    static let id = ProofJournal.id
    static let body =
        #"{"actor":"mira","command":"c-1","entry":1,"kind":"change-set","last":true,"#
        + #""payload":{"flag":"checkout"},"time":1764000000000000,"version":1}"#
    /// Frozen: made with sha256sum and a bitwise CRC-32C, not with the code under test.
    static let line =
        "00000000000000000001 00000000000000000000 0000008c 8cdac314 "
        + "9e5f3e07dc8cf96018ef1528e92a70a2dd0b1bf74612763df90d8c81fb912dc2 "
        + "08199112b37d520637c8ca4e50d2de39b245aca317fe031df61acdacfd71985b "
        + "3ea8b439 " + body

    @Test func `a record is written as the documented line`() {
        var bytes: [UInt8] = []

        RecordLine.append(
            Self.body.bytes,
            at: (1, 0, .genesis(of: Self.id)),
            seed: Self.id.checksumSeed,
            to: &bytes
        )

        #expect(String(decoding: bytes, as: UTF8.self) == Self.line + "\n")
    }

    @Test func `an entry's body has its fields in the documented order`() {
        var entry = NewEntry.example("1")
        entry.payloadParts = [#"{"flag":"checkout"}"#.bytes]

        let body = RecordBody.encode(entry, part: 0, number: 1, texts: QuotedTexts(entry))

        #expect(String(decoding: body, as: UTF8.self) == Self.body)
    }

    @Test func `the documented line reads back`() throws {
        let (line, body) = try (Self.line + "\n").bytes.withUnsafeBytes { text in
            try SegmentScan.record(text, at: 0, seed: Self.id.checksumSeed)
        }

        #expect(line.sequence == 1)
        #expect(line.durableThrough == 0)
        #expect(line.bodyBytes == Self.body.utf8.count)
        #expect(body.entry == 1)
        #expect(body.isLast)
        #expect(body.time == 1_764_000_000_000_000)
        let payload = try #require(body.content?.payload)
        #expect(
            String(decoding: (Self.line.bytes)[payload], as: UTF8.self) == #"{"flag":"checkout"}"#
        )
    }

    @Test func `no bit of a record can be flipped unseen`() {
        let bytes = (Self.line + "\n").bytes
        var unseen: [Int] = []

        for bit in 0..<bytes.count * 8 {
            var damaged = bytes
            damaged[bit / 8] ^= 1 << UInt8(bit % 8)
            var scan = SegmentScan(
                after: .genesis(of: Self.id),
                at: 0,
                seed: Self.id.checksumSeed
            )
            damaged.withUnsafeBytes { scan.run($0) }
            if scan.failure == nil { unseen.append(bit) }
        }

        #expect(unseen == [])
    }

    @Test func `a record of another journal is refused`() {
        let other = JournalID(high: 1, low: 2)

        #expect(throws: RecordFlaw.headerChecksum) {
            try (Self.line + "\n").bytes.withUnsafeBytes { text in
                try SegmentScan.record(text, at: 0, seed: other.checksumSeed)
            }
        }
    }

    @Test(arguments: [
        ("", UInt32(0)), ("123456789", 0xE306_9283), ("a", 0xC1D0_4330),
        ("The quick brown fox jumps over the lazy dog", 0x2262_0404),
    ])
    func `the checksum is the published one`(text: String, expected: UInt32) {
        #expect(text.bytes.withUnsafeBytes { CRC32C(of: $0) }.value == expected)
    }

    @Test func `a segment's first line and the identity file read back`() throws {
        let header = SegmentHeader(
            journal: Self.id,
            firstSequence: 42,
            firstEntry: 40,
            previousHash: .genesis(of: Self.id),
            createdMicroseconds: 1_764_000_000_000_000
        )

        let read = try #require(header.bytes.withUnsafeBytes { SegmentHeader.read($0) })
        let identity = try #require(
            IdentityFile.encode(Self.id).withUnsafeBytes { IdentityFile.read($0) }
        )

        #expect(read.header == header)
        #expect(read.bytes == header.bytes.count)
        #expect(identity.id == Self.id)
    }

    @Test func `the newer valid slot of the head file counts`() throws {
        let seed = Self.id.checksumSeed
        let slots = [UInt64(6), 7].map { generation in
            HeadSlot(
                generation: generation,
                sequence: generation * 10,
                segment: 1,
                offset: 5000,
                chainHash: .genesis(of: Self.id),
                timeMicroseconds: 1
            )
        }
        var file = slots[0].bytes(seed: seed) + slots[1].bytes(seed: seed)

        #expect(file.count == 1024)
        #expect(file.withUnsafeBytes { HeadSlot.newest(in: $0, seed: seed) } == slots[1])
        file[512 + 25] ^= 1
        #expect(file.withUnsafeBytes { HeadSlot.newest(in: $0, seed: seed) } == slots[0])
    }
}

/// A record whose content was blanked at equal length.
struct RedactionTests {
    @Test func `a redacted record keeps its place in the chain`() throws {
        let bytes = (RecordLineTests.line + "\n").bytes
        let short =
            #"{"entry":1,"kind":"change-set","last":true,"redacted":2,"#
            + #""time":1764000000000000,"version":1}"#
        let blanks = RecordLineTests.body.utf8.count - short.utf8.count
        let body = short.bytes + Array(repeating: UInt8(ascii: " "), count: blanks)
        let redacted = bytes[..<RecordLine.headerBytes] + body + [UInt8(ascii: "\n")]

        var scan = SegmentScan(
            after: .genesis(of: RecordLineTests.id),
            at: 0,
            seed: RecordLineTests.id.checksumSeed
        )
        Array(redacted).withUnsafeBytes { scan.run($0) }

        #expect(scan.failure == nil)
        #expect(scan.redacted.count == 1)
        #expect(scan.end.entry == 1)
    }
}
