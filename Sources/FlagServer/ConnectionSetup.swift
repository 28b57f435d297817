import FlagAPI
import FlagModel
import NIOCore
import NIOHTTP1
import NIOWebSocket
import TLS

/// Prepares a new connection: limits first, then HTTP, and WebSocket when it is asked for.
struct ConnectionSetup: Sendable {
    let desk: NIOLoopBound<LoopDesk>

    /// Puts the handlers into a channel's pipeline.
    func run(_ channel: any Channel) throws {
        let peer = channel.remoteAddress?.ipAddress ?? "unknown"
        let front = desk.value.front
        channel.closeFuture.whenComplete { _ in front.left(peer: peer) }
        guard front.admit(peer: peer) else {
            channel.close(promise: nil)
            return
        }
        try front.certificate?.secure(channel, refusal: Self.notEncrypted)
        try channel.pipeline.syncOperations.addHandler(ReadingPause())
        var limits = NIOHTTPDecoderLimitConfiguration()
        limits.maxHeaderFieldSize = RequestLimits.headerBytes
        limits.maxHeaderListSize = RequestLimits.headerBytes
        limits.maxHeaderFieldCount = RequestLimits.headerCount
        var configuration = NIOUpgradableHTTPServerPipelineConfiguration<Void>(
            upgradeConfiguration: NIOTypedHTTPServerUpgradeConfiguration(
                upgraders: [upgrader(peer)],
                notUpgradingCompletionHandler: { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try channel.pipeline.syncOperations.addHandler(
                            RequestHandler(desk: desk.value, peer: peer)
                        )
                    }
                }
            )
        )
        // Requests are answered at once and in order, with fields that nobody outside wrote.
        configuration.enablePipelining = false
        configuration.enableResponseHeaderValidation = false
        configuration.decoderConfiguration = limits
        let result = try channel.pipeline.syncOperations.configureUpgradableHTTPServerPipeline(
            configuration: configuration
        )
        let operations = channel.pipeline.syncOperations
        try operations.addHandler(
            UpgradeFilter { admission($0, peer).mayUpgrade },
            position: .before(
                operations.handler(type: NIOTypedHTTPServerUpgradeHandler<Void>.self)
            )
        )
        try operations.addHandler(BrokenRequestHandler())
        let opening = Opening(channel)
        desk.value.enter(opening)
        result.assumeIsolated().whenComplete { result in
            desk.value.leave(opening)
            if case .failure = result { channel.close(promise: nil) }
        }
    }

    /// What somebody is told who does not speak TLS to a server that does.
    static let notEncrypted = HTTPAnswer.problem(
        HTTPProblem(
            400,
            "request.not-encrypted",
            "This address is encrypted: say https:// instead of http://."
        )
    ).bytes(to: HTTPRequestHead(version: .http1_1, method: .GET, uri: "/"), keepsAlive: false)

    private func upgrader(_ peer: String) -> NIOTypedWebSocketServerUpgrader<Void> {
        NIOTypedWebSocketServerUpgrader(
            maxFrameSize: RequestLimits.messageBytes,
            // The filter in front has decided.
            shouldUpgrade: { channel, _ in
                channel.eventLoop.makeSucceededFuture(HTTPHeaders())
            },
            upgradePipelineHandler: { channel, head in
                channel.eventLoop.makeCompletedFuture { try upgrade(channel, head, peer) }
            }
        )
    }

    private func upgrade(
        _ channel: any Channel,
        _ head: HTTPRequestHead,
        _ peer: String
    ) throws {
        let operations = channel.pipeline.syncOperations
        let desk = desk.value
        switch admission(head, peer).result {
        case .success(let known):
            try operations.addHandler(FrameGuard())
            try operations.addHandler(
                NIOWebSocketFrameAggregator(
                    minNonFinalFragmentSize: 0,
                    maxAccumulatedFrameCount: RequestLimits.fragmentCount,
                    maxAccumulatedFrameSize: RequestLimits.messageBytes
                )
            )
            try operations.addHandler(
                StreamHandler(
                    known,
                    sdk: head.headers.sdkName,
                    address: address(head, peer),
                    desk: desk
                )
            )
        case .failure(let refused):
            _ = desk.front.refuse(refused, sdk: head.headers.sdkName, address: address(head, peer))
            try operations.addHandler(
                RefusedStreamHandler(desk.isClosing ? .unavailable : .invalidCredentials)
            )
        }
    }

    /// Whether a stream may be opened, and whether its credentials are good.
    private struct Admission {
        var mayUpgrade: Bool
        var result: Result<KnownSecret, Credentials.Refused>
    }

    private func admission(_ head: HTTPRequestHead, _ peer: String) -> Admission {
        let target = RequestTarget(head.uri)
        let desk = desk.value
        let malformed = Credentials.Refused(reason: .malformedToken, environmentID: nil)
        guard target.path == "/streaming", head.uri.utf8.count <= RequestLimits.addressBytes else {
            return Admission(mayUpgrade: false, result: .failure(malformed))
        }
        guard let kind = target["type"].flatMap(Secret.Kind.init(rawValue:)),
            ["", "1", "2"].contains(target["version"] ?? ""), let token = target["token"]
        else { return Admission(mayUpgrade: true, result: .failure(malformed)) }
        let result = desk.site.credentials.admit(token: token, kind: kind, at: desk.front.now())
        // Good credentials are never slowed down; others may be asked to wait, which no SDK takes
        // for a final no.
        if case .success = result { return Admission(mayUpgrade: true, result: result) }
        let mustWait = desk.front.secondsToWait(address(head, peer)) > 0
        if mustWait, case .failure(let refused) = result {
            desk.front.noteWaiting(refused, head.headers.sdkName, address(head, peer))
        }
        return Admission(mayUpgrade: !mustWait, result: result)
    }

    private func address(_ head: HTTPRequestHead, _ peer: String) -> String {
        head.asker(peer: peer, proxy: desk.value.front.settings.proxy)
    }
}

/// Closes a connection that does not begin its first request in time; after that the handlers of
/// requests and of streams watch.
final class Opening: LoopDesk.Guarded {
    private let channel: any Channel
    private let deadline = NIODeadline.now() + .seconds(RequestLimits.headSeconds)

    init(_ channel: any Channel) {
        self.channel = channel
    }

    func look(at now: NIODeadline) {
        guard now >= deadline else { return }
        channel.close(promise: nil)
    }
}

extension HTTPRequestHead {
    /// Who asks: the peer, or whom the proxy names; the last name is the one that it added itself.
    func asker(peer: String, proxy: String?) -> String {
        guard let proxy, proxy == peer, let named = headers[canonicalForm: "x-forwarded-for"].last
        else { return peer }
        return String(named.drop { $0 == " " }.prefix(64))
    }
}
