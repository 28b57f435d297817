import FlagModel

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Tells a script that drives the dashboard when everything that it typed has been answered and
/// shown.
///
/// `$FLAGDECK_IDLE` names a pipe; a line `N` is written to it whenever the screen rests after its
/// *N*th key. So a script waits for an event and never for a time. Without the variable nothing is
/// told.
struct IdleTeller {
    private let descriptor: Int32
    private var heard = 0
    private var told = -1

    /// Whether a script drives the dashboard.
    static var isAsked: Bool { Surroundings.variable("FLAGDECK_IDLE") != nil }

    /// Opens the pipe if there is one and somebody reads it.
    init() {
        guard let path = Surroundings.variable("FLAGDECK_IDLE") else {
            descriptor = -1
            return
        }
        descriptor = open(path, O_WRONLY | O_NONBLOCK | O_CLOEXEC | O_NOFOLLOW)
    }

    /// Counts what was typed.
    mutating func hear(keys: Int) { heard += keys }

    /// Says that the screen rests, once for each number of keys.
    mutating func rest() {
        guard descriptor >= 0, told != heard else { return }
        told = heard
        let line = Array("\(heard)\n".utf8)
        // A reader that is gone is no reason to stop.
        _ = write(descriptor, line, line.count)
    }
}
