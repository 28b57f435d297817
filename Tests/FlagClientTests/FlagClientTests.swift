import FlagAPI
import FlagClient
import FlagModel
import FlagServer
import FlagService
import Testing

/// Two processes of one company, seen from the one that does not have the data.
struct FlagClientTests {
    @Test func `a client knows the model and reads what it wrote`() async throws {
        let fixture = try await SharedFixture()
        let owner = try fixture.owned()
        let client = try await fixture.client()

        let before = try await client.picture()
        let receipt = try await client.propose(fixture.rename("Store"))
        let after = try await client.picture()

        #expect(before.entry == 1)
        #expect(receipt.entry == 2)
        #expect(receipt.sentence.contains("Store"))
        #expect(after.entry == 2)
        #expect(after.model == (try await owner.service.picture()).model)
        await client.close()
        await owner.close()
    }

    @Test func `a model of any size comes right behind the welcome`() async throws {
        let fixture = try await SharedFixture()
        let owner = try fixture.owned()
        for number in 0..<30 {
            let large = String(repeating: "x", count: 1000 * number)
            _ = try await owner.service.propose(fixture.newFlag("f\(number)", values: 1, large))
            let client = try await fixture.client()
            #expect(try await client.picture().entry == UInt64(number + 2))
            await client.close()
        }
        await owner.close()
    }

    @Test func `two clients and the owner see each other's changes`() async throws {
        let fixture = try await SharedFixture()
        let owner = try fixture.owned()
        let (first, second) = (try await fixture.client(), try await fixture.client())
        let updates = try await (first.updates(), second.updates(), owner.service.updates())

        _ = try await first.propose(fixture.rename("From one"))
        #expect(fixture.name(in: await updates.1.first(from: 2)) == "From one")
        _ = try await second.propose(fixture.rename("From two"))
        #expect(fixture.name(in: await updates.0.first(from: 3)) == "From two")
        _ = try await owner.service.propose(fixture.rename("From home"))
        #expect(fixture.name(in: await updates.0.first(from: 4)) == "From home")
        #expect(fixture.name(in: await updates.1.first(from: 4)) == "From home")
        #expect(fixture.name(in: await updates.2.first(from: 4)) == "From home")
        await owner.close()
        #expect(await updates.0.first(from: 5) == nil)
    }

    @Test func `every question is answered as the owner answers it`() async throws {
        let fixture = try await SharedFixture()
        let owner = try fixture.owned()
        let client = try await fixture.client()
        let customers = try (1...3).map { number in
            Customer(
                key: try CustomerKey("c\(number)"),
                name: "C \(number)",
                attributes: ["a": "b"]
            )
        }

        #expect(try await client.importCustomers(customers) == CustomerImport(added: 3, updated: 0))
        let receipt = try await client.propose(fixture.rename("Store"))
        let everybody = CustomerRequest(text: "", limit: 2)
        #expect(try await client.customers(everybody) == owner.service.customers(everybody))
        let keys = customers.map(\.key)
        let known = try await client.customers(withKeys: keys)
        #expect(known.map(\.name) == ["C 1", "C 2", "C 3"])
        #expect(try await client.customers(withKeys: keys, in: fixture.live.id) == known)
        let page = try await client.history(HistoryRequest())
        #expect(page == (try await owner.service.history(HistoryRequest())))
        #expect(page.entries.map(\.number) == [2, 1])
        let about = HistoryRequest(limit: 5, subjects: [.environment(fixture.live.id)])
        #expect(try await client.history(about) == owner.service.history(about))
        let plan = try await client.undoPlan(of: receipt.entry)
        #expect(plan == (try await owner.service.undoPlan(of: receipt.entry)))
        #expect(plan.changes == [.editEnvironment(fixture.live.id, .rename("Shop"))])
        let past = try await client.picture(at: .entry(1))
        #expect(fixture.name(in: past.picture) == "Shop")
        #expect(past.time == page.entries.last?.changeSet.time)
        let differences = try await client.differences(from: 1, to: 2)
        #expect(differences.flatMap(\.facets).map(\.after) == ["Store"])
        let mine = HistoryRequest(actor: page.entries[0].changeSet.actor, kinds: [.settings])
        #expect(try await client.history(mine) == owner.service.history(mine))
        let counts = CountsRequest(
            environmentID: fixture.live.id,
            from: Moment(microseconds: .min),
            until: Moment(microseconds: .max)
        )
        #expect(try await client.counts(counts) == [])
        let attributes = try await client.attributes(in: fixture.live.id)
        #expect(attributes == (try await owner.service.attributes(in: fixture.live.id)))
        #expect(try await client.eventNames(in: fixture.live.id) == [])
        #expect(try await client.applications() == ApplicationsReport())
        let undo = UndoRequest(id: .new, entry: 2, actor: "Ben", note: "no")
        #expect(try await client.undo(undo).entry == 3)
        #expect(try await client.undo(undo).entry == 3)
        #expect(fixture.name(in: try await client.picture()) == "Shop")
        await owner.close()
    }

