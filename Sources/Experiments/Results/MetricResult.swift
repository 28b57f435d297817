public import FlagModel

/// What one metric says.
public struct MetricResult: Hashable, Sendable {
    /// What it is for.
    public enum Role: Hashable, Sendable {
        /// It decides.
        case primary
        /// It must not get worse.
        case guardrail
        /// It is looked at besides.
        case other
    }

    /// The metric.
    public var metric: Experiment.Metric
    /// What it is for.
    public var role: Role
    /// The version that the others are compared with.
    public var baseline: ArmResult
    /// The others, in the flag's order.
    public var versions: [VersionResult]

    /// Puts the parts together.
    public init(
        metric: Experiment.Metric,
        role: Role,
        baseline: ArmResult,
        versions: [VersionResult]
    ) {
        self.metric = metric
        self.role = role
        self.baseline = baseline
        self.versions = versions
    }
}

/// What one version did.
public struct ArmResult: Hashable, Sendable {
    /// The version.
    public var variationID: String
    /// Customers who count.
    public var people: Int
    /// Those of them with an event that counts.
    public var active: Int
    /// The metric: a share of people, an average per customer, or a quotient; `nil` for nobody.
    public var value: Double?

    /// Puts the parts together.
    public init(variationID: String, people: Int, active: Int, value: Double?) {
        self.variationID = variationID
        self.people = people
        self.active = active
        self.value = value
    }
}
