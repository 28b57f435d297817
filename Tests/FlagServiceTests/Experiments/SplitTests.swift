import FlagModel
import Testing

@testable import FlagService

/// Which split is expected of the people who count.
struct SplitTests {
    private func flag(
        _ rules: [Serving],
        everyone: Serving,
        countsEveryone: Bool = true
    ) throws -> Flag {
        var flag = try ServiceFixture().flag("f")
        flag.isEnabled = true
        flag.countsEveryoneInExperiments = countsEveryone
        flag.rules = rules.enumerated().map {
            Rule(id: "\($0)", name: "", conditions: [], serving: $1)
        }
        flag.defaultRule = everyone
        return flag
    }

    private static let half = Serving(parts: [("on", 50_000), ("off", 50_000)])
    private static let most = Serving(parts: [("on", 80_000), ("off", 20_000)])

    @Test func `the split of the only rule is expected`() throws {
        #expect(try flag([], everyone: Self.most).experimentSplit == [80_000, 20_000])
    }

    @Test func `rules that split in the same way are one split`() throws {
        #expect(try flag([Self.half], everyone: Self.half).experimentSplit == [50_000, 50_000])
    }

    @Test func `rules that split in different ways make it unknown`() throws {
        #expect(try flag([Self.half], everyone: Self.most).experimentSplit == [0, 0])
        #expect(try flag([Serving(everyone: "on")], everyone: Self.half).experimentSplit == [0, 0])
    }

    @Test func `only what counts for experiments is looked at`() throws {
        var other = Self.most
        other.isInExperiment = false
        var some = Self.half
        some.shares[0].experimentParts = 10_000
        some.shares[1].experimentParts = 20_000

        let flag = try flag([other], everyone: some, countsEveryone: false)

        #expect(flag.experimentSplit == [10_000, 20_000])
    }

    @Test func `nobody counts while the flag is off, archived or excludes everybody`() throws {
        var off = try flag([], everyone: Self.half)
        off.isEnabled = false
        var archived = try flag([], everyone: Self.half)
        archived.isArchived = true
        var none = Self.half
        none.isInExperiment = false

        #expect(off.experimentSplit == nil)
        #expect(archived.experimentSplit == nil)
        #expect(try flag([], everyone: none, countsEveryone: false).experimentSplit == nil)
    }
}