    @Test func `a refusal arrives as it was made`() async throws {
        let fixture = try await SharedFixture()
        let owner = try fixture.owned()
        let client = try await fixture.client()

        await #expect(throws: ServiceProblem.unknownEntry(77)) {
            try await client.undoPlan(of: 77)
        }
        await #expect(throws: ServiceProblem.refused(.badName(.environment, .empty))) {
            try await client.propose(fixture.rename(""))
        }
        await owner.close()
    }

    @Test func `what an owner does not answer any more fails at once`() async throws {
        let fixture = try await SharedFixture()
        let owner = try fixture.owned()
        let client = try await fixture.client()
        await owner.close()
        await client.ended()

        await #expect(throws: FlagClientTests.gone) { try await client.picture() }
        await #expect(throws: FlagClientTests.gone) {
            try await client.propose(fixture.rename("Store"))
        }
        await #expect(throws: ConnectProblem.nobody) { try await fixture.client() }
    }

    static let gone = ServiceProblem.unreachable(
        text: "The Flagdeck that had the data open is gone. Try again."
    )

    @Test func `twenty clients make changes at once and all know all of them`() async throws {
        let fixture = try await SharedFixture()
        let owner = try fixture.owned()
        var clients: [FlagClient] = []
        for _ in 0..<20 { clients.append(try await fixture.client()) }

        let entries = try await withThrowingTaskGroup(of: [UInt64].self) { group in
            for (index, client) in clients.enumerated() {
                group.addTask {
                    var entries: [UInt64] = []
                    for number in 0..<5 {
                        let proposal = try fixture.newFlag("flag-\(index)-\(number)")
                        entries.append(try await client.propose(proposal).entry)
                    }
                    return entries
                }
            }
            return try await group.reduce(into: Set<UInt64>()) { $0.formUnion($1) }
        }

        #expect(entries == Set(2...101))
        let model = try await owner.service.picture().model
        #expect(model.environment(fixture.live.id)?.flagCount == 100)
        for client in clients {
            let updates = try await client.updates()
            #expect(await updates.first(from: 101)?.model == model)
        }
        await owner.close()
    }

    @Test func `a client that cannot keep up begins again with the whole model`() async throws {
        let fixture = try await SharedFixture()
        let owner = try fixture.owned()
        let client = try await fixture.client()

        // One write of many entries: more at once than wait for one follower.
        let start = SharedFixture.world.now()
        let story = (1...1500).map { (fixture.rename("Name \($0)"), start) }
        try await owner.service.record(story)

        let updates = try await client.updates()
        #expect(fixture.name(in: await updates.first(from: 1501)) == "Name 1500")
        #expect(try await client.propose(fixture.rename("Last")).entry == 1502)
        await owner.close()
    }
}
