import FlagAPI
package import FlagModel
import JSON

extension FlagClient {
    /// Connects to the service of another machine, and to its model.
    ///
    /// - Parameters:
    ///   - place: where it is.
    ///   - token: what proves who asks.
    ///   - trust: whom to believe about who is there.
    ///   - executor: where the client's work runs; `nil` is the default.
    /// - Returns: the client, as soon as it knows the model.
    /// - Throws: ``ConnectProblem``.
    package static func connect(
        to place: RemotePlace,
        with token: TokenText,
        trusting trust: RemoteTrust = .plain,
        executor: (any TaskExecutor)?
    ) async throws(ConnectProblem) -> FlagClient {
        let (remote, wire) = RemoteWire.open(
            to: place,
            with: token,
            trusting: trust,
            executor: executor
        )
        var frames = wire.frames.makeAsyncIterator()
        guard let first = await frames.next() else { throw remote.ending ?? .nobody }
        guard
            case .welcome(let welcome)? = (try? JSONValue(parsing: first))
                .flatMap({ try? ServiceMessage(json: $0) }),
            welcome.version == SocketProtocol.version
        else {
            wire.close()
            throw .refused(
                "The Flagdeck at \(place.text) is another release. Use the same one for both."
            )
        }
        let client = FlagClient(wire, welcome)
        Task.detached(executorPreference: executor) { await client.listen() }
        do throws(ServiceProblem) {
            _ = try await client.picture()
            return client
        } catch {
            throw remote.ending ?? .nobody
        }
    }
}

extension SharedService.Ways {
    /// States the way to the service of another machine, and to no other.
    ///
    /// - Parameters:
    ///   - place: where it is.
    ///   - token: what proves who asks.
    ///   - trust: whom to believe about who is there.
    ///   - random: random bits for pauses.
    ///   - executor: where work runs; `nil` is the default.
    /// - Returns: the way.
    package static func remote(
        _ place: RemotePlace,
        with token: TokenText,
        trusting trust: RemoteTrust = .plain,
        random: @escaping @Sendable () -> UInt64,
        executor: (any TaskExecutor)?
    ) -> SharedService.Ways {
        var ways = SharedService.Ways(
            connect: { () throws(ConnectProblem) in
                try await FlagClient.connect(
                    to: place,
                    with: token,
                    trusting: trust,
                    executor: executor
                )
            },
            open: { _ throws(ServiceProblem) in throw FlagClient.gone },
            random: random,
            executor: executor
        )
        // Nobody else is about to open the data there.
        ways.firstPatience = .seconds(1)
        return ways
    }
}
