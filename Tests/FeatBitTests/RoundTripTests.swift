import FeatBit
import FlagModel
import JSON
import Testing

struct RoundTripTests {
    @Test func `FeatBit's own benchmark data comes back field by field`() throws {
        let files = try Fixtures.benchmarkFiles()
        var workplace = try Workplace()

        try workplace.importingExactly(try Fixtures.benchmark())

        let export = FeatBitDocument.export(state: try workplace.state)
        let flags = try #require(export.at("data", "featureFlags"))
        let segments = try #require(export.at("data", "segments"))
        #expect(DocumentDifference(try JSONValue(parsing: files[0].bytes), flags).paths == [])
        #expect(DocumentDifference(try JSONValue(parsing: files[1].bytes), segments).paths == [])
        let environmentID = JSONValue.string(workplace.environmentID.text)
        #expect(flags.at("0", "envId") == environmentID)
        #expect(segments.at("0", "envId") == environmentID)
    }

    @Test func `the comparison finds a difference`() throws {
        let changed = Fixtures.flag.with(
            .number(0.250_001),
            at: "rules",
            "0",
            "variations",
            "0",
            "exptRollout"
        )

        #expect(
            DocumentDifference(Fixtures.flag, changed).paths == [
                ".rules[0].variations[0].exptRollout"
            ]
        )
    }

    @Test func `every field of a whole flag and segment comes back as it was`() throws {
        var workplace = try Workplace()

        try workplace.importingExactly(try FeatBitDocument.read(Fixtures.both()))

        let export = FeatBitDocument.export(state: try workplace.state)
        let flag = try #require(export.at("data", "featureFlags", "0"))
        let segment = try #require(export.at("data", "segments", "0"))
        #expect(DocumentDifference(Fixtures.flag, flag).paths == [])
        #expect(DocumentDifference(Fixtures.segment, segment).paths == [])
        #expect(flag.at("revision") == Fixtures.flag.at("revision"))
        #expect(flag.at("updatedAt") == "2026-01-05T10:00:00.100Z")
        #expect(flag.at("flagdeckOwner") == nil)
        #expect(flag.at("rules", "0", "conditions", "1", "op") == .null)
    }

    @Test(arguments: 0..<40)
    func `random environments survive export and import`(round: Int) throws {
        let seed = Seed.value &+ UInt64(round)
        print("FLAGDECK_SEED=\(Seed.value), round \(round)")
        var original = try Workplace(seed: seed)
        var generator = RandomFlags(random: SplitMix64(seed: seed))
        original.model = try original.model.previewing(
            try generator.changes(environment: original.environmentID)
        )
        let export = FeatBitDocument.export(state: try original.state)

        var copy = try Workplace(seed: seed)
        let document = try FeatBitDocument.read(export)
        try copy.importingExactly(document)

        let (left, right) = (try original.state, try copy.state)
        #expect(document.notes == [])
        #expect(left.flagCount > 0)
        #expect(Set(left.flags) == Set(right.flags))
        #expect(Set(left.audiences) == Set(right.audiences))
        #expect(FeatBitDocument.export(state: right) == export)
    }
}

/// The seed of random tests.
enum Seed {
    static let value = UInt64(ProcessEnvironment.value("FLAGDECK_SEED") ?? "") ?? 20_260_717
}
