#if os(Linux)
import CLinux
import Glibc

/// Waits for many sockets at once, and reads and writes them.
///
/// A client by hand, because it shares the machine with the server that it measures: what it costs
/// is taken from the server.
struct Poller {
    private let poll: Int32
    private let events: UnsafeMutableBufferPointer<epoll_event>
    private let buffer: UnsafeMutableRawBufferPointer

    /// Sockets that are looked at in one step, at the most.
    private static let eventCount = 512

    init() {
        signal(SIGPIPE, SIG_IGN)
        poll = epoll_create1(0)
        events = .allocate(capacity: Self.eventCount)
        buffer = .allocate(byteCount: 256 << 10, alignment: 16)
    }

    /// Closes what waits; sockets are closed by whoever opened them.
    func end() {
        close(poll)
        buffer.deallocate()
        events.deallocate()
    }

    /// Begins to connect to a port of this machine.
    ///
    /// - Parameters:
    ///   - port: where somebody listens.
    ///   - source: which of many own addresses to use, from 0, so that ports do not run out.
    /// - Returns: the socket, or `nil` when the system has none left.
    func connect(to port: UInt16, source: Int) -> Int32? {
        let kind = Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
        let socket = socket(AF_INET, kind, 0)
        guard socket >= 0 else { return nil }
        set(socket, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, 1)
        set(socket, Int(IPPROTO_TCP), TCP_NODELAY, 1)
        // Closing at once leaves no port behind that must rest.
        var linger = linger(l_onoff: 1, l_linger: 0)
        setsockopt(
            socket,
            SOL_SOCKET,
            SO_LINGER,
            &linger,
            socklen_t(MemoryLayout.size(ofValue: linger))
        )
        _ = Self.with(address: 2 + UInt32(source % 200), port: 0) { bind(socket, $0, $1) }
        let result = Self.with(address: 1, port: port) { Glibc.connect(socket, $0, $1) }
        guard result == 0 || errno == EINPROGRESS else {
            close(socket)
            return nil
        }
        let wanted = clinux_readable | clinux_writable | clinux_changes_only
        var event = epoll_event(events: wanted, data: epoll_data_t(fd: socket))
        epoll_ctl(poll, EPOLL_CTL_ADD, socket, &event)
        return socket
    }

    /// What happened to a socket.
    enum Event {
        /// It can be written.
        case writable
        /// These bytes came.
        case read(UnsafeRawBufferPointer)
        /// The other side closed it, or refused.
        case closed
    }

    /// Waits for whatever comes first, and tells all of it.
    func wait(milliseconds: Int, _ tell: (Int32, Event) -> Void) {
        let count = epoll_wait(poll, events.baseAddress, Int32(events.count), Int32(milliseconds))
        guard count > 0 else { return }
        for event in events.prefix(Int(count)) {
            let socket = event.data.fd
            let failed = event.events & clinux_failed != 0
            if event.events & clinux_writable != 0, !failed { tell(socket, .writable) }
            if event.events & clinux_readable != 0 || failed { drain(socket, tell) }
        }
    }

    private func drain(_ socket: Int32, _ tell: (Int32, Event) -> Void) {
        while true {
            let count = read(socket, buffer.baseAddress, buffer.count)
            guard count > 0 else {
                if count == 0 || errno != EAGAIN { tell(socket, .closed) }
                return
            }
            tell(socket, .read(UnsafeRawBufferPointer(rebasing: buffer[..<count])))
            // A short read has emptied the socket.
            if count < buffer.count { return }
        }
    }

    /// Writes bytes; requests are small enough to go at once.
    ///
    /// - Returns: whether all of them went.
    func send(_ bytes: [UInt8], to socket: Int32) -> Bool {
        write(socket, bytes, bytes.count) == bytes.count
    }

    private func set(_ socket: Int32, _ level: Int, _ name: Int32, _ value: Int32) {
        var value = value
        setsockopt(socket, Int32(level), name, &value, socklen_t(MemoryLayout<Int32>.size))
    }

    private static func with<Result>(
        address: UInt32,
        port: UInt16,
        _ use: (UnsafePointer<sockaddr>, socklen_t) -> Result
    ) -> Result {
        var name = sockaddr_in()
        name.sin_family = sa_family_t(AF_INET)
        name.sin_port = port.bigEndian
        name.sin_addr.s_addr = (0x7F00_0000 + address).bigEndian
        return withUnsafePointer(to: &name) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                use($0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }
}
#endif
