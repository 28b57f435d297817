import Experiments
import FlagAPI
import FlagModel
import Testing

@testable import Observations

/// What was counted outlives what it was counted from.
struct KeepingTests {
    private let fixture: RunFixture
    private var traffic: TrafficFixture { fixture.traffic }
    private var store: ObservationStore { fixture.traffic.store }
    /// Seconds from ``TrafficFixture/start`` to the next midnight.
    private static let toMidnight =
        (TrafficTime.dayStart(of: TrafficFixture.start) + TrafficTime.day - TrafficFixture.start)
        / 1000

    init() throws {
        fixture = try RunFixture()
    }

    private func buy(_ key: String, _ value: Double, after time: Int64) async throws {
        await traffic.report([
            try .sample(
                key,
                flags: [.sample("f", "a", after: time)],
                did: [.sample("buy", value, after: time)]
            )
        ])
    }

    @Test func `each day is kept as it was known when it ended`() async throws {
        let run = try fixture.run()
        await store.follow([run])
        traffic.clock.advance(seconds: 100)
        try await buy("C-1", 1, after: 100)
        traffic.clock.advance(seconds: Self.toMidnight)
        try await buy("C-2", 2, after: 100 + Self.toMidnight)
        traffic.clock.advance(seconds: 2 * RunFixture.day)
        // It was done on the first day and is told on the third.
        try await buy("C-3", 4, after: 200)
        let counts = try await store.counts(of: run)

        let ends = (0..<3).map { Moment.sample(after: Self.toMidnight + $0 * RunFixture.day) }
        #expect(counts.days.map(\.until) == ends + [counts.asOf])
        let sums = counts.days.map { $0.periods[0].arms[0].metrics[1].sums.value / 1_000_000 }
        #expect(sums == [1, 3, 3, 7])
        #expect(try traffic.rows("SELECT count(*) FROM experimentDay") == ["3"])
    }

    @Test func `days in which nobody counted are found in the file`() async throws {
        let run = try fixture.run()
        try await store.startPeriod(ofFlag: "f", in: traffic.live, at: run.plan.start)
        try await buy("C-1", 1, after: 100)
        traffic.clock.advance(seconds: 200 + Self.toMidnight)
        try await buy("C-2", 2, after: 100 + Self.toMidnight)

        let counts = try await store.counts(of: run)

        let sums = counts.days.map { $0.periods[0].arms[0].metrics[1].sums.value / 1_000_000 }
        #expect(sums == [1, 3])
    }

    @Test func `after a start what was kept is told before the file is read`() async throws {
        let run = try fixture.run()
        await store.follow([run])
        try await buy("C-1", 1, after: 20)
        await store.close()
        // Whoever reads the file finds nothing.
        try traffic.execute("DELETE FROM exposure; DELETE FROM metricEvent")

        // One customer and one event were counted.
        let told = try await traffic.reopened(quickRows: 1).counts(of: run)
        let read = try await traffic.reopened(quickRows: 2).counts(of: run)

        #expect(told.sums(1) == [1, 0])
        #expect(read.sums(1) == [0, 0])
    }

    @Test func `counts are kept a minute after the last time, while things arrive`() async throws {
        let run = try fixture.run()
        await store.follow([run])
        try await buy("C-1", 1, after: 20)
        #expect(try await kept(run) == 0)

        traffic.clock.advance(seconds: 59)
        try await buy("C-2", 2, after: 30)
        #expect(try await kept(run) == 0)
        traffic.clock.advance(seconds: 1)
        try await buy("C-3", 4, after: 40)

        #expect(try await kept(run) == 7)
    }

    private func kept(_ run: ExperimentRun) async throws -> Double? {
        try await store.pool.read { try CountsTable(run).latest(in: $0) }?.counts.sums(1)[0]
    }

    @Test func `a run whose events are gone is told as it was kept`() async throws {
        let run = try fixture.run(until: 1000)
        await store.follow([run])
        try await buy("C-1", 1, after: 20)
        await store.close()
        try traffic.execute("DELETE FROM exposure; DELETE FROM metricEvent")
        traffic.clock.advance(seconds: 500 * RunFixture.day)
        let later = traffic.reopened()
        await later.follow([run])

        #expect(try await later.counts(of: run).sums(1) == [1, 0])
        await later.close()
        #expect(try await traffic.reopened().counts(of: run).sums(1) == [1, 0])
    }

    @Test func `another plan is counted anew, and the days of the earlier one are not its own`()
        async throws
    {
        let run = try fixture.run()
        await store.follow([run])
        try await buy("C-1", 3, after: 20)
        traffic.clock.advance(seconds: 1 + Self.toMidnight)
        #expect(try await store.counts(of: run).days.count == 2)

        let other = try fixture.run(metrics: [FoldMetric(.numeric)])
        let counts = try await store.counts(of: other)

        #expect(counts.days.map { $0.periods[0].arms[0].metrics.count } == [1, 1])
        #expect(counts.sums(0) == [3, 0])
    }

    @Test func `somebody who is forgotten counts no more`() async throws {
        let run = try fixture.run()
        await store.follow([run])
        try await buy("C-1", 3, after: 20)
        try await buy("C-2", 4, after: 20)

        _ = try await store.forget(CustomerKey("C-1"))
        await store.follow([run])
        await store.traffic.live.readUnread()

        #expect(try await store.counts(of: run).sums(1) == [4, 0])
    }
}
