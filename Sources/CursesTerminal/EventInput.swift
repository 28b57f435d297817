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
    mutating func wait(milliseconds: Int32?, wake: Int32?) -> [Report] {
        let signals = nc_signal_descriptor()
        // A key that the terminal has sent half way shortens the wait, never anything else.
        let limit = [milliseconds, decoder.waitMilliseconds].compactMap(\.self).min() ?? -1
        var reports: [Report] = []
        var timeout = limit
        while true {
            let ready = Poll.readable([STDIN_FILENO, signals, wake ?? -1], timeout: timeout)
            if ready.isEmpty { break }
            if ready.contains(signals) { reports += readSignals(signals) }
            if ready.contains(STDIN_FILENO) {
                guard let keys = readKeys() else { return reports + [.event(.hangUp)] }
                reports += keys
            }
            if let wake, ready.contains(wake) {
                Poll.drain(wake)
                reports.append(.event(.wake))
            }
            // Everything that is already there belongs to the same frame.
            timeout = 0
            if reports.count > Self.readLimitBytes { return reports }
        }
        if reports.isEmpty, limit >= 0, limit == decoder.waitMilliseconds {
            return decoder.silence().compactMap { translate($0) }
        }
        return reports
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
