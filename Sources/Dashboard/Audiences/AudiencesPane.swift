internal import FlagModel
internal import TerminalUI

/// The list of audiences, and the page of one.
struct AudiencesPane: Equatable, Sendable {
    var list = FilterList<GUID>()
    /// The page that is open.
    var page: AudiencePage?
    var order = Order.name
    var showsArchived = false
    /// How many audiences are archived and not shown.
    var archivedCount = 0
    /// How many audiences others changed since the list was put in order.
    var changedCount = 0
    /// How far the detail beside the list is scrolled.
    var scroll = 0
    /// Whether keys move the detail beside the list.
    var isDetailFocused = false
    /// Names of customers, as far as the screen needed them.
    var names = CustomerNames()
    /// Customers who were pasted and wait for a yes.
    var pasted: PastedCustomers?
    /// A customer to select once the picture holds the change.
    var wanted: CustomerKey?

    /// The audiences that drafts make.
    private(set) var drafted: [Audience] = []
    /// The names of the flags that use an audience, in order.
    var users: [GUID: [String]] { usersLater.value }
    private var usersLater = Later<[GUID: [String]]> { [:] }
    /// When each audience had changed when the list was put in order.
    private var known: [GUID: Moment] = [:]
    /// The environment's clock when its audiences were looked at last.
    private var clock: Moment?

    /// The order of the list.
    enum Order: Equatable, Sendable {
        case name
        case changed

        var words: SafeText {
            switch self {
            case .name: "by name"
            case .changed: "last changed first"
            }
        }
    }

    /// Whether anything about flags or audiences happened since the last look.
    func isOutdated(_ state: EnvironmentState, drafted: [Audience]) -> Bool {
        clock != state.clock || drafted != self.drafted
    }

    /// Looks at the audiences of an environment, and at who uses them.
    ///
    /// - Complexity: O(*n*) in the audiences; done once a change, never for a frame.
    mutating func look(at state: EnvironmentState, drafted: [Audience]) -> [GUID: Audience] {
        self.drafted = drafted
        if clock != state.clock {
            clock = state.clock
            usersLater = Later { state.flagNamesByAudience }
        }
        let all = Array(state.audiences) + drafted
        return Dictionary(all.map { ($0.id, $0) }) { first, _ in first }
    }

    /// Puts the list in order anew.
    mutating func putInOrder(_ audiences: [GUID: Audience], height: Int, selecting: GUID?) {
        let shown = audiences.values.filter { showsArchived || !$0.isArchived }
        archivedCount = audiences.count - shown.count
        let ordered =
            switch order {
            case .name: shown.sorted { ($0.name, $0.key) < ($1.name, $1.key) }
            case .changed: shown.sorted { ($0.updatedAt, $1.name) > ($1.updatedAt, $0.name) }
            }
        replace(ordered, height: height, selecting: selecting)
        known = audiences.mapValues(\.updatedAt)
        changedCount = 0
    }

    /// Keeps the order, counts what others changed, and puts new things of this person on top.
    mutating func keepOrder(
        _ audiences: [GUID: Audience],
        mine: Set<GUID>,
        height: Int,
        selecting: GUID?
    ) {
        let others = audiences.count { !mine.contains($0) && known[$0] != $1.updatedAt }
        let gone = known.keys.count { audiences[$0] == nil && !mine.contains($0) }
        changedCount = others + gone
        let present = Set(list.ids)
        func isShown(_ audience: Audience) -> Bool { showsArchived || !audience.isArchived }
        let new = mine.compactMap { audiences[$0] }
            .filter { !present.contains($0.id) && isShown($0) }
            .sorted { $0.name < $1.name }
        let rest = list.ids.compactMap { id in
            audiences[id].flatMap { mine.contains(id) && !isShown($0) ? nil : $0 }
        }
        replace(new + rest, height: height, selecting: selecting)
        archivedCount = showsArchived ? 0 : audiences.values.count(where: \.isArchived)
    }

    private mutating func replace(_ audiences: [Audience], height: Int, selecting: GUID?) {
        list.replace(
            audiences.map(\.id),
            texts: audiences.lazy.map {
                "\($0.name) \($0.key.text) \($0.tags.joined(separator: " "))"
            },
            selecting: selecting,
            height: height
        )
    }
}

/// What keys do with audiences.
enum AudiencesAction: Hashable, Sendable {
    case show(GUID)
    case new
    case edit
    case add
    case keepOut
    case remove
    case sort
    case toggleArchived
    case who
    case copyKey
    case archive(GUID)
    case restore(GUID)
    case askDelete(GUID)
    /// Takes a customer off one of the two lists.
    case takeOff(CustomerKey, AudiencePage.Part)
    /// Lets a customer stay whom a draft takes off.
    case letStay(CustomerKey, AudiencePage.Part)
    case addPasted
    /// Rules.
    case newRule
    case editRule
    case removeRule(String)
    case moveRule(by: Int)
    /// Lists from a file or the clipboard.
    case importKeys
    case newFromList
    /// Two audiences side by side.
    case compare
    case compareWith(GUID)
    /// A rule of a flag about the audience.
    case use
    case useIn(flag: GUID, audience: GUID)
}
