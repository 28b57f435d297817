import JournalProof
import Testing

@testable import Journal

/// Signed statements of where the chain stood.
struct CheckpointTests {
    @Test(arguments: [
        ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy"),
    ])
    func `base64 is that of the standard`(plain: String, coded: String) {
        #expect(Base64.text(plain.bytes) == coded)
        #expect(Base64.bytes(coded) == plain.bytes)
    }

    @Test(arguments: ["Zg", "Zg=", "Zh==", "Zm9v=", "Zm 9v", "Zm9v\n", "====", "Z"])
    func `another spelling of base64 is refused`(text: String) {
        #expect(Base64.bytes(text) == nil)
    }

    @Test func `a checkpoint has the lines of a signed note and verifies`() throws {
        let key = CheckpointKey.random()
        let hash = try #require(Digest(hex: String(repeating: "0123456789abcdef", count: 4)))
        let checkpoint = Checkpoint(journal: ProofJournal.id, sequence: 42, chainHash: hash)

        let text = checkpoint.signed(by: key)

        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.count == 6)
        #expect(lines[0] == "flagdeck-chain/v1 0123456789abcdeffedcba9876543210")
        #expect(lines[1] == "42")
        #expect(lines[2] == "ASNFZ4mrze8BI0VniavN7wEjRWeJq83vASNFZ4mrze8=")
        #expect(lines[3] == "")
        #expect(lines[4].hasPrefix("— flagdeck-journal "))
        let read = Checkpoint.read(text + "\n" + text, verifiedBy: key.publicKey)
        #expect(try read.get() == [checkpoint, checkpoint])
    }

    @Test func `every changed byte of a checkpoint is found`() throws {
        let key = CheckpointKey.random()
        let hash = ReadingTests.genesis
        let checkpoint = Checkpoint(
            journal: ProofJournal.id,
            sequence: 7,
            chainHash: try #require(Digest(hex: hash))
        )
        let bytes = checkpoint.signed(by: key).bytes

        for offset in bytes.indices.dropLast() {
            var other = bytes
            other[offset] ^= 1
            let text = String(decoding: other, as: UTF8.self)
            let read = Checkpoint.read(text, verifiedBy: key.publicKey)
            #expect((try? read.get()) == nil, "byte \(offset)")
        }
    }

    @Test func `another key's signature is not taken`() throws {
        let hash = try #require(Digest(hex: ReadingTests.genesis))
        let checkpoint = Checkpoint(journal: ProofJournal.id, sequence: 7, chainHash: hash)
        let text = checkpoint.signed(by: .random())

        let read = Checkpoint.read(text, verifiedBy: CheckpointKey.random().publicKey)

        #expect(read == .failure(.otherSignature(line: 5)))
        #expect(
            Checkpoint.read("x", verifiedBy: CheckpointKey.random().publicKey)
                == .failure(.unreadable(line: 1))
        )
    }

    @Test func `keys read back, and damaged ones do not`() throws {
        let key = CheckpointKey.random()

        let again = try #require(CheckpointKey(key.text))

        #expect(again.publicKey == key.publicKey)
        #expect(CheckpointPublicKey(key.publicKey.text) == key.publicKey)
        var bytes = key.text.bytes
        for offset in bytes.indices.dropLast() {
            bytes[offset] ^= 1
            #expect(CheckpointKey(String(decoding: bytes, as: UTF8.self)) == nil, "byte \(offset)")
            bytes[offset] ^= 1
        }
        #expect(CheckpointPublicKey(key.publicKey.text + "A") == nil)
    }

    @Test func `a history that was rewritten under a checkpoint is found, without one it is not`()
        async throws
    {
        let life = try await Life(entries: 4)
        let checkpoint = try #require(life.journal.checkpoint)
        await life.journal.close()
        let forged = try await Life(entries: 4, actor: "mallory")
        await forged.journal.close()
        let head = ExpectedHead(
            source: "notes.txt",
            sequence: checkpoint.sequence,
            chainHash: checkpoint.chainHash
        )

        let blind = try Journal.verify(at: ProofJournal.path, expecting: nil, on: forged.disk)
        let seeing = try Journal.verify(
            at: ProofJournal.path,
            expecting: nil,
            heads: [head],
            on: forged.disk
        )
        let honest = try Journal.verify(
            at: ProofJournal.path,
            expecting: nil,
            heads: [head],
            on: life.disk
        )

        #expect(blind.problems == [])
        #expect(
            seeing.problems.map(\.description) == [
                "notes.txt names record 4, which has another chain hash."
            ]
        )
        #expect(honest.problems == [])
        #expect(honest.confirmedHeads == 1)
    }

    @Test func `an empty journal has nothing to state`() async throws {
        let disk = ProofJournal.emptyDisk()
        try Journal.create(
            at: ProofJournal.path,
            id: ProofJournal.id,
            timeMicroseconds: 1,
            on: disk
        )
        let (journal, _) = try Life.open(disk, .read)

        #expect(journal.checkpoint == nil)
    }
}
