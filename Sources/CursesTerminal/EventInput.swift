internal import CNcurses
internal import TerminalUI

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Darwin)
internal import Darwin
#endif

/// Waits on the keyboard, the signals and the wake descriptor, and reads what they have.
struct EventInput {
    /// What came in, before the terminal acts on it.
    enum Report {
        case event(TerminalEvent)
        case sizeChanged
        case stopped
        case continued
    }

    private var decoder = KeyDecoder()
    private var isSizeChanged = false

    /// Whether the terminal has said that it can show a whole frame at once.
    private(set) var isSynchronized = false

    private static let readLimitBytes = 4096

    /// Blocks until something came, then drains everything.
    ///
    /// Bytes that mean nothing do not end the wait while there is no time limit.
    mutating func wait(milliseconds: Int32?, wake: Int32?) -> [Report] {
        while true {
            // A key that the terminal has sent half way shortens the wait, never anything else.
            let due = decoder.waitMilliseconds
            let limit = [milliseconds, due].compactMap(\.self).min()
            let (reports, isQuiet) = drain(timeout: limit ?? -1, wake: wake)
            if !reports.isEmpty { return reports }
            if isQuiet {
                guard let due, limit == due else { return [] }
                let last = decoder.silence().compactMap { translate($0) }
                if !last.isEmpty { return last }
            }
            if milliseconds != nil { return [] }
        }
    }

    /// Waits once, then reads until nothing is left.
    ///
    /// - Returns: the reports, and whether there was nothing to read at all.
    private mutating func drain(timeout: Int32, wake: Int32?) -> ([Report], isQuiet: Bool) {
        let signals = nc_signal_descriptor()
        var reports: [Report] = []
        var timeout = timeout
        var isQuiet = true
        while reports.count <= Self.readLimitBytes {
            let ready = Poll.readable([STDIN_FILENO, signals, wake ?? -1], timeout: timeout)
            if ready.isEmpty { return (reports, isQuiet) }
            isQuiet = false
            if ready.contains(signals) { reports += readSignals(signals) }
            if ready.contains(STDIN_FILENO) {
                guard let keys = readKeys() else { return (reports + [.event(.hangUp)], false) }
                reports += keys
            }
            if let wake, ready.contains(wake) {
                Poll.drain(wake)
                reports.append(.event(.wake))
            }
            // Everything that is already there belongs to the same frame.
            timeout = 0
        }
        return (reports, false)
    }

    /// The size may be another one: signals that came during a pause were read by the guard.
    mutating func noteSizeChange() {
        isSizeChanged = true
    }

    /// Whether the size changed since the last question.
    mutating func takeSizeChange() -> Bool {
        defer { isSizeChanged = false }
        return isSizeChanged
    }

    /// The keys of one read; nothing when the terminal is gone.
    private mutating func readKeys() -> [Report]? {
        let bytes = Poll.read(STDIN_FILENO, limit: Self.readLimitBytes)
        guard let bytes, !bytes.isEmpty else { return nil }
        return decoder.feed(bytes).compactMap { translate($0) }
    }

    private mutating func translate(_ event: KeyDecoder.Event) -> Report? {
        switch event {
        case .key(let key): return .event(.key(key))
        case .paste(let text): return .event(.paste(text))
        case .burst(let text): return .event(.burst(text))
        case .mouse(let event): return .event(.mouse(event))
        case .brightness(let brightness): return .event(.brightness(brightness))
        case .mode(let number, let state):
            if number == 2026 { isSynchronized = state == 1 || state == 2 }
            return nil
        }
    }

    private mutating func readSignals(_ descriptor: Int32) -> [Report] {
        var reports: [Report] = []
        for number in Poll.read(descriptor, limit: 64) ?? [] {
            switch Int32(number) {
            case SIGWINCH: isSizeChanged = true
            case SIGTSTP: reports.append(.stopped)
            case SIGCONT:
                isSizeChanged = true
                reports.append(.continued)
            default: reports.append(.event(.terminate(signal: Int32(number))))
            }
        }
        if isSizeChanged { reports.append(.sizeChanged) }
        return reports
    }
}
