#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// Sleeps until a journal's head file changes, which is when there may be more to read.
///
/// It writes nothing and polls nothing: the system wakes it. Made before the journal is opened, it
/// misses no change.
public final class HeadWatch: Sendable {
    private let descriptor: OwnedDescriptor

    /// What woke it.
    public enum Change: Sendable {
        /// More may have been written.
        case written
        /// The directory was put elsewhere, as a repair does, or removed.
        case moved
    }

    #if os(Linux)
    /// Watches a journal's directory.
    ///
    /// - Throws: ``JournalError/io(operation:path:errno:)``.
    public init(directory: String) throws(JournalError) {
        let number = inotify_init1(Int32(IN_CLOEXEC))
        guard number >= 0 else { throw Self.failure("inotify_init1", directory) }
        descriptor = OwnedDescriptor(number)
        let written = UInt32(IN_MODIFY)
        let gone = UInt32(IN_MOVE_SELF | IN_DELETE_SELF)
        for (path, mask) in [(directory + "/head", written), (directory, gone)] {
            guard inotify_add_watch(number, path, mask) >= 0 else {
                throw Self.failure("inotify_add_watch", path)
            }
        }
    }

    /// Returns when something changed since the last call, or since the watch was made.
    ///
    /// - Throws: ``JournalError/io(operation:path:errno:)``.
    public func wait() throws(JournalError) -> Change {
        guard let number = descriptor.number else { throw .closed }
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = read(number, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw Self.failure("read of inotify", "head") }
            return Self.change(in: buffer[..<count])
        }
    }

    /// Each event begins with the watch, the mask, a cookie and a name's length, of 4 bytes each.
    private static func change(in events: ArraySlice<UInt8>) -> Change {
        let gone = UInt32(IN_MOVE_SELF | IN_DELETE_SELF | IN_UNMOUNT | IN_IGNORED)
        return events.withUnsafeBytes { bytes in
            var offset = 0
            while offset + 16 <= bytes.count {
                let mask = bytes.loadUnaligned(fromByteOffset: offset + 4, as: UInt32.self)
                if mask & gone != 0 { return .moved }
                let name = bytes.loadUnaligned(fromByteOffset: offset + 12, as: UInt32.self)
                offset += 16 + Int(name)
            }
            return .written
        }
    }
    #else
    /// Watches a journal's directory.
    public init(directory: String) throws(JournalError) {
        let number = open(directory + "/head", O_RDONLY | O_CLOEXEC)
        guard number >= 0 else { throw Self.failure("open", directory + "/head") }
        descriptor = OwnedDescriptor(number)
    }

    /// Returns after half a second: this system has no call that is as simple as Linux's.
    public func wait() throws(JournalError) -> Change {
        usleep(500_000)
        return .written
    }
    #endif

    private static func failure(_ operation: String, _ path: String) -> JournalError {
        .io(operation: operation, path: path, errno: errno)
    }
}
