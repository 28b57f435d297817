import FlagModel
import NIOCore
import NIOHTTP1
import Synchronization

/// One connection's requests, one after the other.
final class RequestHandler: ChannelInboundHandler, RemovableChannelHandler, LoopDesk.Guarded {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    let desk: LoopDesk
    private let peer: String
    var state = State.idle
    private(set) var context: ChannelHandlerContext?
    /// Whole answers enter the pipeline below the encoder.
    private var encoder: ChannelHandlerContext?
    var deadline: NIODeadline
    /// A request came while the one before was answered, and was not read.
    private(set) var hasSkipped = false
    /// The application of the last request; most connections only ever have one.
    private var line: ApplicationBook.Line?

    enum State {
        /// Between requests.
        case idle
        /// A request is on its way.
        case reading(Request, since: NIODeadline)
        /// The answer takes some time.
        case working
        /// The answer is a stream of events that stays open.
        case ringing(Ringing)
        /// The service is asked.
        case asking
        /// The answer tells of every entry and stays open.
        case following(Following)
        /// The last answer was given.
        case closing
    }

    struct Ringing {
        let secret: KnownSecret
        var lastSent = NIODeadline.now()
    }

    /// A connection from a peer.
    init(desk: LoopDesk, peer: String) {
        self.desk = desk
        self.peer = peer
        deadline = .now() + .seconds(RequestLimits.headSeconds)
    }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        encoder = try? context.pipeline.syncOperations.context(
            handlerType: HTTPResponseEncoder.self
        )
        desk.enter(self)
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        desk.leave(self)
        stopTelling()
        self.context = nil
        encoder = nil
    }

    func channelInactive(context: ChannelHandlerContext) {
        stopTelling()
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    // MARK: - In

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch Self.unwrapInboundIn(data) {
        case .head(let head): begin(head, context)
        case .body(let part): append(part)
        case .end:
            guard case .reading(let request, _) = state, !request.isComplete else { return }
            request.isComplete = true
            guard !request.endpoint.isManagement else {
                return answerIfComplete(request, context)
            }
            becomeIdle()
            finish(request, context)
        }
    }

    private func begin(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
        guard case .idle = state else {
            hasSkipped = true
            return
        }
        guard head.uri.utf8.count <= RequestLimits.addressBytes else {
            answer(.text("The address is too long.", .uriTooLong), "unknown", head, false, context)
            return
        }
        let target = RequestTarget(head.uri)
        let endpoint = Endpoint(head.method, target)
        let address = head.asker(peer: peer, proxy: desk.front.settings.proxy)
        let now = NIODeadline.now()
        let request = Request(head, target, endpoint, address: address)
        state = .reading(request, since: now)
        deadline = now + .seconds(RequestLimits.bodySeconds)
        if endpoint.isManagement { return admit(request, context) }
        goAhead(head, context)
    }

    /// Lets somebody send the body who waits to be asked for it.
    func goAhead(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
        guard head.headers.first(name: "expect")?.lowercased() == "100-continue" else { return }
        let go = HTTPResponseHead(version: head.version, status: .continue)
        context.writeAndFlush(Self.wrapOutboundOut(.head(go)), promise: nil)
    }

    private func append(_ part: ByteBuffer) {
        guard case .reading(let request, let begin) = state, !request.isComplete else { return }
        request.append(part.readableBytesView)
        let earned = Int64(request.body.count / RequestLimits.bytesPerSecond)
        deadline = begin + .seconds(RequestLimits.bodySeconds + earned)
    }

    /// The next request may come.
    func becomeIdle() {
        state = .idle
        deadline = .now() + .seconds(RequestLimits.idleSeconds)
    }

    private func finish(_ request: Request, _ context: ChannelHandlerContext) {
        switch desk.respond(to: request, line: &line) {
        case .answer(let answer):
            let keepsAlive = request.head.isKeepAlive && !desk.isClosing
            self.answer(answer, request.endpoint.name, request.head, keepsAlive, context)
        case .events(let secret, let lastID):
            ring(secret, lastID, request.head, context)
        case .later(let work): answer(request, after: work, context)
        }
    }

    /// Answers when some work is done, as the last answer of the connection.
    private func answer(
        _ request: Request,
        after work: @escaping @Sendable () async -> HTTPAnswer,
        _ context: ChannelHandlerContext
    ) {
        state = .working
        let (loop, name, head) = (context.eventLoop, request.endpoint.name, request.head)
        let handler = NIOLoopBound(self, eventLoop: loop)
        Task {
            let answer = await work()
            loop.execute { handler.value.worked(answer, name, head) }
        }
    }

    private func worked(_ answer: HTTPAnswer, _ name: String, _ head: HTTPRequestHead) {
        guard case .working = state, let context else { return }
        self.answer(answer, name, head, false, context)
    }

    // MARK: - Out

    /// Gives an answer, and ends the connection unless it stays for more.
    func answer(
        _ answer: HTTPAnswer,
        _ name: String,
        _ request: HTTPRequestHead,
        _ keepsAlive: Bool,
        _ context: ChannelHandlerContext
    ) {
        guard let encoder else { return }
        let bytes = NIOAny(answer.bytes(to: request, keepsAlive: keepsAlive))
        desk.front.counters.answered(name, answer.status.code)
        guard !keepsAlive else {
            encoder.writeAndFlush(bytes, promise: nil)
            return
        }
        state = .closing
        encoder.writeAndFlush(bytes).assumeIsolated().whenComplete { _ in
            context.close(mode: .output, promise: nil)
        }
        deadline = .now() + .seconds(1)
    }

    // MARK: - Events

    private func ring(
        _ secret: KnownSecret,
        _ lastID: String?,
        _ request: HTTPRequestHead,
        _ context: ChannelHandlerContext
    ) {
        var headers = HTTPHeaders()
        headers.add(name: "access-control-allow-origin", value: "*")
        headers.add(name: "content-type", value: "text/event-stream")
        headers.add(name: "cache-control", value: "no-cache")
        let head = HTTPResponseHead(version: request.version, status: .ok, headers: headers)
        context.write(Self.wrapOutboundOut(.head(head)), promise: nil)
        state = .ringing(Ringing(secret: secret))
        desk.follow(self, in: secret.environmentID)
        desk.front.counters.doorbells.add(1, ordering: .relaxed)
        desk.front.counters.answered(Endpoint.openFeatureEvents.name, 200)
        send(Array(": listening\n\n".utf8))
        guard let picture = desk.site.environments[secret.environmentID], let lastID,
            lastID != String(picture.clock)
        else { return }
        ring(picture)
    }

    /// Tells the provider to ask again.
    func ring(_ picture: EnvironmentPicture) {
        send(OpenFeatureResponses.event(picture))
    }

    private func send(_ bytes: [UInt8]) {
        guard case .ringing(var ringing) = state, let context else { return }
        guard context.channel.isWritable else {
            desk.front.counters.dropped.add(1, ordering: .relaxed)
            close()
            return
        }
        ringing.lastSent = .now()
        state = .ringing(ringing)
        let part = HTTPServerResponsePart.body(.byteBuffer(ByteBuffer(bytes: bytes)))
        context.writeAndFlush(Self.wrapOutboundOut(part), promise: nil)
    }

    private func stopTelling() {
        if case .following(let following) = state {
            state = .closing
            following.task.cancel()
        }
        guard case .ringing(let ringing) = state else { return }
        state = .closing
        desk.unfollow(self, in: ringing.secret.environmentID)
        desk.front.counters.doorbells.subtract(1, ordering: .relaxed)
    }

    /// Ends a stream of events whose secret was taken back.
    func closeIfRevoked() {
        guard case .ringing(let ringing) = state, !desk.site.holds(ringing.secret) else { return }
        close()
    }

    /// Ends the connection.
    func close() {
        stopTelling()
        context?.close(promise: nil)
    }

    /// Closes whoever is slow or silent; a stream of events gets a sign of life instead.
    func look(at now: NIODeadline) {
        if case .ringing(let ringing) = state {
            // Proxies close what is silent for longer.
            if now - ringing.lastSent >= .seconds(15) { send(Array(": still here\n\n".utf8)) }
            return
        }
        if case .following(let following) = state { return look(after: following, at: now) }
        if case .asking = state { return }
        guard now >= deadline else { return }
        // Only who is in the middle of a request is slow.
        if case .reading = state { desk.front.counters.dropped.add(1, ordering: .relaxed) }
        context?.close(promise: nil)
    }
}
