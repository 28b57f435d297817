public import FlagModel
internal import Statistics

extension ExperimentResult {
    /// Says what was counted of a run.
    ///
    /// Everything is decided on the scale of differences: while the run goes on with ranges that
    /// may be looked at at any time, at the planned end once more with an ordinary test. What was
    /// decided at the end of a day stays, until the opposite is.
    ///
    /// - Parameters:
    ///   - plan: the experiment.
    ///   - counts: one of its runs.
    ///   - now: the reader's time; the run is not older than that.
    public init(of plan: Experiment, counts: ExperimentCounts, now: Moment) {
        var walk = RunWalk(plan, counts)
        self = walk.result(at: now)
    }
}

/// Goes through the looks at a run, the first one first, and keeps what stays.
private struct RunWalk {
    private let counts: ExperimentCounts
    private let standings: [Standing]
    private let rule: RunRule
    private let plannedLook: Int?
    private var outcomes: [VersionResult.Outcome]
    private var plannedRanges: [PairRanges?] = []
    private var verdict = Verdict.nothingArrived
    private var verdictSince: Moment?
    private var brokenSince: Moment?
    private var days: [DayResult] = []

    init(_ plan: Experiment, _ counts: ExperimentCounts) {
        self.counts = counts
        standings =
            counts.days.isEmpty
            ? [Standing(DayCounts(until: counts.asOf, periods: []))]
            : counts.days.map { Standing($0) }
        rule = RunRule(plan, counts, standings)
        plannedLook = rule.plannedLook(standings)
        outcomes = rule.versions.map { _ in .open }
    }

    mutating func result(at now: Moment) -> ExperimentResult {
        for index in standings.indices.dropLast() { _ = look(index, hasAll: false) }
        let last = standings.count - 1
        let (looks, metrics, split) = look(last, hasAll: true)
        let guardrails = looks.filter { $0.value.role == .guardrail }
        let daysLeft = looks[0].flatMap {
            DaysLeft(rule, standings, standings[last], variationIDs: counts.variationIDs)
                .until(after: verdict, primary: $0, guardrails: guardrails)
        }
        return ExperimentResult(
            verdict: verdict,
            decidedAt: verdict.isDecided ? verdictSince : nil,
            progress: progress(standings[last], at: now, daysLeft: daysLeft),
            metrics: metrics,
            split: split,
            days: days
        )
    }

    private func progress(_ last: Standing, at now: Moment, daysLeft: Int?) -> RunProgress {
        RunProgress(
            startedAt: rule.startedAt,
            endedAt: rule.endedAt,
            fullDays: rule.fullDays(until: min(now, counts.asOf)),
            plannedDays: rule.plan.plannedDays,
            people: last.people,
            immature: last.immature,
            plannedPeople: rule.plan.plannedPeople,
            daysLeft: daysLeft,
            asOf: counts.asOf,
            eventCount: counts.eventCount
        )
    }

    /// Looks once; metrics that neither decide nor guard are left out unless `hasAll`.
    private mutating func look(
        _ index: Int,
        hasAll: Bool
    ) -> (looks: [Int: MetricLook], metrics: [MetricResult], split: SplitResult) {
        let standing = standings[index]
        let kind: Look = index == plannedLook ? .plannedEnd : .running
        var looks: [Int: MetricLook] = [:]
        for metric in rule.plan.metrics.indices
        where hasAll || rule.plan.role(ofMetric: metric) != .other {
            looks[metric] = MetricLook(metric, at: standing, rule)
        }
        if let primary = looks[0] { decide(primary, at: standing, kind) }
        let metrics = looks.keys.sorted().compactMap { metric in
            looks[metric].map { result(of: $0, at: standing, kind, hasAll: hasAll) }
        }
        if kind == .plannedEnd, let primary = looks[0] {
            plannedRanges = primary.pairs.indices.map { primary.ranges(of: $0, at: kind) }
        }
        let split = SplitResult(standing, counts.variationIDs, brokenSince: brokenSince)
        brokenSince = split.brokenSince
        judge(standing, metrics, split, looks[0])
        if standing.isWholeDay, let primary = metrics.first {
            days.append(
                DayResult(until: standing.until, changes: primary.versions.map(\.change))
            )
        }
        return (looks, metrics, split)
    }

    /// Decides about the primary metric; what was decided stays.
    private mutating func decide(_ primary: MetricLook, at standing: Standing, _ look: Look) {
        guard standing.until >= rule.pairCountSince, let decisions = rule.decisions else { return }
        let known = primary.pairs.indices.filter {
            primary.pairs[$0].map { $0.absolute.degreesOfFreedom > 0 } ?? false
        }
        let candidates = known.compactMap { primary.pairs[$0] }.map {
            Candidate(effect: $0.absolute, goal: primary.goal, weight: rule.weight)
        }
        guard let decided = try? decisions.decide(candidates, at: look) else { return }
        for (version, outcome) in zip(known, decided) {
            switch outcome {
            case .win: outcomes[version] = .better
            case .loss: outcomes[version] = .worse
            case .undecided: break
            }
        }
    }

    private func result(
        of look: MetricLook,
        at standing: Standing,
        _ kind: Look,
        hasAll: Bool
    ) -> MetricResult {
        let isPrimary = look.role == .primary
        return MetricResult(
            metric: look.metric,
            role: look.role,
            baseline: look.baselineResult(counts),
            versions: look.pairs.indices.map { version in
                var ranges = look.ranges(of: version, at: kind)
                if isPrimary, plannedRanges.indices.contains(version),
                    let planned = plannedRanges[version]
                {
                    ranges = ranges?.within(planned)
                }
                return look.versionResult(
                    version,
                    look.versionArm(version, counts),
                    isPrimary ? outcomes[version] : .open,
                    ranges,
                    at: standing.until,
                    hasPValues: hasAll
                )
            }
        )
    }

    private mutating func judge(
        _ standing: Standing,
        _ metrics: [MetricResult],
        _ split: SplitResult,
        _ primary: MetricLook?
    ) {
        let fullDays = rule.fullDays(until: standing.until)
        let fewest = primary?.fewestActive ?? 0
        let needed = primary?.neededActive ?? 0
        let isEarly = fullDays < Verdict.fullWeek || fewest < needed
        let reason = Verdict.TooEarly(fullDays: fullDays, fewest: fewest, needed: needed)
        let new = Verdict(
            Verdict.Evidence(
                people: standing.people,
                split: split,
                metrics: metrics,
                tooEarly: isEarly ? reason : nil,
                smallestChange: Double(rule.plan.smallestChange) / 10_000
            )
        )
        if new != verdict || verdictSince == nil { verdictSince = standing.until }
        verdict = new
    }
}

extension Verdict {
    /// Whether it is an answer that can be acted on.
    var isDecided: Bool {
        switch self {
        case .guardrailHarmed, .loss, .win, .guardrailUnknown, .noDifference: true
        case .nothingArrived, .unevenSplit, .mixedCustomers, .tooEarly, .undecided: false
        }
    }
}
