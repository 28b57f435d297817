import FlagAPI
import FlagModel
import NIOCore
import NIOWebSocket
import Observations
import Synchronization

/// One SDK's stream: frames in, messages out.
final class StreamHandler: ChannelInboundHandler, LoopDesk.Guarded {
    typealias InboundIn = WebSocketFrame

    /// Why the server ends a stream; SDKs decide by the number whether they come back.
    ///
    /// 4003 makes most SDKs stop until their application is started again, and 1000 some of them,
    /// so 4003 is only for credentials that are certainly wrong and 1000 is never sent.
    enum End: UInt16 {
        case goingAway = 1001
        case protocolError = 1002
        case messageTooBig = 1009
        case unavailable = 1011
        case tryAgainLater = 1013
        case invalidCredentials = 4003
    }

    /// What the stream was opened with.
    let secret: KnownSecret
    private let desk: LoopDesk
    private let line: ApplicationBook.Line
    private var session: StreamSession
    private var context: ChannelHandlerContext?
    private var encoder: ChannelHandlerContext?
    private var silentSince = NIODeadline.now()
    private var waitingChanges = 0
    private var isEnding = false

    /// A stream that was opened with a good secret.
    init(_ secret: KnownSecret, sdk: String, address: String, desk: LoopDesk) {
        self.secret = secret
        self.desk = desk
        session = StreamSession(kind: secret.secret.kind)
        line = desk.front.book.line(
            ApplicationBook.Identity(
                secret: secret,
                transport: .streaming,
                sdk: sdk,
                address: address
            ),
            connections: 1,
            at: desk.front.now()
        )
        desk.front.counters.streams.add(1, ordering: .relaxed)
    }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        // Frames are encoded once for all streams and enter the pipeline below the encoder.
        encoder = try? context.pipeline.syncOperations.context(
            handlerType: WebSocketFrameEncoder.self
        )
        desk.enter(self)
        desk.follow(self, in: secret.environmentID)
        if desk.isClosing { end(.goingAway) }
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        desk.leave(self)
        desk.unfollow(self, in: secret.environmentID)
        desk.front.book.left(line)
        desk.front.counters.streams.subtract(1, ordering: .relaxed)
        self.context = nil
        encoder = nil
    }

    // MARK: - In

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let frame = Self.unwrapInboundIn(data)
        silentSince = .now()
        switch frame.opcode {
        case .text: receive(Array(frame.unmaskedData.readableBytesView))
        case .ping:
            let pong = WebSocketFrame(fin: true, opcode: .pong, data: frame.unmaskedData)
            context.writeAndFlush(NIOAny(pong), promise: nil)
        case .connectionClose: answerClose(frame, context)
        default: break
        }
    }

    private func receive(_ bytes: [UInt8]) {
        guard !isEnding else { return }
        guard let picture = desk.site.environments[secret.environmentID] else {
            end(.unavailable)
            return
        }
        line.asked(at: desk.front.now())
        switch session.receive(StreamMessage(bytes), picture) {
        case .silence: break
        case .send(let answer): send(WebSocketText.frame(answer))
        case .sendFrame(let frame): send(frame)
        case .sendTo(let user, let answer):
            send(WebSocketText.frame(answer))
            guard let customer = user.customer else { return }
            desk.front.ingest.offer(
                [ObservedItem(customer: customer)],
                in: secret.environmentID
            )
        }
    }

    private func answerClose(_ frame: WebSocketFrame, _ context: ChannelHandlerContext) {
        isEnding = true
        var data = frame.unmaskedData
        let code = data.readSlice(length: data.readableBytes < 2 ? 0 : 2) ?? ByteBuffer()
        let answer = WebSocketFrame(fin: true, opcode: .connectionClose, data: code)
        context.writeAndFlush(NIOAny(answer)).assumeIsolated().whenComplete { _ in
            context.close(promise: nil)
        }
        StreamHandler.closeSoon(context.channel)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // Frames that are too long are answered by the handler in front of this one.
        switch error {
        case NIOWebSocketFrameAggregator.Error.tooManyFragments,
            NIOWebSocketFrameAggregator.Error.accumulatedFrameSizeIsTooLarge:
            end(.messageTooBig)
        case is NIOWebSocketFrameAggregator.Error, is BrokenFrame: end(.protocolError)
        default: context.close(promise: nil)
        }
    }

    // MARK: - Out

    /// Tells of changes, if the SDK has asked for a sync before.
    func tell(_ changes: LiveChanges, _ picture: EnvironmentPicture) {
        guard session.isSynced, !isEnding else { return }
        if let user = session.user {
            guard !changes.flags.isEmpty else { return }
            send(WebSocketText.frame(Sync.client(.patch, user, changes.flags, picture)))
        } else {
            for frame in changes.frames { send(frame) }
        }
        desk.front.counters.pushes.add(1, ordering: .relaxed)
    }

    private func send(_ frame: ByteBuffer) {
        guard let encoder else { return }
        if encoder.channel.isWritable {
            waitingChanges = 0
        } else {
            waitingChanges += 1
            guard waitingChanges <= RequestLimits.waitingChanges else {
                desk.front.counters.dropped.add(1, ordering: .relaxed)
                end(.tryAgainLater)
                return
            }
        }
        encoder.writeAndFlush(NIOAny(frame), promise: nil)
    }

    /// Ends the stream with a reason that SDKs understand.
    func end(_ reason: End) {
        guard let context, !isEnding else { return }
        isEnding = true
        StreamHandler.close(context, reason)
    }

    /// Sends a close frame and closes, also when the other side does not answer.
    static func close(_ context: ChannelHandlerContext, _ reason: End) {
        var data = context.channel.allocator.buffer(capacity: 64)
        data.write(webSocketErrorCode: WebSocketErrorCode(codeNumber: Int(reason.rawValue)))
        data.writeString(reason.words)
        let frame = WebSocketFrame(fin: true, opcode: .connectionClose, data: data)
        context.writeAndFlush(NIOAny(frame), promise: nil)
        closeSoon(context.channel)
    }

    /// Whoever does not take a last frame within a second loses the connection without it.
    private static func closeSoon(_ channel: any Channel) {
        channel.eventLoop.assumeIsolated().scheduleTask(in: .seconds(1)) {
            channel.close(promise: nil)
        }
    }

    /// Closes the stream of an SDK that does not even ping.
    func look(at now: NIODeadline) {
        guard !isEnding, now - silentSince > .seconds(RequestLimits.idleSeconds) else { return }
        desk.front.counters.dropped.add(1, ordering: .relaxed)
        end(.goingAway)
    }
}

extension StreamHandler.End {
    /// What stands beside the number; for those who read an SDK's log.
    fileprivate var words: String {
        switch self {
        case .goingAway: "closing, come back later"
        case .messageTooBig: "message too big"
        case .protocolError: "this frame breaks the protocol"
        case .unavailable: "service unavailable, close by server"
        case .tryAgainLater: "too slow, come back later"
        case .invalidCredentials: "invalid request, close by server"
        }
    }
}

/// Tells somebody whose credentials are wrong so, and closes.
final class RefusedStreamHandler: ChannelInboundHandler {
    typealias InboundIn = WebSocketFrame

    private let end: StreamHandler.End

    init(_ end: StreamHandler.End) {
        self.end = end
    }

    func handlerAdded(context: ChannelHandlerContext) {
        StreamHandler.close(context, end)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard Self.unwrapInboundIn(data).opcode == .connectionClose else { return }
        context.close(promise: nil)
    }
}
