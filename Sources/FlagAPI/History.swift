public import FlagModel

/// Asks for a page of history.
public struct HistoryRequest: Hashable, Sendable {
    /// Only entries with a smaller number; `nil` begins with the newest.
    public var before: UInt64?
    /// How many at the most, 1 to 1,000.
    public var limit: Int
    /// Only entries about one of these; empty means all.
    ///
    /// A flag that lives in several environments is several subjects.
    public var subjects: Set<Subject>

    /// The most entries of one page.
    public static let maximumLimit = 1000

    /// Puts the parts together.
    public init(before: UInt64? = nil, limit: Int = 100, subjects: Set<Subject> = []) {
        self.before = before
        self.limit = limit
        self.subjects = subjects
    }
}

/// A page of history.
public struct HistoryPage: Hashable, Sendable {
    /// Entries, newest first.
    public let entries: [HistoryEntry]
    /// Entries altogether, whatever was asked.
    public let total: UInt64
    /// Where to go on, or `nil` when there is nothing older.
    public let next: UInt64?

    /// Puts the parts together.
    public init(entries: [HistoryEntry], total: UInt64, next: UInt64?) {
        self.entries = entries
        self.total = total
        self.next = next
    }
}

/// One entry of history.
public struct HistoryEntry: Hashable, Sendable {
    /// Its number.
    public let number: UInt64
    /// What was done, by whom, when and why.
    public let changeSet: ChangeSet

    /// Puts the parts together.
    public init(number: UInt64, changeSet: ChangeSet) {
        self.number = number
        self.changeSet = changeSet
    }
}
