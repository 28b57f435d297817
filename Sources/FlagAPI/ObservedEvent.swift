public import FlagModel

/// A metric event that applications of an environment report.
public struct ObservedEvent: Hashable, Sendable {
    /// Its name, as applications spell it.
    public let name: String
    /// When it happened last, as far as is kept.
    public let lastSeenAt: Moment

    /// Events that are told of one environment, at the most.
    public static let maximumNames = 1000

    /// Puts the parts together.
    public init(name: String, lastSeenAt: Moment) {
        self.name = name
        self.lastSeenAt = lastSeenAt
    }
}
