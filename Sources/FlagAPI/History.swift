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
    /// Only entries by this person, in any case; `nil` means by anybody.
    public var actor: String?
    /// Only entries of one of these kinds; empty means all.
    public var kinds: Set<HistoryKind>
    /// Only entries made at this moment or later.
    public var from: Moment?
    /// Only entries made before this moment.
    public var until: Moment?

    /// The most entries of one page.
    public static let maximumLimit = 1000

    /// Puts the parts together.
    public init(
        before: UInt64? = nil,
        limit: Int = 100,
        subjects: Set<Subject> = [],
        actor: String? = nil,
        kinds: Set<HistoryKind> = [],
        from: Moment? = nil,
        until: Moment? = nil
    ) {
        self.before = before
        self.limit = limit
        self.subjects = subjects
        self.actor = actor
        self.kinds = kinds
        self.from = from
        self.until = until
    }
}

/// What an entry is about, for people who look for one; an entry may be of several kinds.
public enum HistoryKind: String, CaseIterable, Hashable, Sendable {
    /// A flag was turned on or off.
    case onOff = "on-off"
    /// Who gets what: rules, shares, customers by hand.
    case who
    /// Audiences.
    case audiences
    /// Experiments.
    case experiments
    /// Something was made.
    case made
    /// Something was archived, brought back or deleted.
    case removed
    /// Names, descriptions, owners, tags, versions.
    case words
    /// Environments, projects and their secrets.
    case settings
    /// Drafts were kept or thrown away.
    case drafts
    /// Something was planned for a moment, called off, or has happened as planned.
    case planned
    /// Drafts were published.
    case published
    /// An entry was taken back.
    case undone
    /// A file was read.
    case imported
    /// What the journal did to itself: a repair, a cut, a redaction.
    case journal

    /// What screens call it.
    public var title: String {
        switch self {
        case .onOff: "on and off"
        case .who: "who gets what"
        case .audiences: "audiences"
        case .experiments: "experiments"
        case .made: "new things"
        case .removed: "archived and deleted"
        case .words: "names, texts and versions"
        case .settings: "environments and secrets"
        case .drafts: "drafts"
        case .planned: "planned, and what ended by itself"
        case .published: "published"
        case .undone: "taken back"
        case .imported: "imported"
        case .journal: "the journal itself"
        }
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

extension HistoryEntry {
    /// What it did to some things, each change in a sentence.
    ///
    /// - Parameter subjects: what is asked about; a flag that lives in several environments is
    ///   several subjects.
    /// - Returns: the lines about these; the sentence of the whole where the entry is so large that
    ///   it keeps no lines about them.
    public func lines(about subjects: Set<Subject>) -> [String] {
        let isAboutDrafts = changeSet.steps.allSatisfy(\.change.isAboutDrafts)
        let told = changeSet.steps.lazy.map(\.change).filter { change in
            changeSet.origin.tells(change, amongDraftsOnly: isAboutDrafts)
        }
        let lines = zip(told, changeSet.lines).filter { subjects.contains($0.0.subject) }.map(\.1)
        return lines.isEmpty ? [changeSet.sentence] : lines
    }
}
