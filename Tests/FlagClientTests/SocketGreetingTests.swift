import FlagAPI
import FlagClient
import FlagModel
import FlagService
import JSON
import Testing
import UnixSocket

@testable import FlagServer

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Who may use the socket, and what it answers to the others.
struct SocketGreetingTests {
    private func admission(_ access: SocketListener.Access) -> Admission {
        Admission(
            ownUserID: 1000,
            access: access,
            accountName: { [1000: "jo", 1001: "ann"][$0] }
        )
    }

    private func admitted(
        _ access: SocketListener.Access,
        _ userID: UInt32,
        wishing name: String = "jo",
        in model: Model = Model()
    ) throws -> Admission.Admitted {
        try admission(access).admit(
            peer(userID),
            Greeting(role: .command, actor: name, follows: true),
            in: model,
            at: Moment(microseconds: 0)
        )
    }

    private func peer(_ userID: UInt32) -> Peer {
        Peer(processID: 5, userID: userID, groupID: 100)
    }

    @Test(arguments: [0, 1000] as [UInt32])
    func `the owner and root act under any name`(userID: UInt32) throws {
        let admitted = try admitted(.owner, userID, wishing: "Marketing")

        #expect(admitted.caller == Caller(name: "Marketing", way: .owner))
        #expect(admitted.isTrusted)
    }

