import Experiments
import FlagAPI
import FlagModel
import Testing

@testable import Observations

/// What is counted batch by batch.
struct LiveCountingTests {
    private let fixture: RunFixture
    private var traffic: TrafficFixture { fixture.traffic }
    private var store: ObservationStore { fixture.traffic.store }

    init() throws {
        fixture = try RunFixture()
    }

    @Test func `nobody came yet`() async throws {
        let counts = try await store.counts(of: fixture.run())

        #expect(counts.people == [0, 0])
        #expect(counts.eventCount == 0)
        #expect(counts.firstSeenAt == nil)
        #expect(counts.asOf.milliseconds == traffic.clock.now)
    }

    @Test func `people and what they do are counted as they arrive`() async throws {
        let run = try fixture.run()
        await store.follow([run])

        await traffic.report([
            try .sample("C-1", flags: [.sample("f", "a", after: 20)]),
            try .sample("C-2", flags: [.sample("f", "b", after: 21)]),
            try .sample("C-3", flags: [.sample("f", "b", after: 22)]),
        ])
        await traffic.report([
            try .sample(
                "C-1",
                did: [.sample("visit", after: 20), .sample("buy", 19.99, after: 30)]
            ),
            try .sample("C-2", did: [.sample("visit", after: 25), .sample("visit", after: 26)]),
            try .sample("C-3", did: [.sample("other", 5, after: 26)]),
            try .sample("C-4", did: [.sample("buy", 7, after: 26)]),
        ])
        let counts = try await store.counts(of: run)

        #expect(counts.people == [1, 2])
        #expect(counts.sums(0) == [1, 0])
        #expect(counts.sums(1) == [19.99, 0])
        #expect(counts.now.periods[0].arms[1].metrics[2].sums.other == 2_000_000)
        #expect(counts.firstSeenAt == .sample(after: 20))
        #expect(counts.lastSeenAt == .sample(after: 30))
        #expect(try await fixture.fromFile(run).now == counts.now)
    }

    @Test func `what came before the run was followed is counted, too`() async throws {
        let run = try fixture.run()
        try await store.startPeriod(ofFlag: "f", in: traffic.live, at: run.plan.start)
        await traffic.report([
            try .sample(
                "C-1",
                flags: [.sample("f", "a", after: 20)],
                did: [.sample("buy", 3, after: 21)]
            )
        ])

        #expect(try await store.counts(of: run).sums(1) == [3, 0])
    }

    @Test func `the same thing reported twice counts once`() async throws {
        let run = try fixture.run()
        await store.follow([run])
        let item = try ObservedItem.sample(
            "C-1",
            flags: [.sample("f", "a", after: 20)],
            did: [.sample("buy", 3, after: 21)]
        )

        await traffic.report([item])
        await traffic.report([item, item])
        let counts = try await store.counts(of: run)

        #expect(counts.people == [1, 0])
        #expect(counts.sums(1) == [3, 0])
        #expect(counts.eventCount == 2)
    }

    @Test func `what somebody did in the days before is their past`() async throws {
        let run = try fixture.run()
        let daysBefore = { (days: Int64) in 20 - days * RunFixture.day }
        traffic.clock.advance(seconds: -10 * RunFixture.day)
        await traffic.report([
            try .sample(
                "C-1",
                did: [
                    .sample("buy", 4, after: daysBefore(14)),
                    .sample("buy", 8, after: daysBefore(14) - 1),
                    .sample("buy", 2, after: daysBefore(12)),
                ]
            )
        ])
        traffic.clock.advance(seconds: 10 * RunFixture.day)
        await store.follow([run])

        await traffic.report([
            try .sample("C-1", flags: [.sample("f", "a", after: 20)]),
            try .sample("C-1", did: [.sample("buy", 1, after: 19), .sample("buy", 32, after: 20)]),
        ])
        let counts = try await store.counts(of: run)

        #expect(counts.sums(1) == [32, 0])
        #expect(counts.now.periods[0].arms[0].metrics[1].sums.other == 7_000_000)
        #expect(counts.now.periods[0].arms[0].metrics[0].sums.other == 1_000_000)
        #expect(try await fixture.fromFile(run).now == counts.now)
    }

