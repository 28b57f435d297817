import FlagAPI
import FlagModel
import FlagServer
import FlagService
import JSON
import NIOHTTP1
import Synchronization

@testable import FlagClient

/// A server on a port of its own, and people with tokens for it.
final class RemoteFixture: Sendable {
    let fixture: SharedFixture
    let service: LocalService
    private let door: Door
    private let servers = Mutex<[FlagServer]>([])
    let place: RemotePlace

    /// Who may come in, and the clock that their tokens end by.
    final class Door: Sendable {
        let people = Mutex<[Person]>([])
        let seconds = Mutex<Int64>(0)

        func caller(_ token: TokenText) -> Caller? {
            let time = Moment(microseconds: seconds.withLock(\.self) * 1_000_000)
            return token.caller(among: people.withLock(\.self), at: time)
        }
    }

    init() async throws {
        fixture = try await SharedFixture()
        service = try LocalService.open(fixture.directory, world: SharedFixture.world).service
        door = Door()
        let server = try await Self.serve(service, door)
        servers.withLock { $0 = [server] }
        place = try RemotePlace(server.address)
    }

    /// On a port that no connection is given by itself: the next server needs the same one.
    private static func serve(
        _ service: LocalService,
        _ door: Door
    ) async throws -> FlagServer {
        while true {
            do {
                return try await serve(service, door, port: .random(in: 20_000...30_000))
            } catch let problem as ServerProblem {
                guard case .cannotListen = problem else { throw problem }
            }
        }
    }

    private static func serve(
        _ service: LocalService,
        _ door: Door,
        port: Int
    ) async throws -> FlagServer {
        try await FlagServer.start(
            service,
            ingest: try await service.ingest(),
            settings: ServerSettings(port: port, threadCount: 1),
            management: Management(
                of: service,
                authenticate: { token, _ in door.caller(token) },
                executor: Threads.shared
            ),
            now: SharedFixture.world.now
        )
    }

    /// Gives a person a token that ends at a second of the fixture's own clock; `nil` is never.
    func token(of name: String, endingAt seconds: Int64? = nil) -> TokenText {
        var random = SystemRandomNumberGenerator()
        let (kept, given) = PersonToken.make(
            named: "test",
            at: Moment(microseconds: 0),
            expiresAt: seconds.map { Moment(microseconds: $0 * 1_000_000) },
            using: &random
        )
        door.people.withLock { $0.append(Person(id: .new, name: name, tokens: [kept])) }
        return given
    }

    /// Takes all tokens of a person back.
    func revoke(_ name: String) {
        door.people.withLock { $0.removeAll { $0.name == name } }
    }

    /// Lets the clock of tokens go on.
    func pass(seconds: Int64) {
        door.seconds.withLock { $0 += seconds }
    }

    func client(_ token: TokenText) async throws -> FlagClient {
        try await FlagClient.connect(to: place, with: token, executor: Threads.shared)
    }

    func shared(_ token: TokenText, keepsTrying: Bool = true) async throws -> SharedService {
        var ways = SharedService.Ways.remote(
            place,
            with: token,
            random: { UInt64.random(in: .min ... .max) },
            executor: Threads.shared
        )
        ways.keepsTrying = keepsTrying
        // The machine may be busy with other tests: nobody gives up because of that.
        (ways.firstPatience, ways.patience) = (.seconds(3600), .seconds(3600))
        return try await SharedService.open(ways)
    }

    /// Sends bytes as they are and returns the whole answer.
    func sent(
        _ body: [UInt8],
        to path: String = HTTPProtocol.ask,
        _ method: HTTPMethod = .POST,
        authorization: String
    ) async throws -> HTTPReply {
        try await HTTPExchange(
            place: place,
            trust: .plain,
            method: method,
            path: path,
            authorization: authorization,
            body: body
        ).answer(most: 1 << 24)
    }

    /// Ends the server and starts another one at the same place.
    func restart() async throws {
        await stopServer()
        // The system may need a moment to give the place back.
        while true {
            do {
                let server = try await Self.serve(service, door, port: place.port)
                return servers.withLock { $0.append(server) }
            } catch let problem as ServerProblem {
                guard case .cannotListen = problem else { throw problem }
            }
        }
    }

    private func stopServer() async {
        let last = servers.withLock { $0.popLast() }
        await last?.stop()
    }

    func close() async {
        await stopServer()
        await service.close()
    }
}

extension HTTPReply {
    /// The stable name of what went wrong.
    var code: String? {
        (try? HTTPProblem(json: JSONValue(parsing: body)))?.code
    }
}
