import Experiments
import FlagModel

/// Plans and counts with round numbers, for tests.
enum MadeUp {
    static let start = Moment(milliseconds: 1_772_409_600_000)  // Monday 2 March 2026, 0:00 UTC
    static let day: Int64 = 86_400_000_000

    static func after(days: Int, hours: Int = 0) -> Moment {
        start.adding(microseconds: Int64(days) * day + Int64(hours) * 3_600_000_000)
    }

    static let orders = Experiment.Metric(
        eventName: "order",
        title: "orders",
        measure: .conversion,
        higherIsBetter: true
    )

    static let refunds = Experiment.Metric(
        eventName: "refund",
        title: "refunds",
        measure: .conversion,
        higherIsBetter: false
    )

    static let revenue = Experiment.Metric(
        eventName: "revenue",
        title: "revenue",
        measure: .numeric,
        higherIsBetter: true
    )

    /// An experiment that runs since ``start``.
    static func plan(
        _ metric: Experiment.Metric = orders,
        guardrails: [Experiment.Metric] = [],
        days: Int = 14,
        people: Int? = 28_000,
        endedAt: Moment? = nil
    ) -> Experiment {
        var plan = Experiment(
            id: .zero,
            key: key,
            name: "Button colour",
            flagID: .zero,
            baselineVariationID: "old",
            metric: metric,
            plannedDays: days,
            createdAt: start
        )
        plan.guardrails = guardrails
        plan.plannedPeople = people
        plan.runs = [Experiment.Run(startedAt: start, endedAt: endedAt)]
        plan.state = endedAt == nil ? .running : .stopped
        return plan
    }

    private static var key: Key {
        guard let key = try? Key("button-colour") else { preconditionFailure("A key.") }
        return key
    }

    /// Counts of a run with these days; the last one is now.
    static func counts(_ days: [DayCounts], versions: [String] = ["old", "new"]) -> ExperimentCounts
    {
        ExperimentCounts(
            experimentID: .zero,
            run: 0,
            variationIDs: versions,
            days: days,
            asOf: days.last?.until ?? start,
            eventCount: 1000,
            firstSeenAt: start
        )
    }

    /// One moment with one split.
    static func day(
        _ until: Moment,
        _ arms: [ArmCounts],
        weights: [Int]? = nil,
        mixed: Int = 0
    ) -> DayCounts {
        let weights = weights ?? arms.map { _ in 50_000 }
        return DayCounts(
            until: until,
            periods: [PeriodCounts(since: start, weights: weights, arms: arms)],
            mixed: mixed
        )
    }

    /// Customers of whom some did something, for each metric.
    static func arm(_ people: Int, _ yes: Int...) -> ArmCounts {
        ArmCounts(people: people, metrics: yes.map { rate(people, $0) })
    }

    /// So many customers said yes.
    static func rate(_ people: Int, _ yes: Int) -> MetricCounts {
        var sums = ExactSums()
        sums.count = people
        sums.value = Int128(yes) * Int128(ExactSums.unit)
        sums.square = Int128(yes) * Int128(ExactSums.unit) * Int128(ExactSums.unit)
        return MetricCounts(sums: sums, active: yes)
    }

    /// Customers with these totals in units.
    static func amounts(_ totals: [Int], past: [Int]? = nil, times: Int = 1) -> MetricCounts {
        var sums = ExactSums()
        for _ in 0..<times {
            for (index, total) in totals.enumerated() {
                let before = past.map { Int64($0[index]) * ExactSums.unit } ?? 0
                sums.add(Int64(total) * ExactSums.unit, other: before)
            }
        }
        return MetricCounts(sums: sums, active: times * totals.count { $0 != 0 })
    }

    static func result(
        _ days: [DayCounts],
        plan: Experiment = plan(),
        versions: [String] = ["old", "new"]
    ) -> ExperimentResult {
        let counts = counts(days, versions: versions)
        return ExperimentResult(of: plan, counts: counts, now: counts.asOf)
    }
}
