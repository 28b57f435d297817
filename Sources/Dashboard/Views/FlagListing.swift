internal import FlagModel
internal import TerminalUI

/// Which flags the list shows, and in which order.
public struct FlagListing: Hashable, Sendable {
    /// The order of the rows.
    public var order = Order.changed
    /// Only flags that do this now.
    public var doing: Doing?
    /// Only flags with this tag.
    public var tag: String?
    /// Only flags that this person or team answers for; empty for flags without an owner.
    public var owner: String?
    /// Only flags that exist for this.
    public var purpose: String?
    /// Only flags that changed then.
    public var change: Change?
    /// Archived flags too.
    public var showsArchived = false

    /// All flags but archived ones, last changed first.
    public init() {}

    /// The orders that there are, by the words that files use for them.
    public enum Order: String, Hashable, Sendable, CaseIterable {
        /// Last changed first.
        case changed
        /// By name.
        case name
        /// What is on first.
        case onFirst = "on-first"
        /// By owner.
        case owner

        var words: SafeText {
            switch self {
            case .changed: "last changed first"
            case .name: "by name"
            case .onFirst: "on first"
            case .owner: "by owner"
            }
        }
    }

    /// What a flag does now, by the words that files use for it.
    public enum Doing: String, Hashable, Sendable, CaseIterable {
        /// On for all whom it is about.
        case on
        /// On for a share.
        case some
        /// Off.
        case off
        /// In a running experiment.
        case experiment
        /// Something about it waits to be published.
        case draft
        /// Archived.
        case archived

        var words: String {
            switch self {
            case .on: "on"
            case .some: "on for a share"
            case .off: "off"
            case .experiment: "in an experiment"
            case .draft: "draft waiting"
            case .archived: "archived"
            }
        }
    }

    /// When a flag changed last, by the words that files use for it.
    public enum Change: String, Hashable, Sendable, CaseIterable {
        /// Since midnight.
        case today
        /// In the last seven days.
        case week
        /// Longer than 90 days ago.
        case old

        var words: String {
            switch self {
            case .today: "changed today"
            case .week: "changed in the last 7 days"
            case .old: "not changed for 3 months"
            }
        }
    }

    /// One thing that narrows the list.
    enum Part: Hashable, Sendable {
        case doing(Doing)
        case tag(String)
        case owner(String)
        case purpose(String)
        case change(Change)
    }

    /// Whether only some flags are shown.
    var isNarrowed: Bool {
        doing != nil || tag != nil || owner != nil || purpose != nil || change != nil
    }

    /// What narrows it, in words: "on, owner Marketing"; empty for all flags.
    var words: String {
        var parts: [String] = []
        if let doing { parts.append(doing.words) }
        if let tag { parts.append("tag \(tag)") }
        if let owner { parts.append(owner.isEmpty ? "no owner" : "owner \(owner)") }
        if let purpose { parts.append("purpose \(Words.short(purpose, 30))") }
        if let change { parts.append(change.words) }
        return parts.joined(separator: ", ")
    }

    /// Whether a part narrows it now.
    func holds(_ part: Part) -> Bool {
        switch part {
        case .doing(let value): doing == value
        case .tag(let value): tag == value
        case .owner(let value): owner == value
        case .purpose(let value): purpose == value
        case .change(let value): change == value
        }
    }

    /// Narrows it by a part, or no longer when it did already.
    mutating func toggle(_ part: Part) {
        let isOff = holds(part)
        switch part {
        case .doing(let value): doing = isOff ? nil : value
        case .tag(let value): tag = isOff ? nil : value
        case .owner(let value): owner = isOff ? nil : value
        case .purpose(let value): purpose = isOff ? nil : value
        case .change(let value): change = isOff ? nil : value
        }
    }

    /// The same order of all flags.
    var widened: FlagListing {
        var all = FlagListing()
        (all.order, all.showsArchived) = (order, showsArchived)
        return all
    }
}
