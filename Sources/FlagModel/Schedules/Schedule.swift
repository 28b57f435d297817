/// Changes that wait for a moment instead of for a person.
///
/// A draft is made when somebody publishes it; a schedule is made by the service when its time has
/// come. What ends by itself, such as a setting that one customer has for a week, is such a
/// schedule: it holds the changes that put back what was there.
public struct Schedule: Hashable, Sendable {
    /// Identity.
    public let id: GUID
    /// Who planned it; what it does is done in this person's name.
    public let author: String
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

    /// Puts the parts together.
    public init(
        id: GUID,
        author: String,
        createdAt: Moment,
        note: String = "",
        at: Moment,
        title: String,
        changes: [Change],
        expects: [Expectation] = []
    ) {
        self.id = id
        self.author = author
        self.createdAt = createdAt
        self.note = note
        self.at = at
        self.title = title
        self.changes = changes
        self.expects = expects
    }

    /// Something that a schedule builds on.
    public enum Expectation: Hashable, Sendable {
        /// This customer has this version of the flag by hand; no setting of their own for `nil`.
        case target(environment: GUID, flag: GUID, CustomerKey, variationID: String?)
    }

    /// The environments that it will change, without repetition.
    public var environmentIDs: [GUID] {
        changes.compactMap { $0.subject.environmentID }
            .reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }

    /// Whether it ends what one customer has of a flag by hand.
    public func ends(_ customer: CustomerKey, flag: GUID, in environment: GUID) -> Bool {
        expects.contains { expectation in
            switch expectation {
            case .target(environment, flag, customer, _): true
            case .target: false
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
