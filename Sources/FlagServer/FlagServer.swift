public import FlagAPI
public import FlagModel
public import FlagService
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOWebSocket
public import Observations
import Synchronization
public import TLS

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The service made reachable for applications: FeatBit's SDKs and OpenFeature's providers.
///
/// It follows the model of a service and serves everything from immutable pictures of it, so that
/// answering takes no lock and waits for nothing.
public final class FlagServer: Sendable {
    /// Where applications reach it, such as `http://127.0.0.1:5100`.
    public let address: String

    private let front: FrontDesk
    private let desks: [BoundDesk]
    private let group: MultiThreadedEventLoopGroup
    private let listener: any Channel
    private let following: Task<Void, Never>

    /// Listens and serves until ``stop()``.
    ///
    /// - Parameters:
    ///   - service: whose model is served.
    ///   - ingest: takes what applications report.
    ///   - settings: where to listen, and for how many.
    ///   - certificate: what the server proves with who it is; connections are encrypted then.
    ///   - management: the way in for people's programs; `nil` for none.
    ///   - now: the wall clock.
    ///   - note: is told of somebody who could not connect, the first time.
    /// - Returns: the server, which is listening.
    /// - Throws: ``ServerProblem`` when the settings would let strangers in or the address cannot
    ///   be listened on.
    public static func start(
        _ service: LocalService,
        ingest: any ObservationIngest,
        settings: ServerSettings = ServerSettings(),
        certificate: ServerCertificate? = nil,
        management: Management? = nil,
        now: @escaping @Sendable () -> Moment,
        note: @escaping @Sendable (RefusedApplication) -> Void = { _ in }
    ) async throws(ServerProblem) -> FlagServer {
        if let fault = settings.fault(isEncrypted: certificate != nil) { throw .settings(fault) }
        let front = FrontDesk(
            settings: settings,
            now: now,
            ingest: ingest,
            certificate: certificate,
            triggers: TriggerRunning(service: service),
            management: management,
            note: note
        )
        let pictures: AsyncStream<Picture>
        let first: Picture
        do throws(ServiceProblem) {
            pictures = try await service.updates()
            first = try await service.picture()
        } catch {
            throw .service(error)
        }
        let group = MultiThreadedEventLoopGroup(numberOfThreads: max(1, settings.threadCount))
        do {
            return try await FlagServer(front, Site(first), pictures, group)
        } catch {
            try? await group.shutdownGracefully()
            throw .cannotListen(
                address: "\(settings.host):\(settings.port)",
                reason: (error as? IOError)?.words ?? "\(error)"
            )
        }
    }

    private init(
        _ front: FrontDesk,
        _ site: Site,
        _ pictures: AsyncStream<Picture>,
        _ group: MultiThreadedEventLoopGroup
    ) async throws {
        var desks: [BoundDesk] = []
        for loop in group.makeIterator() {
            desks.append(
                try await loop.submit {
                    let desk = LoopDesk(front, site, on: loop)
                    return BoundDesk(loop: loop, bound: NIOLoopBound(desk, eventLoop: loop))
                }.get()
            )
        }
        let byLoop = Dictionary(
            uniqueKeysWithValues: desks.map { (ObjectIdentifier($0.loop), $0) }
        )
        listener = try await ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: 4096)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    guard let desk = byLoop[ObjectIdentifier(channel.eventLoop)] else {
                        preconditionFailure("Every loop of the group has its desk.")
                    }
                    try ConnectionSetup(desk: desk.bound).run(channel)
                }
            }
            .bind(host: front.settings.host, port: front.settings.port).get()
        let host =
            front.settings.host.contains(":") ? "[\(front.settings.host)]" : front.settings.host
        let scheme = front.certificate == nil ? "http" : "https"
        address = "\(scheme)://\(host):\(listener.localAddress?.port ?? front.settings.port)"
        self.front = front
        self.desks = desks
        self.group = group
        following = Task { [desks] in
            var site = site
            for await picture in pictures {
                guard picture.entry > site.entry else { continue }
                let next = Site(picture, earlier: site)
                let changes = next.changes(since: site)
                site = next
                for desk in desks {
                    desk.execute { $0.adopt(next, changes) }
                }
            }
        }
    }

    /// Which applications ask, and which ones tried and could not.
    public func applications() -> ApplicationsReport {
        let (applications, refusals) = front.book.report(at: front.now())
        return ApplicationsReport(
            address: address,
            applications: applications,
            refusals: refusals,
            ingest: front.ingest.report
        )
    }

    /// Takes no more connections, asks streams to come back later, and ends.
    public func stop() async {
        following.cancel()
        try? await listener.close().get()
        for desk in desks { desk.execute { $0.close() } }
        // Close frames need a moment on their way; nobody is waited for longer.
        try? await Task.sleep(for: .milliseconds(200))
        try? await group.shutdownGracefully()
    }
}

/// Why there is no server for applications.
public enum ServerProblem: Error, Hashable, Sendable {
    /// The settings would let strangers in; why, and what to do.
    case settings(String)
    /// The address cannot be listened on.
    case cannotListen(address: String, reason: String)
    /// The service has no model to serve.
    case service(ServiceProblem)

    /// What happened and what to do next.
    public var text: String {
        switch self {
        case .settings(let text): text
        case .cannotListen(let address, let reason):
            "Applications cannot be served at \(address): \(reason). "
                + "Choose another port with --port."
        case .service(let problem): problem.description
        }
    }
}

extension Site {
    /// What applications must be told after an earlier site.
    func changes(since earlier: Site) -> [GUID: LiveChanges] {
        var changes: [GUID: LiveChanges] = [:]
        for (id, picture) in environments {
            guard let old = earlier.environments[id], old !== picture else { continue }
            changes[id] = LiveChanges(from: old, to: picture)
        }
        return changes
    }
}

/// A loop with its desk.
private struct BoundDesk: Sendable {
    let loop: any EventLoop
    let bound: NIOLoopBound<LoopDesk>

    /// Runs something on the desk's loop.
    func execute(_ work: @escaping @Sendable (LoopDesk) -> Void) {
        loop.execute { work(bound.value) }
    }
}

extension IOError {
    /// What the system says.
    fileprivate var words: String { String(cString: strerror(errnoCode)) }
}
