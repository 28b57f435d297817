public import FlagAPI
public import FlagModel

/// What one request of an application reported about one customer.
public struct ObservedItem: Sendable {
    /// Who, as the application describes them.
    public var customer: Customer
    /// Flags that they were shown.
    public var evaluations: [ObservedEvaluation]
    /// What they did.
    public var metrics: [ObservedMetric]

    /// Puts the parts together.
    public init(
        customer: Customer,
        evaluations: [ObservedEvaluation] = [],
        metrics: [ObservedMetric] = []
    ) {
        self.customer = customer
        self.evaluations = evaluations
        self.metrics = metrics
    }
}

/// A flag that a customer was shown.
public struct ObservedEvaluation: Hashable, Sendable {
    /// The flag's key.
    public var flagKey: String
    /// The version's id.
    public var variationID: String
    /// Whether it counts for experiments.
    public var countsForExperiments: Bool
    /// When the application says that it was.
    public var time: Moment

    /// Puts the parts together.
    public init(flagKey: String, variationID: String, countsForExperiments: Bool, time: Moment) {
        self.flagKey = flagKey
        self.variationID = variationID
        self.countsForExperiments = countsForExperiments
        self.time = time
    }
}

/// Something that a customer did.
public struct ObservedMetric: Hashable, Sendable {
    /// The event's name.
    public var eventName: String
    /// FeatBit's type of event, such as `CustomEvent`.
    public var kind: String
    /// Its number; 1 unless the application says otherwise.
    public var value: Double
    /// When the application says that it was.
    public var time: Moment

    /// Puts the parts together.
    public init(eventName: String, kind: String, value: Double, time: Moment) {
        self.eventName = eventName
        self.kind = kind
        self.value = value
        self.time = time
    }
}

/// Takes what applications report and writes it in batches; never makes anybody wait.
public protocol ObservationIngest: Sendable {
    /// Hands over what one request reported; what does not fit is dropped and counted.
    func offer(_ items: [ObservedItem], in environmentID: GUID)

    /// Counts events that were left out before they came here.
    func countMalformed(_ count: Int)

    /// What became of everything so far.
    var report: IngestReport { get }
}
