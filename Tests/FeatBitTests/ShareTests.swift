import FeatBit
import FlagModel
import JSON
import Testing

struct ShareTests {
    /// What a rollout of edges and versions becomes.
    private func shares(_ ranges: [(String, Double, Double)]) throws -> (
        shares: [[Int]], notes: [String]
    ) {
        let value = JSONValue.array(
            ranges.map { ["id": .string($0), "rollout": [.number($1), .number($2)]] }
        )
        let document = try FeatBitDocument.read(
            Fixtures.flag.with(value, at: "fallthrough", "variations").with([], at: "rules")
        )
        var workplace = try Workplace()
        try workplace.importing(document)
        let flag = try #require(try workplace.state.flag(try Key("new-checkout")))
        return (flag.defaultRule.shares.map { [$0.lower, $0.upper] }, document.notes)
    }

    @Test(
        arguments: [
            ([0, 0.1, 1], [0, 10_000, 100_000]),
            ([0, 0.1 + 0.2, 1], [0, 30_000, 100_000]),
            ([0, 0.3, 0.999_999_999_9], [0, 30_000, 100_000]),
            ([-0.000_000_000_1, 0.000_01, 1], [0, 1, 100_000]),
            ([0, 0.5, 0.5, 1], [0, 50_000, 50_000, 100_000]),
            ([0, 0, 1, 1], [0, 0, 100_000, 100_000]),
        ] as [([Double], [Int])]
    )
    func `edges that miss a part by calculation alone snap to it`(
        edges: [Double],
        parts: [Int]
    ) throws {
        let ranges = zip(edges, edges.dropFirst()).map { ("a", $0, $1) }

        let (shares, notes) = try shares(ranges)

        #expect(shares == zip(parts, parts.dropFirst()).map { [$0, $1] })
        #expect(notes == [])
    }

    @Test func `a share finer than a part is rounded, and the import says so`() throws {
        let (shares, notes) = try shares([("a", 0, 1.0 / 3), ("b", 1.0 / 3, 1)])

        #expect(shares == [[0, 33_333], [33_333, 100_000]])
        #expect(
            notes == [
                "the flag \"New checkout\": a share finer than 0.001% was rounded to the nearest "
                    + "one"
            ]
        )
    }

    @Test func `neighbours that differ by calculation alone still touch`() throws {
        let (shares, _) = try shares([("a", 0, 0.000_014_999_9), ("b", 0.000_015_000_1, 1)])

        #expect(shares == [[0, 1], [1, 100_000]])
    }

    @Test func `ranges in another order are put in order`() throws {
        let (shares, _) = try shares([("b", 0.4, 1), ("a", 0, 0.4)])

        #expect(shares == [[0, 40_000], [40_000, 100_000]])
    }

    @Test(
        arguments: [
            ([("a", 0, 0.2), ("b", 0.3, 1)], "leaves nobody's share between 0.2 and 0.3"),
            ([("a", 0, 0.4), ("b", 0.3, 1)], "hands out the part between 0.3 and 0.4 twice"),
            ([("a", 0, 0.999_99)], "leaves nobody's share between 0.99999 and 1"),
            ([("a", 0.1, 1)], "leaves nobody's share between 0.0 and 0.1"),
            ([], "is empty, so it hands out nothing"),
        ] as [([(String, Double, Double)], String)]
    )
    func `a gap or an overlap is refused by the flag and the place`(
        ranges: [(String, Double, Double)],
        reason: String
    ) throws {
        let problem = #expect(throws: FeatBitProblem.self) { try shares(ranges) }

        #expect(problem?.code == "featbit.malformed")
        #expect(
            problem?.description
                == "fallthrough.variations of the flag \"New checkout\" in flags.json \(reason). "
                + "Correct it there or in FeatBit, and import again."
        )
    }

    @Test func `an experiment wider than its share is kept`() throws {
        var workplace = try Workplace()

        try workplace.importing(try Fixtures.benchmark())

        let flag = try #require(try workplace.state.flag(try Key("return-10p-true")))
        #expect(flag.defaultRule.shares.map(\.experimentParts) == [100_000, 100_000])
        #expect(flag.defaultRule.shares.map(\.parts) == [10_000, 90_000])
    }
}
