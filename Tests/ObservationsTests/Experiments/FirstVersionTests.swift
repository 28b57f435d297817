import Experiments
import FlagModel
import Testing

@testable import Observations

/// What a run would say if customers who saw two versions counted under the first one.
struct FirstVersionTests {
    private let fixture: RunFixture
    private var traffic: TrafficFixture { fixture.traffic }
    private var store: ObservationStore { fixture.traffic.store }

    init() throws {
        fixture = try RunFixture()
    }

    @Test func `who saw two versions counts under the first, with all that followed`() async throws
    {
        let run = try fixture.run()
        traffic.clock.reach(900)
        await store.follow([run])
        await traffic.report([
            try .sample(
                "C-1",
                flags: [.sample("f", "b", after: 20), .sample("f", "a", after: 40)],
                did: [.sample("buy", 3, after: 30), .sample("buy", 4, after: 60)]
            )
        ])
        // The later one arrives first.
        await traffic.report([try .sample("C-2", flags: [.sample("f", "b", after: 900)])])
        await traffic.report([
            try .sample(
                "C-2",
                flags: [.sample("f", "a", after: 30)],
                did: [.sample("buy", 5, after: 20), .sample("buy", 2, after: 100)]
            ),
            try .sample("C-3", flags: [.sample("f", "b", after: 20)]),
        ])

        let counted = try await store.counts(of: run)
        let first = try #require(try await store.countsByFirstVersion(of: run))

        #expect(counted.people == [0, 1])
        #expect(counted.now.mixed == 2)
        #expect(first.people == [1, 2])
        #expect(first.now.mixed == 0)
        #expect(first.sums(1) == [2, 7])
    }

    @Test func `where nobody saw two versions both are the same, day by day`() async throws {
        let run = try fixture.run()
        await store.follow([run])
        for day in 0..<3 {
            let time = 20 + Int64(day) * RunFixture.day
            traffic.clock.advance(seconds: day == 0 ? 30 : RunFixture.day)
            await traffic.report([
                try .sample(
                    "C-\(day)",
                    flags: [.sample("f", day == 1 ? "a" : "b", after: time)],
                    did: [.sample("buy", 2, after: time + 5)]
                )
            ])
        }

        let counted = try await store.counts(of: run)
        let first = try #require(try await store.countsByFirstVersion(of: run))

        #expect(first.days.map(\.until) == counted.days.map(\.until))
        #expect(first.now == counted.now)
        #expect(first.days.count == 3)
    }

    @Test func `a run whose events are gone has no first versions`() async throws {
        let run = try fixture.run()
        traffic.clock.advance(seconds: Int64(TrafficLimits.keptDays + 1) * RunFixture.day)

        #expect(try await store.countsByFirstVersion(of: run) == nil)
    }
}
