import Experiments
import FlagModel

/// What one customer did, as it lies in the store.
struct CustomerLog {
    var exposures: [FoldExposure] = []
    var events: [FoldEvent] = []
    var isLeftOut = false
}

/// Counts from whole logs with plain loops, as the rules say it: slow, and nothing like the fold.
struct FoldOracle {
    let plan: FoldPlan

    /// A customer who counts.
    private struct Member {
        var (arm, period) = (0, 0)
        var first = Int64(0)
        var log = CustomerLog()
    }

    func counts(_ logs: [Int64: CustomerLog], until: Moment) -> DayCounts {
        var (members, mixed) = ([Member](), 0)
        for log in logs.values where !log.isLeftOut {
            let valid = log.exposures.filter { $0.at >= plan.start && $0.at < end }
            guard let first = valid.map(\.at).min() else { continue }
            let period = period(first)
            let arms = Set(valid.filter { self.period($0.at) == period }.map(\.arm))
            if arms.count > 1 {
                mixed += 1
            } else {
                let arm = arms.first ?? 0
                let time = first.microseconds
                members.append(Member(arm: arm, period: period, first: time, log: log))
            }
        }
        let caps = plan.metrics.indices.map { cap(of: $0, members) }
        let periods = plan.periods.indices.filter { $0 == 0 || plan.periods[$0].since < until }
        return DayCounts(
            until: until,
            periods: periods.map { period in
                PeriodCounts(
                    since: plan.periods[period].since,
                    weights: plan.periods[period].weights,
                    arms: plan.variationIDs.indices.map { arm in
                        let group = members.filter { $0.arm == arm && $0.period == period }
                        return counts(group, caps, until)
                    }
                )
            },
            mixed: mixed,
            leftOut: logs.values.count { $0.isLeftOut }
        )
    }

    private var end: Moment { plan.end ?? Moment(microseconds: .max) }

    private func period(_ moment: Moment) -> Int {
        max(0, plan.periods.count { $0.since <= moment } - 1)
    }

    private func counts(_ group: [Member], _ caps: [Int64?], _ until: Moment) -> ArmCounts {
        let longest = plan.metrics.compactMap { window(of: $0).map { $0.upperBound } }.max()
        let young = group.count { $0.first + (longest ?? 0) > until.microseconds }
        return ArmCounts(
            people: group.count,
            immature: longest == nil || until >= end ? 0 : young,
            metrics: plan.metrics.indices.map { metric in
                self.metric(metric, group, caps[metric], min(until, end))
            }
        )
    }

    private func metric(
        _ index: Int,
        _ group: [Member],
        _ cap: Int64?,
        _ until: Moment
    ) -> MetricCounts {
        var (sums, capped, active) = (ExactSums(), ExactSums(), 0)
        let metric = plan.metrics[index]
        for member in group {
            if case .retention(_, let to) = metric.measure,
                member.first + Int64(to) * 86_400_000_000 > until.microseconds
            {
                continue
            }
            let (total, other, isActive) = totals(index, member)
            sums.add(total, other: other)
            capped.add(min(total, cap ?? .max), other: other)
            if isActive { active += 1 }
        }
        return MetricCounts(
            sums: sums,
            capped: metric.isCapped ? capped : nil,
            cap: cap,
            active: active
        )
    }

    private func window(of metric: FoldMetric) -> Range<Int64>? {
        let day: Int64 = 86_400_000_000
        if case .retention(let from, let to) = metric.measure {
            return Int64(from) * day..<Int64(to) * day
        }
        return metric.windowDays.map { 0..<Int64($0) * day }
    }

    private func totals(_ index: Int, _ member: Member) -> (Int64, Int64, isActive: Bool) {
        let metric = plan.metrics[index]
        let window = window(of: metric) ?? 0..<Int64.max
        let events = member.log.events.filter { $0.metric == index && $0.at < end }
        let inside = events.filter { window.contains($0.at.microseconds - member.first) }
        let past = events.filter {
            $0.at.microseconds < member.first
                && $0.at.microseconds >= member.first - Int64(plan.pastDays) * 86_400_000_000
        }
        func sum(_ events: [FoldEvent]) -> Int64 { events.reduce(0) { $0 + $1.amount } }
        func any(_ events: [FoldEvent]) -> Int64 { events.isEmpty ? 0 : ExactSums.unit }
        let values = inside.filter { $0.part == .value }
        let before = metric.usesPast ? past.filter { $0.part == .value } : []
        switch metric.measure {
        case .conversion, .retention: return (any(values), any(before), !values.isEmpty)
        case .numeric: return (sum(values), sum(before), !values.isEmpty)
        case .ratio:
            let over = Int64(inside.count { $0.part == .over }) * ExactSums.unit
            return (sum(values), over, !values.isEmpty)
        }
    }

    /// The largest total but for one in a thousand, up to the end of its bin.
    private func cap(of index: Int, _ members: [Member]) -> Int64? {
        guard plan.metrics[index].isCapped else { return nil }
        let totals = members.map { self.totals(index, $0).0 }.sorted(by: >)
        guard !totals.isEmpty, totals[totals.count / 1000] > 0 else { return nil }
        let total = totals[totals.count / 1000]
        var width: Int64 = 1
        while total / width >= 512 { width *= 2 }
        return total / width * width + width - 1
    }
}
