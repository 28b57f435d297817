import JournalProof
import Testing

@testable import Journal

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// A disk that is full just when a segment is sealed and the next one begun.
struct RotationFaultTests {
    /// Long enough that two of them do not fit into one segment of 3,000 bytes.
    private static let long = String(repeating: "x", count: 2000)

    @Test func `what follows a new segment whose first write met a full disk can be read`()
        async throws
    {
        let (disk, journal) = try Self.open()
        try await journal.append([Self.entry(Self.long)])
        disk.refuse(
            Refusal(after: 0, errno: ENOSPC, matches: { $0.isWrite(longerThan: 1000) })
        )
        await #expect(throws: JournalError.full(path: ProofJournal.path)) {
            try await journal.append([Self.entry(Self.long)])
        }

        try await journal.append([Self.entry("after")])

        let texts = try journal.entries(from: 1).map { String(decoding: $0.payload, as: UTF8.self) }
        #expect(texts == ["\"\(Self.long)\"", "\"after\""])
        await journal.close()
        #expect(try Self.reopened(disk).entries(from: 1).count == 2)
    }

    @Test(arguments: [5, 2000])
    func `a new segment whose name may not be durable ends the writer`(bytes: Int) async throws {
        let next = String(repeating: "y", count: bytes)
        let (disk, journal) = try Self.open()
        try await journal.append([Self.entry(Self.long)])
        disk.refuse(
            Refusal(
                after: 0,
                errno: ENOSPC,
                matches: { $0 == .syncDirectory(path: ProofJournal.path) }
            )
        )
        await #expect(throws: JournalError.self) {
            try await journal.append([Self.entry(Self.long)])
        }

        let later = try? await journal.append([Self.entry(next)])
        await journal.close()

        let entries = try Self.reopened(disk).entries(from: 1)
        #expect(entries.count == (later == nil ? 1 : 2))
    }

    private static func entry(_ text: String) -> NewEntry {
        var entry = NewEntry.example("")
        entry.payloadParts = ["\"\(text)\"".bytes]
        return entry
    }

    private static func open() throws -> (SimulatedDisk, Journal) {
        let disk = ProofJournal.emptyDisk()
        try Journal.create(
            at: ProofJournal.path,
            id: ProofJournal.id,
            timeMicroseconds: 1,
            on: disk
        )
        return (disk, try reopened(disk))
    }

    private static func reopened(_ disk: SimulatedDisk) throws -> Journal {
        try Journal.open(
            at: ProofJournal.path,
            access: .write,
            on: disk,
            options: ProofJournal.options
        ).journal
    }
}
