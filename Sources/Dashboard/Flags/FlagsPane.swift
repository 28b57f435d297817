internal import FlagAPI
internal import FlagModel
internal import TerminalUI

/// The list of flags, and the page of one.
struct FlagsPane: Equatable, Sendable {
    var list = FilterList<GUID>()
    /// The flag whose page is open.
    var page: GUID?
    /// How far the page or the detail is scrolled.
    var scroll = 0
    /// Whether keys move the detail beside the list.
    var isDetailFocused = false
    var order = Order.changed
    var showsArchived = false
    /// How many flags are archived and not shown.
    var archivedCount = 0
    /// How many flags others changed since the list was put in order.
    var changedCount = 0
    /// What happened to the flag last shown.
    var recent: Recent?

    /// The flags that drafts make.
    var drafted: [Flag] = []

    /// When each flag had changed when the list was put in order.
    private var known: [GUID: Moment] = [:]
    /// The environment's clock when its flags were looked at last.
    private var clock: Moment?

    /// The order of the list.
    enum Order: Equatable, Sendable, CaseIterable {
        case changed
        case name

        var words: SafeText {
            switch self {
            case .changed: "last changed first"
            case .name: "by name"
            }
        }
    }

    /// The last entries of history about one flag.
    struct Recent: Equatable, Sendable {
        let flagID: GUID
        let generation: Int
        var entries: [HistoryEntry]?
    }

    /// Puts the list in order anew.
    mutating func order(_ flags: [Flag], in state: EnvironmentState, height: Int, selecting: GUID?)
    {
        let shown = flags.filter { showsArchived || !$0.isArchived }
        archivedCount = flags.count - shown.count
        let ordered =
            switch order {
            case .changed: shown.sorted { ($0.updatedAt, $1.name) > ($1.updatedAt, $0.name) }
            case .name: shown.sorted { ($0.name, $0.key) < ($1.name, $1.key) }
            }
        list.replace(
            ordered.map(\.id),
            texts: ordered.lazy.map(Self.searchText),
            selecting: selecting,
            height: height
        )
        known = Dictionary(flags.map { ($0.id, $0.updatedAt) }) { first, _ in first }
        clock = state.clock
        changedCount = 0
    }

    /// Counts what others changed, and puts new things of this person on top.
    mutating func keepOrder(
        _ flags: [GUID: Flag],
        in state: EnvironmentState,
        mine: Set<GUID>,
        height: Int,
        selecting: GUID?
    ) {
        clock = state.clock
        let others = flags.count { id, flag in !mine.contains(id) && known[id] != flag.updatedAt }
        let gone = known.keys.count { flags[$0] == nil && !mine.contains($0) }
        changedCount = others + gone
        let present = Set(list.ids)
        let new = mine.filter { id in
            guard let flag = flags[id] else { return false }
            return !present.contains(id) && (showsArchived || !flag.isArchived)
        }
        let rest = list.ids.filter { id in
            guard let flag = flags[id] else { return !mine.contains(id) }
            return showsArchived || !flag.isArchived || !mine.contains(id)
        }
        let ids = new.sorted() + rest
        list.replace(
            ids,
            texts: ids.lazy.map { id in flags[id].map(Self.searchText) ?? "" },
            selecting: selecting,
            height: height
        )
        archivedCount = showsArchived ? 0 : flags.values.count(where: \.isArchived)
    }

    /// Whether anything about flags or audiences happened since the last look.
    func isOutdated(_ state: EnvironmentState) -> Bool { clock != state.clock }

    private static func searchText(_ flag: Flag) -> String {
        "\(flag.name) \(flag.key.text) \(flag.owner) \(flag.tags.joined(separator: " "))"
    }
}

/// What keys do with flags.
enum FlagsAction: Hashable, Sendable {
    case toggle
    case edit
    case serving
    case new
    case remove
    case sort
    case toggleArchived
    case who
    case copyKey
    case show(GUID)
    case archive(GUID)
    case restore(GUID)
    case askDelete(GUID)
    /// Something with a flag that need not be the selected one.
    indirect case with(GUID, FlagsAction)
}

extension DashboardState {
    // MARK: - From pictures and answers

