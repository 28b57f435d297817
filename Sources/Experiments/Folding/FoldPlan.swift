public import FlagModel

/// What an ``ExperimentFold`` counts: versions, metrics, when, and which splits were in force.
///
/// - Shape: 1 to 255 versions, 1 to 32 metrics, 1 to 1,000 splits, the oldest first; versions times
///   splits are 10,000 at the most.
public struct FoldPlan: Hashable, Sendable {
    /// The versions, as the flag has them, in its order; an arm is an index of this list.
    public let variationIDs: [String]
    /// The metrics, in the order of ``FlagModel/Experiment/metrics``.
    public let metrics: [FoldMetric]
    /// When the run began: exposures before do not count.
    public let start: Moment
    /// When it ended: nothing at or after this moment counts; `nil` while it runs.
    public let end: Moment?
    /// The splits that were in force, the oldest first.
    public private(set) var periods: [Period]
    /// Days before a customer's first exposure whose events help to explain what comes after.
    public let pastDays: Int

    /// Where counting ends at the latest: with the run, or ``mostDays`` after its start.
    public var countedEnd: Moment {
        let last = start.adding(microseconds: Int64(Self.mostDays) * Self.day)
        return end.map { min($0, last) } ?? last
    }

    /// How many versions there may be.
    public static let mostVersions = 255
    /// How many metrics there may be.
    public static let mostMetrics = 32
    /// How many splits there may be.
    public static let mostPeriods = 1000
    /// How many versions times splits there may be.
    public static let mostGroups = 10_000
    /// How many days of a run are counted at the most: about ten years.
    public static let mostDays = 3660
    /// Days of the past that are looked at unless somebody says otherwise.
    public static let usualPastDays = 14

    static let day: Int64 = 86_400_000_000

    /// A time with one split.
    public struct Period: Hashable, Sendable {
        /// When it began.
        public var since: Moment
        /// Parts of each version, in the order of the versions; 0 for one that nobody gets.
        public var weights: [Int]

        /// Puts the parts together.
        public init(since: Moment, weights: [Int]) {
            self.since = since
            self.weights = weights
        }
    }

    /// Puts a plan together.
    ///
    /// - Parameters:
    ///   - variationIDs: the versions in the flag's order.
    ///   - metrics: what is counted.
    ///   - start: when the run began.
    ///   - end: when it ended.
    ///   - periods: the splits; the first one also counts for what was before it.
    ///   - pastDays: from 0 to 90.
    /// - Throws: ``FoldPlanError`` for the first limit that is broken.
    public init(
        variationIDs: [String],
        metrics: [FoldMetric],
        start: Moment,
        end: Moment? = nil,
        periods: [Period],
        pastDays: Int = usualPastDays
    ) throws(FoldPlanError) {
        guard (1...Self.mostVersions).contains(variationIDs.count) else { throw .versions }
        guard (1...Self.mostMetrics).contains(metrics.count) else { throw .metrics }
        guard (0...90).contains(pastDays), metrics.allSatisfy(\.isInOrder) else { throw .days }
        self.variationIDs = variationIDs
        self.metrics = metrics
        self.start = start
        self.end = end
        self.pastDays = pastDays
        self.periods = []
        for period in periods { try append(period) }
        guard !periods.isEmpty else { throw .periods }
    }

    /// The plan of one run of an experiment.
    ///
    /// - Parameters:
    ///   - experiment: what was agreed on.
    ///   - run: the number of the run, from 0.
    ///   - variationIDs: the flag's versions, in its order.
    ///   - periods: the flag's splits since the run began, the oldest first.
    /// - Throws: ``FoldPlanError`` for the first limit that is broken, also when there is no such
    ///   run.
    public init(
        _ experiment: Experiment,
        run: Int,
        variationIDs: [String],
        periods: [Period]
    ) throws(FoldPlanError) {
        guard experiment.runs.indices.contains(run) else { throw .run }
        try self.init(
            variationIDs: variationIDs,
            metrics: experiment.metrics.map { FoldMetric($0) },
            start: experiment.runs[run].startedAt,
            end: experiment.runs[run].endedAt,
            periods: periods
        )
    }

    /// Takes in a split that came into force.
    mutating func append(_ period: Period) throws(FoldPlanError) {
        let groups = variationIDs.count * (periods.count + 1)
        guard periods.count < Self.mostPeriods, groups <= Self.mostGroups else { throw .periods }
        guard period.weights.count == variationIDs.count else { throw .weights }
        if let last = periods.last, last.since >= period.since { throw .periods }
        periods.append(period)
    }

    /// The split that was in force at a moment.
    ///
    /// - Complexity: O(*splits* since then).
    func period(at moment: Int64) -> Int {
        var index = periods.count - 1
        while index > 0, periods[index].since.microseconds > moment { index -= 1 }
        return index
    }
}

/// Why a plan cannot be counted.
public enum FoldPlanError: Error, Hashable, Sendable {
    /// No version, or more than 255.
    case versions
    /// No metric, or more than 32.
    case metrics
    /// No split, too many, or one that is not younger than the one before.
    case periods
    /// A split that does not name a part for each version.
    case weights
    /// Days that are below 0, above the limit, or out of order.
    case days
    /// The experiment has no such run.
    case run
}
