internal import FlagAPI
internal import FlagModel
internal import TerminalUI

/// The list of flags, and the page of one.
struct FlagsPane: Equatable, Sendable {
    var list = FilterList<GUID>()
    /// The flag whose page is open.
    var page: GUID?
    /// The line of the page under the pointer, and what its boxes wait for.
    var editor = FlagEditor()
    /// How far the page or the detail is scrolled.
    var scroll = 0
    /// Whether keys move the detail beside the list.
    var isDetailFocused = false
    /// What the list shows, in which order.
    var listing = FlagListing()
    /// The flags that a person has marked.
    var marks = FlagMarks()
    /// How many flags are archived and not shown.
    var archivedCount = 0
    /// What happened to the flag last shown.
    var recent: Recent?

    /// How often applications asked for the flag last shown.
    var traffic: FlagTraffic?
    /// What makes no sense in the rules of the flag last shown.
    var faults: Faults?

    /// Whether flags are found by their shares too, which takes reading all of them.
    private var findsShares = false

    /// The flags that drafts make.
    var drafted: [Flag] = []

    /// Flags that others changed since the list was put in order.
    private var changedIDs: Set<GUID> = []
    /// Whether something changed since the list was put in order.
    private(set) var isOrderOld = false
    /// The environment as it was looked at last; shares almost everything with the present one.
    private var seen: EnvironmentState?

    static func == (left: FlagsPane, right: FlagsPane) -> Bool {
        left.list == right.list && left.page == right.page && left.scroll == right.scroll
            && left.isDetailFocused == right.isDetailFocused && left.listing == right.listing
            && left.marks == right.marks && left.recent == right.recent
            && left.archivedCount == right.archivedCount && left.changedIDs == right.changedIDs
            && left.traffic == right.traffic && left.faults == right.faults
            && left.editor == right.editor && left.drafted == right.drafted
            && left.seen?.clock == right.seen?.clock
    }

    /// Whether archived flags are listed too.
    var showsArchived: Bool { listing.showsArchived || listing.doing == .archived }

    /// The last entries of history about one flag.
    struct Recent: Equatable, Sendable {
        let flagID: GUID
        let generation: Int
        var entries: [HistoryEntry]?
    }

    /// Rules of one flag that hold for nobody.
    struct Faults: Equatable, Sendable {
        let flagID: GUID
        let sentences: [String]
    }

    /// How many flags others changed since the list was put in order.
    var changedCount: Int { changedIDs.count }

    /// Puts the list in order anew.
    ///
    /// - Complexity: O(*n* log *n*) in the flags; small keys are sorted, not flags.
    mutating func order(
        _ flags: [FlagOutline],
        through lens: FlagLens,
        height: Int,
        selecting: GUID?
    ) {
        archivedCount = showsArchived ? 0 : flags.count(where: \.isArchived)
        let ordered = lens.order(flags)
        var shown: Set<GUID>?
        if lens.listing.isNarrowed {
            let listed = flags.lazy.filter { lens.lists(isArchived: $0.isArchived) }
            shown = Set(listed.filter { lens.shows($0) }.map(\.id))
        }
        let ids = ordered.map { flags[$0].id }
        findsShares = list.query.text.contains("%")
        let shares = findsShares ? lens.state : nil
        list.replace(
            ids,
            finding: {
                // Words are read in the order in which they lie, then put in that of the list.
                let texts = flags.map { $0.searchText(withSharesIn: shares) }
                return Filter(ordered.lazy.map { texts[$0] })
            },
            only: shown.map { shown in { shown.contains($0) } },
            selecting: selecting,
            height: height
        )
        seen = lens.state
        changedIDs = []
        isOrderOld = false
    }

    /// Counts what others changed, and puts new things of this person on top.
    ///
    /// - Complexity: O(*n*) in the flags, a small step for each that did not change.
    mutating func keepOrder(
        in state: EnvironmentState,
        mine: Set<GUID>,
        height: Int,
        selecting: GUID?
    ) {
        let before = seen
        let clock = before?.clock ?? Moment(microseconds: .min)
        let changed = state.flags(changedAfter: clock)
        if !changed.isEmpty { isOrderOld = true }
        archivedCount = showsArchived ? 0 : state.archivedFlagCount
        // A few look-ups in a long list cost less than a set of all of it.
        let few = changed.count + mine.count < 64
        let set = few ? [] : Set(list.ids)
        let listed = list.ids
        func isListed(_ id: GUID) -> Bool { few ? listed.contains(id) : set.contains(id) }
        let candidates = changed + drafted
        let new = candidates.filter {
            mine.contains($0.id) && !isListed($0.id) && (showsArchived || !$0.isArchived)
        }
        let leaving = leaving(in: state, mine: mine, isListed)
        changedIDs.formUnion(
            changed.lazy.map(\.id).filter { !mine.contains($0) }
        )
        let isRenamed = candidates.contains { flag in
            before?.flag(flag.id).map { Words($0) != Words(flag) } ?? true
        }
        seen = state
        // What is found by shares may be found by other ones now.
        let isFoundOtherwise = isRenamed || findsShares && !changed.isEmpty
        guard !new.isEmpty || !leaving.isEmpty || isFoundOtherwise || selecting != nil else {
            return
        }
        let ids = new.map(\.id) + list.ids.filter { !leaving.contains($0) }
        // What this person makes is shown whatever narrows the list.
        let shown = list.allowedIDs?.union(new.map(\.id))
        list.replace(
            ids,
            finding: filter(ids, in: state),
            only: shown.map { shown in { shown.contains($0) } },
            selecting: selecting,
            height: height
        )
    }

