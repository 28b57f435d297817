#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// The name of a Unix socket, as the system wants it.
public struct SocketAddress: Hashable, Sendable {
    /// Bytes of a socket's path, at the most: 107 on Linux.
    public static let maximumBytes = MemoryLayout.size(ofValue: sockaddr_un().sun_path) - 1

    /// The path.
    public let path: String

    /// Checks a path; nothing is touched.
    ///
    /// - Throws: ``SocketProblem/pathTooLong(path:bytes:)``.
    public init(path: String) throws(SocketProblem) {
        let bytes = path.utf8.count
        guard bytes <= Self.maximumBytes else { throw .pathTooLong(path: path, bytes: bytes) }
        self.path = path
    }

    /// Calls a function of the system with the address.
    func withAddress(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32) -> Int32 {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { buffer in
            for (index, byte) in path.utf8.enumerated() { buffer[index] = byte }
        }
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
    }

    /// The problem of a call that has just failed.
    func problem(_ operation: String) -> SocketProblem {
        .system(operation: operation, path: path, errno: errno)
    }

    /// A new socket that is closed when another program is started, and never waits.
    func newSocket() throws(SocketProblem) -> Int32 {
        #if canImport(Glibc)
        let kind = Int32(SOCK_STREAM.rawValue)
        #else
        let kind = SOCK_STREAM
        #endif
        let descriptor = socket(AF_UNIX, kind, 0)
        guard descriptor >= 0 else { throw problem("socket") }
        Self.prepare(descriptor)
        return descriptor
    }

    static func prepare(_ descriptor: Int32) {
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
        #if !canImport(Glibc)
        var on: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_NOSIGPIPE, &on, socklen_t(MemoryLayout<Int32>.size))
        #endif
    }

    /// Connects to whoever listens here.
    ///
    /// - Returns: an open descriptor that never waits.
    /// - Throws: ``SocketProblem/nobody(path:)`` when nobody does.
    func connect() throws(SocketProblem) -> Int32 {
        let descriptor = try newSocket()
        guard withAddress({ connectSocket(descriptor, $0, $1) }) != 0 else { return descriptor }
        let number = errno
        close(descriptor)
        switch number {
        case ENOENT, ECONNREFUSED, ENOTSOCK, ENOTDIR: throw .nobody(path: path)
        default: throw .system(operation: "connect", path: path, errno: number)
        }
    }
}

private func connectSocket(
    _ descriptor: Int32,
    _ address: UnsafePointer<sockaddr>,
    _ length: socklen_t
) -> Int32 {
    connect(descriptor, address, length)
}

/// The system's words for an error number.
func errorText(_ number: Int32) -> String { String(cString: strerror(number)) }
