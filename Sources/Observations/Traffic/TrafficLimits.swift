import FlagAPI
import FlagModel

/// How much is taken of what applications report, and how long it is kept.
///
/// `docs/reference/reports.md` shows ``table``, and a test compares the two.
enum TrafficLimits {
    /// Events that wait to be written.
    static let waitingEvents = 100_000
    /// Bytes of memory that waiting events may take, as estimated.
    static let waitingBytes = 64 << 20
    /// Times that a batch is tried before it is dropped.
    static let attempts = 3
    /// Bytes of a flag's key.
    static let flagKeyBytes = Limits.keyLength
    /// Bytes of a version's id.
    static let variationIDBytes = Limits.foreignIDBytes
    /// Bytes of the name of a metric event.
    static let eventNameBytes = 1...256
    /// Bytes of the kind of a metric event.
    static let eventKindBytes = 1...64
    /// Bytes of a value that is kept as a sample of its attribute; longer ones are no samples.
    static let sampleBytes = 0...256
    /// Versions of flags that are told apart in one environment.
    static let variations = 50_000
    /// Names of metric events that are told apart in one environment.
    static let events = 10_000
    /// Customers altogether; an import may bring more.
    static let customers = 5_000_000
    /// Moments of one flag from which exposures are kept anew.
    static let periodStarts = 1000
    /// Earlier descriptions of one customer in one environment, and as many from imports.
    static let earlierDescriptions = 1000
    /// Bytes of these descriptions; the newest of them stays, however long it is.
    static let earlierDescriptionBytes = 128 << 10
    /// Times that one customer was given another version of one flag.
    static let givenRuns = 100
    /// Hours by which the last time that a version was given may be behind.
    static let givenHours = 1
    /// Minutes that an event's time may lie in the future.
    static let futureMinutes = 5
    /// Days that an event's time may lie in the past.
    static let pastDays = 7
    /// Seconds within which a customer who is described as before is not written again.
    static let quietSeconds = 60
    /// Days that counts, exposures, metric events and what was before the latest are kept.
    static let keptDays = 400
    /// Customers at whom one batch looks for versions that they were given too long ago.
    static let prunedCustomers = 20
    /// Rows of each kind that one batch removes because they are too old.
    static let prunedRows = 1000

    /// The limits as rows: what, how much, counted in what.
    static let table: [(subject: String, most: Int, unit: String)] = [
        ("events that wait to be written", waitingEvents, "events"),
        ("memory for them", waitingBytes, "bytes"),
        ("tries to write a batch", attempts, "tries"),
        ("key of a flag", flagKeyBytes.upperBound, "bytes"),
        ("id of a version", variationIDBytes.upperBound, "bytes"),
        ("name of a metric event", eventNameBytes.upperBound, "bytes"),
        ("kind of a metric event", eventKindBytes.upperBound, "bytes"),
        ("key of a customer", Limits.customerKeyBytes.upperBound, "bytes"),
        ("name of a customer", Customer.maximumTextBytes, "bytes"),
        ("attributes of a customer", Customer.maximumAttributes, "attributes"),
        ("name of an attribute", Limits.attributeNameBytes.upperBound, "bytes"),
        ("value of an attribute", Customer.maximumTextBytes, "bytes"),
        ("value kept as a sample", sampleBytes.upperBound, "bytes"),
        ("samples of an attribute", ObservedAttribute.maximumSamples, "values"),
        ("attributes of an environment", ObservedAttribute.maximumNames, "attributes"),
        ("versions of flags in an environment", variations, "versions"),
        ("names of metric events in an environment", events, "names"),
        ("metric events told of an environment", ObservedEvent.maximumNames, "names"),
        ("customers whom applications name", customers, "customers"),
        ("moments of a flag at which counting begins anew", periodStarts, "moments"),
        ("earlier descriptions of a customer in an environment", earlierDescriptions, "changes"),
        ("text of these descriptions", earlierDescriptionBytes, "bytes"),
        ("versions of a flag given to a customer, one after the other", givenRuns, "changes"),
        ("the last time that a version was given may be behind", givenHours, "hours"),
        ("an event's time in the future", futureMinutes, "minutes"),
        ("an event's time in the past", pastDays, "days"),
        ("rest before an unchanged customer is written again", quietSeconds, "seconds"),
        ("counts, exposures and metric events are kept", keptDays, "days"),
        ("earlier descriptions and versions given are kept", keptDays, "days"),
        ("customers looked at for old versions with one batch", prunedCustomers, "customers"),
        ("old rows of a kind removed with one batch", prunedRows, "rows"),
    ]
}
