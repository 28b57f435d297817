import Experiments
import FlagModel
import Testing

@testable import Observations

/// A run whose beginning was written down as long ago as a date can be.
struct LongRunTests {
    private static let yearOne = Moment(microseconds: -62_135_596_800_000_000)

    private static func run(_ fixture: RunFixture, from start: Moment) throws -> ExperimentRun {
        let usual = try fixture.run()
        return ExperimentRun(
            id: usual.id,
            flagKey: usual.flagKey,
            plan: try FoldPlan(
                variationIDs: usual.plan.variationIDs,
                metrics: usual.plan.metrics,
                start: start,
                periods: [FoldPlan.Period(since: start, weights: [50_000, 50_000])]
            ),
            events: usual.events
        )
    }

    @Test func `it is split into as many days as count, and no more`() async throws {
        let fixture = try RunFixture()
        let run = try Self.run(fixture, from: Self.yearOne)
        let now = fixture.traffic.clock.now

        let days = try await fixture.traffic.store.pool.read { database in
            var days = 0
            var reading = try RunReading(run, in: database, now: now)
            _ = try reading.count { _, _ in
                days += 1
                if days > FoldPlan.mostDays { throw CancellationError() }
            }
            return days
        }

        #expect(days == FoldPlan.mostDays)
    }

    @Test func `it is followed and asked for like any other`() async throws {
        let fixture = try RunFixture()
        let run = try Self.run(fixture, from: Self.yearOne)

        await fixture.traffic.store.follow([run])
        let counts = try await fixture.traffic.store.counts(of: run)

        #expect(counts.days.count <= FoldPlan.mostDays + 1)
        #expect(counts.people == [0, 0])
    }

    @Test func `counting ends with the run, or ten years after its start`() throws {
        let fixture = try RunFixture()
        let start = Moment(microseconds: 0)
        let most = start.adding(microseconds: Int64(FoldPlan.mostDays) * 86_400_000_000)

        #expect(try Self.run(fixture, from: start).plan.countedEnd == most)
        #expect(try fixture.run(until: 60).plan.countedEnd == .sample(after: 60))
    }
}
