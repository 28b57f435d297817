/// A question about a flag's versions: which one works better, measured by an event.
///
/// Results are not part of the model; this is the plan that was agreed on before the start.
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
    /// Full days that it is planned to run.
    public var plannedDays: Int
    /// How far it is.
    public var state: State
    /// When it was made.
    public var createdAt: Moment

    /// How far an experiment is.
    public enum State: String, Hashable, Sendable, CaseIterable {
        /// Planned, not started.
        case planned
        /// Counting.
        case running
        /// Over.
        case stopped
    }

    /// An event that applications report, and how it is judged.
    public struct Metric: Hashable, Sendable {
        /// The name of the event on the wire.
        public var eventName: String
        /// What people call it: "people who finish checkout".
        public var title: String
        /// What is counted.
        public var measure: Measure
        /// Whether more is better.
        public var higherIsBetter: Bool

        /// What is counted of an event.
        public enum Measure: String, Hashable, Sendable, CaseIterable {
            /// How many customers did it at least once.
            case conversion
            /// The average of the event's number.
            case numeric
        }

        /// Puts the parts together.
        public init(eventName: String, title: String, measure: Measure, higherIsBetter: Bool) {
            self.eventName = eventName
            self.title = title
            self.measure = measure
            self.higherIsBetter = higherIsBetter
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
        guardrails = []
        state = .planned
    }
}
