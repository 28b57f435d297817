internal import FlagModel
internal import Statistics

/// What was fixed before anybody looked: how large the run should become, and when it is planned to
/// end.
struct RunRule {
    /// The plan.
    let plan: Experiment
    /// When the run began.
    let startedAt: Moment
    /// When it ended; `nil` while it runs.
    let endedAt: Moment?
    /// The versions that are compared with the baseline, in the flag's order.
    let versions: [Int]
    /// The baseline among the flag's versions; `nil` when the flag has it no more.
    let baseline: Int?
    /// How many customers the baseline and one version are expected to have together at the end.
    let pairCount: Double
    /// Whether ``pairCount`` is known by ``pairCountSince``; before, nothing is decided.
    let pairCountSince: Moment

    static let day: Int64 = 86_400_000_000
    /// The size that ranges are drawn for while nothing is known of the traffic.
    private static let provisionalCount = 10_000.0

    /// Reads the plan and the first day.
    ///
    /// Only what cannot depend on how the versions do is used: the plan, the first split and the
    /// number of customers who came on the first full day.
    init(_ plan: Experiment, _ counts: ExperimentCounts, _ standings: [Standing]) {
        self.plan = plan
        let run = plan.runs.indices.contains(counts.run) ? plan.runs[counts.run] : nil
        let start = run?.startedAt ?? counts.firstSeenAt ?? counts.asOf
        startedAt = start
        endedAt = run?.endedAt
        let baseline = counts.variationIDs.firstIndex(of: plan.baselineVariationID)
        self.baseline = baseline
        versions = counts.variationIDs.indices.filter { version in
            version != baseline && standings.contains { $0.takesPart(version) }
        }
        let share = Self.pairShare(standings, baseline: baseline, versions: versions)
        if let people = plan.plannedPeople {
            pairCount = max(Double(people) * share, 2)
            pairCountSince = start
            return
        }
        let oneDayIn = start.adding(microseconds: Self.day)
        let first = standings.first {
            $0.isWholeDay && $0.until >= oneDayIn && $0.people > 0
        }
        let total = first.map { Self.expectedPeople(plan, $0, since: start) }
        pairCount = total.map { max($0 * share, 2) } ?? Self.provisionalCount
        pairCountSince = first?.until ?? Moment(microseconds: .max)
    }

    /// How many customers to expect when nobody planned a number: half of the first full day's for
    /// each planned day, since many of the first day's customers come again.
    private static func expectedPeople(
        _ plan: Experiment,
        _ first: Standing,
        since start: Moment
    ) -> Double {
        let days = Double(first.until.microseconds - start.microseconds) / Double(day)
        return Double(first.people) / max(days, 1) * Double(max(plan.plannedDays, 1)) / 2
    }

    /// Which share of all customers the baseline and one version have together, on average over the
    /// versions, by the first split.
    private static func pairShare(
        _ standings: [Standing],
        baseline: Int?,
        versions: [Int]
    ) -> Double {
        guard let baseline, !versions.isEmpty,
            let first = standings.lazy.compactMap(\.periods.first).first
        else { return 1 }
        let total = Double(first.weights.reduce(0) { $0 + max($1, 0) })
        let started = versions.filter { first.weight($0) > 0 }
        guard total > 0, !started.isEmpty else { return 2 / Double(versions.count + 1) }
        let sum = started.reduce(0.0) {
            $0 + Double(first.weight(baseline)) + Double(first.weight($1))
        }
        return sum / Double(started.count) / total
    }

    /// Each version's part of the probability of a false answer.
    var weight: Double { 1 / Double(max(versions.count, 1)) }

    /// The rule that decides; its size is above 0 always.
    var decisions: DecisionRule? { try? DecisionRule(plannedCount: pairCount) }

    /// When the planned days are over.
    var plannedEnd: Moment {
        startedAt.adding(microseconds: Int64(max(plan.plannedDays, 0)) * Self.day)
    }

    /// The look that the plan ends with: the first whole day, or the end of the run, after the
    /// planned days with as many customers as planned.
    ///
    /// - Returns: an index, or `nil` when it has not come.
    func plannedLook(_ standings: [Standing]) -> Int? {
        standings.indices.first { index in
            let standing = standings[index]
            let isOver = endedAt.map { standing.until >= $0 } ?? false
            return (standing.isWholeDay || isOver)
                && standing.until >= plannedEnd && standing.people > 0
                && standing.people >= plan.plannedPeople ?? 0
        }
    }

    /// Full days from the beginning to a moment, not beyond the end of the run.
    func fullDays(until moment: Moment) -> Int {
        let end = endedAt.map { min($0, moment) } ?? moment
        return Int(max(end.microseconds - startedAt.microseconds, 0) / Self.day)
    }
}
