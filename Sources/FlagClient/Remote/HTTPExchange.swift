import NIOCore
import NIOHTTP1
import NIOPosix
import TLS

/// One request over a connection of its own, and its answer as it comes.
struct HTTPExchange: Sendable {
    /// Where it goes.
    let place: RemotePlace
    /// Whom to believe about who is there.
    let trust: RemoteTrust
    /// `GET` or `POST`.
    let method: HTTPMethod
    /// The path, without what a proxy wants in front.
    let path: String
    /// What proves who asks.
    let authorization: String
    /// What is sent along.
    var body: [UInt8] = []
    /// Seconds of silence after which the other end counts as gone; `nil` waits for ever.
    var patience: Int64?

    /// The other end stopped in the middle.
    struct CutOff: Error {}

    /// Seconds that a connection may take to come about.
    private static let connectSeconds: Int64 = 10

    /// Sends the request and reads the answer to its end.
    ///
    /// - Parameter take: gets each part of the answer as it comes.
    /// - Throws: what `take` throws, ``Handshake/Failure`` when the other end is not believed, and
    ///   when it cannot be reached or stops in the middle.
    func run(_ take: (HTTPClientResponsePart) throws -> Void) async throws {
        let handshake = Handshake()
        do {
            try await run(take, handshake)
        } catch {
            throw handshake.failure ?? error
        }
    }

    private func run(
        _ take: (HTTPClientResponsePart) throws -> Void,
        _ handshake: Handshake
    ) async throws {
        let (patience, host, trust) = (patience, place.host, trust)
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connectTimeout(.seconds(Self.connectSeconds))
            .channelOption(.tcpOption(.tcp_nodelay), value: 1)
            .connect(host: place.host, port: place.port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try trust.secure(channel, to: host, telling: handshake)
                    let operations = channel.pipeline.syncOperations
                    if let patience {
                        try operations.addHandler(IdleStateHandler(readTimeout: .seconds(patience)))
                        try operations.addHandler(SilenceHandler())
                    }
                    try operations.addHTTPClientHandlers()
                    return try NIOAsyncChannel<HTTPClientResponsePart, HTTPClientRequestPart>(
                        wrappingChannelSynchronously: channel
                    )
                }
            }
        try await channel.executeThenClose { inbound, outbound in
            var failure: (any Error)?
            do {
                try await outbound.write(.head(head))
                if !body.isEmpty {
                    try await outbound.write(.body(.byteBuffer(ByteBuffer(bytes: body))))
                }
                try await outbound.write(.end(nil))
            } catch {
                // Who refuses a request may answer before it has read all of it.
                failure = error
            }
            for try await part in inbound {
                try take(part)
                if case .end = part { return }
            }
            throw failure ?? CutOff()
        }
    }

    private var head: HTTPRequestHead {
        var head = HTTPRequestHead(version: .http1_1, method: method, uri: place.base + path)
        head.headers = [
            "host": place.authority, "authorization": authorization, "connection": "close",
            "user-agent": "flagdeck", "content-length": "\(body.count)",
        ]
        if method == .POST { head.headers.add(name: "content-type", value: "application/json") }
        return head
    }

    /// Sends the request and returns the whole answer.
    ///
    /// - Parameter most: bytes that it may have.
    /// - Returns: its status and its body.
    /// - Throws: as ``run(_:)``; ``CutOff`` when it is longer.
    func answer(most: Int) async throws -> HTTPReply {
        var reply = HTTPReply()
        try await run { part in try reply.take(part, most: most) }
        return reply
    }
}

/// An answer, as far as it has come.
struct HTTPReply: Sendable {
    /// Its status; 0 before its head.
    private(set) var status: UInt = 0
    /// Its body.
    private(set) var body: [UInt8] = []

    /// Takes the next part.
    mutating func take(_ part: HTTPClientResponsePart, most: Int) throws(HTTPExchange.CutOff) {
        switch part {
        case .head(let head): status = head.status.code
        case .body(let piece):
            guard body.count + piece.readableBytes <= most else { throw HTTPExchange.CutOff() }
            body += piece.readableBytesView
        case .end: break
        }
    }
}

/// Ends a connection on which nothing was heard for too long.
private final class SilenceHandler: ChannelInboundHandler {
    typealias InboundIn = NIOAny

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard event is IdleStateHandler.IdleStateEvent else {
            return context.fireUserInboundEventTriggered(event)
        }
        context.close(promise: nil)
    }
}
