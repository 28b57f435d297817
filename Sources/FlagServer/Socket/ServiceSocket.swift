import FlagAPI
import FlagService
import JSON
import UnixSocket

/// The service of this process for other processes of the machine.
actor ServiceSocket {
    /// Connections at once, at the most.
    static let maximumConnections = 128
    /// What each of them may cost.
    static let limits = FrameLimits(
        greetingBytes: SocketProtocol.greetingBytes,
        frameBytes: SocketProtocol.requestBytes
    )

    nonisolated let service: LocalService
    nonisolated let role: ProcessRole
    nonisolated let admission: Admission
    private let listener: SocketListener
    private let loop: FrameLoop
    nonisolated let executor: (any TaskExecutor)?
    private let newcomers: AsyncStream<FrameConnection>.Continuation
    /// Stops the use of the service in this process; `nil` when it keeps the data.
    private let yields: (@Sendable () async -> Void)?
    private var connections: [Int: FrameConnection] = [:]
    private var nextID = 0
    private var underWay = 0
    private var idle: [CheckedContinuation<Void, Never>] = []
    /// Nothing new is answered any more.
    private(set) var isClosing = false
    private var isClosed = false
    private var closers: [CheckedContinuation<Void, Never>] = []

    /// Listens for others.
    ///
    /// Call it only while this process holds the journal's lock.
    static func listen(
        for service: LocalService,
        as role: ProcessRole,
        access: SocketListener.Access,
        limits: FrameLimits,
        executor: (any TaskExecutor)?,
        yields: (@Sendable () async -> Void)?
    ) throws(SocketProblem) -> ServiceSocket {
        let address = try SocketAddress(path: service.directory.socket)
        let listener = try SocketListener(at: address, access: access)
        let (stream, newcomers) = AsyncStream.makeStream(of: FrameConnection.self)
        let loop = try FrameLoop.serving(listener, limits: limits) { newcomers.yield($0) }
        let socket = ServiceSocket(
            service: service,
            role: role,
            access: access,
            listener: listener,
            loop: loop,
            executor: executor,
            newcomers: newcomers,
            yields: yields
        )
        Task.detached(executorPreference: executor) {
            for await connection in stream { await socket.admit(connection) }
        }
        return socket
    }

    private init(
        service: LocalService,
        role: ProcessRole,
        access: SocketListener.Access,
        listener: SocketListener,
        loop: FrameLoop,
        executor: (any TaskExecutor)?,
        newcomers: AsyncStream<FrameConnection>.Continuation,
        yields: (@Sendable () async -> Void)?
    ) {
        self.service = service
        self.role = role
        self.listener = listener
        self.loop = loop
        self.executor = executor
        self.newcomers = newcomers
        self.yields = yields
        admission = Admission(
            ownUserID: Peer.ownUserID,
            access: access,
            accountName: { Peer.accountName(of: $0) }
        )
    }

    private func admit(_ connection: FrameConnection) {
        guard !isClosing else { return connection.close() }
        guard connections.count < Self.maximumConnections else {
            connection.send(ServiceMessage.refused(Self.fullText).json.canonicalBytes())
            return connection.close()
        }
        let id = nextID
        nextID += 1
        connections[id] = connection
        let session = SocketSession(socket: self, connection: connection)
        Task.detached(executorPreference: executor) { [weak self] in
            await session.run()
            await self?.leave(id)
        }
    }

    private static let fullText =
        "\(maximumConnections) others use this data already. Close one of them first."

    private func leave(_ id: Int) {
        connections[id] = nil
    }

    // MARK: - Requests under way

    /// A request begins; `false` when it is too late for it.
    func begin() -> Bool {
        guard !isClosing else { return false }
        underWay += 1
        return true
    }

    /// A request was answered.
    func end() {
        underWay -= 1
        guard underWay == 0 else { return }
        let waiters = idle
        idle = []
        for waiter in waiters { waiter.resume() }
    }

    // MARK: - The end

    /// Closes the data for a process that asked for it; returns when it can be opened.
    ///
    /// - Throws: ``ServiceProblem/unreachable(text:)`` when this process keeps it.
    func handOver(to peer: Peer, isTrusted: Bool) async throws(ServiceProblem) {
        guard let yields, role == .dashboard, isTrusted, !isClosing else {
            let owner = Peer.accountName(of: Peer.ownUserID) ?? "\(Peer.ownUserID)"
            throw .unreachable(
                text: "This data is already served by process \(Self.processID) of user \(owner). "
                    + "Nothing was changed."
            )
        }
        beginClosing()
        await yields()
        await closeData()
    }

    /// Closes the data in order: requests under way are answered, then everybody is let go.
    ///
    /// Returns when the data is closed, whoever closes it.
    func close() async {
        guard !isClosing else { return await closed() }
        beginClosing()
        await closeData()
        sayGoodbye(isPromised: false)
    }

    /// Ends every connection.
    func sayGoodbye(isPromised: Bool) {
        let goodbye = ServiceMessage.goodbye(isPromised: isPromised).json.canonicalBytes()
        for connection in connections.values { connection.send(goodbye) }
        newcomers.finish()
        loop.close()
    }

    /// The name goes first: from now on those who seek an owner do not find this one.
    private func beginClosing() {
        isClosing = true
        listener.unlink()
    }

    private func closeData() async {
        await finishRequests()
        await service.close()
        isClosed = true
        for closer in closers { closer.resume() }
        closers = []
    }

    private func closed() async {
        guard !isClosed else { return }
        await withCheckedContinuation { closers.append($0) }
    }

    private func finishRequests() async {
        while underWay > 0 { await withCheckedContinuation { idle.append($0) } }
    }
}
