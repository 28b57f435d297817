package import FlagAPI
import JSON
package import UnixSocket

/// Why there is no connection to the service of another process.
package enum ConnectProblem: Error, Hashable, Sendable {
    /// Nobody has the data open, or not for others.
    case nobody
    /// The service does not want this client; a sentence.
    case refused(String)
    /// The service of another machine cannot be reached now, and may be later; a sentence.
    case away(String)
    /// Somebody listens and says nothing.
    case silent(Peer)
    /// Who listens is neither the owner of the data, nor root, nor this user.
    case stranger(Peer, path: String)
    /// The system refused.
    case socket(SocketProblem)

    /// What happened, where, and what to do next.
    package var text: String {
        switch self {
        case .nobody: "Nobody has the data open."
        case .refused(let text), .away(let text): text
        case .silent(let peer):
            "\(peer.inWords) has the data open and does not answer. It may be stopped, as Ctrl-Z "
                + "does: bring it back with fg, or end it."
        case .stranger(let peer, let path):
            "\(peer.inWords) listens on \(path), and the data is not that user's. Nothing was "
                + "sent. Remove that file if it should not be there."
        case .socket(let problem): problem.description
        }
    }
}

extension Peer {
    /// "Process 123 of jo".
    package var inWords: String {
        "Process \(processID) of \(accountName ?? "user \(userID)")"
    }

    /// Whether a service of this user may be believed.
    ///
    /// - Parameters:
    ///   - ownUserID: the user who asks.
    ///   - ownerID: the user who owns the data directory; `nil` when that cannot be told.
    /// - Returns: true for the user's own processes, for root's, and for the directory's owner's.
    package func mayServe(_ ownUserID: UInt32, dataOf ownerID: UInt32?) -> Bool {
        userID == 0 || userID == ownUserID || userID == ownerID
    }
}

extension FlagClient {
    /// Seconds that a service has to answer a greeting.
    package static let greetingSeconds = 5
    /// Seconds that it then has to send the model, which may be large.
    package static let modelSeconds = 30

    /// Connects to the process that has the data, and to its model.
    ///
    /// - Parameters:
    ///   - path: the socket's path.
    ///   - ownerID: the user who owns the data directory.
    ///   - greeting: who asks for what.
    ///   - executor: where the client's work runs; `nil` is the default.
    ///   - requestBytes: bytes of a request, at the most.
    ///   - patience: seconds that the service has to answer the greeting.
    ///   - modelPatience: seconds that it has to send the model after that.
    /// - Returns: the client, as soon as it knows the model if it wants to follow it.
    /// - Throws: ``ConnectProblem``.
    package static func connect(
        to path: String,
        ownerID: UInt32?,
        greeting: Greeting,
        executor: (any TaskExecutor)?,
        requestBytes: Int = SocketProtocol.requestBytes,
        patience: Int = greetingSeconds,
        modelPatience: Int = modelSeconds
    ) async throws(ConnectProblem) -> FlagClient {
        let start = ContinuousClock.now
        let connection = try open(path, patience)
        guard connection.peer.mayServe(Peer.ownUserID, dataOf: ownerID) else {
            connection.close()
            throw .stranger(connection.peer, path: path)
        }
        connection.send(greeting.json.canonicalBytes())
        var frames = connection.frames.makeAsyncIterator()
        guard let first = await frames.next() else {
            let isSilent = start.duration(to: .now) >= .seconds(patience)
            throw isSilent ? .silent(connection.peer) : .nobody
        }
        connection.taken()
        let welcome: Welcome
        do throws(ConnectProblem) {
            welcome = try read(first, from: connection.peer)
        } catch {
            connection.close()
            throw error
        }
        connection.accept()
        let welcomed = ContinuousClock.now
        if greeting.follows { connection.expectFrames(2, withinSeconds: modelPatience) }
        let wire = Wire(connection, questionBytes: requestBytes)
        let client = FlagClient(wire, welcome, owner: connection.peer)
        Task.detached(executorPreference: executor) { await client.listen() }
        guard greeting.follows else { return client }
        do throws(ServiceProblem) {
            _ = try await client.picture()
            return client
        } catch {
            let isSilent = welcomed.duration(to: .now) >= .seconds(modelPatience)
            throw isSilent ? .silent(connection.peer) : .nobody
        }
    }

    private static func open(
        _ path: String,
        _ patience: Int
    ) throws(ConnectProblem) -> FrameConnection {
        do throws(SocketProblem) {
            return try FrameLoop.connect(
                to: SocketAddress(path: path),
                // The model comes right behind the welcome, often in the same read.
                limits: FrameLimits(
                    greetingBytes: SocketProtocol.answerBytes,
                    frameBytes: SocketProtocol.answerBytes,
                    greetingSeconds: patience,
                    pausingBytes: .max,
                    waitingBytes: 4 * SocketProtocol.requestBytes
                )
            )
        } catch {
            switch error {
            case .nobody, .pathTooLong: throw .nobody
            default: throw .socket(error)
            }
        }
    }

    private static func read(_ frame: [UInt8], from peer: Peer) throws(ConnectProblem) -> Welcome {
        let json = try? JSONValue(parsing: frame)
        switch json.flatMap({ try? ServiceMessage(json: $0) }) {
        case .welcome(let welcome) where welcome.version == SocketProtocol.version: return welcome
        case .refused(let text): throw .refused(text)
        default:
            throw .refused(
                "\(peer.inWords) has the data open and is another release of Flagdeck. "
                    + "Use the same release for both."
            )
        }
    }
}
