package import FlagAPI
package import FlagService
package import UnixSocket
package import Webhooks

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The service on a data directory that this process owns, with its socket for others.
package struct OwnedService: Sendable {
    /// The service.
    package let service: LocalService
    /// What people should know about the opening, in sentences.
    package let notes: [String]

    private let socket: ServiceSocket?
    private let deliverer: Deliverer

    /// Opens the data and listens for others.
    ///
    /// Without a socket, because its path is too long for instance, everything else works; a note
    /// says so.
    ///
    /// - Parameters:
    ///   - directory: where the data lies.
    ///   - world: the service's clock and random numbers.
    ///   - role: what this process is; a command does not listen.
    ///   - access: who may connect.
    ///   - limits: what each connection may cost; `nil` is the usual.
    ///   - executor: where the work for others runs; `nil` is the default.
    ///   - sending: sends what webhooks are told.
    ///   - yields: called when a server asks for the data. When it returns, nobody in this process
    ///     may use the service any more, and the data is closed. `nil` keeps the data.
    /// - Returns: the service, and what to close instead of it.
    /// - Throws: ``ServiceProblem/unreachable(text:)`` when another process has the data.
    package static func open(
        _ directory: DataDirectory,
        world: LocalService.World,
        role: ProcessRole,
        access: SocketListener.Access = .owner,
        limits: FrameLimits? = nil,
        executor: (any TaskExecutor)? = nil,
        sending: @escaping PostSending = CurlSending.send,
        yields: (@Sendable () async -> Void)? = nil
    ) throws(ServiceProblem) -> OwnedService {
        if role != .command, case .group(let group) = access {
            try directory.letThrough(group: group)
        }
        let (service, notes) = try LocalService.open(directory, world: world)
        let deliverer = Deliverer(service, path: directory.deliveries, send: sending)
        // A command has the data for a moment only: it answers, and leaves the telling to others.
        deliverer.attach(delivers: role != .command)
        guard role != .command else {
            return OwnedService(service, notes, nil, deliverer)
        }
        do throws(SocketProblem) {
            let socket = try listening { () throws(SocketProblem) in
                try ServiceSocket.listen(
                    for: service,
                    as: role,
                    access: access,
                    limits: limits ?? ServiceSocket.limits,
                    executor: executor,
                    yields: yields
                )
            }
            return OwnedService(service, notes, socket, deliverer)
        } catch {
            return OwnedService(service, notes + [error.description], nil, deliverer)
        }
    }

    private init(
        _ service: LocalService,
        _ notes: [String],
        _ socket: ServiceSocket?,
        _ deliverer: Deliverer
    ) {
        self.service = service
        self.notes = notes
        self.socket = socket
        self.deliverer = deliverer
    }

    /// Tries for a second: the system may let the lock of a process that was killed go before it
    /// closes that process's socket.
    private static func listening(
        _ listen: () throws(SocketProblem) -> ServiceSocket
    ) throws(SocketProblem) -> ServiceSocket {
        for _ in 0..<50 {
            do throws(SocketProblem) {
                return try listen()
            } catch {
                guard case .inUse = error else { throw error }
                usleep(20_000)
            }
        }
        return try listen()
    }

    /// Answers what is under way, closes the data, and lets everybody go.
    package func close() async {
        if let socket {
            await socket.close()
        } else {
            await service.close()
        }
        await deliverer.close()
    }
}
