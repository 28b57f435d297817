internal import Statistics

#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// A repeatable source of random numbers: one seed gives one sequence, on every machine.
///
/// Source: SplitMix64 (Steele, Lea and Flood 2014), a Weyl sequence through a mixing function.
package struct Chance: RandomNumberGenerator, Hashable, Sendable {
    private var state: UInt64

    /// Starts a sequence.
    package init(seed: UInt64) { state = seed }

    /// Starts the sequence of one of many runs, so that they may go side by side in any order.
    ///
    /// - Parameters:
    ///   - seed: of all runs together.
    ///   - simulation: which simulation.
    ///   - run: which of its runs, from 0.
    package init(seed: UInt64, simulation: String, run: Int) {
        var mixer = Chance(seed: seed)
        for byte in simulation.utf8 { mixer.state = mixer.next() ^ UInt64(byte) }
        state = mixer.next() ^ UInt64(run) &* 0xD1B5_4A32_D192_ED03
        _ = next()
    }

    /// The next 64 bits.
    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A number between 0 and 1, never either of them.
    package mutating func uniform() -> Double { (Double(next() >> 11) + 0.5) * 0x1p-53 }

    /// A standard normal number, by inversion.
    package mutating func normal() -> Double { NormalDistribution.quantile(uniform()) }

    /// Whether something happens that happens with this probability.
    package mutating func happens(_ probability: Double) -> Bool {
        Double(next() >> 11) * 0x1p-53 < probability
    }

    /// e to a normal number: an amount of money with a middle of 1.
    mutating func lognormal(deviation: Double) -> Double { exp(deviation * normal()) }
}
