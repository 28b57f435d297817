/// Changes that wait for a moment instead of for a person.
///
/// A draft is made when somebody publishes it; a schedule is made by the service when its time has
/// come. What ends by itself, such as a setting that one customer has for a week, is such a
/// schedule: it holds the changes that put back what was there. One that goes on in steps holds
/// the later ones, one that comes back holds its rhythm; the entry that does a part of it carries
/// what comes next.
public struct Schedule: Hashable, Sendable {
    /// Identity.
    public let id: GUID
    /// Who planned it; what it does is done in this person's name.
    public var author: String
    /// When it was planned.
    public let createdAt: Moment
    /// Why; may be empty.
    public let note: String
    /// When it happens.
    public let at: Moment
    /// What people call it: "Free returns goes back for Anna Schmidt".
    public let title: String
    /// What will happen, in order; at least one change.
    public let changes: [Change]
    /// What must still be so then; otherwise somebody has decided anew, and nothing happens.
    public let expects: [Expectation]
    /// The name of the zone in which it was written and is told, as in `Europe/Berlin`; may be
    /// empty, which is UTC.
    public let zone: String
    /// What happens after that, in the order of time; none for one that happens once.
    public let later: [Step]
    /// When it comes back, if it does; such a plan has no later steps.
    public let recurrence: Recurrence?
    /// What stops it, if anything does.
    public let stopsWhen: StopRule?
    /// Whether somebody said stop: it does not happen until it is released.
    public let isHeld: Bool

    /// Puts the parts together.
    public init(
        id: GUID,
        author: String,
        createdAt: Moment,
        note: String = "",
        at: Moment,
        title: String,
        changes: [Change],
        expects: [Expectation] = [],
        zone: String = "",
        later: [Step] = [],
        recurrence: Recurrence? = nil,
        stopsWhen: StopRule? = nil,
        isHeld: Bool = false
    ) {
        self.id = id
        self.author = author
        self.createdAt = createdAt
        self.note = note
        self.at = at
        self.title = title
        self.changes = changes
        self.expects = expects
        self.zone = zone
        self.later = later
        self.recurrence = recurrence
        self.stopsWhen = stopsWhen
        self.isHeld = isHeld
    }

    /// Something that a schedule builds on.
    public enum Expectation: Hashable, Sendable {
        /// This customer has this version of the flag by hand; no setting of their own for `nil`.
        case target(environment: GUID, flag: GUID, CustomerKey, variationID: String?)
        /// This customer is named in the audience.
        case member(environment: GUID, audience: GUID, CustomerKey)
        /// The flag is on, or off.
        case enabled(environment: GUID, flag: GUID, Bool)
        /// Everybody whom no rule is about gets this.
        case everyone(environment: GUID, flag: GUID, Serving)
    }

    /// One part of a plan that goes on after its first time.
    public struct Step: Hashable, Sendable {
        /// When it happens.
        public let at: Moment
        /// What will happen, in order; at least one change.
        public let changes: [Change]
        /// What must still be so then.
        public let expects: [Expectation]

        /// Puts the parts together.
        public init(at moment: Moment, changes: [Change], expects: [Expectation] = []) {
            at = moment
            self.changes = changes
            self.expects = expects
        }
    }

    /// An experiment that stops a plan as soon as a guardrail of it is harmed.
    public struct StopRule: Hashable, Sendable {
        /// Where the experiment is.
        public let environmentID: GUID
        /// The experiment.
        public let experimentID: GUID
        /// Whether the plan has done its first part: before that there is nothing to watch over.
        public let isWatching: Bool

        /// Names an experiment.
        public init(environmentID: GUID, experimentID: GUID, isWatching: Bool = false) {
            self.environmentID = environmentID
            self.experimentID = experimentID
            self.isWatching = isWatching
        }
    }

    /// Everything that it may change in all of its time, in order.
    public var allChanges: [Change] {
        let turns = recurrence?.turns.flatMap(\.changes) ?? []
        return changes + later.flatMap(\.changes) + turns
    }

    /// The environments that it will change, without repetition.
    public var environmentIDs: [GUID] {
        allChanges.compactMap { $0.subject.environmentID }
            .reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }

    /// Whether it ends what one customer has of a flag by hand.
    public func ends(_ customer: CustomerKey, flag: GUID, in environment: GUID) -> Bool {
        expects.contains { expectation in
            switch expectation {
            case .target(environment, flag, customer, _): true
            case .target, .member, .enabled, .everyone: false
            }
        }
    }
}

extension Schedule: Comparable {
    /// Orders by the time at which they happen.
    public static func < (left: Schedule, right: Schedule) -> Bool {
        (left.at, left.createdAt, left.id) < (right.at, right.createdAt, right.id)
    }
}
