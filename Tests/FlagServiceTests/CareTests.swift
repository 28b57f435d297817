import FlagAPI
import FlagModel
import FlagService
import Journal
import Testing

/// What the service knows about snapshots, damage and forgotten entries.
struct CareTests {
    @Test func `a snapshot that holds another state than its entries make is found`()
        async throws
    {
        let fixture = try ServiceFixture()
        let service = try await fixture.begin()
        _ = try await service.snapshotNow()
        for key in ["one", "two"] {
            let flag = try fixture.flag(key)
            let change = Change.createFlag(environment: fixture.live.id, flag)
            _ = try await service.propose(fixture.proposal([change]))
        }
        _ = try await service.snapshotNow()
        await service.close()
        let sound = try StateCheck.run(fixture.directory)
        let (journal, _) = try Journal.open(at: fixture.directory.journal, access: .write)
        let early = try #require(journal.snapshot(atOrBefore: 1))
        try await journal.writeSnapshot(
            schemaVersion: early.schemaVersion,
            state: Array(early.state),
            throughEntry: 2
        )
        await journal.close()

        let found = try StateCheck.run(fixture.directory)
        let verified = try fixture.directory.verification()
        let unread = try fixture.directory.verification(comparesState: false)

        #expect(
            verified.problems.map(\.description)
                == ["The snapshot's state is not what the entries make."]
        )
        #expect(unread.problems == [])
        #expect(sound.snapshots == 2)
        #expect(sound.throughEntry == 3)
        #expect(sound.problems == [])
        #expect(found.snapshots == 3)
        #expect(found.problems.map(\.entry) == [2])
    }

    @Test func `nothing is forgotten while a snapshot does not hold what its entries make`()
        async throws
    {
        let fixture = try ServiceFixture()
        let service = try await fixture.begin()
        _ = try await service.snapshotNow()
        let flag = try fixture.flag("one")
        _ = try await service.propose(
            fixture.proposal([.createFlag(environment: fixture.live.id, flag)])
        )
        _ = try await service.rotateNow()
        await service.close()
        let (journal, _) = try Journal.open(at: fixture.directory.journal, access: .write)
        let early = try #require(journal.snapshot(atOrBefore: 1))
        for _ in 0..<3 {
            try await journal.writeSnapshot(
                schemaVersion: early.schemaVersion,
                state: Array(early.state),
                throughEntry: 2
            )
        }
        await journal.close()

        let again = try fixture.reopen()
        await #expect(throws: ForgettingRefusal.self) {
            try await again.forget(
                through: 2,
                losing: 2,
                CareRequest(actor: "Ana", reason: "", timeMicroseconds: 1)
            )
        }
        #expect(try await again.history(HistoryRequest(limit: 9)).entries.count == 2)
        await again.close()
    }

    @Test func `after forgetting, the service goes on with the next entry`() async throws {
        let fixture = try ServiceFixture()
        let service = try await fixture.begin()
        _ = try await service.snapshotNow()
        _ = try await service.rotateNow()
        let flag = try fixture.flag("one")
        let made = try await service.propose(
            fixture.proposal([.createFlag(environment: fixture.live.id, flag)])
        )
        _ = try await service.archiveNow()

        let done = try await service.forget(
            through: 1,
            losing: 1,
            CareRequest(actor: "Ana", reason: "old", timeMicroseconds: 1)
        )
        let next = try await service.propose(fixture.edit(flag, .setEnabled(true)))
        let page = try await service.history(HistoryRequest(limit: 50))
        let narrowed = try await service.history(
            HistoryRequest(limit: 50, kinds: Set(HistoryKind.allCases))
        )
        await service.close()

        #expect(narrowed.entries.map(\.number) == [4, 3, 2])
        #expect(narrowed.next == nil)
        #expect(done.count == 1)
        #expect(made.entry == 2)
        #expect(next.entry == 4)
        #expect(page.entries.map(\.number) == [4, 3, 2])
        #expect(page.next == nil)
        #expect(page.entries[1].changeSet.sentence == "forgot entries 1 to 1 for good (old)")
    }
}
