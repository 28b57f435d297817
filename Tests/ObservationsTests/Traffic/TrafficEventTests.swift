import FlagAPI
import FlagModel
import Testing

@testable import Observations

struct TrafficEventTests {
    private let fixture: TrafficFixture
    private var store: ObservationStore { fixture.store }
    /// Midnight of the day, and the hour of ``TrafficFixture/start``.
    private let midnight = TrafficTime.dayStart(of: TrafficFixture.start)
    private let hour = Moment(milliseconds: TrafficFixture.start / 3_600_000 * 3_600_000)

    init() throws {
        fixture = try TrafficFixture()
        // Everything happened on the day before.
        fixture.clock.advance(seconds: 86_400)
    }

    @Test func `evaluations are counted by flag, version and hour`() async throws {
        let before = ObservedEvaluation.sample("a", after: -1201)
        await fixture.report([
            try .sample("C-1", flags: [.sample("a"), .sample("a"), .sample("b", "off"), before])
        ])
        await fixture.report([try .sample("C-2", flags: [.sample("a", counts: false)])])
        await fixture.report([try .sample("C-2", flags: [.sample("a")])], in: fixture.dev)

        let earlier = hour.adding(microseconds: -3_600_000_000)
        #expect(
            try await counts() == [
                EvaluationCount(flagKey: "a", variationID: "on", hour: earlier, count: 1),
                EvaluationCount(flagKey: "a", variationID: "on", hour: hour, count: 3),
                EvaluationCount(flagKey: "b", variationID: "off", hour: hour, count: 1),
            ]
        )
        #expect(try await counts("b").map(\.count) == [1])
        #expect(try await counts("c") == [])
    }

    @Test(arguments: [
        (0, 1, ["10"]), (3_599, 3_600, ["10"]), (0, 3_601, ["10", "11"]), (-1, 0, ["9"]),
        (3_600, 7_200, ["11"]), (-3_600, 10_000, ["9", "10", "11"]), (0, 0, []),
    ])
    func `an hour that holds a moment of the request counts whole`(
        from: Int64,
        until: Int64,
        expected: [String]
    ) async throws {
        await fixture.report([
            try .sample("C-1", flags: [.sample("a", "9", after: -3_000)]),
            try .sample("C-1", flags: [.sample("a", "10"), .sample("a", "11", after: 3_000)]),
        ])

        let request = CountsRequest(
            environmentID: fixture.live,
            from: hour.adding(microseconds: from * 1_000_000),
            until: hour.adding(microseconds: until * 1_000_000)
        )

        #expect(try await store.counts(request).map(\.variationID) == expected)
    }

    @Test(arguments: [(4, ["1", "2", "3", "4"]), (3, ["3", "4"]), (2, ["3", "4"])])
    func `of too many rows the newest whole hours are told`(
        limit: Int,
        expected: [String]
    ) async throws {
        await fixture.report([
            try .sample("C-1", flags: [.sample("a", "1", after: -3_600)]),
            try .sample("C-1", flags: [.sample("a", "2", after: -3_600)]),
            try .sample("C-1", flags: [.sample("a", "3"), .sample("a", "4")]),
        ])
        let request = request()

        let rows = try await store.pool.read {
            try CountTable.counts(request, limit: limit, from: $0)
        }

        #expect(rows.map(\.variationID) == expected)
    }

    @Test func `the first exposure of a day is kept for each version`() async throws {
        await fixture.report([try .sample("C-1", flags: [.sample("a", after: 50)])])
        await fixture.report([
            try .sample("C-1", flags: [.sample("a", after: 40), .sample("a", after: 60)]),
            try .sample("C-1", flags: [.sample("a", "off", after: 70)]),
            try .sample("C-1", flags: [.sample("a", after: 80_000)]),
            try .sample("C-2", flags: [.sample("a", counts: false)]),
        ])

        #expect(
            try exposures() == [
                "C-1 off \(TrafficFixture.start + 70_000)",
                "C-1 on \(TrafficFixture.start + 40_000)",
                "C-1 on \(TrafficFixture.start + 80_000_000)",
            ]
        )
    }

    @Test func `an experiment that starts within a day finds first exposures since then`()
        async throws
    {
        await fixture.report([try .sample("C-1", flags: [.sample("a"), .sample("b")])])

        try await store.startPeriod(ofFlag: "a", in: fixture.live, at: .sample(after: 10))
        try await store.startPeriod(ofFlag: "a", in: fixture.live, at: .sample(after: 10))
        await fixture.report([
            try .sample("C-1", flags: [.sample("a", after: 11), .sample("a", after: 10)]),
            try .sample("C-1", flags: [.sample("a", after: 9), .sample("b", after: 11)]),
        ])

        #expect(
            try fixture.rows(
                """
                SELECT flagKey, period, period + after FROM exposure
                JOIN variation ON variation.id = variation ORDER BY 1, 2
                """
            ) == [
                "a \(midnight) \(TrafficFixture.start)",
                "a \(TrafficFixture.start + 10_000) \(TrafficFixture.start + 10_000)",
                "b \(midnight) \(TrafficFixture.start)",
            ]
        )
    }

    @Test func `a flag may begin anew a thousand times`() async throws {
        for second in 0..<1000 {
            try await store.startPeriod(
                ofFlag: "a",
                in: fixture.live,
                at: .sample(after: Int64(second))
            )
        }

        await #expect(throws: ObservationsError.manyPeriods(flagKey: "a", limit: 1000)) {
            try await store.startPeriod(ofFlag: "a", in: fixture.live, at: .sample(after: 1000))
        }
        try await store.startPeriod(ofFlag: "b", in: fixture.live, at: .sample(after: 0))
    }

    @Test func `what customers did is kept with time and number`() async throws {
        await fixture.report([
            try .sample("C-1", did: [.sample("cart", 19.9, after: 1), .sample("cart", -2)]),
            try .sample("C-2", did: [.sample("cart", kind: "Click", after: 2)]),
        ])

        #expect(
            try events() == [
                "C-1 CustomEvent cart \(TrafficFixture.start) -2.0",
                "C-1 CustomEvent cart \(TrafficFixture.start + 1000) 19.9",
                "C-2 Click cart \(TrafficFixture.start + 2000) 1.0",
            ]
        )
    }

    @Test func `what is reported twice was done once`() async throws {
        let item = try ObservedItem.sample("C-1", did: [.sample("cart", 5)])
        await fixture.report([item, item])
        await fixture.report([item, try .sample("C-1", did: [.sample("cart", 6)])])

        #expect(try events().count == 2)
        #expect(store.ingest.report == IngestReport(written: 4))
    }

    @Test func `names may hold any text`() async throws {
        let name = "a\u{0}'; DROP TABLE event; --"
        await fixture.report([
            try .sample("C\u{0}1", flags: [.sample(name, name)], did: [.sample(name, kind: name)])
        ])

        #expect(try await counts(name).map(\.variationID) == [name])
        #expect(try events() == ["C\u{0}1 \(name) \(name) \(TrafficFixture.start) 1.0"])
    }

    @Test func `what is left out is counted and the rest is written`() async throws {
        await fixture.report([
            try .sample("C-1", flags: [.sample(""), .sample("a")], did: [.sample("x", .nan)])
        ])
        store.ingest.countMalformed(2)

        #expect(store.ingest.report == IngestReport(written: 1, malformed: 4))
    }

    private func counts(_ flagKey: String? = nil) async throws -> [EvaluationCount] {
        try await store.counts(request(flagKey))
    }

    private func request(_ flagKey: String? = nil) -> CountsRequest {
        CountsRequest(
            environmentID: fixture.live,
            flagKey: flagKey,
            from: .sample(after: -86_400),
            until: .sample(after: 86_400)
        )
    }

    private func exposures() throws -> [String] {
        try fixture.rows(
            """
            SELECT customer.key, variation.variationID, period + after FROM exposure
            JOIN customer ON customer.id = customer JOIN variation ON variation.id = variation
            ORDER BY 1, 2, 3
            """
        )
    }

    private func events() throws -> [String] {
        try fixture.rows(
            """
            SELECT customer.key, event.kind, event.name, time, value FROM metricEvent
            JOIN customer ON customer.id = customer JOIN event ON event.id = event
            ORDER BY 1, 2, 3, 4
            """
        )
    }
}
