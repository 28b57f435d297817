import FlagModel
import Testing

struct ServingTests {
    private static func share(_ range: (Int, Int)) -> Share {
        Share(variationID: "on", lower: range.0, upper: range.1)
    }

    @Test(arguments: [
        [(0, 100_000)], [(0, 25_000), (25_000, 100_000)], [(0, 0), (0, 100_000)],
        [(0, 100_000), (100_000, 100_000)], [(0, 1), (1, 1), (1, 99_999), (99_999, 100_000)],
    ])
    func `shares that follow each other from 0 to the whole tile`(ranges: [(Int, Int)]) {
        #expect(Serving(shares: ranges.map(Self.share)).tiles)
    }

    @Test(arguments: [
        [], [(0, 0)], [(0, 99_999)], [(1, 100_000)], [(0, 100_001)], [(-1, 100_000)],
        [(0, 50_000), (50_001, 100_000)], [(0, 50_001), (50_000, 100_000)],
        [(0, 60_000), (60_000, 40_000), (40_000, 100_000)],
        [(50_000, 100_000), (0, 50_000)],
    ])
    func `gaps, overlaps and shares in disorder do not`(ranges: [(Int, Int)]) {
        #expect(!Serving(shares: ranges.map(Self.share)).tiles)
    }

    @Test func `parts are laid from the bottom up`() {
        let serving = Serving(parts: [("on", 10_000), ("none", 0), ("off", 90_000)])

        #expect(serving.shares.map(\.variationID) == ["on", "none", "off"])
        #expect(serving.shares.map(\.lower) == [0, 10_000, 10_000])
        #expect(serving.shares.map(\.upper) == [10_000, 10_000, 100_000])
        #expect(serving.shares.map(\.experimentParts) == [10_000, 0, 90_000])
        #expect(serving.tiles)
    }

    @Test func `parts that do not add up do not tile`() {
        #expect(!Serving(parts: [("on", 10_000), ("off", 89_999)]).tiles)
        #expect(!Serving(parts: [("on", 10_000), ("off", 90_001)]).tiles)
        #expect(!Serving(parts: []).tiles)
    }

    @Test func `one version for everybody is one whole share`() {
        let serving = Serving(everyone: "on")

        #expect(serving.shares == [Share(variationID: "on", lower: 0, upper: 100_000)])
        #expect(serving.isInExperiment)
        #expect(serving.dispatchKey == nil)
    }

    @Test func `the parts of some versions are counted together`() {
        let serving = Serving(parts: [("a", 10_000), ("b", 20_000), ("a", 30_000), ("c", 40_000)])

        #expect(serving.parts { $0 == "a" } == 40_000)
        #expect(serving.parts { $0 != "a" } == 60_000)
        #expect(serving.parts { $0 == "d" } == 0)
    }
}
