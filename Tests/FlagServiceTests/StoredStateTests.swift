import FlagAPI
import FlagModel
import Foundation
import JSON
import Journal
import Testing

@testable import FlagService

/// What a snapshot gives back, whatever happened to its file.
struct StoredStateTests {
    /// A journal with flags, and a snapshot of all but the last entry.
    private static func prepared(_ fixture: ServiceFixture) async throws -> Model {
        let service = try await fixture.begin()
        let flags = try ["one", "two", "three"].map(fixture.flag)
        for flag in flags {
            _ = try await service.propose(
                fixture.proposal([.createFlag(environment: fixture.live.id, flag)])
            )
        }
        _ = try await service.snapshotNow()
        _ = try await service.propose(fixture.edit(flags[0], .setEnabled(true)))
        let model = try await service.picture().model
        await service.close()
        return model
    }

    private static func newestSnapshot(in directory: DataDirectory) throws -> String {
        let folder = directory.journal + "/snapshots"
        let names = try FileManager.default.contentsOfDirectory(atPath: folder)
        return folder + "/" + (try #require(names.max()))
    }

    /// Writes a sound snapshot with other bytes for a state in place of the newest one.
    private static func rewrite(
        _ directory: DataDirectory,
        _ change: (String) -> String
    ) async throws {
        let (journal, _) = try Journal.open(at: directory.journal, access: .write)
        let snapshot = try #require(journal.newestSnapshot())
        let text = change(String(decoding: snapshot.state, as: UTF8.self))
        try await journal.writeSnapshot(
            schemaVersion: snapshot.schemaVersion,
            state: Array(text.utf8),
            throughEntry: snapshot.throughEntry
        )
        await journal.close()
    }

    private static func folded(_ directory: DataDirectory) throws -> StateFolding.Folded {
        let (journal, _) = try Journal.open(at: directory.journal, access: .read)
        let folded = try StateFolding.state(of: journal)
        // Flags are read when they are looked at, which needs the journal where that fails.
        _ = folded.state.model.environments.map { Array($0.flags) }
        return folded
    }

    @Test func `a snapshot gives the state that was, with or without its index`() async throws {
        let fixture = try ServiceFixture()
        let model = try await Self.prepared(fixture)
        let indexed = try Self.folded(fixture.directory)
        try await Self.rewrite(fixture.directory) { text in
            let end = text.range(of: "\",\"model\":")
            return "{" + (end.map { String(text[$0.lowerBound...].dropFirst(2)) } ?? "")
        }

        let plain = try Self.folded(fixture.directory)

        #expect(indexed.state.model == model)
        #expect(plain.state.model == model)
        #expect(indexed.entries == 1)
        #expect(plain.entries == 1)
        #expect(indexed.state.snapshotBytes == plain.state.snapshotBytes)
        #expect(indexed.state.json == plain.state.json)
        #expect(try StateCheck.run(fixture.directory).problems == [])
    }

    @Test func `a flag that a sound snapshot does not give comes from the entries`() async throws {
        let fixture = try ServiceFixture()
        let model = try await Self.prepared(fixture)
        try await Self.rewrite(fixture.directory) { text in
            text.replacing("\"kind\":\"boolean\"", with: "\"kind\":\"booleam\"")
        }

        let service = try fixture.reopen()
        let found = try await service.picture().model
        let same = found == model
        let flag = found.environment(fixture.live.id)?.flag(try Key("two"))
        await service.close()
        let check = try StateCheck.run(fixture.directory)

        #expect(same)
        #expect(flag?.name == "two")
        #expect(check.problems.map(\.description) == ["The snapshot's state does not read back."])
    }

    @Test func `whatever bit of a snapshot's file flips, the state is what the entries make`()
        async throws
    {
        let fixture = try ServiceFixture()
        let model = try await Self.prepared(fixture)
        let path = try Self.newestSnapshot(in: fixture.directory)
        let sound = try Data(contentsOf: URL(fileURLWithPath: path))
        var ignored = 0
        for place in sound.indices {
            var flipped = sound
            flipped[place] ^= 1 << UInt8(place % 8)
            try flipped.write(to: URL(fileURLWithPath: path))

            let folded = try Self.folded(fixture.directory)

            #expect(folded.state.model == model, "byte \(place)")
            if folded.entries > 1 { ignored += 1 }
        }
        #expect(ignored == sound.count)
    }

    @Test func `the past and its undo are the same from bytes as from values`() async throws {
        let fixture = try ServiceFixture()
        _ = try await Self.prepared(fixture)
        let service = try fixture.reopen()
        let then = try await service.picture(at: .entry(4)).picture.model
        let plan = try await service.undoPlan(of: 5)
        let receipt = try await service.undo(
            UndoRequest(id: .new, entry: 5, actor: "Ana", note: "")
        )
        let now = try await service.picture().model
        let differences = try await service.differences(from: 4, to: receipt.entry)
        await service.close()

        #expect(plan.changes.count == 1)
        #expect(now.environment(fixture.live.id)?.flag(try Key("one"))?.isEnabled == false)
        #expect(then.environment(fixture.live.id)?.flag(try Key("one"))?.isEnabled == false)
        #expect(differences == [])
    }
}
