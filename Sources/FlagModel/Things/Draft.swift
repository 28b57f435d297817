/// Changes that somebody has prepared and not made yet.
public struct Draft: Hashable, Sendable {
    /// Identity.
    public let id: GUID
    /// Who began it.
    public var author: String
    /// Who else works on it, in the order of joining; each once.
    public var others: [String] = []
    /// Those of its authors who are written down, whatever they are called by now.
    ///
    /// The model says it.
    public var authorIDs: [GUID] = []
    /// When it was begun.
    public var createdAt: Moment
    /// Why; may be empty.
    public var note: String
    /// What will happen, in order; at least one change.
    public var changes: [Change]
    /// Counts up whenever its changes or its reason become others; decisions are about one.
    public var revision = 1
    /// What people decided about this revision; the last word of each, in order.
    public var decisions: [Decision] = []
    /// What people wrote about it, oldest first.
    public var comments: [Comment] = []

    /// Puts the parts together.
    public init(id: GUID, author: String, createdAt: Moment, note: String, changes: [Change]) {
        self.id = id
        self.author = author
        self.createdAt = createdAt
        self.note = note
        self.changes = changes
    }

    /// Everybody who works on it, whoever began it first.
    public var authors: [String] { [author] + others }

    /// "Jo", "Jo and Li", "Jo, Li and Ana".
    public var authorWords: String { Words.list(authors) }

    /// Whether somebody is one of those who work on it.
    public func isBy(_ person: String) -> Bool { author == person || others.contains(person) }

    /// Whether it changes this one thing.
    public func touches(_ subject: Subject) -> Bool {
        changes.contains { $0.subject == subject }
    }
}
