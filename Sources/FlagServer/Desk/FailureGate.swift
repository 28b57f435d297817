import FlagModel

/// Slows down whoever keeps coming with wrong credentials.
///
/// Five failures in a minute cost nothing; after each further one the address must wait, twice as
/// long every time, up to a minute. Good credentials from the same address are never slowed down.
struct FailureGate {
    private var addresses: [String: Failures] = [:]

    /// Addresses that are remembered, at the most; then the one that failed longest ago goes.
    static let maximumAddresses = 10_000
    /// Failures in a minute that cost nothing.
    static let freeFailures = 5
    /// Microseconds that failures are remembered for, and that somebody must wait at the most.
    static let minute: Int64 = 60_000_000

    private struct Failures {
        var count: Int
        var last: Moment
    }

    /// How many addresses are remembered.
    var addressCount: Int { addresses.count }

    /// Whole seconds that an address must wait before it may try again; 0 when it may.
    func secondsToWait(_ address: String, at now: Moment) -> Int {
        guard let failures = addresses[address] else { return 0 }
        // A clock that was put back must not make anybody wait longer.
        let passed = max(0, now.microseconds - failures.last.microseconds)
        return Int(max(0, (Self.pause(after: failures.count) - passed + 999_999) / 1_000_000))
    }

    /// An address came with wrong credentials.
    mutating func failed(_ address: String, at now: Moment) {
        var failures = addresses[address] ?? Failures(count: 0, last: now)
        if now.microseconds - failures.last.microseconds >= Self.minute { failures.count = 0 }
        failures = Failures(count: failures.count + 1, last: now)
        if addresses[address] == nil { makeRoom(at: now) }
        addresses[address] = failures
    }

    private mutating func makeRoom(at now: Moment) {
        guard addresses.count >= Self.maximumAddresses else { return }
        addresses = addresses.filter { now.microseconds - $0.value.last.microseconds < Self.minute }
        guard addresses.count >= Self.maximumAddresses else { return }
        // A tenth at once, so that a flood of addresses does not sort the table at each step.
        let oldest = addresses.sorted { $0.value.last < $1.value.last }
        for (address, _) in oldest.prefix(Self.maximumAddresses / 10) { addresses[address] = nil }
    }

    private static func pause(after count: Int) -> Int64 {
        guard count > freeFailures else { return 0 }
        let doublings = min(count - freeFailures - 1, 6)
        return min(minute, 1_000_000 << doublings)
    }
}
