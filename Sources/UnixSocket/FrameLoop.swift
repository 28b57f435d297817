internal import Synchronization

#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// A thread that serves connections until the last one is gone and nobody listens any more.
///
/// It sleeps while nothing happens, and blocks every signal: those are the main thread's.
public final class FrameLoop: Sendable {
    /// Takes a new connection; runs on the loop's thread and must not wait.
    public typealias Newcomer = @Sendable (FrameConnection) -> Void

    let limits: FrameLimits
    private let newcomer: Newcomer?
    private let state: Mutex<State>
    private let wakeReader: Int32
    private let wakeWriter: Int32

    private struct State {
        var connections: [Int: OpenConnection] = [:]
        var listener: Int32?
        var nextID = 0
        /// The listener is left alone until then: the process has no descriptors left.
        var listenerRest: ContinuousClock.Instant?

        var isDone: Bool { connections.isEmpty && listener == nil }
    }

    /// How long a listener rests after the system had no descriptor for a connection.
    private static let restMilliseconds = 100

    private init(
        listener: Int32?,
        limits: FrameLimits,
        path: String,
        newcomer: Newcomer?
    ) throws(SocketProblem) {
        self.limits = limits
        self.newcomer = newcomer
        state = Mutex(State(listener: listener))
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else {
            throw .system(operation: "pipe", path: path, errno: errno)
        }
        (wakeReader, wakeWriter) = (ends[0], ends[1])
        for end in ends { SocketAddress.prepare(end) }
    }

    deinit {
        Self.end(wakeReader)
        Self.end(wakeWriter)
    }

    /// Serves whoever connects to a listening socket.
    ///
    /// - Parameters:
    ///   - listener: where to listen; the loop closes it.
    ///   - limits: what connections may cost.
    ///   - newcomer: takes each new connection.
    /// - Returns: the loop, running.
    /// - Throws: ``SocketProblem/system(operation:path:errno:)`` when it cannot be started.
    public static func serving(
        _ listener: SocketListener,
        limits: FrameLimits,
        newcomer: @escaping Newcomer
    ) throws(SocketProblem) -> FrameLoop {
        do throws(SocketProblem) {
            let loop = try FrameLoop(
                listener: listener.descriptor,
                limits: limits,
                path: listener.address.path,
                newcomer: newcomer
            )
            try loop.start(path: listener.address.path)
            return loop
        } catch {
            listener.unlink()
            end(listener.descriptor)
            throw error
        }
    }

    /// Connects to whoever listens at an address.
    ///
    /// - Returns: the connection; frames up to ``FrameLimits/greetingBytes`` are read from it.
    /// - Throws: ``SocketProblem/nobody(path:)`` when nobody does.
    public static func connect(
        to address: SocketAddress,
        limits: FrameLimits
    ) throws(SocketProblem) -> FrameConnection {
        let loop = try FrameLoop(
            listener: nil,
            limits: limits,
            path: address.path,
            newcomer: nil
        )
        let descriptor = try address.connect()
        guard let connection = loop.open(descriptor) else {
            throw .nobody(path: address.path)
        }
        try loop.start(path: address.path)
        return connection
    }

    /// Listens no more and ends every connection once what waits is sent.
    public func close() {
        let listener = state.withLock { state -> Int32? in
            defer { state.listener = nil }
            return state.listener
        }
        if let listener { Self.end(listener) }
        for id in state.withLock({ Array($0.connections.keys) }) { close(id) }
        wake()
    }
}

// MARK: - For connections

extension FrameLoop {
    func send(_ frame: [UInt8], on id: Int) {
        let bytes = FrameReader.encoded(frame)
        state.withLock { state in
            guard var connection = state.connections.removeValue(forKey: id) else { return }
            guard !connection.isClosing else {
                state.connections[id] = connection
                return
            }
            guard connection.waitingBytes <= limits.waitingBytes else {
                return Self.finish(connection)
            }
            switch connection.add(bytes) {
            case .ends: Self.finish(connection)
            case .goesOn: state.connections[id] = connection
            }
        }
        wake()
    }

