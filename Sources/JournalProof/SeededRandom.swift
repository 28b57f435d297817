/// A repeatable source of numbers (splitmix64): one seed gives one run, on every machine.
package struct SeededRandom: RandomNumberGenerator, Sendable {
    private var state: UInt64

    /// Starts at `seed`.
    package init(seed: UInt64) { state = seed }

    /// Starts a case's own source, so that cases may run in any order and side by side.
    ///
    /// - Parameters:
    ///   - seed: the run's seed.
    ///   - index: the case's number, from 0.
    package init(seed: UInt64, case index: Int) {
        var mixer = SeededRandom(seed: seed &+ UInt64(bitPattern: Int64(index)))
        state = mixer.next()
    }

    /// The next 64 bits.
    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}
