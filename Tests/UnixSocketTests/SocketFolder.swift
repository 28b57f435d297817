import UnixSocket

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A folder of one test, for sockets.
final class SocketFolder: Sendable {
    let path: String

    init() {
        var template = Array("/tmp/flagdeck-socket-XXXXXX".utf8CString)
        let isMade = template.withUnsafeMutableBufferPointer { buffer in
            buffer.baseAddress.map { mkdtemp($0) != nil } ?? false
        }
        precondition(isMade, "A temporary directory can be made.")
        path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    deinit {
        unlink(path + "/s")
        rmdir(path)
    }

    func address() throws -> SocketAddress { try SocketAddress(path: path + "/s") }

    /// Permission bits and whether it is a socket; `nil` when nothing is there.
    var mode: (permissions: mode_t, isSocket: Bool)? {
        var status = stat()
        guard lstat(path + "/s", &status) == 0 else { return nil }
        return (status.st_mode & 0o777, status.st_mode & S_IFMT == S_IFSOCK)
    }

    /// Both ends of a connection, and the loop of the end that listens.
    ///
    /// Nothing ends by itself while a test waits for its turn: the machine may be busy.
    func pair(
        _ limits: FrameLimits = FrameLimits(
            greetingBytes: 1000,
            frameBytes: 1001,
            greetingSeconds: 3600
        ),
        clientLimits: FrameLimits = FrameLimits(
            greetingBytes: 1 << 30,
            frameBytes: 1 << 30,
            greetingSeconds: 3600
        )
    ) async throws -> (service: FrameConnection, client: FrameConnection, loop: FrameLoop) {
        let (stream, newcomers) = AsyncStream.makeStream(of: FrameConnection.self)
        let listener = try SocketListener(at: address())
        let loop = try FrameLoop.serving(listener, limits: limits) { newcomers.yield($0) }
        let client = try FrameLoop.connect(to: address(), limits: clientLimits)
        client.accept()
        var all = stream.makeAsyncIterator()
        guard let service = await all.next() else { throw Nobody() }
        return (service, client, loop)
    }
}

/// Nobody connected.
struct Nobody: Error {}

extension FrameConnection {
    /// The next frame; `nil` when the connection has ended.
    func next() async -> [UInt8]? {
        var frames = frames.makeAsyncIterator()
        return await frames.next()
    }
}
