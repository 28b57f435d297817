import FlagAPI
import FlagModel
import Testing

@testable import Observations

/// The names of metric events, as experiments choose from them.
struct EventNameTests {
    private let fixture: TrafficFixture

    init() throws { fixture = try TrafficFixture() }

    private func names(in environment: GUID? = nil) async throws -> [ObservedEvent] {
        try await fixture.store.eventNames(in: environment ?? fixture.live)
    }

    private func report(_ metrics: [ObservedMetric], in environment: GUID? = nil) async throws {
        await fixture.report([try .sample("C-1", did: metrics)], in: environment)
    }

    @Test func `the event that happened last comes first, each name once`() async throws {
        try await report([
            .sample("b", after: 1), .sample("ä", after: 3), .sample("a", after: 1),
            .sample("b", kind: "Click", after: 2), .sample("b", after: 0),
        ])

        #expect(
            try await names() == [
                ObservedEvent(name: "ä", lastSeenAt: .sample(after: 3)),
                ObservedEvent(name: "b", lastSeenAt: .sample(after: 2)),
                ObservedEvent(name: "a", lastSeenAt: .sample(after: 1)),
            ]
        )
    }

    @Test func `names at the same time come in the order of their bytes`() async throws {
        try await report([.sample("b"), .sample("ä"), .sample("a")])

        #expect(try await names().map(\.name) == ["a", "b", "ä"])
    }

    @Test func `an environment knows its own events only, and none before the first`()
        async throws
    {
        #expect(try await names() == [])
        try await report([.sample("shop")])
        try await report([.sample("test")], in: fixture.dev)

        #expect(try await names().map(\.name) == ["shop"])
        #expect(try await names(in: fixture.dev).map(\.name) == ["test"])
    }

    @Test func `an event of which nothing is kept any more is not told`() async throws {
        try await report([.sample("old"), .sample("new")])
        try fixture.execute(
            "DELETE FROM metricEvent WHERE event = (SELECT id FROM event WHERE name = x'6f6c64')"
        )

        #expect(try await names().map(\.name) == ["new"])
    }

    @Test(arguments: [(999, 999), (1000, 1000), (1001, 1000)])
    func `so many names are told, the latest`(reported: Int, told: Int) async throws {
        let metrics = (0..<reported).map {
            ObservedMetric.sample("e\($0)", after: Int64($0) - 2000)
        }
        for start in stride(from: 0, to: reported, by: 100) {
            try await report(Array(metrics[start..<min(start + 100, reported)]))
        }

        let names = try await names()
        #expect(names.count == told)
        #expect(names.contains { $0.name == "e\(reported - 1)" })
        #expect(names.contains { $0.name == "e0" } == (reported == told))
    }
}
