import FlagAPI
import FlagModel
import FlagServer
import FlagService
import JSON
import TestSupport
import Testing
import UnixSocket

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The stage of the permission table as a service with a socket.
struct PermissionFixture {
    let stage = PermissionStage()
    let owned: OwnedService
    /// What Ana proves herself with.
    let token: TokenText
    /// What is kept of it.
    let kept: PersonToken
    private let directory: DataDirectory

    static let world = LocalService.World(
        now: { PermissionStage.now.adding(microseconds: 3_600_000_000) },
        random: { UInt64.random(in: .min ... .max) }
    )

    /// The stage, on which Ana has some roles.
    init(_ grants: [Grant], expiresAt: Moment? = nil) async throws {
        var template = Array("/tmp/flagdeck-people-XXXXXX".utf8CString)
        _ = template.withUnsafeMutableBufferPointer { $0.baseAddress.map { mkdtemp($0) } }
        let path = String(
            decoding: template.dropLast().map(UInt8.init(bitPattern:)),
            as: UTF8.self
        )
        directory = DataDirectory(path: path + "/data")
        var random = SystemRandomNumberGenerator()
        (kept, token) = PersonToken.make(
            named: "script",
            at: PermissionStage.now,
            expiresAt: expiresAt,
            using: &random
        )
        let service = try LocalService.create(in: directory, world: Self.world)
        for changes in try stage.proposals(grants: grants, tokens: [kept]) {
            _ = try await service.propose(Self.proposal(changes))
        }
        _ = try await service.propose(Self.proposal([stage.changeToUndo]))
        await service.close()
        owned = try OwnedService.open(
            directory,
            world: Self.world,
            role: .dashboard,
            executor: Threads.shared
        )
    }

    static func proposal(_ changes: [Change], by actor: String = "Owner") -> Proposal {
        Proposal(id: .new, actor: actor, note: "Because", changes: changes)
    }

    /// The service as a caller may use it.
    func guarded(_ way: Caller.Way, _ name: String = "somebody") -> GuardedService {
        GuardedService(
            owned.service,
            caller: Caller(name: name, way: way),
            ownerName: "root",
            now: Self.world.now,
            executor: Threads.shared
        )
    }

    /// A connection that has greeted with Ana's token and was welcomed.
    func connected(follows: Bool = false) async throws -> SocketTalk {
        let limits = FrameLimits(
            greetingBytes: SocketProtocol.answerBytes,
            frameBytes: SocketProtocol.answerBytes,
            greetingSeconds: 3600,
            waitingBytes: 1 << 30
        )
        let address = try SocketAddress(path: directory.socket)
        let talk = SocketTalk(try FrameLoop.connect(to: address, limits: limits))
        let greeting = Greeting(
            role: .server,
            actor: "Somebody else",
            follows: follows,
            token: token.revealed
        )
        talk.connection.send(greeting.json.canonicalBytes())
        return talk
    }

    /// A server of the same service, for those who come in over HTTP.
    func served() async throws -> FlagServer {
        try await FlagServer.start(
            owned.service,
            ingest: try await owned.service.ingest(),
            settings: ServerSettings(port: 0, threadCount: 1),
            management: .forPeople(
                of: owned.service,
                ownerName: "root",
                now: Self.world.now,
                executor: Threads.shared
            ),
            now: Self.world.now
        )
    }

    func close() async {
        await owned.close()
        removeTree(String(directory.path.dropLast("/data".count)))
    }
}

/// One side of a conversation over the socket, word for word.
final class SocketTalk {
    let connection: FrameConnection
    private var number: UInt64 = 0

    init(_ connection: FrameConnection) {
        self.connection = connection
    }

    /// The next message; `nil` at the end.
    func next() async throws -> ServiceMessage? {
        guard let frame = await connection.frames.first(where: { _ in true }) else { return nil }
        connection.taken()
        return try ServiceMessage(bytes: frame)
    }

    /// Hears the welcome.
    func welcomed() async throws -> Welcome? {
        guard case .welcome(let welcome) = try await next() else { return nil }
        connection.accept()
        return welcome
    }

    /// Asks and hears the answer: why it was not done, or `nil` when it was.
    func ask(_ request: ServiceRequest) async throws -> ServiceProblem? {
        number += 1
        let numbered = NumberedRequest(number: number, request: request)
        connection.send(numbered.json.canonicalBytes())
        while let message = try await next() {
            switch message {
            case .answer(number, _), .past(number, _): return nil
            case .problem(number, let problem): return problem
            default: continue
            }
        }
        return .unreachable(text: "The connection ended.")
    }
}
