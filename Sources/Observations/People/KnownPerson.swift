/// Somebody who is known, with what a question needs of them.
public struct KnownPerson: Sendable {
    /// What applications call them.
    public let key: String
    /// What people call them; may be empty.
    public let name: String
    /// Those attributes that were asked for, as far as they are known.
    public let attributes: [(name: String, value: String)]
}

/// What came of a look at some of everybody.
public struct PeopleLook<Tally: Sendable>: Sendable {
    /// People who are known altogether.
    public let known: Int
    /// People who were looked at.
    public let looked: Int
    /// Where the next row begins; `nil` after the last one, and after a spread.
    public let next: Int?
    /// What was noted, in the order of the people; each part was looked at by a thread of its own.
    public let tallies: [Tally]
}
