import FlagAPI
import FlagModel
import Testing

@testable import Observations

struct TrafficBatchTests {
    @Test(arguments: [
        (128, 128, 0), (129, 128, 1), (0, 128, 1), (128, 129, 1), (128, 0, 1),
    ])
    func `a flag's key and a version's id have 1 to 128 bytes`(
        flagBytes: Int,
        variationBytes: Int,
        malformed: Int
    ) throws {
        let flag = ObservedEvaluation.sample(text(flagBytes), text(variationBytes))

        let batch = Self.batch(try .sample("C-1", flags: [flag, .sample("other")]))

        #expect(batch.malformed == malformed)
        #expect(batch.kept == 2 - malformed)
        #expect(batch.counts.count == 2 - malformed)
    }

    @Test(arguments: [(256, 64, 0), (257, 64, 1), (0, 64, 1), (256, 65, 1), (256, 0, 1)])
    func `an event's name has 1 to 256 bytes, its kind 1 to 64`(
        nameBytes: Int,
        kindBytes: Int,
        malformed: Int
    ) throws {
        let metric = ObservedMetric.sample(text(nameBytes), kind: text(kindBytes))

        let batch = Self.batch(try .sample("C-1", did: [metric]))

        #expect(batch.malformed == malformed)
        #expect(batch.metrics.count == 1 - malformed)
        #expect(batch.sightings.count == 1)
    }

    @Test(arguments: [Double.nan, .infinity, -.infinity])
    func `a number that is none is left out`(value: Double) throws {
        let batch = Self.batch(
            try .sample("C-1", did: [.sample("x", value), .sample("x", .greatestFiniteMagnitude)])
        )

        #expect(batch.malformed == 1)
        #expect(batch.metrics.map(\.value) == [.greatestFiniteMagnitude])
    }

    @Test(arguments: [
        (1024, 1024, 256, 0), (1025, 1024, 256, 1), (1024, 1025, 256, 1), (1024, 1024, 257, 1),
        (1024, 1024, 0, 1),
    ])
    func `what is too long of a customer is left out, and the rest is kept`(
        nameBytes: Int,
        valueBytes: Int,
        attributeNameBytes: Int,
        malformed: Int
    ) throws {
        let item = try ObservedItem.sample(
            "C-1",
            text(nameBytes),
            ["plan": text(valueBytes), text(attributeNameBytes): "v", "kept": "v"]
        )

        let batch = Self.batch(item)

        #expect(batch.malformed == malformed)
        #expect(batch.kept == 1)
        #expect(batch.sightings.first?.attributes["kept"] == "v")
        let sighting = batch.sightings.first
        let parts = (sighting?.attributes.count ?? 0) + (sighting?.name.isEmpty == false ? 1 : 0)
        #expect(parts == 4 - malformed)
    }

    @Test(arguments: [(100, 0), (101, 1), (105, 5)])
    func `the first 100 attributes by name are kept`(count: Int, malformed: Int) throws {
        let names = (0..<count).map { "a\(1000 + $0)" }
        let attributes = Dictionary(uniqueKeysWithValues: names.map { ($0, "v") })

        let batch = Self.batch(try .sample("C-1", "", attributes))

        #expect(batch.malformed == malformed)
        #expect(batch.sightings.first?.attributes.keys.sorted() == Array(names.prefix(100)))
    }

    @Test(arguments: [
        (300, true), (301, false), (-7 * 86_400, true), (-7 * 86_400 - 1, false),
    ])
    func `a clock that cannot be right is replaced by ours`(
        seconds: Int64,
        isTaken: Bool
    ) throws {
        let batch = Self.batch(try .sample("C-1", did: [.sample("x", after: seconds)]))

        let claimed = TrafficFixture.start + seconds * 1000
        #expect(batch.metrics.map(\.time) == [isTaken ? claimed : TrafficFixture.start])
        #expect(batch.malformed == 0)
    }

    @Test(arguments: [Int64.min, Int64.max])
    func `times from beyond the calendar are replaced, too`(microseconds: Int64) throws {
        var metric = ObservedMetric.sample("x")
        metric.time = Moment(microseconds: microseconds)

        let batch = Self.batch(try .sample("C-1", did: [metric]))

        #expect(batch.metrics.map(\.time) == [TrafficFixture.start])
    }

    @Test func `one customer is described once, by what was said last`() throws {
        let batch = Self.batch(
            try .sample("C-1", "Ada", ["plan": "free"]),
            try .sample("C-2", "Bob"),
            try .sample("C-1", "", ["plan": "pro"]),
            try .sample("C-1")
        )

        #expect(batch.sightings.map(\.name) == ["Ada", "Bob"])
        #expect(batch.sightings.map(\.attributes) == [["plan": "pro"], [:]])
        #expect(batch.kept == 4)
    }

    @Test func `evaluations of an hour are added up`() throws {
        let early = ObservedEvaluation.sample("a", after: -20 * 60 - 1)
        let batch = Self.batch(
            try .sample("C-1", flags: [.sample("a"), .sample("a"), .sample("a", "off"), early]),
            try .sample("C-2", flags: [.sample("a", counts: false)])
        )

        #expect(batch.counts.values.sorted() == [1, 1, 3])
        #expect(batch.handouts.filter(\.countsForExperiments).count == 4)
    }

    @Test func `hours and days begin where they do, before 1970 as well`() {
        #expect(TrafficTime.hour(of: 3_599_999) == 0)
        #expect(TrafficTime.hour(of: 3_600_000) == 1)
        #expect(TrafficTime.hour(of: -1) == -1)
        #expect(TrafficTime.dayStart(of: 86_400_001) == 86_400_000)
        #expect(TrafficTime.dayStart(of: -1) == -86_400_000)
    }

    private static func batch(_ items: ObservedItem...) -> TrafficBatch {
        TrafficBatch(items.map { .init($0, in: .zero, arrival: TrafficFixture.start) })
    }

    private func text(_ bytes: Int) -> String { String(repeating: "x", count: bytes) }
}
