import Dashboard

/// The timers that screens have asked for, by the time when they run out.
struct Timers {
    private var deadlines: [TimerID: ContinuousClock.Instant] = [:]

    /// Starts a timer, in place of the one with the same name.
    mutating func start(_ id: TimerID, milliseconds: Int, now: ContinuousClock.Instant) {
        deadlines[id] = now.advanced(by: .milliseconds(milliseconds))
    }

    /// Whether one of them will ask for something that belongs on the screen.
    var holdsWork: Bool { deadlines[.rest] != nil }

    /// How long to wait for the next one, in milliseconds rounded up; `nil` is for ever.
    func wait(now: ContinuousClock.Instant) -> Int32? {
        deadlines.values.min().map { deadline in
            let rest = now.duration(to: deadline).components
            let milliseconds = rest.seconds * 1000 + rest.attoseconds / 1_000_000_000_000_000 + 1
            return Int32(clamping: max(0, milliseconds))
        }
    }

    /// Takes the timers that have run out.
    mutating func take(now: ContinuousClock.Instant) -> [TimerID] {
        let due = deadlines.filter { $0.value <= now }.map(\.key)
        for id in due { deadlines[id] = nil }
        return due
    }
}
