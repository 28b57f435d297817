import Experiments
import FlagModel
import Testing

@testable import Observations

/// What a run would have counted that began some days ago.
struct PlanReadingTests {
    private let fixture: RunFixture
    private var traffic: TrafficFixture { fixture.traffic }
    private var store: ObservationStore { fixture.traffic.store }

    init() throws {
        fixture = try RunFixture()
    }

    private func read(
        _ admission: RunAdmission? = nil
    ) async throws -> (source: PlanTraffic.Source, counts: ExperimentCounts) {
        let run = try fixture.run(
            metrics: [FoldMetric(.conversion), FoldMetric(.numeric)],
            admission: admission
        )
        return try await store.planTraffic(of: run, baselineID: "a")
    }

    @Test func `who was given any version counts from then on, for one version`() async throws {
        traffic.clock.advance(seconds: 100)
        await traffic.report([
            try .sample(
                "C-1",
                flags: [.sample("f", "b", after: 50)],
                did: [.sample("buy", 3, after: 60), .sample("buy", 9, after: 40)]
            ),
            try .sample(
                "C-2",
                flags: [.sample("f", "a", after: 20), .sample("f", "b", after: 30)]
            ),
            // Before the days that are looked at.
            try .sample("C-3", flags: [.sample("f", "a", after: 5)]),
            // Another flag, and an event of somebody who was not there.
            try .sample("C-4", flags: [.sample("g", "on", after: 50)], did: [.sample("buy", 7)]),
        ])

        let (source, counts) = try await read()

        #expect(source == .flag)
        #expect(counts.variationIDs == ["a"])
        #expect(counts.people == [2])
        #expect(counts.now.mixed == 0)
        #expect(counts.sums(0) == [1])
        #expect(counts.sums(1) == [3])
    }

    @Test func `how customers came is known day by day`() async throws {
        for day in 0..<3 {
            let time = 20 + Int64(day) * RunFixture.day
            traffic.clock.advance(seconds: day == 0 ? 30 : RunFixture.day)
            // Whoever came before comes again.
            let items = try (0...day).map { number in
                try ObservedItem.sample("C-\(number)", flags: [.sample("f", "a", after: time)])
            }
            await traffic.report(items)
        }

        let (_, counts) = try await read()

        #expect(counts.days.map { $0.periods[0].arms[0].people } == [1, 2, 3])
        #expect(counts.days.first?.until == .sample(after: 10 + RunFixture.day))
    }

    @Test func `of a flag that is off, those count who were given it all the same`() async throws {
        traffic.clock.advance(seconds: 100)
        await traffic.report([
            try .sample(
                "C-1",
                flags: [.sample("f", "a", counts: false, after: 50)],
                did: [.sample("buy", 3, after: 30)]
            ),
            try .sample("C-2", flags: [.sample("g", "on", after: 50)]),
        ])

        let (source, counts) = try await read()

        #expect(source == .flag)
        #expect(counts.people == [1])
        #expect(counts.sums(1) == [3])
    }

    @Test func `of a flag that nobody asks for, everybody counts who was seen`() async throws {
        traffic.clock.advance(seconds: 100)
        await traffic.report([
            try .sample("C-1", flags: [.sample("g", "on", after: 50)]),
            try .sample("C-2", did: [.sample("buy", 4, after: 50)]),
        ])
        await traffic.report([try .sample("C-3")], in: traffic.dev)

        let (source, counts) = try await read()

        #expect(source == .everybody)
        #expect(counts.people == [2])
        #expect(counts.sums(1) == [4])
    }

    @Test func `who could not take part is left out`() async throws {
        traffic.clock.advance(seconds: 100)
        await traffic.report([
            try .sample("C-1", flags: [.sample("f", "a", after: 50)]),
            try .sample("C-2", flags: [.sample("f", "a", after: 50)]),
        ])

        let counts = try await read(
            RunAdmission(text: "not C-1", attributes: []) { $0.key != "C-1" }
        ).counts

        #expect(counts.people == [1])
        #expect(counts.now.leftOut == 1)
    }

    @Test func `without anybody nothing is counted`() async throws {
        traffic.clock.advance(seconds: 100)

        let (source, counts) = try await read()

        #expect(source == .everybody)
        #expect(counts.people == [0])
    }
}
