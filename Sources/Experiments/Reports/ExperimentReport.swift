internal import FlagModel

/// A result for others to read: as a table, as data, as a page and as a picture.
public struct ExperimentReport: Sendable {
    /// The result in words.
    public let words: ExperimentWords
    /// What it was worked out from.
    public let counts: ExperimentCounts

    /// Puts the parts together.
    public init(_ words: ExperimentWords, counts: ExperimentCounts) {
        self.words = words
        self.counts = counts
    }

    var result: ExperimentResult { words.result }
    var plan: Experiment { words.plan }

    /// The sums of a version in a metric, over the whole run, as they decide.
    func sums(of metric: Int, variationID: String) -> ExactSums {
        guard let day = counts.days.last, plan.metrics.indices.contains(metric),
            let version = counts.variationIDs.firstIndex(of: variationID)
        else { return ExactSums() }
        var all = MetricCounts.nobody
        for part in Standing(day).counts(of: metric, in: version) { all.merge(part) }
        return all.decisive(for: plan.metrics[metric])
    }

    /// What everything was counted from, and until when.
    var source: String {
        let progress = result.progress
        return "Counted until \(Words.moment(progress.asOf)) from"
            + " \(Words.count(progress.fullDays, "full day")),"
            + " \(words.names.count(progress.people))."
    }
}

extension ExperimentReport {
    /// What the metric that decides would say with its largest amounts as they are.
    ///
    /// Nothing where no amount was cut, or nothing can be said.
    public var withoutCap: String? {
        let metric = plan.metric
        let cap = counts.days.last?.periods.lazy.flatMap(\.arms).compactMap {
            $0.metrics.first?.cap
        }
        .first
        guard metric.isCapped, metric.measure == .numeric, let cap, let subject = words.subject
        else { return nil }
        var uncut = plan
        uncut.metric.isCapped = false
        let other = ExperimentResult(of: uncut, counts: counts, now: result.progress.asOf)
        let id = subject.arm.variationID
        guard
            let change = other.metrics.first?.versions.first(where: { $0.arm.variationID == id })?
                .change, change != subject.change
        else { return nil }
        let (guess, range) = Self.texts(change)
        let most = Amounts.amount(Double(cap) / Double(ExactSums.unit))
        return "The largest amounts count as \(most)."
            + " With all of them \(words.names.version(id)) would be at \(guess) (\(range))."
    }
}
