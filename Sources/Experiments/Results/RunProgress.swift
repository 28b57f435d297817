public import FlagModel

/// How far a run is.
public struct RunProgress: Hashable, Sendable {
    /// When it began.
    public var startedAt: Moment
    /// When it ended; `nil` while it runs.
    public var endedAt: Moment?
    /// Full days so far.
    public var fullDays: Int
    /// Full days that were planned.
    public var plannedDays: Int
    /// Customers who count, of all versions together.
    public var people: Int
    /// How many of them may still do something that counts, since a metric's window is open.
    public var immature: Int
    /// How many were planned; `nil` when nobody said so.
    public var plannedPeople: Int?
    /// More days until an answer is likely at today's traffic; `nil` when that cannot be said.
    public var daysLeft: Int?
    /// Up to when events are counted.
    public var asOf: Moment
    /// Exposures and events that were counted.
    public var eventCount: Int

    /// Puts the parts together.
    public init(
        startedAt: Moment,
        endedAt: Moment? = nil,
        fullDays: Int,
        plannedDays: Int,
        people: Int,
        immature: Int = 0,
        plannedPeople: Int? = nil,
        daysLeft: Int? = nil,
        asOf: Moment,
        eventCount: Int
    ) {
        self.startedAt = startedAt
        self.endedAt = endedAt
        self.fullDays = fullDays
        self.plannedDays = plannedDays
        self.people = people
        self.immature = immature
        self.plannedPeople = plannedPeople
        self.daysLeft = daysLeft
        self.asOf = asOf
        self.eventCount = eventCount
    }
}
