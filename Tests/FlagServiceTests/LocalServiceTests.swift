import FlagAPI
import FlagModel
import FlagService

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif
import Testing

struct LocalServiceTests {
    @Test func `what was confirmed is there when the service is opened again`() async throws {
        let fixture = try ServiceFixture()
        let service = try await fixture.begin()
        let flag = try fixture.flag("gift-wrap")
        _ = try await service.propose(
            fixture.proposal([.createFlag(environment: fixture.live.id, flag)])
        )
        let receipt = try await service.propose(fixture.edit(flag, .setEnabled(true)))
        let before = try await service.picture()
        await service.close()

        let again = try fixture.reopen()
        let after = try await again.picture()
        await again.close()

        #expect(receipt.entry == 3)
        #expect(receipt.sentence == "turned gift-wrap on in LIVE")
        #expect(after.entry == 3)
        #expect(after.model == before.model)
    }

    @Test func `a refused proposal changes nothing and writes nothing`() async throws {
        let fixture = try ServiceFixture()
        let service = try await fixture.begin()
        let before = try await service.picture()
        let flag = try fixture.flag("gift-wrap")

        await #expect(throws: ServiceProblem.refused(.unknown(.flag, flag.id.text))) {
            try await service.propose(
                fixture.proposal([
                    .createFlag(environment: fixture.live.id, try fixture.flag("other")),
                    .editFlag(environment: fixture.live.id, flag: flag.id, .setEnabled(true)),
                ])
            )
        }

        let after = try await service.picture()
        let page = try await service.history(HistoryRequest())
        #expect(after.model == before.model)
        #expect(page.total == 1)
        await service.close()
    }

    @Test func `a proposal that is asked twice is made once, also after a restart`() async throws {
        let fixture = try ServiceFixture()
        let service = try await fixture.begin()
        let flag = try fixture.flag("gift-wrap")
        let proposal = fixture.proposal([.createFlag(environment: fixture.live.id, flag)])

        let first = try await service.propose(proposal)
        let second = try await service.propose(proposal)
        await service.close()
        let again = try fixture.reopen()
        let third = try await again.propose(proposal)
        let page = try await again.history(HistoryRequest())
        await again.close()

        #expect(first == second)
        #expect(first == third)
        #expect(page.total == 2)
    }

    @Test func `many proposals at once all happen, each on top of the others`() async throws {
        let fixture = try ServiceFixture()
        let service = try await fixture.begin()

        let entries = try await withThrowingTaskGroup(of: UInt64.self) { group in
            for index in 0..<200 {
                let flag = try fixture.flag("flag-\(index)")
                let proposal = fixture.proposal([.createFlag(environment: fixture.live.id, flag)])
                group.addTask { try await service.propose(proposal).entry }
            }
            return try await group.reduce(into: Set<UInt64>()) { $0.insert($1) }
        }
        let before = try await service.picture()
        await service.close()
        let again = try fixture.reopen()
        let after = try await again.picture()
        await again.close()

        #expect(entries == Set(2...201))
        #expect(before.model.environment(fixture.live.id)?.flagCount == 200)
        #expect(after.model == before.model)
    }

    @Test func `a subscriber hears of the present and of every later state, at last`() async throws
    {
        let fixture = try ServiceFixture()
        let service = try await fixture.begin()
        var updates = try await service.updates().makeAsyncIterator()

        let first = await updates.next()
        _ = try await service.propose(
            fixture.proposal([.editEnvironment(fixture.live.id, .rename("Store"))])
        )
        let second = await updates.next()
        await service.close()
        let end = await updates.next()

        #expect(first?.entry == 1)
        #expect(second?.entry == 2)
        #expect(second?.model.environment(fixture.live.id)?.environment.name == "Store")
        #expect(end == nil)
    }

    @Test func `a second service on the same directory is told who owns it`() async throws {
        let fixture = try ServiceFixture()
        let service = try await fixture.begin()

        let problem = #expect(throws: ServiceProblem.self) { try fixture.reopen() }

        #expect(problem?.code == "service.unreachable")
        #expect(problem?.description.contains("\(getpid())") == true)
        await service.close()
        let next = try fixture.reopen()
        await next.close()
    }

    @Test func `a story keeps its own times and is one entry a proposal`() async throws {
        let fixture = try ServiceFixture()
        let service = try await fixture.begin()
        let start = Moment(milliseconds: 1_770_000_000_000)
        let flag = try fixture.flag("gift-wrap")
        var story = [
            (fixture.proposal([.createFlag(environment: fixture.live.id, flag)]), start)
        ]
        for index in 1...1200 {
            let proposal = fixture.edit(flag, .setEnabled(!index.isMultiple(of: 2)))
            story.append((proposal, start.adding(microseconds: Int64(index) * 60_000_000)))
        }

        try await service.record(story)

        let page = try await service.history(HistoryRequest(limit: 2))
        #expect(page.total == 1202)
        #expect(page.entries.map(\.number) == [1202, 1201])
        #expect(page.entries.first?.changeSet.time == story.last?.1)
        let live = try await service.picture().model
        await service.close()
        let again = try fixture.reopen()
        #expect(try await again.picture().model == live)
        await again.close()
    }
}
