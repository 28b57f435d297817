import JournalProof
import Synchronization
import Testing

@testable import Journal

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// What a failing system call does to appends, and to the next opening.
struct FaultTests {
    @Test func `a failed sync fails the append, closes the journal, and is never retried`()
        async throws
    {
        let (disk, journal) = try newJournal()
        try await journal.append([.example("kept")])
        disk.refuse(
            Refusal(after: 0, errno: EIO) { operation in
                if case .sync = operation { true } else { false }
            }
        )

        await #expect(throws: JournalError.notDurable(errno: EIO)) {
            try await journal.append([.example("lost")])
        }
        let operations = disk.log.count
        await #expect(throws: JournalError.notDurable(errno: EIO)) {
            try await journal.append([.example("later")])
        }

        #expect(disk.log.count == operations)
        #expect(journal.failure == .notDurable(errno: EIO))
        #expect(try journal.entries(from: 1).map(\.payload) == ["\"kept\"".bytes])
        await journal.close()
    }

    @Test(arguments: [0, 1, 250])
    func `a full disk fails the append and leaves the journal as it was`(written: Int) async throws
    {
        let (disk, journal) = try newJournal()
        try await journal.append([.example("kept")])
        let before = disk.image[Self.segment]
        disk.refuse(
            Refusal(
                after: 0,
                errno: ENOSPC,
                carriedBytes: written,
                matches: { $0.isWrite(longerThan: 0) }
            )
        )

        await #expect(throws: JournalError.full(path: ProofJournal.path)) {
            try await journal.append([.example("refused")])
        }
        #expect(disk.image[Self.segment] == before)
        let number = try await journal.append([.example("after")])

        #expect(number == 2...2)
        #expect(journal.failure == nil)
        await journal.close()
    }

    @Test func `a disk that is nearly full refuses before writing`() async throws {
        let (disk, journal) = try newJournal(freeBytes: 1000)
        disk.claimFree(999)

        await #expect(throws: JournalError.full(path: ProofJournal.path)) {
            try await journal.append([.example("refused")])
        }
        disk.claimFree(1000)

        #expect(try await journal.append([.example("kept")]) == 1...1)
        await journal.close()
    }

    @Test(arguments: [EIO, ENOSPC], [false, true])
    func `whichever operation fails, once or for ever, nothing answered is lost`(
        errno: Int32,
        isForever: Bool
    ) async throws {
        var wrong: [String] = []
        var failed = 0

        for count in 0..<60 {
            let (disk, journal) = try newJournal()
            disk.refuse(Refusal(after: count, errno: errno, isForever: isForever))
            var answered: [String] = []
            for text in ["a", "b", "c", "d", "e", "f", "g", "h"] {
                let done = try? await journal.append([.example(text, parts: 2)])
                if done == nil { failed += 1 } else { answered.append(text) }
            }
            await journal.close()
            disk.refuse(nil)
            let (again, _) = try Journal.open(
                at: ProofJournal.path,
                access: .write,
                on: disk,
                options: ProofJournal.options
            )
            let kept = try again.entries(from: 1).map(\.command)
            let missing = answered.filter { !kept.contains("c-" + $0) }
            if !missing.isEmpty { wrong.append("operation \(count): \(missing)") }
            await again.close()
        }

        #expect(failed > (isForever ? 100 : 20))
        #expect(wrong == [])
    }

    @Test func `a segment that was replaced is noticed before the next write`() async throws {
        let (disk, journal) = try newJournal()
        disk.edit { image in
            image.remove(Self.segment)
            image[Self.segment] = []
        }

        await #expect(throws: JournalError.replaced(path: Self.segment)) {
            try await journal.append([.example("lost")])
        }
        await journal.close()
    }

    @Test func `appends that arrive during a sync share the next one`() async throws {
        let gate = Monitor(Gate())
        let disk = SimulatedDisk { _ in
            gate.withLock { $0.syncs += 1 }
            _ = gate.wait(atMost: nil) { $0.isOpen ? true : nil }
        }
        let journal = try Self.open(disk, segmentBytes: 1_000_000)
        gate.withLock {
            $0.syncs = 0
            $0.isOpen = false
        }

        let numbers = try await withThrowingTaskGroup(of: UInt64.self) { group in
            group.addTask { try await journal.append([.example("first")]).lowerBound }
            while gate.withLock({ $0.syncs }) == 0 { await Task.yield() }
            for index in 0..<10 {
                group.addTask { try await journal.append([.example("\(index)")]).lowerBound }
            }
            while journal.queue?.withLock({ $0.batcher.queuedRecords }) != 10 { await Task.yield() }
            gate.withLock { $0.isOpen = true }
            gate.wake()
            return try await group.reduce(into: []) { $0.append($1) }
        }

        let file = disk.image.file(at: Self.segment)
        let writes = disk.log.compactMap { operation -> Int? in
            guard case .write(file, let offset, _) = operation, offset > 0 else { return nil }
            return offset
        }
        #expect(numbers.sorted() == Array(1...11))
        #expect(writes.count == 2)
        await journal.close()
    }

    static let segment = ProofJournal.path + "/00000000000000000001.journal"

    private struct Gate: Sendable {
        var isOpen = true
        var syncs = 0
    }

    private func newJournal(freeBytes: Int = 0) throws -> (SimulatedDisk, Journal) {
        let disk = SimulatedDisk()
        return (disk, try Self.open(disk, freeBytes: freeBytes))
    }

    private static func open(
        _ disk: SimulatedDisk,
        freeBytes: Int = 0,
        segmentBytes: Int = 3000
    ) throws -> Journal {
        try disk.makeDirectory("/data")
        try Journal.create(
            at: ProofJournal.path,
            id: ProofJournal.id,
            timeMicroseconds: 1,
            on: disk
        )
        var options = ProofJournal.options
        options.freeBytes = freeBytes
        options.segmentBytes = segmentBytes
        return try Journal.open(
            at: ProofJournal.path,
            access: .write,
            on: disk,
            options: options
        ).journal
    }
}
