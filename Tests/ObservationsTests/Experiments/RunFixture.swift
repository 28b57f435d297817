import Experiments
import FlagAPI
import FlagModel

@testable import Observations

/// A run of an experiment on the flag `f` with the versions `a` and `b`, from ten seconds after
/// ``TrafficFixture/start`` on: who bought, how much for each visit, and for how much.
struct RunFixture {
    let traffic: TrafficFixture
    let experimentID: GUID

    init() throws {
        traffic = try TrafficFixture()
        var random = SplitMix64(seed: 2)
        experimentID = GUID(using: &random)
    }

    static let day: Int64 = 86_400

    func run(
        until end: Int64? = nil,
        splits: [(after: Int64, weights: [Int])] = [(10, [50_000, 50_000])],
        metrics: [FoldMetric]? = nil,
        admission: RunAdmission? = nil
    ) throws -> ExperimentRun {
        let metrics =
            metrics ?? [
                FoldMetric(.conversion, windowDays: 1, usesPast: true),
                FoldMetric(.numeric, isCapped: true, usesPast: true),
                FoldMetric(.ratio),
            ]
        return ExperimentRun(
            id: ExperimentRun.ID(
                environmentID: traffic.live,
                experimentID: experimentID,
                run: 0
            ),
            flagKey: "f",
            plan: try FoldPlan(
                variationIDs: ["a", "b"],
                metrics: metrics,
                start: .sample(after: 10),
                end: end.map { .sample(after: $0) },
                periods: splits.map { FoldPlan.Period(since: .sample(after: $0), weights: $1) }
            ),
            events: metrics.map {
                ExperimentRun.EventNames(value: "buy", over: $0.measure == .ratio ? "visit" : nil)
            },
            admission: admission
        )
    }

    /// What the file alone says about a run now.
    func fromFile(_ run: ExperimentRun) async throws -> ExperimentCounts {
        let now = traffic.clock.now
        return try await traffic.store.pool.read { database in
            var reading = try RunReading(run, in: database, now: now)
            let counted = try reading.count()
            return counted.counts(of: run, days: [], asOf: run.asOf(now))
        }
    }
}

extension ExperimentCounts {
    /// The counts as they stand.
    var now: DayCounts { days[days.count - 1] }

    /// The people of each version, of all splits together.
    var people: [Int] {
        variationIDs.indices.map { arm in now.periods.reduce(0) { $0 + $1.arms[arm].people } }
    }

    /// The sum of a metric for each version, in units, of all splits together.
    func sums(_ metric: Int) -> [Double] {
        variationIDs.indices.map { arm in
            let sum = now.periods.reduce(Int128(0)) { sum, period in
                sum + period.arms[arm].metrics[metric].sums.value
            }
            return Double(sum) / Double(ExactSums.unit)
        }
    }
}