    @Test func `an exposure that arrives late moves what counts`() async throws {
        let run = try fixture.run(metrics: [FoldMetric(.numeric, windowDays: 1, usesPast: true)])
        await store.follow([run])
        await traffic.report([try .sample("C-1", flags: [.sample("f", "a", after: 100)])])
        await traffic.report([
            try .sample("C-1", did: [.sample("buy", 1, after: 50), .sample("buy", 2, after: 150)])
        ])
        #expect(try await store.counts(of: run).sums(0) == [2, 0])

        await traffic.report([try .sample("C-1", flags: [.sample("f", "a", after: 40)])])
        let counts = try await store.counts(of: run)

        #expect(counts.sums(0) == [3, 0])
        #expect(counts.now.periods[0].arms[0].metrics[0].sums.other == 0)
    }

    @Test func `somebody who was given two versions counts nowhere`() async throws {
        let run = try fixture.run()
        await store.follow([run])
        await traffic.report([
            try .sample(
                "C-1",
                flags: [.sample("f", "a", after: 20)],
                did: [.sample("buy", 3, after: 21)]
            ),
            try .sample("C-2", flags: [.sample("f", "b", after: 20)]),
        ])
        await traffic.report([try .sample("C-1", flags: [.sample("f", "b", after: 25)])])
        let counts = try await store.counts(of: run)

        #expect(counts.people == [0, 1])
        #expect(counts.now.mixed == 1)
        #expect(counts.sums(1) == [0, 0])
    }

    @Test func `only those count who are admitted, as they were at their first exposure`()
        async throws
    {
        let run = try fixture.run(
            admission: RunAdmission(text: "plus", attributes: [Array("plan".utf8)]) { person in
                person.attributes.first?.value == "plus"
            }
        )
        await store.follow([run])
        await traffic.report([
            try .sample("C-1", "", ["plan": "plus"], flags: [.sample("f", "a", after: 20)]),
            try .sample("C-2", "", ["plan": "free"], flags: [.sample("f", "b", after: 20)]),
        ])
        traffic.clock.advance(seconds: 60)
        await traffic.report([
            try .sample("C-1", "", ["plan": "free"], flags: [.sample("f", "a", after: 90)]),
            try .sample("C-2", "", ["plan": "plus"], flags: [.sample("f", "b", after: 90)]),
        ])
        let counts = try await store.counts(of: run)

        #expect(counts.people == [1, 0])
        #expect(counts.now.leftOut == 1)
        #expect(try await fixture.fromFile(run).now == counts.now)
    }

    @Test(arguments: [(1e9, 1), (1e9 + 1, 0), (-1e9, 1)])
    func `an event's number has a limit`(value: Double, active: Int) async throws {
        let run = try fixture.run(metrics: [FoldMetric(.numeric)])
        await store.follow([run])

        await traffic.report([
            try .sample(
                "C-1",
                flags: [.sample("f", "a", after: 20)],
                did: [.sample("buy", value, after: 21)]
            )
        ])

        let counts = try await store.counts(of: run)
        #expect(counts.now.periods[0].arms[0].metrics[0].active == active)
    }

    @Test func `nothing counts from the end of a run on`() async throws {
        let run = try fixture.run(until: 100)
        await store.follow([run])
        traffic.clock.advance(seconds: 200)

        await traffic.report([
            try .sample(
                "C-1",
                flags: [.sample("f", "a", after: 99)],
                did: [.sample("buy", 1, after: 99), .sample("buy", 2, after: 100)]
            ),
            try .sample("C-2", flags: [.sample("f", "a", after: 100)]),
        ])
        let counts = try await store.counts(of: run)

        #expect(counts.people == [1, 0])
        #expect(counts.sums(1) == [1, 0])
        #expect(counts.asOf == .sample(after: 100))
    }
}
