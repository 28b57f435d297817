import JournalProof
import Testing

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// The short run of every attack; `flagdeck-prove journal` does the long one.
struct ProofTests {
    @Test(arguments: ProofAttacks.all.map(\.id))
    func `nothing answered is lost, nothing sound refused, no damage unseen`(
        attack id: String
    ) async throws {
        let attack = try #require(ProofAttacks.all.first { $0.id == id })
        let settings = ProofSettings(seed: Self.seed, isShort: true)

        let row = try await ProofTable.Row(attack, settings)

        print("\(row.line) FLAGDECK_SEED=\(settings.seed)")
        #expect(row.tally.cases > 0)
        #expect(row.tally.examples == [])
    }

    static let seed =
        getenv("FLAGDECK_SEED").flatMap { UInt64(String(cString: $0)) }
        ?? .random(in: 0...UInt64.max)
}
