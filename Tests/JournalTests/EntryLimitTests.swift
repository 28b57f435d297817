import JournalProof
import Testing

@testable import Journal

/// Each bound of an entry: at it, one below, one above.
struct EntryLimitTests {
    @Test(arguments: [1, 63, 64])
    func `a kind of up to 64 bytes is accepted`(count: Int) throws {
        var entry = NewEntry.example("x")
        entry.kind = String(repeating: "k", count: count)

        #expect(try entry.checked().texts.kind.count == count + 2)
    }

    @Test(arguments: [
        ("", JournalError.invalid(field: "kind", reason: "is empty")),
        (
            String(repeating: "k", count: 65),
            .limits(field: "kind", size: 65, maximum: 64)
        ),
        ("Flag", .invalid(field: "kind", reason: "has characters other than a-z 0-9 . -")),
        ("a\"b", .invalid(field: "kind", reason: "has characters other than a-z 0-9 . -")),
        (
            "journal.tail-cut",
            .invalid(field: "kind", reason: "begins with `journal.`, which is reserved")
        ),
    ])
    func `another kind is refused`(kind: String, expected: JournalError) {
        var entry = NewEntry.example("x")
        entry.kind = kind

        #expect(throws: expected) { try entry.checked() }
    }

    @Test func `an actor of 256 bytes is accepted and one of 257 refused`() throws {
        var entry = NewEntry.example("x")
        entry.actor = String(repeating: "é", count: 128)
        #expect(try entry.checked().texts.actor.count == 258)

        entry.actor += "a"
        #expect(throws: JournalError.limits(field: "actor", size: 257, maximum: 256)) {
            try entry.checked()
        }
    }

    @Test func `a command of 128 bytes is accepted and one of 129 refused`() throws {
        var entry = NewEntry.example("x")
        entry.command = String(repeating: "c", count: 128)
        #expect(try entry.checked().texts.command.count == 130)

        entry.command += "c"
        #expect(throws: JournalError.limits(field: "command", size: 129, maximum: 128)) {
            try entry.checked()
        }
    }

    @Test(arguments: [(0, false), (1, true), (1_000_000, true), (1_000_001, false)])
    func `versions run from 1 to a million`(version: Int, isAccepted: Bool) {
        var entry = NewEntry.example("x")
        entry.version = version

        #expect(((try? entry.checked()) != nil) == isAccepted)
    }

    @Test func `a body of 1 MiB is accepted and one byte more refused`() async throws {
        let disk = ProofJournal.emptyDisk()
        try Journal.create(
            at: ProofJournal.path,
            id: ProofJournal.id,
            timeMicroseconds: 1,
            on: disk
        )
        let (journal, _) = try Journal.open(
            at: ProofJournal.path,
            access: .write,
            on: disk,
            options: ProofJournal.options
        )
        var entry = NewEntry.example("x")
        entry.payloadParts = [Self.text(bytes: 2)]
        let others = try RecordBody.bytes(of: entry.checked(), part: 0) - 2
        entry.payloadParts = [Self.text(bytes: JournalLimits.bodyBytes - others)]

        #expect(try await journal.append([entry]) == 1...1)
        #expect(try journal.entry(1)?.payload == entry.payloadParts[0])
        entry.payloadParts = [Self.text(bytes: JournalLimits.bodyBytes - others + 1)]
        await #expect(
            throws: JournalError.limits(field: "body", size: 1_048_577, maximum: 1_048_576)
        ) {
            try await journal.append([entry])
        }
        await journal.close()
    }

    @Test func `1,024 parts in one call are accepted and one more refused`() async throws {
        let disk = ProofJournal.emptyDisk()
        try Journal.create(
            at: ProofJournal.path,
            id: ProofJournal.id,
            timeMicroseconds: 1,
            on: disk
        )
        let (journal, _) = try Journal.open(
            at: ProofJournal.path,
            access: .write,
            on: disk,
            options: ProofJournal.options
        )

        #expect(try await journal.append([.example("x", parts: 1024)]) == 1...1)
        #expect(try journal.entry(1)?.partCount == 1024)
        await #expect(throws: JournalError.limits(field: "parts", size: 1025, maximum: 1024)) {
            try await journal.append([.example("x", parts: 1025)])
        }
        await journal.close()
        let (again, report) = try Journal.open(
            at: ProofJournal.path,
            access: .write,
            on: disk,
            options: ProofJournal.options
        )
        #expect(report.last.entry == 1)
        #expect(report.last.sequence == 1024)
        await again.close()
    }

    @Test func `a call of more than 64 MiB is refused for good`() async throws {
        let life = try await Life(entries: 1)
        let part = Self.text(bytes: 1_000_000)
        var entry = NewEntry.example("x")
        entry.payloadParts = Array(repeating: part, count: 68)

        let error = await #expect(throws: JournalError.self) {
            try await life.journal.append([entry])
        }

        #expect(error?.code == "journal.limits")
        #expect(life.journal.last.entry == 1)
        await life.journal.close()
    }

    @Test(arguments: [
        "", "{", "{\"a\": 1}", "{\"b\":1,\"a\":2}", "1,\"entry\":9", "\"a\nb\"", "1\n", "\u{FEFF}1",
    ])
    func `a payload that is not canonical JSON is refused`(payload: String) {
        var entry = NewEntry.example("x")
        entry.payloadParts = [payload.bytes]

        #expect(throws: JournalError.invalid(field: "payload", reason: "is not canonical JSON")) {
            try entry.checked()
        }
    }

    private static func text(bytes: Int) -> [UInt8] {
        let quote = UInt8(ascii: "\"")
        return [quote] + Array(repeating: UInt8(ascii: "x"), count: bytes - 2) + [quote]
    }
}
