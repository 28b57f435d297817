internal import FlagAPI
internal import FlagModel
internal import TerminalUI

/// The history: entries, newest first, as far as they were asked for.
struct HistoryPane: Equatable, Sendable {
    /// The numbers of the entries that are here, newest first, found in by typing.
    private(set) var list = FilterList<UInt64>()
    /// The entries that are here, by number.
    private(set) var entries: [UInt64: HistoryEntry] = [:]
    /// Newer entries that are not shown yet, because the reader is further down.
    private(set) var fresh: [HistoryEntry] = []
    /// The entries that this person made here and that are newer than anything shown.
    private var own: Set<UInt64> = []
    /// Which entry took which one back, as far as the entries here say.
    private(set) var takenBack: [UInt64: UInt64] = [:]
    /// Entries altogether, whatever is shown.
    private(set) var total: UInt64 = 0
    /// Where older entries begin; `nil` when all are here.
    private(set) var next: UInt64?
    /// Which entries are shown.
    private(set) var filter = HistoryFilter()
    /// The entry whose page is open.
    var page: UInt64?
    /// The page with the differences between two entries; lies over everything else of the pane.
    var comparison: Comparison?
    /// The entries that were marked to be compared, the one marked last at the end.
    private(set) var marks: [UInt64] = []
    /// What the entry under the pointer did, as far as it was asked for.
    var detail: EntryDetail?
    /// How far the page or the detail is scrolled.
    var scroll = 0
    /// Whether keys move the detail beside the list.
    var isDetailFocused = false
    /// The questions that are on their way.
    var questions = Questions()
    /// What becomes of the answer to how an entry is taken back.
    var intent: Intent?

    /// Entries that can be marked at a time: two are compared.
    static let markLimit = 2

    /// Numbers of questions; an answer with another number is late.
    struct Questions: Equatable, Sendable {
        /// For the newest page, in place of everything.
        var first: Int?
        /// For what is newer than the newest entry here.
        var newer: Int?
        /// For what is older than the oldest entry here.
        var older: Int?
        /// Whether something happened while the question for newer ones was on its way.
        var isNewerStale = false
        /// The entry whose page is opened when the first page comes.
        var wanted: UInt64?
    }

    /// Why it was asked how an entry is taken back.
    enum Intent: Equatable, Sendable {
        case undo(UInt64)
        /// What this person did last, wherever they are.
        case undoLast(UInt64)
        /// As a draft; of an entry about several things maybe only what the list is about.
        case draft(UInt64, isPart: Bool)
    }

    /// The entry under the pointer.
    var selected: HistoryEntry? { list.selectedID.flatMap { entries[$0] } }

    /// The number of the newest entry that is known, shown or not.
    var newest: UInt64 { fresh.first?.number ?? list.ids.first ?? 0 }

    /// The cells that the widest name of a person takes.
    private(set) var actorWidth = 0

    /// Whether the answer to the first question has come.
    private(set) var isLoaded = false

    // MARK: - Taking pages

    /// Shows a first page in place of everything.
    mutating func begin(with page: HistoryPage, height: Int) {
        (entries, fresh, takenBack) = ([:], [], [:])
        (total, next, isLoaded) = (page.total, page.next, true)
        show(page.entries, height: height)
        list.move(.start, height: height)
        if let open = self.page, entries[open] == nil { self.page = nil }
    }

    /// Adds older entries below.
    mutating func add(older page: HistoryPage, height: Int) {
        (total, next) = (max(total, page.total), page.next)
        show(list.ids.compactMap { entries[$0] } + page.entries, height: height)
    }

    /// Takes newer entries: on top when the reader is at the top, else they wait.
    ///
    /// - Returns: whether they follow on what is here; else there is a gap, and everything has to
    ///   be asked for anew.
    mutating func add(newer page: HistoryPage, follows: Bool, height: Int) -> Bool {
        let known = newest
        let new = page.entries.filter { $0.number > known }
        total = max(total, page.total)
        guard new.count < page.entries.count || page.next == nil || new.isEmpty else {
            return false
        }
        fresh = new + fresh
        note(new)
        if follows { showFresh(height: height) }
        return true
    }

