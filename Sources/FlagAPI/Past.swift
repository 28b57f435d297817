public import FlagModel

/// A point in the history of the model.
public enum PastPoint: Hashable, Sendable {
    /// When this entry had just been made; 0 is before the first.
    case entry(UInt64)
    /// At this moment: after the last entry that had been made by then.
    case time(Moment)
}

/// The model as it was.
public struct PastPicture: Sendable {
    /// The model, and the entry that made it so.
    public let picture: Picture
    /// When that entry was made; `nil` before the first.
    public let time: Moment?

    /// Puts the parts together.
    public init(picture: Picture, time: Moment?) {
        self.picture = picture
        self.time = time
    }
}

/// What taking an entry back would do now.
public struct UndoPlan: Hashable, Sendable {
    /// The entry.
    public let entry: UInt64
    /// The changes that can be put back now; empty when none can.
    public let changes: [Change]
    /// Each of them in a sentence.
    public let lines: [String]
    /// What stands in the way of the others; empty when all of the entry can be taken back.
    public let obstacles: [Obstacle]

    /// One thing that was decided anew since, or that the present does not allow.
    public struct Obstacle: Hashable, Sendable {
        /// What people call it.
        public let name: String
        /// The latest entry that decided it anew since, if it is known.
        public let entry: UInt64?
        /// What that entry did, who did it and when; `nil` when the entry is not known.
        public let later: HistoryEntry?
        /// What of it was decided anew, in plain words: "on or off", "rules"; may be empty.
        public let aspects: [String]
        /// Why the present does not allow it, where nobody decided anew.
        public let reason: Refusal?

        /// Puts the parts together.
        public init(
            name: String,
            entry: UInt64?,
            later: HistoryEntry?,
            aspects: [String] = [],
            reason: Refusal? = nil
        ) {
            self.name = name
            self.entry = entry
            self.later = later
            self.aspects = aspects
            self.reason = reason
        }
    }

    /// Puts the parts together.
    public init(entry: UInt64, changes: [Change], lines: [String], obstacles: [Obstacle]) {
        self.entry = entry
        self.changes = changes
        self.lines = lines
        self.obstacles = obstacles
    }
}

/// Asks what applications were in fact given for one customer.
public struct GivenRequest: Hashable, Sendable {
    /// Who.
    public var customer: CustomerKey
    /// Where.
    public var environmentID: GUID
    /// The moment that is asked about.
    public var time: Moment

    /// Puts the parts together.
    public init(customer: CustomerKey, environmentID: GUID, time: Moment) {
        self.customer = customer
        self.environmentID = environmentID
        self.time = time
    }
}

/// What applications reported that they gave a customer for one flag, last before a moment.
public struct GivenAnswer: Hashable, Sendable {
    /// The flag's key.
    public let flagKey: String
    /// The version's id.
    public let variationID: String
    /// When applications first gave this version in a row.
    public let since: Moment
    /// When they last reported it before the moment, exact to the hour; the moment itself when they
    /// reported the same version later, too.
    public let lastAt: Moment

    /// Puts the parts together.
    public init(flagKey: String, variationID: String, since: Moment, lastAt: Moment) {
        self.flagKey = flagKey
        self.variationID = variationID
        self.since = since
        self.lastAt = lastAt
    }
}