    func taken(on id: Int) {
        let mayReadAgain = state.withLock { state in
            guard let untaken = state.connections[id]?.untaken else { return false }
            state.connections[id]?.untaken = untaken - 1
            return untaken == limits.untakenFrames
        }
        if mayReadAgain { wake() }
    }

    func expect(_ count: Int, withinSeconds seconds: Int, on id: Int) {
        state.withLock { state in
            state.connections[id]?.expect(count, until: .now + .seconds(seconds))
        }
        wake()
    }

    func accept(_ id: Int) {
        state.withLock { state in
            state.connections[id]?.reader.maximumBytes = limits.frameBytes
        }
    }

    func close(_ id: Int) {
        state.withLock { state in
            guard var connection = state.connections.removeValue(forKey: id) else { return }
            guard connection.waitingBytes > 0 else { return Self.finish(connection) }
            connection.isClosing = true
            connection.frames.finish()
            connection.deadline = .now + .milliseconds(limits.closingMilliseconds)
            state.connections[id] = connection
        }
        wake()
    }

    /// Whether a connection has ended.
    func isGone(_ connection: FrameConnection) -> Bool {
        state.withLock { $0.connections[connection.id] == nil }
    }

    private static func finish(_ connection: OpenConnection) {
        connection.frames.finish()
        end(connection.descriptor)
    }

    private static func end(_ descriptor: Int32) {
        #if canImport(Glibc)
        _ = Glibc.close(descriptor)
        #else
        _ = Darwin.close(descriptor)
        #endif
    }

    private func wake() {
        var byte: UInt8 = 1
        // A full pipe has enough bytes in it to wake the loop.
        _ = write(wakeWriter, &byte, 1)
    }

    /// Takes charge of a connected descriptor.
    private func open(_ descriptor: Int32) -> FrameConnection? {
        guard let peer = Peer(of: descriptor) else {
            Self.end(descriptor)
            return nil
        }
        let (frames, continuation) = AsyncStream.makeStream(of: [UInt8].self)
        let id = state.withLock { state in
            let id = state.nextID
            state.nextID += 1
            state.connections[id] = OpenConnection(
                descriptor: descriptor,
                frames: continuation,
                limits: limits,
                deadline: .now + .seconds(limits.greetingSeconds)
            )
            return id
        }
        return FrameConnection(peer: peer, frames: frames, id: id, loop: self)
    }
}

// MARK: - The thread

extension FrameLoop {
    private func start(path: String) throws(SocketProblem) {
        // A new thread inherits what this one blocks.
        var everything = sigset_t()
        var before = sigset_t()
        sigfillset(&everything)
        for crash in [SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGTRAP] {
            sigdelset(&everything, crash)
        }
        pthread_sigmask(SIG_SETMASK, &everything, &before)
        defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
        #if canImport(Glibc)
        var thread = pthread_t()
        #else
        var thread: pthread_t?
        #endif
        let context = Unmanaged.passRetained(self)
        let status = pthread_create(
            &thread,
            nil,
            { context in
                guard let context else { return nil }
                Unmanaged<FrameLoop>.fromOpaque(context).takeRetainedValue().run()
                return nil
            },
            context.toOpaque()
        )
        guard status == 0 else {
            context.release()
            throw .system(operation: "pthread_create", path: path, errno: status)
        }
        #if canImport(Glibc)
        pthread_detach(thread)
        #else
        if let thread { pthread_detach(thread) }
        #endif
    }

