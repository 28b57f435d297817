import FlagAPI
import FlagModel
import FlagServer
import JSON
import NIOHTTP1
import Testing
import UnixSocket

@testable import FlagClient

/// Ana on the line, with her token: over the socket or over HTTP, each as a program comes in.
struct AnasLine {
    /// Asks and hears the answer: why it was not done, or `nil` when it was.
    let ask: (ServiceRequest) async throws -> ServiceProblem?
    /// Ends it, and what was started for it.
    let close: () async -> Void

    /// Comes in over a way that a token opens.
    static func over(
        _ way: PermissionLineWay,
        to fixture: PermissionFixture
    ) async throws -> AnasLine {
        switch way {
        case .socket: try await socket(fixture)
        case .http: try await http(fixture)
        }
    }

    private static func socket(_ fixture: PermissionFixture) async throws -> AnasLine {
        let talk = try await fixture.connected()
        #expect(try await talk.welcomed()?.actor == "Ana")
        return AnasLine(
            ask: { try await talk.ask($0) },
            close: { talk.connection.close() }
        )
    }

    /// With a client that follows where she may look; else with bare requests, as any program can
    /// make them.
    private static func http(_ fixture: PermissionFixture) async throws -> AnasLine {
        let server = try await fixture.served()
        let place = try RemotePlace(server.address)
        guard let caller = try? await Caller(to: place, with: fixture.token) else {
            let authorization = "Bearer " + fixture.token.revealed
            return AnasLine(
                ask: { try await post($0, to: place, authorization) },
                close: { await server.stop() }
            )
        }
        return AnasLine(
            ask: { try await caller.ask($0) },
            close: {
                await caller.close()
                await server.stop()
            }
        )
    }

    private static func post(
        _ request: ServiceRequest,
        to place: RemotePlace,
        _ authorization: String
    ) async throws -> ServiceProblem? {
        let reply = try await HTTPExchange(
            place: place,
            trust: .plain,
            method: .POST,
            path: HTTPProtocol.ask,
            authorization: authorization,
            body: request.json.canonicalBytes()
        ).answer(most: 1 << 24)
        guard reply.status != 200 else { return nil }
        let problem = try HTTPProblem(json: JSONValue(parsing: reply.body))
        return problem.problem ?? .unreachable(text: problem.text)
    }
}

/// Somebody whose connection may break off on a busy machine, as on any network: they ask again
/// over the next one.
private actor Caller {
    private let connect: () async throws -> FlagClient
    private var client: FlagClient

    init(to place: RemotePlace, with token: TokenText) async throws {
        connect = { try await FlagClient.connect(to: place, with: token, executor: Threads.shared) }
        client = try await connect()
    }

    func ask(_ request: ServiceRequest) async throws -> ServiceProblem? {
        while true {
            do throws(ServiceProblem) {
                _ = try await client.ask(request)
                return nil
            } catch {
                guard error == FlagClient.gone else { return error }
            }
            client = try await connect()
        }
    }

    func close() async { await client.close() }
}

/// The ways that a token opens.
enum PermissionLineWay: CaseIterable, Sendable {
    case socket
    case http
}
