import CLinux
import Foundation

extension Program {
    /// How it ended, as soon as it has, or `nil` when it still runs at a moment.
    func ended(by moment: ContinuousClock.Instant) -> Outcome? {
        if let outcome = ended() { return outcome }
        _ = Self.isGone(processID, by: moment)
        return ended()
    }

    /// Waits for the end of a process that may be somebody else's child.
    ///
    /// - Throws: ``Unexpected`` when it is still there after the time.
    static func awaitEnd(of processID: pid_t, within seconds: Double = patience) throws {
        guard isGone(processID, by: .now + .seconds(seconds)) else {
            throw Unexpected("process \(processID) is still there after \(seconds) s")
        }
    }

    /// Sleeps until a process has ended, or until a moment.
    ///
    /// - Returns: whether it has ended.
    private static func isGone(_ processID: pid_t, by moment: ContinuousClock.Instant) -> Bool {
        let descriptor = clinux_open_process(processID)
        guard descriptor >= 0 else { return true }
        defer { close(descriptor) }
        return isReadable(descriptor, until: moment)
    }
}
