public import FlagModel

/// What was counted of one run of an experiment, day by day.
///
/// A few kilobytes, whatever the number of customers. Everything that is said about the run is said
/// from it.
public struct ExperimentCounts: Hashable, Sendable {
    /// The experiment.
    public let experimentID: GUID
    /// The number of the run, from 0.
    public let run: Int
    /// The versions, as the flag has them, in its order.
    public var variationIDs: [String]
    /// As the experiment stood at the end of every day in UTC, and as it stands now; the oldest
    /// first, at least one.
    public var days: [DayCounts]
    /// Up to when events are counted.
    public var asOf: Moment
    /// Exposures and events that were counted.
    public var eventCount: Int
    /// The first exposure; `nil` when nobody came.
    public var firstSeenAt: Moment?
    /// The last exposure or event.
    public var lastSeenAt: Moment?

    /// Puts the parts together.
    public init(
        experimentID: GUID,
        run: Int,
        variationIDs: [String],
        days: [DayCounts],
        asOf: Moment,
        eventCount: Int,
        firstSeenAt: Moment? = nil,
        lastSeenAt: Moment? = nil
    ) {
        self.experimentID = experimentID
        self.run = run
        self.variationIDs = variationIDs
        self.days = days
        self.asOf = asOf
        self.eventCount = eventCount
        self.firstSeenAt = firstSeenAt
        self.lastSeenAt = lastSeenAt
    }
}

/// The counts since the beginning of the run, up to one moment.
public struct DayCounts: Hashable, Sendable {
    /// Up to before when.
    public var until: Moment
    /// Stretches of time with one split each, the first one first; a customer belongs to the one of
    /// the first exposure.
    public var periods: [PeriodCounts]
    /// Customers who were given two versions; they count nowhere.
    public var mixed: Int
    /// Customers who were left out: not in the audience, in another experiment's part of the layer,
    /// or named as internal.
    public var leftOut: Int

    /// Puts the parts together.
    public init(until: Moment, periods: [PeriodCounts], mixed: Int = 0, leftOut: Int = 0) {
        self.until = until
        self.periods = periods
        self.mixed = mixed
        self.leftOut = leftOut
    }
}

/// The counts of the customers who came while one split was in force.
public struct PeriodCounts: Hashable, Sendable {
    /// When the split began.
    public var since: Moment
    /// The split: parts of each version, in the order of the versions; 0 for one that nobody gets.
    public var weights: [Int]
    /// The counts of each version, in the same order.
    public var arms: [ArmCounts]

    /// Puts the parts together.
    public init(since: Moment, weights: [Int], arms: [ArmCounts]) {
        self.since = since
        self.weights = weights
        self.arms = arms
    }
}

/// The counts of one version.
public struct ArmCounts: Hashable, Sendable {
    /// Customers who count.
    public var people: Int
    /// How many of them may still do something that counts, since a metric's window is open.
    public var immature: Int
    /// The sums of each metric, in the order of ``FlagModel/Experiment/metrics``.
    public var metrics: [MetricCounts]

    /// Puts the parts together.
    public init(people: Int, immature: Int = 0, metrics: [MetricCounts]) {
        self.people = people
        self.immature = immature
        self.metrics = metrics
    }
}

/// The sums of one metric over the customers of one version.
public struct MetricCounts: Hashable, Sendable {
    /// The sums as they are.
    ///
    /// For a conversion or retention a customer's total is 0 or 1 unit, for a
    /// ratio the other total is what is divided by, otherwise it is the same metric from the days
    /// before the experiment.
    public var sums: ExactSums
    /// The sums with the largest totals cut at ``cap``; `nil` for metrics without a cap.
    public var capped: ExactSums?
    /// The largest total that still counts in full, in millionths, the same for all versions.
    public var cap: Int64?
    /// Customers with at least one event that counts.
    public var active: Int

    /// Puts the parts together.
    public init(sums: ExactSums, capped: ExactSums? = nil, cap: Int64? = nil, active: Int) {
        self.sums = sums
        self.capped = capped
        self.cap = cap
        self.active = active
    }
}
