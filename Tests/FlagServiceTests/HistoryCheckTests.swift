import FlagAPI
import FlagModel
import Journal
import Testing

@testable import FlagService

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The check of the whole history beside a service, on real files.
struct HistoryCheckTests {
    @Test func `a sound history is said to be sound through its last entry`() async throws {
        let fixture = try ServiceFixture()
        let service = try await fixture.begin()

        #expect(await service.historyCheck == .notDone)
        #expect(await service.checkHistory() == .sound(through: 1))
        #expect(await service.checkHistory() == .sound(through: 1))
        #expect(await service.historyCheck.warning == nil)
        #expect(
            await service.historyCheck.reassurance
                == "The whole history was checked: entries 1 to 1 are as they were written."
        )
        await service.close()
    }

    @Test func `old damage behind a snapshot is told, and changes go on`() async throws {
        let fixture = try ServiceFixture()
        let flag = try fixture.flag("dark-mode")
        try await Self.makeOldHistory(fixture, flag)
        let file = fixture.directory.journal + "/00000000000000000001.journal"
        try Self.flipByte(of: file, at: 2500)

        let service = try fixture.reopen()
        let found = await service.checkHistory()
        let receipt = try await service.propose(fixture.edit(flag, .setOwner("Mira")))

        let warning = try #require(found.warning)
        #expect(warning.hasPrefix("Entry 3 of the history is damaged"))
        #expect(warning.contains("\(file), byte "))
        #expect(warning.contains("Next: copy the whole directory"))
        #expect(receipt.entry == 14)
        await service.close()
    }

    @Test func `closing does not wait for the whole check`() async throws {
        let fixture = try ServiceFixture()
        let service = try await fixture.begin()

        async let check = service.checkHistory()
        await service.close()

        #expect([.notDone, .sound(through: 1)].contains(await check))
    }

    /// Two segments, and a snapshot that covers the first.
    private static func makeOldHistory(_ fixture: ServiceFixture, _ flag: Flag) async throws {
        let service = try await fixture.begin()
        _ = try await service.propose(
            fixture.proposal([.createFlag(environment: fixture.live.id, flag)])
        )
        for turn in 0..<10 {
            _ = try await service.propose(fixture.edit(flag, .setEnabled(turn % 2 == 0)))
        }
        await service.close()
        try await beginSegment(fixture)
        let again = try fixture.reopen()
        try await again.writeSnapshot()
        await again.close()
    }

    /// Appends the last entry but one again, as the first of a new segment.
    private static func beginSegment(_ fixture: ServiceFixture) async throws {
        var options = JournalOptions()
        options.segmentBytes = 1
        let journal = try Journal.open(
            at: fixture.directory.journal,
            access: .write,
            on: SystemDisk(),
            options: options
        ).journal
        let earlier = try #require(try journal.entry(journal.last.entry - 1))
        let copy = NewEntry(
            kind: earlier.kind,
            version: earlier.version,
            timeMicroseconds: earlier.timeMicroseconds,
            actor: earlier.actor,
            command: GUID.new.text,
            payload: earlier.payload
        )
        try await journal.append([copy])
        await journal.close()
    }

    private static func flipByte(of path: String, at offset: Int) throws {
        let descriptor = open(path, O_RDWR)
        try #require(descriptor >= 0)
        defer { close(descriptor) }
        var byte: UInt8 = 0
        try #require(pread(descriptor, &byte, 1, off_t(offset)) == 1)
        byte ^= 1
        try #require(pwrite(descriptor, &byte, 1, off_t(offset)) == 1)
    }
}
