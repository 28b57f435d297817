import FlagModel

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Random numbers that can be had again: SplitMix64 (Steele, Lea and Flood, 2014).
struct SplitMix64: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}

/// The seed of this run: `FLAGDECK_SEED`, or a fixed one.
///
/// It is printed, so that a failure can be had again.
func seed(_ test: String) -> UInt64 {
    let text = getenv("FLAGDECK_SEED").map { String(cString: $0) }
    let seed = text.flatMap(UInt64.init) ?? 20_260_717
    print("\(test): FLAGDECK_SEED=\(seed)")
    return seed
}

/// Whether tests that take half a minute and more run too: `FLAGDECK_LONG=1`.
let runsLongTests = getenv("FLAGDECK_LONG").map { String(cString: $0) } == "1"
