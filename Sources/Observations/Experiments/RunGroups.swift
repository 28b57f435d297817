import Experiments
import FlagAPI
import FlagModel
import GRDB

/// The customers of a run by what they have in an attribute.
struct RunGroups {
    private let names: [ExperimentGroup.Name]
    /// The group of each customer; those who are missing belong to the last.
    private let groups: [Int64: Int]

    /// Reads who was exposed, and what they have.
    init(
        _ run: ExperimentRun,
        by attribute: String,
        in database: Database,
        now: Int64,
        pause: () throws -> Void
    ) throws {
        let reader = try RunReader(run, in: database)
        let scanner = AttributeScanner([Array(attribute.utf8)])
        let start = TrafficTime.dayStart(of: run.plan.start.milliseconds)
        var values: [Int64: String?] = [:]
        try reader.exposures(from: start, until: now + TrafficTime.hour) { customer, _, _ in
            guard values.index(forKey: customer) == nil else { return }
            if values.count % 8192 == 0 { try pause() }
            values.updateValue(try reader.value(of: scanner, customer), forKey: customer)
        }
        var counts: [String: Int] = [:]
        for case let value? in values.values { counts[value, default: 0] += 1 }
        let room = min(
            ExperimentGroupsRequest.maximumGroups,
            max(0, FoldPlan.mostVersions / run.plan.variationIDs.count - 2)
        )
        let largest = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(room)
        let places = Dictionary(
            uniqueKeysWithValues: largest.enumerated().map { ($1.key, $0) }
        )
        names = largest.map { .value($0.key) } + [.none, .rest]
        groups = values.compactMapValues { value in
            guard let value else { return places.count }
            return places[value]
        }
    }

    /// Counts all groups at once, as if each version were another one in each of them.
    func counts(
        of run: ExperimentRun,
        in database: Database,
        now: Int64,
        pause: @escaping () throws -> Void
    ) throws -> [ExperimentGroup] {
        let versions = run.plan.variationIDs.count
        let plan = try FoldPlan(
            variationIDs: names.indices.flatMap { group in
                run.plan.variationIDs.map { "\(group) \($0)" }
            },
            metrics: run.plan.metrics,
            start: run.plan.start,
            end: run.plan.end,
            periods: run.plan.periods.map { period in
                FoldPlan.Period(
                    since: period.since,
                    weights: names.flatMap { _ in period.weights }
                )
            },
            pastDays: run.plan.pastDays
        )
        var reading = try RunReading(run, plan: plan, in: database, now: now, pause: pause) {
            customer,
            arm,
            _ in
            (groups[customer] ?? names.count - 1) * versions + arm
        }
        let counted = try reading.count()
        let all = counted.counts(of: run, days: [], asOf: run.asOf(now))
        return names.indices.compactMap { group in
            let part = all.part(group * versions..<(group + 1) * versions)
            let isEmpty = part.days[0].periods.allSatisfy { $0.arms.allSatisfy { $0.people == 0 } }
            return isEmpty ? nil : ExperimentGroup(name: names[group], counts: part)
        }
    }
}

extension ExperimentCounts {
    /// The counts of some arms alone; who was mixed or left out is nobody's of them.
    fileprivate func part(_ arms: Range<Int>) -> ExperimentCounts {
        var part = self
        part.days = days.map { day in
            DayCounts(
                until: day.until,
                periods: day.periods.map { period in
                    PeriodCounts(
                        since: period.since,
                        weights: Array(period.weights[arms]),
                        arms: Array(period.arms[arms])
                    )
                }
            )
        }
        return part
    }
}
