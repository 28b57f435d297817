internal import FlagModel

/// Answers that can be acted on.
extension ExperimentWords {
    var isRunning: Bool { result.progress.endedAt == nil }

    func win(_ id: String) -> [String] {
        guard let primary, let version = version(id) else { return [] }
        let words = primary.words
        let direction = words.comparative(primary.result.metric.higherIsBetter ? 1 : -1)
        var sentences = ["Ship \(names.version(id))."]
        let values = words.values(version).map { ": \($0)" } ?? ""
        sentences.append("It brings \(direction) \(words.title)\(values).")
        if let range = words.oneSided(version), let guess = words.bestGuess(version) {
            sentences.append("That is \(range); our best guess is \(guess).")
        }
        sentences.append(Self.howSure)
        sentences += stoppedEarly(version)
        if result.metrics.contains(where: { $0.role == .guardrail }) {
            sentences.append("Nothing you protect got worse.")
        }
        return sentences
    }

    /// So many days can be waited for: eight weeks.
    private static let soon = 56

    private static let howSure =
        "If it made no difference, a result like this would appear in fewer than 5 of 100 tests."

    /// Whether the run may be finished; nothing unless there is an answer and it goes on.
    public var finishing: String? {
        guard isRunning, result.decidedAt != nil else { return nil }
        let days = Words.count(plan.plannedDays, "full day")
        return result.progress.fullDays >= plan.plannedDays
            ? "You may finish it: the plan said \(days), and they are over."
            : "You may finish it now: the plan said \(days), but the answer is clear."
    }

    /// Results that were decided before the planned end look larger than they are, until that end:
    /// what is counted to the end is no early result, whenever the answer was first clear.
    func stoppedEarly(_ version: VersionResult) -> [String] {
        let planned = Int64(plan.plannedDays) * RunRule.day
        let end = result.progress.startedAt.adding(microseconds: planned)
        guard let decidedAt = result.decidedAt, decidedAt < end, result.progress.asOf < end,
            let change = version.change
        else { return [] }
        let (guess, measured) = (
            Amounts.percent(change.bestGuess), Amounts.percent(change.measured)
        )
        guard guess != measured, abs(change.bestGuess) < abs(change.measured) else { return [] }
        return [
            "Early results look bigger than they are.",
            "Expect about \(guess), not the \(measured) measured.",
        ]
    }

    func loss(_ id: String) -> [String] {
        guard let primary, let version = version(id) else { return [] }
        let words = primary.words
        let name = capitalName(id)
        var sentences = ["Keep \(names.version(plan.baselineVariationID))."]
        let verb = primary.result.metric.higherIsBetter ? "loses" : "brings more"
        let range = words.oneSided(version).map { ": \($0)" } ?? ""
        sentences.append("\(name) \(verb) \(words.title)\(range).")
        guard isRunning else { return sentences }
        let ending =
            primary.result.metric.higherIsBetter ? "a week are at stake" : "too many a week"
        let stake = atStake(version).map { ": \($0) \(ending)" } ?? ""
        sentences.append("Switch it off now\(stake).")
        return sentences + others(besides: id)
    }

    /// What one week costs: "about 120 orders".
    private func atStake(_ version: VersionResult) -> String? {
        guard let primary, let difference = version.difference else { return nil }
        switch primary.result.metric.measure {
        case .ratio, .retention: return nil
        case .conversion, .numeric: break
        }
        let progress = result.progress
        let elapsed = progress.asOf.microseconds - progress.startedAt.microseconds
        guard elapsed >= RunRule.day else { return nil }
        let weekly =
            Double(version.arm.people) * Double(7 * RunRule.day) / Double(elapsed)
        return Amounts.rough(abs(difference.bestGuess) * weekly)
            .map { "\($0) \(primary.words.title)" }
    }

    /// What is known of versions that the answer does not name.
    private func others(besides id: String) -> [String] {
        (primary?.result.versions ?? []).filter {
            $0.arm.variationID != id && $0.outcome == .open
        }.map { "\(capitalName($0.arm.variationID)) is not decided yet." }
    }

    var noDifference: [String] {
        let limit = Amounts.percent(Double(plan.smallestChange) / 10_000)
        let ranges = (primary?.result.versions ?? []).compactMap(\.change)
        let range = ranges.map(\.lower).min().flatMap { lower in
            ranges.map(\.upper).max().map {
                " (\(Amounts.signed(lower)) to \(Amounts.signed($0)))"
            }
        }
        return [
            "Choose what you like.",
            "Any difference is smaller than the \(limit) you said matters\(range ?? "").",
            "More waiting will not change this.",
        ]
    }

    func harmed(_ id: String, _ guardrail: Int) -> [String] {
        guard let primary, let version = version(id), let bad = guardrailWords(id, guardrail)
        else { return [] }
        let name = names.version(id)
        let isBetter = version.outcome == .better
        var sentences = ["Do not ship \(name)\(isBetter ? " yet" : "")."]
        let went = isBetter ? primary.words.oneSided(version) : nil
        if let went { sentences.append("It brings \(primary.words.title): \(went).") }
        let beyond = bad.isBeyond ? "beyond" : "against"
        let range = bad.words.oneSided(bad.version).map { ": \($0)" } ?? ""
        let start = went == nil ? "" : "But "
        let title = went == nil ? bad.words.capitalTitle : bad.words.title
        sentences.append(
            "\(start)\(title) got worse\(range), \(beyond) your limit of \(bad.limit)."
        )
        if isBetter {
            sentences.append("Decide whether the gain is worth it.")
        } else if isRunning {
            sentences.append("Switch it off, or decide that this is acceptable.")
        }
        return sentences
    }

    func unknown(_ id: String, _ guardrail: Int) -> [String] {
        guard let primary, let open = guardrailWords(id, guardrail) else { return [] }
        var sentences = ["Wait before you ship \(names.version(id))."]
        let side = open.result.metric.higherIsBetter ? -1.0 : 1
        let worse = open.words.comparative(side)
        sentences.append(
            "\(primary.words.capitalTitle): better, but we cannot yet rule out"
                + " \(worse) \(open.words.title)."
        )
        let worst = open.words.worst(open.version).map { "; it could be \($0) \(worse)" } ?? ""
        sentences.append("Your limit is \(open.limit)\(worst).")
        guard isRunning else { return sentences + ["Decide whether that is a risk worth taking."] }
        guard let days = result.progress.daysLeft, days <= Self.soon else {
            return sentences + [
                "At today's traffic that will not be known soon.",
                "Allow more, or decide whether it is a risk worth taking.",
            ]
        }
        return sentences + ["About \(Words.count(days, "more day"))."]
    }

    private struct GuardrailWords {
        let result: MetricResult
        let version: VersionResult
        let words: MetricWords
        let limit: String

        /// Whether even the best that is possible is worse than the limit.
        var isBeyond: Bool {
            guard let change = version.change else { return false }
            let best = result.metric.higherIsBetter ? -change.upper : change.lower
            return best >= result.metric.marginShare
        }
    }

    private func guardrailWords(_ id: String, _ guardrail: Int) -> GuardrailWords? {
        guard result.metrics.indices.contains(guardrail) else { return nil }
        let metric = result.metrics[guardrail]
        guard let version = metric.versions.first(where: { $0.arm.variationID == id }) else {
            return nil
        }
        return GuardrailWords(
            result: metric,
            version: version,
            words: MetricWords(metric, names),
            limit: Amounts.percent(metric.metric.marginShare)
        )
    }
}
