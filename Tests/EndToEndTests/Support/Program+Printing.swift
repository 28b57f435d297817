import Foundation

extension Program {
    /// Waits until a text stands in what it has printed.
    ///
    /// - Returns: everything that it has printed by then.
    /// - Throws: ``Unexpected`` with what it printed, when it printed for the last time or the time
    ///   is over.
    @discardableResult
    func prints(_ text: String, within seconds: Double = 20) throws -> String {
        // Watched before it is read for the first time: nothing is missed.
        let watch = try FileWatch(outputFile)
        let end = ContinuousClock.now + .seconds(seconds)
        var mayPrintMore = ended() == nil
        while true {
            let output = output
            if output.contains(text) { return output }
            guard mayPrintMore else {
                throw Unexpected("it ended without \"\(text)\": \(output.prefix(4000))")
            }
            switch watch.next(until: end) {
            case .written: break
            case .closed: mayPrintMore = false
            case nil:
                throw Unexpected("no \"\(text)\" after \(seconds) s: \(output.prefix(4000))")
            }
        }
    }
}

/// Sleeps until a file is written to, or closed by the last one who could.
private struct FileWatch: ~Copyable {
    enum Change {
        case written
        case closed
    }

    private let descriptor: Int32

    init(_ path: String) throws {
        descriptor = inotify_init1(Int32(IN_CLOEXEC))
        guard descriptor >= 0,
            inotify_add_watch(descriptor, path, UInt32(IN_MODIFY | IN_CLOSE_WRITE)) >= 0
        else { throw Unexpected("\(path) cannot be watched") }
    }

    deinit { close(descriptor) }

    /// What happened since the last call; `nil` when the time is over.
    func next(until end: ContinuousClock.Instant) -> Change? {
        var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        while true {
            let left = max(.zero, end - .now).components
            let milliseconds = left.seconds * 1000 + left.attoseconds / 1_000_000_000_000_000
            let count = poll(&request, 1, Int32(clamping: milliseconds))
            if count < 0, errno == EINTR { continue }
            return count > 0 ? change : nil
        }
    }

    /// What the waiting events say; they have no names behind them, as the watch is on a file.
    private var change: Change {
        var events = [inotify_event](repeating: inotify_event(), count: 64)
        let size = events.count * MemoryLayout<inotify_event>.stride
        let count = read(descriptor, &events, size) / MemoryLayout<inotify_event>.stride
        let isClosed = events.prefix(max(0, count)).contains {
            $0.mask & UInt32(IN_CLOSE_WRITE) != 0
        }
        return isClosed ? .closed : .written
    }
}
