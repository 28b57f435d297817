/// What customers did lately who would have taken part, had an experiment been running.
///
/// Nobody is split in it: everybody counts for the baseline, whatever version they were given.
public struct PlanTraffic: Hashable, Sendable {
    /// Who is taken for the customers of the experiment.
    public enum Source: String, Hashable, Sendable, CaseIterable {
        /// Those who were given a version of its flag.
        case flag
        /// Everybody whom applications of the environment described: nobody was given a version.
        case everybody
    }

    /// Who is taken for its customers.
    public var source: Source
    /// What was counted, as of a run that began at ``days`` before now with one version, at the end
    /// of every whole day since then and now.
    public var counts: ExperimentCounts
    /// How many days were looked at.
    public var days: Int
    /// The versions' parts as the flag gives them now, the baseline's first; two or more, each
    /// above 0.
    public var weights: [Int]

    /// How many days are looked at: as many as are planned, but whole weeks, and a month at most.
    public static let dayRange = 7...28

    /// Puts the parts together.
    public init(source: Source, counts: ExperimentCounts, days: Int, weights: [Int]) {
        self.source = source
        self.counts = counts
        self.days = days
        self.weights = weights
    }

    /// Customers who would have taken part.
    public var people: Int { counts.days.last.map { Standing($0).people } ?? 0 }
}
