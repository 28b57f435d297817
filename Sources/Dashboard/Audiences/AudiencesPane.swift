internal import FlagAPI
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
    private(set) var users: [GUID: [String]] = [:]
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
    /// - Complexity: O(*n*) in the flags and audiences; done once a change, never for a frame.
    mutating func look(at state: EnvironmentState, drafted: [Audience]) -> [GUID: Audience] {
        self.drafted = drafted
        if clock != state.clock {
            clock = state.clock
            users = [:]
            for flag in state.flags where !flag.rules.isEmpty {
                for id in flag.audienceIDs { users[id, default: []].append(flag.name) }
            }
            for id in users.keys { users[id]?.sort() }
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
}

extension DashboardState {
    // MARK: - From pictures

    /// Takes a new picture: orders the list anew, or changes values in place.
    mutating func prepareAudiences(isWhole: Bool, selecting: GUID?) {
        guard let environment else { return }
        if isWhole { audiences.names.forget() }
        let drafted = drafts.views.flatMap { $0.newAudiences(in: environment) }
        if isWhole || audiences.isOutdated(environment, drafted: drafted) {
            let all = audiences.look(at: environment, drafted: drafted)
            if isWhole {
                audiences.putInOrder(all, height: listHeight, selecting: selecting)
            } else {
                audiences.keepOrder(all, mine: touched, height: listHeight, selecting: selecting)
            }
        }
        prepareAudiencePage()
        askNames()
    }

    // MARK: - Moving

    mutating func moveInAudiences(_ movement: ListView.Movement) {
        if audiences.page != nil {
            moveInAudiencePage(movement)
        } else if audiences.isDetailFocused {
            let last = max(0, audienceDetailLines.count - frame.detail.height)
            audiences.scroll = movement.scrolled(
                audiences.scroll,
                height: frame.detail.height,
                last: last
            )
        } else {
            audiences.list.move(movement, height: listHeight)
            audiences.scroll = 0
            audiences.wanted = nil
        }
        askNames()
    }

    mutating func openAudience() {
        guard audiences.page == nil, let id = audiences.list.selectedID else { return }
        show(audience: id)
    }

    /// Opens the page of an audience.
    mutating func show(audience id: GUID) {
        guard audienceView(id) != nil else { return }
        tab = .audiences
        if !audiences.list.select(id, height: listHeight) {
            audiences.list.clearQuery(height: listHeight)
            audiences.list.select(id, height: listHeight)
        }
        audiences.list.isTyping = false
        audiences.page = AudiencePage(id: id)
        prepareAudiencePage()
        askNames()
    }

    mutating func goBackInAudiences() {
        if audiences.page != nil {
            if audiences.page?.isFiltered ?? false {
                clearMemberQuery()
                return
            }
            audiences.page = nil
        } else if audiences.isDetailFocused {
            audiences.isDetailFocused = false
        } else {
            audiences.list.clearQuery(height: listHeight)
        }
        askNames()
    }

    mutating func switchAudiencesPart() {
        if audiences.page != nil {
            nextAudiencePart()
        } else if frame.layout.isWide {
            audiences.isDetailFocused.toggle()
            audiences.scroll = 0
        }
    }

    mutating func fitAudiences() {
        audiences.list.fit(height: listHeight)
        if !frame.layout.isWide { audiences.isDetailFocused = false }
        let height = audiencePageHeight
        audiences.page?.fit(height: height)
        askNames()
    }

    /// The audience that keys act on.
    var currentAudienceID: GUID? { audiences.page?.id ?? audiences.list.selectedID }

    // MARK: - Finding

    var isFindingAudiences: Bool { audiences.page?.isTyping ?? audiences.list.isTyping }

    mutating func findAudiences() {
        if audiences.page == nil { audiences.list.isTyping = true } else { findMembers() }
    }

    mutating func keepAudiencesFilter() {
        audiences.list.isTyping = false
        audiences.page?.isTyping = false
    }

    mutating func typeInAudiences(_ key: Key) -> Bool {
        guard audiences.page == nil else { return typeInMembers(key) }
        defer { askNames() }
        return audiences.list.type(key, height: listHeight)
    }

    mutating func pasteInAudiences(_ text: String) {
        guard audiences.page == nil else {
            pasteInMembers(text)
            return
        }
        audiences.list.paste(text, height: listHeight)
        askNames()
    }

    // MARK: - Words

    /// Two sentences for the help.
    var aboutAudiences: String {
        audiences.page == nil
            ? "Audiences are named groups of customers. Flags use them to say who gets something."
            : "Members belong; those under NEVER do not, whatever the rules say. Tab goes on "
                + "to the next part."
    }

    /// "Audiences  1 of 12", for tiny screens.
    var tinyAudiencesPlace: SafeText {
        if let page = audiences.page {
            if page.isTyping || page.isFiltered { return "/\(SafeText(page.query.text))" }
            return SafeText(audienceView(page.id)?.name ?? "Audience")
        }
        let list = audiences.list
        if list.isTyping || list.isFiltered {
            return "/\(SafeText(list.query.text))  \(list.countText)"
        }
        let place = list.matches.isEmpty ? 0 : list.view.selection + 1
        return "Audiences  \(SafeText.count(place)) of \(SafeText.count(list.matches.count))"
    }

    /// Audiences that the palette finds.
    func paletteAudiences(_ query: String, limit: Int) -> [PaletteBox.Entry] {
        audiences.list.finding(query).prefix(limit).compactMap { id in
            audienceView(id).map { view in
                PaletteBox.Entry(
                    title: SafeText(view.name),
                    note: "audience, \(SafeText.count(view.latest?.members.count ?? 0)) by name",
                    key: "",
                    action: .audiences(.show(id))
                )
            }
        }
    }
}

extension ListView.Movement {
    /// Where text that is scrolled by `offset` lines is afterwards.
    ///
    /// - Parameters:
    ///   - offset: the first line on screen now.
    ///   - height: the lines on screen.
    ///   - last: the largest offset.
    /// - Returns: the first line on screen afterwards.
    func scrolled(_ offset: Int, height: Int, last: Int) -> Int {
        let height = max(1, height)
        let step =
            switch self {
            case .rows(let rows): rows
            case .pageUp: -max(1, height - 1)
            case .pageDown: max(1, height - 1)
            case .halfPageUp: -max(1, height / 2)
            case .halfPageDown: max(1, height / 2)
            case .start: -offset
            case .end: last
            }
        return max(0, min(last, offset + step))
    }
}
