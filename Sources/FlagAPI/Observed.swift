public import FlagModel

/// Asks how often flags were evaluated.
public struct CountsRequest: Hashable, Sendable {
    /// Where.
    public var environmentID: GUID
    /// Only this flag; `nil` means all of them, archived and deleted ones too.
    public var flagKey: String?
    /// The first moment that counts; the hour that holds it counts whole.
    public var from: Moment
    /// The first moment that does not count any more.
    public var until: Moment

    /// Rows of one answer, at the most; the newest hours are kept.
    public static let maximumRows = 100_000

    /// Puts the parts together.
    public init(environmentID: GUID, flagKey: String? = nil, from: Moment, until: Moment) {
        self.environmentID = environmentID
        self.flagKey = flagKey
        self.from = from
        self.until = until
    }
}

/// How often one version of a flag was handed out in one hour, as applications reported it.
public struct EvaluationCount: Hashable, Sendable {
    /// The flag's key.
    public let flagKey: String
    /// The version's id.
    public let variationID: String
    /// The beginning of the hour, in UTC.
    public let hour: Moment
    /// How often.
    public let count: Int

    /// Puts the parts together.
    public init(flagKey: String, variationID: String, hour: Moment, count: Int) {
        self.flagKey = flagKey
        self.variationID = variationID
        self.hour = hour
        self.count = count
    }
}

/// An attribute that applications described customers with.
public struct ObservedAttribute: Hashable, Sendable {
    /// Its name, as applications spell it.
    public let name: String
    /// Some of its values, the most recently seen first; 20 at the most.
    public let samples: [String]
    /// When it was last seen.
    public let lastSeenAt: Moment

    /// Values kept of one attribute, at the most.
    public static let maximumSamples = 20
    /// Attributes kept of one environment, at the most.
    public static let maximumNames = 1000

    /// Puts the parts together.
    public init(name: String, samples: [String], lastSeenAt: Moment) {
        self.name = name
        self.samples = samples
        self.lastSeenAt = lastSeenAt
    }
}

/// What became of what applications reported, since the service began.
public struct IngestReport: Hashable, Sendable {
    /// Events that are safe in the file.
    public var written: UInt64
    /// Events that wait to be written.
    public var waiting: Int
    /// Events that were left out because a limit was exceeded or they made no sense.
    public var malformed: UInt64
    /// Events that are lost because more arrived than could be written.
    public var dropped: UInt64
    /// Why the file could not be written the last time, in words; `nil` while all is well.
    public var problem: String?

    /// Puts the parts together.
    public init(
        written: UInt64 = 0,
        waiting: Int = 0,
        malformed: UInt64 = 0,
        dropped: UInt64 = 0,
        problem: String? = nil
    ) {
        self.written = written
        self.waiting = waiting
        self.malformed = malformed
        self.dropped = dropped
        self.problem = problem
    }
}
