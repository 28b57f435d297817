import Foundation

/// Sleeps until one of some files or folders changes, so that a test waits for what happens and
/// never for a time.
///
/// A watched folder tells of the files directly in it.
struct Watch: ~Copyable {
    enum Change {
        case written
        /// The last one who could write a watched file has closed it.
        case closed
    }

    private let descriptor: Int32

    /// Begins to watch; what happens from here on is not missed.
    ///
    /// - Throws: ``Unexpected`` when one of the paths does not exist.
    init(_ paths: [String]) throws {
        let watching = inotify_init1(Int32(IN_CLOEXEC))
        let events = UInt32(IN_MODIFY | IN_CLOSE_WRITE | IN_CREATE | IN_MOVED_TO)
        for path in paths {
            guard inotify_add_watch(watching, path, events) >= 0 else {
                close(watching)
                throw Unexpected("\(path) cannot be watched")
            }
        }
        descriptor = watching
    }

    deinit { close(descriptor) }

    /// What happened since the last call; `nil` when the time is over.
    func next(until end: ContinuousClock.Instant) -> Change? {
        isReadable(descriptor, until: end) ? change : nil
    }

    /// What the waiting events say.
    ///
    /// An event of a folder has a name behind it, which is skipped.
    private var change: Change {
        var bytes = [UInt8](repeating: 0, count: 1 << 14)
        let count = max(0, read(descriptor, &bytes, bytes.count))
        let head = MemoryLayout<inotify_event>.size
        var offset = 0
        var isClosed = false
        bytes.withUnsafeBytes { bytes in
            while offset + head <= count {
                let event = bytes.loadUnaligned(fromByteOffset: offset, as: inotify_event.self)
                isClosed = isClosed || event.mask & UInt32(IN_CLOSE_WRITE) != 0
                offset += head + Int(event.len)
            }
        }
        return isClosed ? .closed : .written
    }

    /// Looks for an answer, and again after each change below some paths.
    ///
    /// - Returns: the answer, or `nil` when the time is over.
    static func answer<Value>(
        in paths: [String],
        within seconds: Double = Program.patience,
        _ answer: () throws -> Value?
    ) throws -> Value? {
        let watch = try Watch(paths)
        let end = ContinuousClock.now + .seconds(seconds)
        while true {
            if let value = try answer() { return value }
            guard watch.next(until: end) != nil else { return nil }
        }
    }
}

/// Sleeps until a descriptor can be read.
///
/// - Returns: whether it can; `false` when the time is over.
func isReadable(_ descriptor: Int32, until end: ContinuousClock.Instant) -> Bool {
    var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    while true {
        // Whole milliseconds are slept; the rest of the last one is not, to end where it was asked.
        let left = max(.zero, end - .now)
        let count = poll(&request, 1, Int32(clamping: Int(left / .milliseconds(1))))
        if count > 0 { return true }
        guard count == 0 || errno == EINTR, left > .zero else { return false }
    }
}
