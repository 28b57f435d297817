public import FlagModel
internal import TerminalUI

/// Where a person was: what the screen begins with the next time.
public struct ScreenPlace: Equatable, Sendable {
    /// The number of the pane.
    public var tab = 1
    /// The environment.
    public var environment: GUID?
    /// The selected flag.
    public var flag: GUID?
    /// The selected audience.
    public var audience: GUID?
    /// What was typed to find flags.
    public var query = ""
    /// The order of flags, by its name.
    public var order = ""
    /// Whether archived flags were shown.
    public var showsArchived = false
    /// How many comments of each draft were seen.
    public var seen: [GUID: Int] = [:]

    /// The beginning.
    public init() {}
}

extension DashboardState {
    /// Where the person is, also while they look at the past; the next start shows now.
    public var place: ScreenPlace? {
        guard stage == .ready else { return person.place }
        var place = ScreenPlace()
        place.tab = tab.rawValue
        place.environment = environmentID
        place.flag = flags.list.selectedID
        place.audience = audiences.list.selectedID
        place.query = flags.list.query.text
        place.order = flags.listing.order.rawValue
        place.showsArchived = flags.listing.showsArchived
        place.seen = seenComments
        return place
    }

    /// Begins in the environment and with the list that the person left, as far as they are still
    /// there.
    ///
    /// - Returns: where the person was, to be handed to ``restore(_:)`` once lists are prepared;
    ///   `nil` when nothing is known.
    mutating func beginning() -> ScreenPlace? {
        guard let place = person.place else { return nil }
        person.place = nil
        if let order = FlagListing.Order(rawValue: place.order) { flags.listing.order = order }
        flags.listing.showsArchived = place.showsArchived
        review.seen = place.seen
        if let id = place.environment, !hasChosenEnvironment, model.environment(id) != nil {
            environmentID = id
        }
        return place
    }

    /// Goes where the person was, as far as that is still there.
    mutating func restore(_ place: ScreenPlace) {
        if !place.query.isEmpty {
            flags.list.paste(place.query, height: listHeight)
            findShares()
        }
        if let id = place.flag { flags.list.select(id, height: listHeight) }
        if let id = place.audience { audiences.list.select(id, height: listHeight) }
        if let tab = Tab(rawValue: place.tab) { show(tab) }
    }
}
