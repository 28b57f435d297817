#if canImport(Glibc)
internal import Glibc
#elseif canImport(Darwin)
internal import Darwin
#endif

/// Lets any thread end the terminal's wait.
///
/// Put the message where the loop finds it first, then call ``wake()``.
public final class WakePipe: Sendable {
    /// The end to wait on.
    public let descriptor: Int32
    private let writer: Int32

    /// Opens the pipe.
    ///
    /// - Throws: ``TerminalError/system(errno:crashLog:)`` when there are no descriptors left.
    public init() throws(TerminalError) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw .system(errno: errno, crashLog: nil) }
        descriptor = ends[0]
        writer = ends[1]
        for end in ends {
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
        }
    }

    deinit {
        close(descriptor)
        close(writer)
    }

    /// Forgets the calls of ``wake()`` so far, for a loop that waits on ``descriptor`` itself.
    public func drain() { Poll.drain(descriptor) }

    /// Makes the terminal's wait report ``TerminalEvent/wake``; many calls may become one event.
    public func wake() {
        var byte: UInt8 = 1
        // A full pipe has enough bytes in it to wake the loop.
        _ = write(writer, &byte, 1)
    }
}
