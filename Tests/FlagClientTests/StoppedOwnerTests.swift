import FlagAPI
import FlagClient
import FlagModel
import FlagServer
import FlagService
import JSON
import Synchronization
import Testing
import UnixSocket

/// Owners that stop, and dashboards that are closed, at the wrong moment.
struct StoppedOwnerTests {
    @Test func `an owner that stops after its welcome holds nobody up`() async throws {
        let fixture = try await SharedFixture()
        let listener = try SocketListener(at: SocketAddress(path: fixture.directory.socket))
        let limits = FrameLimits(greetingBytes: 4096, frameBytes: 4096, greetingSeconds: 3600)
        let welcome = ServiceMessage.welcome(Welcome(role: .dashboard, actor: "Ben"))
        let owner = try FrameLoop.serving(listener, limits: limits) { connection in
            connection.send(welcome.json.canonicalBytes())
        }

        let problem = await #expect(throws: ConnectProblem.self) {
            try await FlagClient.connect(
                to: fixture.directory.socket,
                ownerID: fixture.directory.ownerID,
                greeting: Greeting(role: .dashboard, actor: "Ben", follows: true),
                executor: Threads.shared,
                patience: 3600,
                modelPatience: 0
            )
        }

        #expect(problem?.text.contains("has the data open and does not answer") == true)
        owner.close()
    }

    @Test func `closing the data while it is being given away waits until it is closed`()
        async throws
    {
        let fixture = try await SharedFixture()
        let (began, beginning) = AsyncStream.makeStream(of: Void.self)
        let (gate, opening) = AsyncStream.makeStream(of: Void.self)
        let owned = try fixture.owned {
            beginning.finish()
            for await _ in gate {}
        }
        let asking = try await fixture.client(
            Greeting(role: .server, actor: "server", follows: false)
        )
        let given = Task { try await asking.askForData() }
        for await _ in began {}
        let isClosed = Mutex(false)
        let closing = Task {
            await owned.close()
            isClosed.withLock { $0 = true }
        }

        for _ in 0..<10_000 where !isClosed.withLock(\.self) { await Task.yield() }
        #expect(isClosed.withLock { !$0 })
        opening.finish()
        await closing.value

        let server = try fixture.owned(.server)
        try await given.value
        await server.close()
    }

    @Test func `a service that is closed while its data is given away waits for that`()
        async throws
    {
        let fixture = try await SharedFixture()
        let dashboard = try await fixture.shared()
        let asking = try await fixture.client(
            Greeting(role: .server, actor: "server", follows: false)
        )

        let given = Task { try await asking.askForData() }
        while await dashboard.isOwner { await Task.yield() }
        await dashboard.close()

        let server = try fixture.owned(.server)
        try await given.value
        await server.close()
    }
}
