import FlagAPI
import NIOCore
import NIOHTTP1
import Synchronization

/// Requests of people's programs: who asks is found out while the body waits outside, and the
/// service answers in its own time.
extension RequestHandler {
    /// Somebody who hears of every entry.
    struct Following {
        let task: Task<Void, Never>
        let admitted: ManagementDoor.Admitted
        let pass: ManagementDoor.Pass
        var lastSent = NIODeadline.now()
        /// Since when a piece waits to be taken by the reader; `nil` when none does.
        var waitingSince: NIODeadline?
    }

    /// A request and its connection, held by work that is done elsewhere.
    private struct Held {
        let handler: RequestHandler
        let request: Request
    }

    // MARK: - Who asks

    /// Begins to find out who asks; nothing more is read until that is known.
    func admit(_ request: Request, _ context: ChannelHandlerContext) {
        guard let door = desk.front.management else {
            return refuse(.text("There is nothing here.", .notFound), request, context)
        }
        if let fault = door.fault(in: request.head) {
            return refuse(.problem(fault), request, context)
        }
        _ = context.channel.setOption(.autoRead, value: false)
        let loop = context.eventLoop
        let held = NIOLoopBound(Held(handler: self, request: request), eventLoop: loop)
        let authorization = request.head.headers.first(name: "authorization")
        let address = request.address
        Task(executorPreference: desk.front.management?.management.executor) {
            let result = await door.admit(authorization, from: address)
            loop.execute { held.value.handler.admitted(result, held.value.request) }
        }
    }

    private func admitted(
        _ result: Result<ManagementDoor.Admitted, ManagementDoor.Refused>,
        _ request: Request
    ) {
        guard let context, case .reading(let current, _) = state, current === request else {
            return
        }
        _ = context.channel.setOption(.autoRead, value: true)
        switch result {
        case .failure(let refused): refuse(refused.answer, request, context)
        case .success(let admitted):
            if request.endpoint == .bulk {
                request.pass = desk.front.management?.pass(.bulk)
                guard request.pass != nil else { return refuse(.full, request, context) }
            }
            request.admitted = admitted
            goAhead(request.head, context)
            answerIfComplete(request, context)
        }
    }

    /// Answers before the body was read, which ends the connection.
    private func refuse(
        _ answer: HTTPAnswer,
        _ request: Request,
        _ context: ChannelHandlerContext
    ) {
        self.answer(answer, request.endpoint.name, request.head, false, context)
    }

    // MARK: - Answering

    /// Asks the service as soon as everything is there and whoever asks is known.
    func answerIfComplete(_ request: Request, _ context: ChannelHandlerContext) {
        guard request.isComplete, let admitted = request.admitted,
            let door = desk.front.management
        else { return }
        if let problem = request.bodyProblem {
            return answered(.problem(problem), request)
        }
        state = .asking
        let loop = context.eventLoop
        let held = NIOLoopBound(Held(handler: self, request: request), eventLoop: loop)
        let (endpoint, body) = (request.endpoint, request.body)
        guard endpoint != .entries else {
            Task(executorPreference: door.management.executor) {
                let problem = await door.refusal(of: admitted.caller)
                loop.execute { held.value.handler.follow(held.value.request, unless: problem) }
            }
            return
        }
        Task(executorPreference: desk.front.management?.management.executor) {
            let answer =
                endpoint == .picture
                ? await door.picture(for: admitted.caller)
                : await door.answer(body, most: endpoint.bodyLimit, by: admitted.caller)
            loop.execute { held.value.handler.answered(answer, held.value.request) }
        }
    }

    private func answered(_ answer: HTTPAnswer, _ request: Request) {
        guard let context else { return }
        becomeIdle()
        // What came behind this request was not read: its sender must send it again.
        let keepsAlive = request.head.isKeepAlive && !desk.isClosing && !hasSkipped
        self.answer(answer, request.endpoint.name, request.head, keepsAlive, context)
    }

    // MARK: - Following

