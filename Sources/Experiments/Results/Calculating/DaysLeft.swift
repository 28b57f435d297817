internal import FlagModel
internal import Statistics

/// How long an answer is likely to take at today's traffic.
struct DaysLeft {
    private let rule: RunRule
    private let standing: Standing
    private let variationIDs: [String]
    /// New customers a day; `nil` when that is not known.
    private let daily: Double?
    /// Days since the beginning.
    private let elapsed: Double

    /// More than so many days are not said.
    private static let most = 1000.0

    /// Measures today's traffic: of the last seven days, or since the beginning.
    init(
        _ rule: RunRule,
        _ standings: [Standing],
        _ standing: Standing,
        variationIDs: [String]
    ) {
        self.rule = rule
        self.variationIDs = variationIDs
        self.standing = standing
        let week = standing.until.adding(microseconds: -7 * RunRule.day)
        let earlier = standings.last { $0.until <= week && $0.until > rule.startedAt }
        let days = Self.days(from: earlier?.until ?? rule.startedAt, to: standing.until)
        let came = standing.people - (earlier?.people ?? 0)
        daily = days >= 1 && came > 0 ? Double(came) / days : nil
        elapsed = Self.days(from: rule.startedAt, to: standing.until)
    }

    private static func days(from start: Moment, to end: Moment) -> Double {
        Double(end.microseconds - start.microseconds) / Double(RunRule.day)
    }

    /// Whole days, at least 1.
    private static func whole(_ days: Double) -> Int? {
        days <= most ? max(1, Int(days.rounded(.up))) : nil
    }

    /// More days until a verdict may change; `nil` when there is nothing to wait for, or nobody can
    /// say.
    func until(
        after verdict: Verdict,
        primary: MetricLook,
        guardrails: [Int: MetricLook]
    ) -> Int? {
        guard rule.endedAt == nil else { return nil }
        switch verdict {
        case .tooEarly(let reason): return untilEnough(reason)
        case .undecided: return untilDecided(primary)
        case .guardrailUnknown(let id, let guardrail):
            return guardrails[guardrail].flatMap { untilSafe($0, id) }
        case .nothingArrived, .unevenSplit, .mixedCustomers, .guardrailHarmed, .loss, .win,
            .noDifference:
            return nil
        }
    }

    private func untilEnough(_ reason: Verdict.TooEarly) -> Int? {
        let week = Double(Verdict.fullWeek) - elapsed
        let missing = reason.needed - reason.fewest
        guard missing > 0 else { return Self.whole(week) }
        guard reason.fewest > 0, elapsed >= 1 else { return nil }
        return Self.whole(max(Double(missing) / (Double(reason.fewest) / elapsed), week))
    }

    private func untilDecided(_ primary: MetricLook) -> Int? {
        let calendar = Self.days(from: standing.until, to: rule.plannedEnd)
        let missing = (rule.plan.plannedPeople ?? 0) - standing.people
        if missing > 0 {
            return daily.flatMap { Self.whole(max(Double(missing) / $0, calendar)) }
        }
        if calendar > 0 { return Self.whole(calendar) }
        return untilSeen(primary)
    }

    /// After the planned end: until a change that matters would be seen four times in five.
    private func untilSeen(_ primary: MetricLook) -> Int? {
        guard let daily, let decisions = rule.decisions,
            let sequence = try? AlwaysValid(tuning: rule.pairCount)
        else { return nil }
        let change = Double(rule.plan.smallestChange) / 10_000
        var longest = 0.0
        for pair in primary.pairs {
            guard let effect = pair?.absolute,
                let remaining = try? RemainingSample(
                    effect: effect,
                    change: change * abs(effect.controlMean),
                    alpha: decisions.runningAlpha * rule.weight,
                    test: .alwaysValid(sequence)
                ),
                let extra = remaining.extra(forPower: 0.8)
            else { return nil }
            longest = max(longest, extra * Double(standing.people) / daily)
        }
        return Self.whole(longest)
    }

    /// Until a guardrail that does not change would be known to be safe.
    private func untilSafe(_ guardrail: MetricLook, _ id: String) -> Int? {
        guard let daily, let sequence = try? AlwaysValid(tuning: rule.pairCount),
            let version = rule.versions.firstIndex(where: { variationIDs[$0] == id }),
            let effect = guardrail.pairs[version]?.absolute
        else { return nil }
        let room = guardrail.metric.marginShare * abs(effect.controlMean)
        func isSafe(_ extra: Double) -> Bool {
            let count = Double(effect.count) * (1 + extra)
            let reach = sequence.multiplier(count: count, alpha: 0.05, sides: .greater)
            return reach * effect.standardError / (1 + extra).squareRoot() < room
        }
        let perDay = daily / Double(max(standing.people, 1))
        guard let days = (1...Int(Self.most)).first(where: { isSafe(Double($0) * perDay) })
        else { return nil }
        return days
    }
}
