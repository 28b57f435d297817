import FlagModel

/// What a batch brought into the file that was not there before, as far as somebody counts it.
///
/// Exactly the rows that came or changed: what is counted from news equals what is counted from
/// the file.
struct TrafficNews: Sendable {
    /// The first time in a period that a customer was given a version.
    struct Exposure: Hashable, Sendable {
        /// Index into ``TrafficBatch/variations``.
        var variation: Int
        /// The row of the customer.
        var customer: Int64
        /// Milliseconds since 1970.
        var time: Int64
    }

    /// A customer did something.
    struct Event: Hashable, Sendable {
        /// Index into ``TrafficBatch/events``.
        var event: Int
        /// The row of the customer.
        var customer: Int64
        /// Milliseconds since 1970.
        var time: Int64
        var value: Double
    }

    var exposures: [Exposure] = []
    var events: [Event] = []
    /// The rows of customers who became known with this batch: nothing of them is older.
    var strangers: Set<Int64> = []

    var isEmpty: Bool { exposures.isEmpty && events.isEmpty }
}

/// The flags and events that somebody counts.
struct FollowedNames: Hashable, Sendable {
    private struct Name: Hashable {
        var environment: GUID
        var text: String
    }

    private var flags: Set<Name> = []
    private var events: Set<Name> = []

    var isEmpty: Bool { flags.isEmpty && events.isEmpty }

    mutating func add(flag: String, in environment: GUID) {
        flags.insert(Name(environment: environment, text: flag))
    }

    mutating func add(event: String, in environment: GUID) {
        events.insert(Name(environment: environment, text: event))
    }

    func holds(flag: String, in environment: GUID) -> Bool {
        !flags.isEmpty && flags.contains(Name(environment: environment, text: flag))
    }

    func holds(event: String, in environment: GUID) -> Bool {
        !events.isEmpty && events.contains(Name(environment: environment, text: event))
    }
}
