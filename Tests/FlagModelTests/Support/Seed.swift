#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

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
