import Synchronization
import JournalProof
import Testing

@testable import Journal

/// The check of the whole chain beside a journal that is open.
struct ChainCheckTests {
    @Test func `a sound journal is checked through its end`() async throws {
        let (disk, _) = try await Self.written(entries: 40, snapshotAt: 35)
        let journal = try Self.open(disk)

        let check = try await journal.checkChain(resting: {})

        #expect(check?.through == journal.last)
        #expect(check?.records == 40)
        await journal.close()
    }

    @Test func `an empty journal is sound`() async throws {
        let disk = ProofJournal.emptyDisk()
        try Journal.create(
            at: ProofJournal.path,
            id: ProofJournal.id,
            timeMicroseconds: 1,
            on: disk
        )
        let journal = try Self.open(disk)

        #expect(try await journal.checkChain(resting: {})?.records == 0)
        await journal.close()
    }

    @Test func `damage in an old segment does not stop opening and is found by the check`()
        async throws
    {
        let (disk, first) = try await Self.written(entries: 40, snapshotAt: 35)
        Self.flip(in: first, at: 900, on: disk)

        let journal = try Self.open(disk)
        let found = await Self.damage { try await journal.checkChain(resting: {}) }

        #expect(found?.path == first)
        #expect(found?.entry == 3)
        #expect(found?.evidence == .sealed)
        #expect(try await journal.append([.example("later")]) == 41...41)
        await journal.close()
    }

    @Test func `an edit whose checksums were made to fit is found by the chain`() async throws {
        let (disk, first) = try await Self.written(entries: 40, snapshotAt: 35)
        try Self.swapSecondSegmentStart(on: disk, first: first)

        let journal = try Self.open(disk)
        let found = await Self.damage { try await journal.checkChain(resting: {}) }

        #expect(found != nil)
        await journal.close()
    }

    @Test func `after damage was found no snapshot is removed`() async throws {
        let (disk, first) = try await Self.written(entries: 40, snapshotAt: 35)
        Self.flip(in: first, at: 900, on: disk)
        let journal = try Self.open(disk)
        _ = await Self.damage { try await journal.checkChain(resting: {}) }

        for entry in 36...40 as ClosedRange<UInt64> {
            try await journal.writeSnapshot(
                schemaVersion: 1,
                state: Array("{}".utf8),
                throughEntry: entry
            )
        }

        #expect(try disk.names(in: ProofJournal.path + "/snapshots").count == 6)
        await journal.close()
    }

    @Test func `what is appended during the check is left to itself`() async throws {
        let (disk, _) = try await Self.written(entries: 40, snapshotAt: 35)
        let journal = try Self.open(disk)
        let before = journal.last
        let pieces = Mutex(0)

        async let check = journal.checkChain(resting: { pieces.withLock { $0 += 1 } })
        for index in 0..<20 { try await journal.append([.example("during \(index)")]) }

        let through = try await check?.through
        #expect(through.map { $0.entry >= before.entry } == true)
        #expect(pieces.withLock { $0 } > 0)
        await journal.close()
    }

    @Test func `a cancelled check ends without a finding`() async throws {
        let (disk, _) = try await Self.written(entries: 40, snapshotAt: 35)
        let journal = try Self.open(disk)
        let began = Monitor(false)
        let isCancelled = Monitor(false)
        let work = Task {
            try await journal.checkChain(resting: {
                began.withLock { $0 = true }
                _ = isCancelled.wait(atMost: nil) { $0 ? true : nil }
            })
        }
        while !began.withLock({ $0 }) { await Task.yield() }

        work.cancel()
        isCancelled.withLock { $0 = true }
        isCancelled.wake()

        #expect(try await work.value == nil)
        await journal.close()
    }

    // MARK: - Support

    /// A journal of several small segments with a snapshot, closed, and its first segment's path.
    private static func written(
        entries: Int,
        snapshotAt: UInt64
    ) async throws -> (SimulatedDisk, first: String) {
        let disk = ProofJournal.emptyDisk()
        try Journal.create(
            at: ProofJournal.path,
            id: ProofJournal.id,
            timeMicroseconds: 1,
            on: disk
        )
        let journal = try open(disk)
        for index in 0..<entries { try await journal.append([.example("\(index)")]) }
        try await journal.writeSnapshot(
            schemaVersion: 1,
            state: Array("{}".utf8),
            throughEntry: snapshotAt
        )
        await journal.close()
        return (disk, ProofJournal.path + "/00000000000000000001.journal")
    }

    private static func open(_ disk: SimulatedDisk) throws -> Journal {
        try Journal.open(
            at: ProofJournal.path,
            access: .write,
            on: disk,
            options: ProofJournal.options
        ).journal
    }

    private static func flip(in path: String, at offset: Int, on disk: SimulatedDisk) {
        disk.edit { $0[path][offset] ^= 1 }
    }

    /// Puts another previous hash, with a fitting checksum, into the second segment's first line.
    private static func swapSecondSegmentStart(on disk: SimulatedDisk, first: String) throws {
        let second = disk.image.paths.filter { $0.hasSuffix(".journal") }.sorted()[1]
        let bytes = try #require(try disk.contents(of: second))
        let (header, size) = try #require(bytes.withUnsafeBytes { SegmentHeader.read($0) })
        let other = SegmentHeader(
            journal: header.journal,
            firstSequence: header.firstSequence,
            firstEntry: header.firstEntry,
            previousHash: .genesis(of: header.journal),
            createdMicroseconds: header.createdMicroseconds
        )
        disk.edit { $0[second].replaceSubrange(..<size, with: other.bytes) }
    }

    private static func damage(
        _ work: () async throws -> ChainCheck?
    ) async -> JournalError.Corruption? {
        do {
            _ = try await work()
            return nil
        } catch {
            guard case JournalError.corrupt(let corruption) = error else { return nil }
            return corruption
        }
    }
}
