import ReviewProof
import Testing

struct ReviewProofTests {
    @Test func `teams make nothing live that nobody approved, and lose nothing that was`()
        async throws
    {
        let seed: UInt64 = 20_261_129
        let tally = try await ReviewRunner(seed: seed, count: 40).run()

        #expect(tally.isClean, "seed \(seed): \(tally.examples)")
        // The teams do everything that the proof is about.
        for count in [
            tally.decisions, tally.published, tally.small, tally.emergencies, tally.undone,
            tally.refusals,
        ] {
            #expect(count > 0, "\(tally)")
        }
    }
}
