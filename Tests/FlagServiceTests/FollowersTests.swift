import FlagAPI
import FlagModel
import FlagService
import Journal
import Testing

/// Those who keep a copy of the model hear of every entry, in order.
struct FollowersTests {
    @Test func `a follower begins with the model and hears of every entry in order`() async throws {
        let fixture = try ServiceFixture()
        let service = try await fixture.begin()
        _ = try await service.propose(fixture.rename("First"))

        let (picture, entries) = await service.follow()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for index in 0..<100 {
                let proposal = fixture.rename("Name \(index)")
                group.addTask { _ = try await service.propose(proposal) }
            }
            try await group.waitForAll()
        }
        let last = try await service.picture()
        await service.close()
        var (model, numbers) = (picture.model, [UInt64]())
        for await entry in entries {
            model = try model.applying(entry.changeSet)
            numbers.append(entry.number)
        }

        #expect(picture.entry == 2)
        #expect(numbers == Array(3...102))
        #expect(model == last.model)
    }

    @Test(arguments: [(256, true), (257, false)])
    func `a follower may be 256 entries behind, and no further`(
        count: Int,
        isFollowed: Bool
    ) async throws {
        let fixture = try ServiceFixture()
        let service = try await fixture.begin()
        let (_, entries) = await service.follow()

        let story = (0..<count).map { (fixture.rename("Name \($0)"), fixture.world.now()) }
        try await service.record(story)
        var iterator = entries.makeAsyncIterator()
        for number in 2...257 as ClosedRange<UInt64> {
            #expect(await iterator.next()?.number == number)
        }
        _ = try await service.propose(fixture.rename("Last"))

        #expect(await iterator.next()?.number == (isFollowed ? 258 : nil))
        await service.close()
    }

    @Test func `a follower hears of what the journal writes about itself, and of what comes then`()
        async throws
    {
        let fixture = try ServiceFixture()
        let service = try await fixture.begin()
        _ = try await service.snapshotNow()
        _ = try await service.rotateNow()
        _ = try await service.propose(fixture.rename("First"))
        _ = try await service.archiveNow()
        let (picture, entries) = await service.follow()

        _ = try await service.forget(
            through: 1,
            losing: 1,
            CareRequest(actor: "Ana", reason: "old", timeMicroseconds: 1)
        )
        _ = try await service.propose(fixture.rename("Second"))
        let last = try await service.picture()
        await service.close()
        var (model, told) = (picture.model, [HistoryEntry]())
        for await entry in entries {
            model = try model.applying(entry.changeSet)
            told.append(entry)
        }

        #expect(told.map(\.number) == [3, 4])
        #expect(told.first?.changeSet.sentence == "forgot entries 1 to 1 for good (old)")
        #expect(model == last.model)
        #expect(last.entry == 4)
    }

    @Test func `a follower that leaves holds nobody up`() async throws {
        let fixture = try ServiceFixture()
        let service = try await fixture.begin()
        do {
            let (_, entries) = await service.follow()
            _ = entries
        }
        let (_, entries) = await service.follow()

        _ = try await service.propose(fixture.rename("Store"))

        var iterator = entries.makeAsyncIterator()
        #expect(await iterator.next()?.number == 2)
        await service.close()
    }
}

/// What is asked again is done once.
struct AskedTwiceTests {
    @Test func `a proposal that is asked again while it is written is made once`() async throws {
        let fixture = try ServiceFixture()
        let service = try await fixture.begin()
        let proposal = fixture.rename("Store")

        let entries = try await withThrowingTaskGroup(of: UInt64.self) { group in
            for _ in 0..<20 { group.addTask { try await service.propose(proposal).entry } }
            return try await group.reduce(into: [UInt64]()) { $0.append($1) }
        }

        #expect(entries == [UInt64](repeating: 2, count: 20))
        #expect(try await service.history(HistoryRequest()).total == 2)
        await service.close()
    }

    @Test func `a proposal that is refused is refused as often as it is asked`() async throws {
        let fixture = try ServiceFixture()
        let service = try await fixture.begin()
        let proposal = fixture.rename("")

        for _ in 0..<2 {
            await #expect(throws: ServiceProblem.refused(.badName(.environment, .empty))) {
                try await service.propose(proposal)
            }
        }
        await service.close()
    }

    @Test func `an entry that is taken back twice with one request is taken back once`()
        async throws
    {
        let fixture = try ServiceFixture()
        let service = try await fixture.begin()
        _ = try await service.propose(fixture.rename("Store"))
        let request = UndoRequest(id: .new, entry: 2, actor: "Ana")

        let first = try await service.undo(request)
        let second = try await service.undo(request)

        #expect(first.entry == 3)
        #expect(second == first)
        await service.close()
    }
}

extension ServiceFixture {
    fileprivate func rename(_ name: String) -> Proposal {
        proposal([.editEnvironment(live.id, .rename(name))])
    }
}
