/// A question about a flag's versions: which one works better, measured by events.
///
/// Results are not part of the model; this is the plan that was agreed on before the start, and
/// when it ran.
public struct Experiment: Hashable, Sendable {
    /// Identity.
    public let id: GUID
    /// What commands call it; unique in its environment, never changes.
    public let key: Key
    /// What people call it.
    public var name: String
    /// What is expected, in words; may be empty.
    public var hypothesis: String
    /// The flag whose versions are compared.
    public let flagID: GUID
    /// The version that the others are compared with.
    public var baselineVariationID: String
    /// What decides.
    public var metric: Metric
    /// What must not get worse.
    public var guardrails: [Metric]
    /// What is looked at besides; it never decides.
    public var otherMetrics: [Metric]
    /// Full days that it is planned to run.
    public var plannedDays: Int
    /// How many customers all versions are planned to have together; `nil` when nobody said so.
    public var plannedPeople: Int?
    /// The smallest change of the metric that matters, in hundredths of a percent: 500 is 5 %.
    public var smallestChange: Int
    /// Only members of this audience count; `nil` is everybody.
    public var audienceID: GUID?
    /// Its place among experiments that share no customers; `nil` when it may share them.
    public var layer: LayerPlace?
    /// When it ran, the first run first.
    public var runs: [Run]
    /// How far it is.
    public var state: State
    /// Whether it is put away.
    public var isArchived: Bool
    /// When it was made.
    public var createdAt: Moment

    /// A change of 5 % matters unless somebody says otherwise.
    public static let usualSmallestChange = 500

    /// How far an experiment is.
    public enum State: String, Hashable, Sendable, CaseIterable {
        /// Planned, not started.
        case planned
        /// Counting.
        case running
        /// Over.
        case stopped
    }

    /// One time that it ran; every run counts anew.
    public struct Run: Hashable, Sendable {
        /// When it began.
        public var startedAt: Moment
        /// When it ended; `nil` while it runs.
        public var endedAt: Moment?

        /// Puts the parts together.
        public init(startedAt: Moment, endedAt: Moment? = nil) {
            self.startedAt = startedAt
            self.endedAt = endedAt
        }
    }

    /// Some of the 10,000 places of a layer; customers are spread over them by a hash of their key.
    public struct LayerPlace: Hashable, Sendable {
        /// How many places a layer has.
        public static let whole = 10_000

        /// The layer; experiments that name the same one take places from each other.
        public var name: Key
        /// The first place, from 0.
        public var lower: Int
        /// The place behind the last one; 10,000 at the most.
        public var upper: Int

        /// Puts the parts together.
        public init(name: Key, lower: Int, upper: Int) {
            self.name = name
            self.lower = lower
            self.upper = upper
        }
    }

    /// A plan that has not started.
    public init(
        id: GUID,
        key: Key,
        name: String,
        flagID: GUID,
        baselineVariationID: String,
        metric: Metric,
        plannedDays: Int,
        createdAt: Moment
    ) {
        self.id = id
        self.key = key
        self.name = name
        self.flagID = flagID
        self.baselineVariationID = baselineVariationID
        self.metric = metric
        self.plannedDays = plannedDays
        self.createdAt = createdAt
        hypothesis = ""
        (guardrails, otherMetrics, runs) = ([], [], [])
        smallestChange = Self.usualSmallestChange
        state = .planned
        isArchived = false
    }

    /// The primary metric, the guardrails and the others, in this order everywhere.
    public var metrics: [Metric] { [metric] + guardrails + otherMetrics }
}
