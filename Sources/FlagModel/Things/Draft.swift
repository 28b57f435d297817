/// Changes that somebody has prepared and not made yet.
public struct Draft: Hashable, Sendable {
    /// Identity.
    public let id: GUID
    /// Who prepared it.
    public let author: String
    /// When it was begun.
    public let createdAt: Moment
    /// Why; may be empty.
    public var note: String
    /// What will happen, in order; at least one change.
    public var changes: [Change]

    /// Puts the parts together.
    public init(id: GUID, author: String, createdAt: Moment, note: String, changes: [Change]) {
        self.id = id
        self.author = author
        self.createdAt = createdAt
        self.note = note
        self.changes = changes
    }

    /// The environments that it will change, without repetition.
    public var environmentIDs: [GUID] {
        changes.compactMap { $0.subject.environmentID }
            .reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }

    /// Whether it changes this one thing.
    public func touches(_ subject: Subject) -> Bool {
        changes.contains { $0.subject == subject }
    }
}
