import ExperimentProof
import Testing

/// How ranges are held to what they are drawn for.
struct CoverageLimitsTests {
    private static func ends(_ limit: Simulation.Limit) -> [Int] {
        guard case .share(let range) = limit else { return [] }
        return [range.lowerBound, range.upperBound].map { Int(($0 * 10_000).rounded()) }
    }

    @Test func `ranges for 95 of 100 are held to the limits that were set for them`() {
        let limits = CoverageLimits(level: 0.95)

        #expect(Self.ends(limits.inside) == [9430, 9650])
        #expect(Self.ends(limits.beyond) == [0, 320])
    }

    /// A range that aims at fewer misses may miss less, and is held within a narrower band.
    @Test func `ranges for 96 of 100 are held to the same percentages of four misses`() {
        let limits = CoverageLimits(level: 0.96)

        #expect(Self.ends(limits.inside) == [9544, 9720])
        #expect(Self.ends(limits.beyond) == [0, 256])
    }

    @Test func `a range for 95 of 100 that is shown as one for 96 does not hold`() {
        var answers = Answers(to: Simulation.Question("", CoverageLimits(level: 0.96).inside))
        for number in 0..<40_000 { answers.add(number % 20 == 0 ? 0 : 1) }

        #expect(!answers.hold(CoverageLimits(level: 0.96).inside))
        #expect(answers.hold(CoverageLimits(level: 0.95).inside))
    }
}