    /// Takes note of an entry that this person just made here; a first page has all anyway.
    mutating func noteOwn(_ number: UInt64) {
        if isLoaded { own.insert(number) }
    }

    /// Whether something that this person made here is not shown yet.
    var hasOwnFresh: Bool { fresh.contains { own.contains($0.number) } }

    /// Puts the entries that wait on top.
    ///
    /// - Parameters:
    ///   - height: the rows on screen.
    ///   - keepsPlace: whether the pointer stays on its entry; what is on top is then on screen
    ///     too, where it was before and there is room for both.
    mutating func showFresh(height: Int, keepsPlace: Bool = false) {
        guard !fresh.isEmpty else { return }
        let (kept, wasOnTop) = (list.selectedID, list.view.offset == 0)
        let all = fresh + list.ids.compactMap { entries[$0] }
        fresh = []
        show(all, height: height)
        if keepsPlace, !wasOnTop { return }
        list.move(.start, height: height)
        if keepsPlace, let kept { list.select(kept, height: height) }
    }

    private mutating func show(_ all: [HistoryEntry], height: Int) {
        // What is newer than anything shown is still to come.
        own = own.filter { $0 > all.first?.number ?? 0 }
        entries = Dictionary(all.map { ($0.number, $0) }) { first, _ in first }
        note(all)
        let actors = Set(all.lazy.map(\.changeSet.actor))
        actorWidth = actors.map { SafeText($0).width }.max() ?? 0
        list.replace(all.map(\.number), texts: all.lazy.map(searchText), height: height)
    }

    private mutating func note(_ entries: [HistoryEntry]) {
        for entry in entries {
            if case .undo(let earlier) = entry.changeSet.origin {
                takenBack[earlier] = entry.number
            }
        }
    }

    private func searchText(_ entry: HistoryEntry) -> String {
        let set = entry.changeSet
        let told = entry.told(about: filter.subjects).joined(separator: " ")
        return "\(set.actor) \(set.sentence) \(told) \(set.note) \(entry.number)"
    }

    // MARK: - Which entries

    /// Shows only some entries; everything must be asked for anew.
    mutating func restrict(to filter: HistoryFilter) {
        self.filter = filter
        (entries, fresh, takenBack, next, isLoaded) = ([:], [], [:], nil, false)
        list = FilterList()
        (page, scroll, isDetailFocused) = (nil, 0, false)
        (comparison, marks, detail) = (nil, [], nil)
        questions = Questions()
    }

    /// Changes the list of what is here: the pointer, or what is typed.
    mutating func changeList<Result>(_ change: (inout FilterList<UInt64>) -> Result) -> Result {
        change(&list)
    }

    /// Marks an entry, or takes its mark away; of three the first is let go.
    mutating func toggleMark(_ number: UInt64) {
        if let place = marks.firstIndex(of: number) {
            marks.remove(at: place)
        } else {
            marks = (marks + [number]).suffix(Self.markLimit)
        }
    }

    /// Takes all marks away.
    mutating func clearMarks() { marks = [] }
}

/// What keys do in the history.
enum HistoryAction: Hashable, Sendable {
    case takeBack
    case putBackAsDrafts
    case onlyThis
    case copy
    /// Look at the moment of the entry.
    case look
    case mark
    case compare
    case filter
    case pick(HistorySubject)
    case only(HistoryPart)
    case askTimes
    /// Open the page of another entry.
    case openEntry(UInt64)
    /// After the question: really takes an entry back, or what still fits of it.
    case confirmTakeBack(UInt64, isPartial: Bool)
    case putBack(UInt64, isPart: Bool)
}
