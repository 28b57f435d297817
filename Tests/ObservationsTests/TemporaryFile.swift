import Foundation

/// A folder of its own for one test, removed at the end.
final class TemporaryFolder: Sendable {
    let path: String

    init() throws {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("observations-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        path = folder.path
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    /// The path of the observations file in it.
    var file: String { path + "/observations.sqlite" }
}

/// SplitMix64: the same numbers for the same seed everywhere.
struct SeededRandom: RandomNumberGenerator {
    private var state: UInt64

    /// Takes the seed from `FLAGDECK_SEED`, or a new one, and prints it.
    init(for test: String) {
        let given = ProcessInfo.processInfo.environment["FLAGDECK_SEED"].flatMap(UInt64.init)
        state = given ?? UInt64.random(in: 0...UInt64.max)
        print("\(test): FLAGDECK_SEED=\(state)")
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }
}
