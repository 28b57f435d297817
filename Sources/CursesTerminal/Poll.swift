#if canImport(Glibc)
internal import Glibc
#elseif canImport(Darwin)
internal import Darwin
#endif

/// The few system calls that waiting needs.
enum Poll {
    /// The descriptors that can be read, or have ended, within `timeout` milliseconds.
    ///
    /// - Parameters:
    ///   - descriptors: what to look at; negative ones are left out.
    ///   - timeout: how long to wait, -1 for ever. A signal does not cut it short.
    /// - Returns: none when the time is over.
    static func readable(_ descriptors: [Int32], timeout: Int32) -> Set<Int32> {
        var entries = descriptors.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
        while poll(&entries, nfds_t(entries.count), timeout) < 0 {
            // A signal has put its byte into the pipe: the next call returns at once.
            guard errno == EINTR else { return [] }
        }
        return Set(entries.filter { $0.revents != 0 && $0.fd >= 0 }.map(\.fd))
    }

    /// What one read gives: no bytes at the end, `nil` when it failed.
    static func read(_ descriptor: Int32, limit: Int) -> [UInt8]? {
        var isFailed = false
        let bytes = [UInt8](unsafeUninitializedCapacity: limit) { buffer, count in
            var result = -1
            repeat {
                result = systemRead(descriptor, buffer.baseAddress, limit)
            } while result < 0 && errno == EINTR
            isFailed = result < 0
            count = max(0, result)
        }
        return isFailed ? nil : bytes
    }

    /// Reads and forgets what is in a pipe now.
    static func drain(_ descriptor: Int32) {
        _ = read(descriptor, limit: 4096)
    }
}

private func systemRead(_ descriptor: Int32, _ buffer: UnsafeMutablePointer<UInt8>?, _ count: Int)
    -> Int
{
    guard let buffer else { return -1 }
    return read(descriptor, buffer, count)
}
