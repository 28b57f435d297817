/// Why the numbers of an experiment do not give an answer.
public enum StatisticsError: Error, Hashable, Sendable {
    /// Everybody in an arm has the same value, or there is nobody.
    case noVariation
    /// The control's mean is 0, so a change cannot be stated as a share of it.
    case noBaseline
    /// The two arms were measured in different ways.
    case differentMetrics
    /// Only means and rates can be scaled up to a number per day.
    case notScalable
    /// A setting is outside of its limits; the text names it with its limits.
    case outOfRange(String)

    /// A name for programs that never changes.
    public var code: String {
        switch self {
        case .noVariation: "statistics.no-variation"
        case .noBaseline: "statistics.no-baseline"
        case .differentMetrics: "statistics.different-metrics"
        case .notScalable: "statistics.not-scalable"
        case .outOfRange: "statistics.out-of-range"
        }
    }
}

extension StatisticsError: CustomStringConvertible {
    /// What happened and what to do next.
    public var description: String {
        switch self {
        case .noVariation:
            "One group has no spread: nobody is in it, or all have the same value. Wait for more."
        case .noBaseline:
            "The first group's mean is 0, so no percentage can be given. Look at the difference."
        case .differentMetrics:
            "The two groups were measured in different ways. Compare the same metric."
        case .notScalable:
            "Only means and rates can be stated per day. Look at the difference instead."
        case .outOfRange(let setting):
            "\(setting). Choose a value within these limits."
        }
    }
}