    private func run() {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
        defer { buffer.deallocate() }
        while let (descriptors, ids, timeout) = nextWait() {
            var descriptors = descriptors
            let count = poll(&descriptors, nfds_t(descriptors.count), timeout)
            guard count >= 0 || errno == EINTR else {
                // Without it nobody would hear that nothing comes any more.
                return endAll()
            }
            closeOverdue()
            guard count > 0 else { continue }
            for (place, id) in zip(descriptors, ids) where place.revents != 0 {
                switch id {
                case .wake: _ = read(wakeReader, buffer.baseAddress, buffer.count)
                case .listener: admit(place.fd)
                case .connection(let id): serve(id, Int32(place.revents), buffer)
                }
            }
        }
    }

    private enum Place {
        case wake, listener
        case connection(Int)
    }

    /// What to wait for next; `nil` when there is nothing any more.
    private func nextWait() -> (descriptors: [pollfd], places: [Place], timeout: Int32)? {
        state.withLock { state in
            guard !state.isDone else { return nil }
            var descriptors = [pollfd(fd: wakeReader, events: Int16(POLLIN), revents: 0)]
            var places = [Place.wake]
            let now = ContinuousClock.now
            if let rest = state.listenerRest, rest <= now { state.listenerRest = nil }
            if let listener = state.listener, state.listenerRest == nil {
                descriptors.append(pollfd(fd: listener, events: Int16(POLLIN), revents: 0))
                places.append(.listener)
            }
            // Whoever hung up is left alone until there is room for the rest of what they said.
            for (id, connection) in state.connections {
                if connection.isHungUp, connection.untaken >= limits.untakenFrames { continue }
                let events = connection.events(limits)
                descriptors.append(pollfd(fd: connection.descriptor, events: events, revents: 0))
                places.append(.connection(id))
            }
            let deadlines = state.connections.values.compactMap(\.deadline)
            let first = (deadlines + [state.listenerRest].compactMap(\.self)).min()
            return (descriptors, places, first.map { Self.milliseconds(from: now, to: $0) } ?? -1)
        }
    }

    /// Whole milliseconds until a moment, rounded up.
    private static func milliseconds(
        from now: ContinuousClock.Instant,
        to end: ContinuousClock.Instant
    ) -> Int32 {
        let rest = now.duration(to: end).components
        let milliseconds = rest.seconds * 1000 + rest.attoseconds / 1_000_000_000_000_000 + 1
        return Int32(clamping: max(0, milliseconds))
    }

    private func endAll() {
        state.withLock { state in
            for connection in state.connections.values { Self.finish(connection) }
            state.connections = [:]
        }
    }

    private func closeOverdue() {
        let now = ContinuousClock.now
        state.withLock { state in
            for (id, connection) in state.connections {
                guard let deadline = connection.deadline, deadline <= now else { continue }
                state.connections[id] = nil
                Self.finish(connection)
            }
        }
    }

    private func admit(_ listener: Int32) {
        let descriptor = acceptSocket(listener)
        guard descriptor >= 0 else {
            guard errno == EMFILE || errno == ENFILE || errno == ENOMEM else { return }
            return state.withLock {
                $0.listenerRest = .now + .milliseconds(Self.restMilliseconds)
            }
        }
        SocketAddress.prepare(descriptor)
        if let connection = open(descriptor) { newcomer?(connection) }
    }

    private func serve(_ id: Int, _ events: Int32, _ buffer: UnsafeMutableRawBufferPointer) {
        state.withLock { state in
            guard var connection = state.connections.removeValue(forKey: id) else { return }
            var step = OpenConnection.Step.goesOn
            if events & Int32(POLLOUT) != 0 { step = connection.flush() }
            if case .goesOn = step, events & Int32(POLLIN) != 0 {
                step = connection.receive(buffer)
            } else if case .goesOn = step, events & Int32(POLLHUP | POLLERR | POLLNVAL) != 0 {
                step = connection.hangUp(limits)
            }
            switch step {
            case .ends: Self.finish(connection)
            case .goesOn: state.connections[id] = connection
            }
        }
    }
}

private func acceptSocket(_ listener: Int32) -> Int32 {
    accept(listener, nil, nil)
}
