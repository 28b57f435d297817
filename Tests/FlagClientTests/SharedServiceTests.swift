import FlagAPI
import FlagClient
import FlagModel
import FlagServer
import FlagService
import Synchronization
import Testing

/// The way to the data when its owner changes.
struct SharedServiceTests {
    @Test func `the first has the data, the second joins`() async throws {
        let fixture = try await SharedFixture()
        let first = try await fixture.shared()
        let second = try await fixture.shared()

        #expect(await first.isOwner)
        #expect(await !second.isOwner)
        let receipt = try await second.propose(fixture.rename("Store"))
        #expect(receipt.entry == 2)
        #expect(fixture.name(in: try await first.picture()) == "Store")
        await second.close()
        await first.close()
    }

    @Test func `a command alone does not listen`() async throws {
        let fixture = try await SharedFixture()
        let command = try await fixture.shared(.command)

        #expect(await command.isOwner)
        await #expect(throws: ConnectProblem.nobody) { try await fixture.client() }
        let problem = await #expect(throws: ServiceProblem.self) {
            try await fixture.shared(.command) { $0.firstPatience = .milliseconds(20) }
        }
        #expect(problem?.code == "service.unreachable")
        #expect(problem?.description.contains("Another process is writing") == true)
        await command.close()
    }

    @Test func `when the owner goes, one of the others takes over and all go on`() async throws {
        let fixture = try await SharedFixture()
        var all: [SharedService] = []
        for _ in 0..<6 { all.append(try await fixture.shared()) }
        let updates = try await all[5].updates()

        for (gone, service) in all.dropLast().enumerated() {
            _ = try await service.propose(fixture.rename("Before \(gone)"))
            await service.close()
            let receipt = try await all[gone + 1].propose(fixture.rename("After \(gone)"))
            #expect(receipt.entry == UInt64(3 + 2 * gone))
        }

        #expect(fixture.name(in: await updates.first(from: 11)) == "After 4")
        #expect(await all[5].isOwner)
        await all[5].close()
    }

    @Test func `what is asked while nobody has the data is done by the next owner`() async throws {
        let fixture = try await SharedFixture()
        let first = try await fixture.shared()
        let second = try await fixture.shared()
        let third = try await fixture.shared()

        async let closed: Void = first.close()
        let entries = try await withThrowingTaskGroup(of: UInt64.self) { group in
            for index in 0..<40 {
                let service = index.isMultiple(of: 2) ? second : third
                let proposal = try fixture.newFlag("flag-\(index)")
                group.addTask { try await service.propose(proposal).entry }
            }
            return try await group.reduce(into: Set<UInt64>()) { $0.insert($1) }
        }
        await closed

        #expect(entries == Set(2...41))
        let picture = try await second.picture()
        #expect(picture.model.environment(fixture.live.id)?.flagCount == 40)
        await second.close()
        await third.close()
    }

    @Test func `a dashboard gives the data to a server and goes on as its client`() async throws {
        let fixture = try await SharedFixture()
        let dashboard = try await fixture.shared()
        let other = try await fixture.shared()
        let updates = try await dashboard.updates()
        _ = try await dashboard.propose(fixture.rename("Before"))

        let asking = try await fixture.client(
            Greeting(role: .server, actor: "server", follows: false)
        )
        try await asking.askForData()
        let server = try fixture.owned(.server)

        let receipt = try await dashboard.propose(fixture.rename("After"))
        #expect(receipt.entry == 3)
        #expect(await !dashboard.isOwner)
        #expect(fixture.name(in: await updates.first(from: 3)) == "After")
        #expect(fixture.name(in: try await server.service.picture()) == "After")
        #expect(try await other.propose(fixture.rename("Other")).entry == 4)
        #expect(await !other.isOwner)
        await dashboard.close()
        await other.close()
        await server.close()
    }

    @Test func `changes that are on their way are made before the data is given away`()
        async throws
    {
        let fixture = try await SharedFixture()
        let dashboard = try await fixture.shared()
        let asking = try await fixture.client(
            Greeting(role: .server, actor: "server", follows: false)
        )

        let given = Task { try await asking.askForData() }
        let entries = try await withThrowingTaskGroup(of: UInt64.self) { group in
            for index in 0..<50 {
                let proposal = try fixture.newFlag("flag-\(index)")
                group.addTask { try await dashboard.propose(proposal).entry }
            }
            try await given.value
            let server = try fixture.owned(.server)
            let entries = try await group.reduce(into: Set<UInt64>()) { $0.insert($1) }
            let picture = try await server.service.picture()
            #expect(picture.model.environment(fixture.live.id)?.flagCount == 50)
            await server.close()
            return entries
        }

        #expect(entries == Set(2...51))
        await dashboard.close()
    }

    @Test func `a server keeps the data`() async throws {
        let fixture = try await SharedFixture()
        let server = try fixture.owned(.server, yields: {})
        let asking = try await fixture.client(
            Greeting(role: .server, actor: "server", follows: false)
        )

        let problem = await #expect(throws: ServiceProblem.self) { try await asking.askForData() }
        #expect(problem?.description.hasPrefix("This data is already served by process ") == true)
        #expect(fixture.name(in: try await server.service.picture()) == "Shop")
        await server.close()
    }

    @Test func `data that is given away while it is being opened is found at its next owner`()
        async throws
    {
        let fixture = try await SharedFixture()
        let server = Mutex<OwnedService?>(nil)

        let dashboard = try await fixture.shared { ways in
            let open = ways.open
            ways.promise = .milliseconds(1)
            ways.open = { yields throws(ServiceProblem) in
                let owned = try await open(yields)
                guard server.withLock({ $0 == nil }) else { return owned }
                // A server asks before the opening has returned.
                await yields()
                await owned.close()
                guard let next = try? fixture.owned(.server) else { throw .busy }
                server.withLock { $0 = next }
                return owned
            }
        }

        #expect(try await dashboard.propose(fixture.rename("After")).entry == 2)
        #expect(await !dashboard.isOwner)
        await dashboard.close()
        await server.withLock(\.self)?.close()
    }

    @Test func `only a server may ask for the data`() async throws {
        let fixture = try await SharedFixture()
        let dashboard = try await fixture.shared()
        let asking = try await fixture.client()

        await #expect(throws: ServiceProblem.self) { try await asking.askForData() }
        #expect(await dashboard.isOwner)
        await dashboard.close()
    }

    @Test func `a directory with too long a name works without a socket and says so`()
        async throws
    {
        let fixture = try await SharedFixture(folder: String(repeating: "a", count: 90))
        let owned = try fixture.owned()

        #expect(owned.notes.count == 1)
        #expect(owned.notes.first?.contains("the system allows 107") == true)
        await #expect(throws: ConnectProblem.nobody) { try await fixture.client() }
        let problem = await #expect(throws: ServiceProblem.self) {
            try await fixture.shared { $0.firstPatience = .milliseconds(20) }
        }
        #expect(problem?.code == "service.unreachable")
        await owned.close()
    }

    @Test func `after a closed service nothing is answered`() async throws {
        let fixture = try await SharedFixture()
        let service = try await fixture.shared()
        let updates = try await service.updates()
        await service.close()

        await #expect(throws: FlagClientTests.gone) { try await service.picture() }
        var iterator = updates.makeAsyncIterator()
        _ = await iterator.next()
        #expect(await iterator.next() == nil)
        let next = try fixture.owned()
        await next.close()
    }
}