    mutating func prepareFlags(isWhole: Bool, selecting: GUID?) {
        guard let environment else { return }
        let drafted = drafts.views.flatMap { $0.newFlags(in: environment) }
        guard isWhole || flags.isOutdated(environment) || drafted != flags.drafted else { return }
        flags.drafted = drafted
        let all = Array(environment.flags) + drafted
        if isWhole {
            flags.order(all, in: environment, height: listHeight, selecting: selecting)
        } else {
            let byID = Dictionary(all.map { ($0.id, $0) }) { first, _ in first }
            flags.keepOrder(
                byID,
                in: environment,
                mine: touched,
                height: listHeight,
                selecting: selecting
            )
        }
        if let page = flags.page, flagView(page) == nil { flags.page = nil }
    }

    /// Asks for what belongs to the selection once it rests.
    mutating func flagSelectionChanged() {
        flags.scroll = 0
        guard frame.layout.isWide, flags.page == nil else { return }
        outbox.append(.timer(.rest, milliseconds: 150))
    }

    /// Asks for the last entries about a flag.
    mutating func askRecent(_ id: GUID) {
        guard let environmentID else { return }
        generation += 1
        flags.recent = FlagsPane.Recent(flagID: id, generation: generation, entries: nil)
        let subject = Subject.flag(environment: environmentID, id)
        outbox.append(
            .history(HistoryRequest(limit: 20, subjects: [subject]), generation: generation)
        )
    }

    /// Takes a page of history when it is about the flag that is shown.
    ///
    /// - Returns: whether it was.
    mutating func takeRecent(_ generation: Int, _ result: Result<HistoryPage, ServiceProblem>)
        -> Bool
    {
        guard flags.recent?.generation == generation else { return false }
        if case .success(let page) = result { flags.recent?.entries = page.entries }
        return true
    }

    mutating func selectionRested() {
        guard tab == .flags, let id = flags.list.selectedID, flags.recent?.flagID != id else {
            return
        }
        askRecent(id)
    }

    // MARK: - Moving

    mutating func moveInFlags(_ movement: ListView.Movement) {
        guard flags.page == nil, !flags.isDetailFocused else {
            scrollFlag(movement)
            return
        }
        let before = flags.list.selectedID
        flags.list.move(movement, height: listHeight)
        if flags.list.selectedID != before { flagSelectionChanged() }
    }

    private mutating func scrollFlag(_ movement: ListView.Movement) {
        let height = max(1, flags.page == nil ? frame.detail.height : frame.body.height - 1)
        let last = max(0, flagDetailLines.count - height)
        let step =
            switch movement {
            case .rows(let rows): rows
            case .pageUp: -height
            case .pageDown: height
            case .halfPageUp: -height / 2
            case .halfPageDown: height / 2
            case .start: -flags.scroll
            case .end: last
            }
        flags.scroll = max(0, min(last, flags.scroll + step))
    }

    mutating func openFlag() {
        guard let id = flags.list.selectedID else { return }
        show(flag: id)
    }

    /// Opens the page of a flag.
    mutating func show(flag id: GUID) {
        guard flagView(id) != nil else { return }
        select(flag: id)
        flags.list.isTyping = false
        flags.page = id
        flags.scroll = 0
        if flags.recent?.flagID != id { askRecent(id) }
    }

    mutating func goBackInFlags() {
        if flags.page != nil {
            flags.page = nil
            flags.scroll = 0
        } else if flags.isDetailFocused {
            flags.isDetailFocused = false
        } else {
            flags.list.clearQuery(height: listHeight)
        }
    }

    mutating func switchFlagsPart() {
        guard frame.layout.isWide, flags.page == nil else { return }
        flags.isDetailFocused.toggle()
        flags.scroll = 0
    }

    /// The flag that keys act on.
    var currentFlagID: GUID? { flags.page ?? flags.list.selectedID }
}

extension DraftView {
    /// The flags that this draft makes.
    func newFlags(in environment: EnvironmentState) -> [Flag] {
        draft.changes.compactMap { change in
            guard case .createFlag(environment.environment.id, let flag) = change,
                environment.flag(flag.id) == nil
            else { return nil }
            return flag
        }
    }
}
