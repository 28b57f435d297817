import FlagAPI
import FlagModel
import FlagService
import JSON
import Testing

@testable import FlagClient

/// A service of another machine, over HTTP.
@Suite(.waiting)
struct RemoteServiceTests {
    @Test func `a client knows the model and reads what it wrote`() async throws {
        let remote = try await RemoteFixture()
        let client = try await remote.client(remote.token(of: "Ana"))

        let before = try await client.picture()
        let receipt = try await client.propose(remote.fixture.rename("Store", actor: "Mallory"))
        let after = try await client.picture()
        let history = try await client.history(HistoryRequest(limit: 1))

        #expect(client.actorName == "Ana")
        #expect(before.entry == 1)
        #expect(receipt.entry == 2)
        #expect(after.model == (try await remote.service.picture()).model)
        // The token says who it was, not the proposal.
        #expect(history.entries.map(\.changeSet.actor) == ["Ana"])
        await client.close()
        await remote.close()
    }

    @Test func `a proposal that is asked twice is made once`() async throws {
        let remote = try await RemoteFixture()
        let client = try await remote.client(remote.token(of: "Ana"))
        let proposal = remote.fixture.rename("Store")

        let first = try await client.propose(proposal)
        let second = try await client.propose(proposal)

        #expect(first == second)
        #expect(try await remote.service.picture().entry == 2)
        await client.close()
        await remote.close()
    }

    @Test func `a change made elsewhere is told of`() async throws {
        let remote = try await RemoteFixture()
        let client = try await remote.client(remote.token(of: "Ana"))
        let updates = try await client.updates()

        _ = try await remote.service.propose(remote.fixture.rename("From home"))
        #expect(remote.fixture.name(in: await updates.first(from: 2)) == "From home")
        await client.close()
        await remote.close()
    }

    @Test func `every question is answered as the service answers it`() async throws {
        let remote = try await RemoteFixture()
        let client = try await remote.client(remote.token(of: "Ana"))
        for request in CodingTests.requests where request != .handOver {
            let direct = await Self.result { () throws(ServiceProblem) in
                try await request.answered(by: remote.service)
            }
            let answer = await Self.result { () throws(ServiceProblem) in
                try await client.ask(request)
            }
            #expect(answer == direct, "\(request)")
        }
        await client.close()
        await remote.close()
    }

    private static func result(
        _ question: () async throws(ServiceProblem) -> JSONValue
    ) async -> Result<[UInt8], ServiceProblem> {
        do throws(ServiceProblem) {
            return .success(try await question().canonicalBytes())
        } catch {
            return .failure(error)
        }
    }

    @Test func `the data is not given away over HTTP`() async throws {
        let remote = try await RemoteFixture()
        let client = try await remote.client(remote.token(of: "Ana"))

        await #expect(throws: ServiceProblem.self) { try await client.askForData() }
        #expect(try await client.propose(remote.fixture.rename("Still here")).entry == 2)
        await client.close()
        await remote.close()
    }

    @Test func `what is larger than a question goes in by the larger door`() async throws {
        let remote = try await RemoteFixture()
        let client = try await remote.client(remote.token(of: "Ana"))
        let name = String(repeating: "x", count: 250)
        let customers = try (1...5000).map {
            Customer(key: try CustomerKey("c\($0)"), name: name, attributes: ["plan": "business"])
        }
        let size = ServiceRequest.importCustomers(customers).json.canonicalBytes().count

        let done = try await client.importCustomers(customers)

        #expect(size > HTTPProtocol.askBytes)
        #expect(done == CustomerImport(added: 5000, updated: 0))
        await client.close()
        await remote.close()
    }

    @Test func `who works on when the server comes back has missed nothing`() async throws {
        let remote = try await RemoteFixture()
        let shared = try await remote.shared(remote.token(of: "Ana"))
        let updates = try await shared.updates()
        _ = try await shared.propose(remote.fixture.rename("Before"))

        try await remote.restart()
        let receipt = try await shared.propose(remote.fixture.rename("After"))

        #expect(receipt.entry == 3)
        #expect(remote.fixture.name(in: await updates.first(from: 3)) == "After")
        await shared.close()
        await remote.close()
    }
}
