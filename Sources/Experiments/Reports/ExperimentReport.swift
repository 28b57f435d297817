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