    @Test func `another user is refused unless the group is let in`() throws {
        let text =
            "This data is for user jo only. They can let others in: flagdeck serve --group NAME"
        #expect(throws: Admission.Refused(text: text)) { try admitted(.owner, 1001) }
        let ann = try admitted(.group(100), 1001)
        #expect(ann.caller == Caller(name: "ann", way: .systemUser("ann")))
        #expect(!ann.isTrusted)
        #expect(throws: Admission.Refused(text: "User 1002 has no account on this machine.")) {
            try admitted(.group(100), 1002)
        }
    }

    @Test func `a service is believed when it is the user's, root's or the data owner's`() {
        #expect(peer(0).mayServe(1000, dataOf: 1001))
        #expect(peer(1000).mayServe(1000, dataOf: nil))
        #expect(peer(1001).mayServe(1000, dataOf: 1001))
        #expect(!peer(1002).mayServe(1000, dataOf: 1001))
        #expect(!peer(1002).mayServe(1000, dataOf: nil))
    }

    @Test func `another version is told which it meets, in one sentence`() async throws {
        let fixture = try await SharedFixture()
        let owner = try fixture.owned()

        let problem = await #expect(throws: ConnectProblem.self) {
            try await fixture.client(
                Greeting(version: 2, role: .dashboard, actor: "Ben", follows: true)
            )
        }

        #expect(
            problem?.text
                == "Process \(getpid()) has the data open and speaks version 1 of the socket; "
                + "this Flagdeck speaks version 2. Use the same release for both."
        )
        await owner.close()
    }

    @Test func `whoever does not greet hears that this is no place for them`() async throws {
        let fixture = try await SharedFixture()
        let owner = try fixture.owned()
        let connection = try fixture.connection()

        connection.send(Array("GET / HTTP/1.1".utf8))

        let answer = try await answer(on: connection)
        #expect(answer == ["refused": "This is Flagdeck's own socket."])
        #expect(await next(on: connection) == nil)
        await owner.close()
    }

    @Test(arguments: [
        (SocketProtocol.greetingBytes, true), (SocketProtocol.greetingBytes + 1, false),
    ])
    func `a greeting has a largest size`(bytes: Int, isRead: Bool) async throws {
        let fixture = try await SharedFixture()
        let owner = try fixture.owned()
        let connection = try fixture.connection()
        let empty = Greeting(role: .command, actor: "", follows: false).json.canonicalBytes()
        let actor = String(repeating: "a", count: bytes - empty.count)
        let greeting = Greeting(role: .command, actor: actor, follows: false)

        connection.send(greeting.json.canonicalBytes())

        let frame = await next(on: connection)
        #expect((frame != nil) == isRead)
        connection.close()
        await owner.close()
    }

    @Test func `what is no request ends the connection`() async throws {
        let fixture = try await SharedFixture()
        let owner = try fixture.owned()
        let connection = try fixture.connection()
        connection.send(Greeting(role: .command, actor: "", follows: false).json.canonicalBytes())
        _ = await next(on: connection)

        connection.send(Array("{}".utf8))

        #expect(await next(on: connection) == nil)
        await owner.close()
    }

    @Test func `a request may have as many bytes as the limit, and none more`() async throws {
        let fixture = try await SharedFixture()
        let limits = FrameLimits(greetingBytes: 4096, frameBytes: 3000)
        let owner = try fixture.owned(limits: limits)
        let connection = try fixture.connection()
        connection.send(Greeting(role: .command, actor: "", follows: false).json.canonicalBytes())
        _ = await next(on: connection)

        connection.send(Self.request(bytes: 3000))
        let answer = try await answer(on: connection)
        connection.send(Self.request(bytes: 3001))

        #expect(try JSONFields(answer).integer("to") == 1)
        #expect(await next(on: connection) == nil)
        #expect(ServiceSocket.limits.frameBytes == 64 << 20)
        await owner.close()
    }

    private static func request(bytes: Int) -> [UInt8] {
        func asking(_ text: String) -> [UInt8] {
            let request = ServiceRequest.customers(CustomerRequest(text: text, limit: 1))
            return NumberedRequest(number: 1, request: request).json.canonicalBytes()
        }
        return asking(String(repeating: "a", count: bytes - asking("").count))
    }

    @Test func `a client sends no request above the limit and says why`() async throws {
        let fixture = try await SharedFixture()
        let owner = try fixture.owned()
        let request = HistoryRequest(limit: 1, subjects: [.environment(fixture.live.id)])
        let bytes = NumberedRequest(number: 1, request: .history(request)).json.canonicalBytes()
        let client = try await fixture.client(requestBytes: bytes.count)
        let short = try await fixture.client(requestBytes: bytes.count - 1)

        #expect(try await client.history(request).entries.count == 1)
        await #expect(
            throws: ServiceProblem.refused(
                .tooMany("bytes in one request", limit: bytes.count - 1)
            )
        ) { try await short.history(request) }
        await owner.close()
    }

    @Test(arguments: [5000, 5001])
    func `customers are imported however many requests it takes`(count: Int) async throws {
        let fixture = try await SharedFixture()
        let owner = try fixture.owned()
        let client = try await fixture.client()
        let customers = try (0..<count).map { number in
            Customer(key: try CustomerKey("c\(number)"), name: "")
        }

        let report = try await client.importCustomers(customers)

        #expect(report == CustomerImport(added: count, updated: 0))
        #expect(try await client.customers(CustomerRequest(text: "")).known == count)
        await owner.close()
    }

    @Test func `no more than so many use one service`() async throws {
        let fixture = try await SharedFixture()
        let owner = try fixture.owned()
        let greeting = Greeting(role: .command, actor: "", follows: false)
        var clients: [FlagClient] = []
        for _ in 0..<ServiceSocket.maximumConnections {
            clients.append(try await fixture.client(greeting))
        }

        let problem = await #expect(throws: ConnectProblem.self) {
            try await fixture.client(greeting)
        }

        #expect(
            problem?.text == "128 others use this data already. Close one of them first."
        )
        await clients.removeFirst().close()
        await owner.close()
    }

    @Test func `a follower that does not read is let go, and nobody else waits`() async throws {
        let fixture = try await SharedFixture()
        let limits = FrameLimits(greetingBytes: 4096, frameBytes: 4096, waitingBytes: 100_000)
        let owner = try fixture.owned(limits: limits)
        let stuck = try fixture.connection(untaken: 1)
        stuck.send(Greeting(role: .dashboard, actor: "", follows: true).json.canonicalBytes())
        let reader = try await fixture.client()
        let long = String(repeating: "x", count: 65_536)

        // 2 MB of entries: more than may wait here and with the system for one connection.
        for number in 0..<30 {
            _ = try await owner.service.propose(fixture.newFlag("f\(number)", values: 1, long))
        }

        #expect(try await reader.propose(fixture.rename("Store")).entry == 32)
        #expect(fixture.name(in: try await reader.picture()) == "Store")
        var frames = 0
        while await next(on: stuck) != nil {
            frames += 1
            stuck.taken()
        }
        // The welcome, the model and what was on its way; not the thirty entries.
        #expect(frames < 20)
        await owner.close()
    }

    private func next(on connection: FrameConnection) async -> [UInt8]? {
        var frames = connection.frames.makeAsyncIterator()
        return await frames.next()
    }

    private func answer(on connection: FrameConnection) async throws -> JSONValue {
        try JSONValue(parsing: try #require(await next(on: connection)))
    }
}