    /// The rows that go: what this person removed.
    ///
    /// What others removed stays until the list is put in order, and is counted.
    private mutating func leaving(
        in state: EnvironmentState,
        mine: Set<GUID>,
        _ isListed: (GUID) -> Bool
    ) -> Set<GUID> {
        var leaving = mine.filter { id in
            guard isListed(id) else { return false }
            guard let flag = state.flag(id) else { return !drafted.contains { $0.id == id } }
            return flag.isArchived && !showsArchived
        }
        guard state.flagCount != seen?.flagCount || !drafted.isEmpty else { return leaving }
        for id in list.ids where !state.hasFlag(id) && !drafted.contains(where: { $0.id == id }) {
            if mine.contains(id) { leaving.insert(id) } else { changedIDs.insert(id) }
        }
        return leaving
    }

    /// Whether anything about flags or audiences happened since the last look.
    func isOutdated(_ state: EnvironmentState) -> Bool { seen?.clock != state.clock }

    /// Finds flags by their shares too once a percent sign is among what is typed.
    ///
    /// - Complexity: O(bytes of all flags) the first time.
    mutating func findShares(in state: EnvironmentState, height: Int) {
        guard !findsShares, list.query.text.contains("%") else { return }
        findsShares = true
        list.find(in: filter(list.ids, in: state), height: height)
    }

    /// What finds flags by their words, once it is made.
    private func filter(
        _ ids: [GUID],
        in state: EnvironmentState
    ) -> @Sendable () -> Filter {
        let drafted = drafted
        let shares = findsShares ? state : nil
        return {
            let made = Dictionary(drafted.map { ($0.id, FlagOutline($0)) }) { first, _ in first }
            var texts: [GUID: String] = [:]
            texts.reserveCapacity(ids.count)
            // In the order in which flags lie, then in that of the list.
            for id in ids.sorted() {
                let outline = state.flagOutline(id) ?? made[id]
                texts[id] = outline?.searchText(withSharesIn: shares)
            }
            return Filter(ids.lazy.map { texts[$0] ?? "" })
        }
    }
}

/// The words that a flag is found by.
private typealias Words = FlagOutline.Words

extension FlagOutline {
    /// What the flag is found by.
    ///
    /// - Parameter state: the environment in which it has the share that is found too; `nil` where
    ///   shares are not found.
    /// - Returns: the words, with blanks between.
    fileprivate func searchText(withSharesIn state: EnvironmentState?) -> String {
        // A flag that is on has a share: it is read whole, and only once.
        let flag = state != nil && isEnabled ? self.flag : nil
        let words = flag.map(Words.init) ?? self.words
        var text = words.name + " " + words.key
        if !words.owner.isEmpty { text += " " + words.owner }
        for tag in words.tags { text += " " + tag }
        guard let state, let now = flag?.summaryState(in: state), case .some = now else {
            return text
        }
        return text + " " + now.text
    }
}

/// What keys do with flags.
enum FlagsAction: Hashable, Sendable {
    case toggle
    case edit
    case serving
    case new
    /// A new flag like the selected one.
    case clone
    case remove
    case toggleArchived
    case who
    case copyKey
    case show(GUID)
    /// Work together on the draft that somebody else prepared.
    case joinDraft
    /// After the question on whose.
    case join(GUID)
    /// Make the flag again what it was at the moment of the past that is looked at.
    case putBackAsThen
    /// After the question.
    case reallyPutBack
    case archive(GUID)
    case restore(GUID)
    case askDelete(GUID)
    /// The order of the list, and what narrows it.
    case listing(ListingAction)
    /// Marks, and what is done with all marked flags.
    case marking(MarkingAction)
    case markedForm(DashboardState.MarkedField)
    /// Two environments side by side.
    case comparing(ComparingAction)
    /// Something with a flag that need not be the selected one.
    indirect case with(GUID, FlagsAction)
}
