import Statistics

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A small generator of random numbers whose sequence is fixed by its seed, on every machine.
///
/// Source: SplitMix64 (Steele, Lea and Flood 2014): a Weyl sequence through a mixing function.
struct SeededGenerator: RandomNumberGenerator, Hashable, Sendable {
    private var state: UInt64

    /// Starts a sequence.
    init(seed: UInt64) { state = seed }

    /// Starts the sequence of one of many experiments, independent of the others.
    init(seed: UInt64, experiment: Int) {
        var mixer = SeededGenerator(seed: seed)
        state = mixer.next() ^ UInt64(truncatingIfNeeded: experiment) &* 0xD1B5_4A32_D192_ED03
        _ = next()
    }

    /// The next 64 bits.
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A number between 0 and 1, never either of them.
    mutating func uniform() -> Double {
        (Double(next() >> 11) + 0.5) * 0x1p-53
    }

    /// A standard normal number, by inversion.
    mutating func normal() -> Double { NormalDistribution.quantile(uniform()) }

    /// How many of `count` independent tries succeed, by jumping from success to success.
    ///
    /// - Complexity: O(count · rate).
    mutating func successes(of count: Int, rate: Double) -> Int {
        guard rate > 0 else { return 0 }
        guard rate < 1 else { return count }
        guard rate <= 0.5 else { return count - successes(of: count, rate: 1 - rate) }
        let scale = log1p(-rate)
        var successes = 0
        var tries = 0.0
        while true {
            tries += (log(uniform()) / scale).rounded(.down) + 1
            if tries > Double(count) { return successes }
            successes += 1
        }
    }
}