    /// Begins to tell of every entry, to somebody who may look.
    private func follow(_ request: Request, unless problem: ServiceProblem?) {
        guard let context, let door = desk.front.management, let admitted = request.admitted else {
            return
        }
        if let problem { return answered(.problem(HTTPProblem(problem)), request) }
        let known = request.target["after"]
        let entry = known.flatMap { UInt64($0) }
        guard let pass = door.pass(.following) else { return answered(.full, request) }
        guard known == nil || entry != nil else {
            let text = "What stands behind after= is no number of an entry."
            return answered(.problem(HTTPProblem(400, "request.unreadable", text)), request)
        }
        let headers = HTTPHeaders([
            ("content-type", "application/x-ndjson"), ("cache-control", "no-store"),
            // A proxy that collects answers would keep them for itself.
            ("x-accel-buffering", "no"),
        ])
        let head = HTTPResponseHead(version: request.head.version, status: .ok, headers: headers)
        context.writeAndFlush(Self.wrapOutboundOut(.head(head)), promise: nil)
        desk.front.counters.answered(Endpoint.entries.name, 200)
        let loop = context.eventLoop
        let held = NIOLoopBound(self, eventLoop: loop)
        let send: @Sendable ([UInt8]) async -> Bool = { line in
            await Self.send(line, through: held, on: loop)
        }
        let task = Task(executorPreference: door.management.executor) {
            await door.tell(admitted, after: entry, send: send)
            loop.execute { held.value.endFollowing() }
        }
        state = .following(Following(task: task, admitted: admitted, pass: pass))
    }

    /// - Returns: whether all of it was taken by the reader's machine.
    private static func send(
        _ bytes: [UInt8],
        through held: NIOLoopBound<RequestHandler>,
        on loop: any EventLoop
    ) async -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let piece = ByteBuffer(bytes: rest.prefix(pieceBytes))
            rest = rest.dropFirst(pieceBytes)
            do {
                try await loop.flatSubmit { held.value.write(piece) }.get()
            } catch {
                return false
            }
        }
        return true
    }

    /// Bytes that are sent at once, so that it shows whether the reader takes them.
    private static let pieceBytes = 64 << 10

    private func write(_ piece: ByteBuffer) -> EventLoopFuture<Void> {
        guard let context else { return desk.loop.makeFailedFuture(ChannelError.ioOnClosedChannel) }
        guard case .following(var following) = state else {
            return context.eventLoop.makeFailedFuture(ChannelError.ioOnClosedChannel)
        }
        following.waitingSince = .now()
        state = .following(following)
        let part = HTTPServerResponsePart.body(.byteBuffer(piece))
        let written = context.writeAndFlush(Self.wrapOutboundOut(part))
        written.assumeIsolated().whenComplete { [weak self] _ in self?.taken() }
        return written
    }

    private func taken() {
        guard case .following(var following) = state else { return }
        following.waitingSince = nil
        following.lastSent = .now()
        state = .following(following)
    }

    /// Nothing more is told: the reader's connection ends in order.
    private func endFollowing() {
        guard let context, case .following = state else { return }
        state = .closing
        deadline = .now() + .seconds(1)
        let end = HTTPServerResponsePart.end(nil)
        context.writeAndFlush(Self.wrapOutboundOut(end)).assumeIsolated().whenComplete { _ in
            context.close(mode: .output, promise: nil)
        }
    }

    /// Looks after somebody who follows: whether they read, and still may.
    func look(after following: Following, at now: NIODeadline) {
        if let since = following.waitingSince {
            guard now - since >= .seconds(RequestLimits.idleSeconds) else { return }
            desk.front.counters.dropped.add(1, ordering: .relaxed)
            return close()
        }
        if now - following.lastSent >= .seconds(HTTPProtocol.signOfLifeSeconds) {
            _ = write(ByteBuffer(string: "\n"))
        }
        guard let context, let door = desk.front.management else { return }
        let loop = context.eventLoop
        let held = NIOLoopBound(self, eventLoop: loop)
        let admitted = following.admitted
        Task(executorPreference: desk.front.management?.management.executor) {
            guard await !door.isStillGood(admitted) else { return }
            loop.execute { held.value.close() }
        }
    }
}

extension HTTPAnswer {
    /// Too many are inside.
    fileprivate static let full = HTTPAnswer.problem(
        HTTPProblem(503, "service.busy", "Too many are connected already. Try again in a moment.")
    ).with("retry-after", "1")
}

extension Request {
    /// Why the body is not read; `nil` when it is.
    fileprivate var bodyProblem: HTTPProblem? {
        if isTooLong {
            let text = "The question is longer than \(endpoint.bodyLimit) bytes."
            return HTTPProblem(413, "request.too-long", text)
        }
        guard !isPlain else { return nil }
        return HTTPProblem(415, "request.compressed", "Send the question uncompressed.")
    }
}
