import FlagAPI
import FlagModel
import FlagService
import JSON
import NIOHTTP1
import Testing

@testable import FlagClient

/// Who is let in over HTTP, for how long, and what of a token can be found anywhere.
@Suite(.waiting)
struct RemoteTokenTests {
    @Test func `a token that is taken back ends what is open, and opens nothing any more`()
        async throws
    {
        let remote = try await RemoteFixture()
        let token = remote.token(of: "Ana")
        let client = try await remote.client(token)
        let other = try await remote.client(remote.token(of: "Ben"))

        remote.revoke("Ana")
        _ = try await other.propose(remote.fixture.rename("Not for Ana"))

        await client.ended()
        await #expect(throws: ServiceProblem.self) { try await client.picture() }
        await #expect(throws: ConnectProblem.self) { try await remote.client(token) }
        #expect(try await other.picture().entry == 2)
        await other.close()
        await remote.close()
    }

    @Test func `who follows is let go when nothing happens but the end of their token`()
        async throws
    {
        let remote = try await RemoteFixture()
        let client = try await remote.client(remote.token(of: "Ana", endingAt: 60))
        remote.pass(seconds: 59)
        #expect(try await client.propose(remote.fixture.rename("In time")).entry == 2)

        remote.pass(seconds: 1)

        await client.ended()
        await remote.close()
    }

    @Test func `a question with a token that was taken back is refused at once`() async throws {
        let remote = try await RemoteFixture()
        let token = remote.token(of: "Ana")
        let body = remote.fixture.rename("Late")
        remote.revoke("Ana")

        let reply = try await remote.sent(
            ServiceRequest.propose(body).json.canonicalBytes(),
            authorization: "Bearer \(token.revealed)"
        )

        #expect(reply.status == 401)
        #expect(reply.code == "token.refused")
        #expect(try await remote.service.picture().entry == 1)
        await remote.close()
    }

    @Test func `a person learns that their token is not good, and nobody asks for ever`()
        async throws
    {
        let remote = try await RemoteFixture()
        let token = remote.token(of: "Ana")
        remote.revoke("Ana")

        let problem = await #expect(throws: ServiceProblem.self) {
            try await remote.shared(token)
        }

        #expect(problem?.description.contains("taken back") == true)
        await remote.close()
    }

    @Test func `guessing is slowed down, and good tokens are not`() async throws {
        let remote = try await RemoteFixture()
        let good = "Bearer " + remote.token(of: "Ana").revealed
        let question = ServiceRequest.applications.json.canonicalBytes()
        var statuses: [UInt] = []
        let wrong = [
            "", "Bearer", "Bearer x", "Basic YTpi", good + "A", "Bearer fdk_", good + " x",
        ]
        for text in wrong {
            statuses.append(try await remote.sent(question, authorization: text).status)
        }
        // Each failure makes the pause longer, up to a minute: however slowly this goes, one comes
        // too early.
        for _ in 0..<20 where statuses.last == 401 {
            statuses.append(try await remote.sent(question, authorization: "Bearer x").status)
        }

        #expect(statuses.prefix(5).allSatisfy { $0 == 401 })
        #expect(statuses.last == 429)
        #expect(try await remote.sent(question, authorization: good).status == 200)
        await remote.close()
    }

    @Test func `no token is found in the data or in what is answered`() async throws {
        let remote = try await RemoteFixture()
        let token = remote.token(of: "Ana")
        let secret = Array(token.revealed.utf8.dropFirst(16).prefix(43))
        let client = try await remote.client(token)
        _ = try await client.propose(remote.fixture.rename("Store"))
        let good = "Bearer " + token.revealed
        var answers: [[UInt8]] = []
        for body in ["{\"ask\":\"applications\"}", "{\"ask\":\"\(token.revealed.prefix(4))\"}"] {
            answers.append(try await remote.sent(Array(body.utf8), authorization: good).body)
        }
        answers.append(
            try await remote.sent([], to: HTTPProtocol.picture, .GET, authorization: good).body
        )
        answers.append(try await remote.sent([], to: "/metrics", .GET, authorization: good).body)
        answers.append(try await remote.sent([], authorization: good + "x").body)
        await client.close()
        await remote.close()

        for bytes in answers + remote.fixture.everyFile() {
            #expect(!bytes.isEmpty)
            #expect(bytes.firstRange(of: secret) == nil)
        }
        let name = Array("Store".utf8)
        #expect(remote.fixture.everyFile().contains { $0.firstRange(of: name) != nil })
    }
}
