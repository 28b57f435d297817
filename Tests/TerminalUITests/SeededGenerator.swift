import Foundation

/// Random numbers that can be had again: SplitMix64 from a printed seed.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    /// Starts from `FLAGDECK_SEED`, or from a new seed, and prints it with the test's name.
    init(for test: String) {
        let given = ProcessInfo.processInfo.environment["FLAGDECK_SEED"].flatMap { UInt64($0) }
        state = given ?? UInt64.random(in: 0...UInt64.max)
        print("\(test): FLAGDECK_SEED=\(state)")
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}
