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
    /// Which entry took which one back, as far as the entries here say.
    private(set) var takenBack: [UInt64: UInt64] = [:]
    /// Entries altogether, whatever is shown.
    private(set) var total: UInt64 = 0
    /// Where older entries begin; `nil` when all are here.
    private(set) var next: UInt64?
    /// Only entries about one of these; empty means all.
    private(set) var subjects: Set<Subject> = []
    /// What people call them.
    private(set) var subjectName = ""
    /// The entry whose page is open.
    var page: UInt64?
    /// How far the page or the detail is scrolled.
    var scroll = 0
    /// Whether keys move the detail beside the list.
    var isDetailFocused = false
    /// The questions that are on their way.
    var questions = Questions()
    /// What becomes of the answer to how an entry is taken back.
    var intent: Intent?

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
    }

    /// Why the changes that take an entry back were asked for.
    enum Intent: Equatable, Sendable {
        case undo(UInt64)
        case draft(UInt64)
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

    /// Puts the entries that wait on top.
    mutating func showFresh(height: Int) {
        guard !fresh.isEmpty else { return }
        let all = fresh + list.ids.compactMap { entries[$0] }
        fresh = []
        show(all, height: height)
        list.move(.start, height: height)
    }

    private mutating func show(_ all: [HistoryEntry], height: Int) {
        entries = Dictionary(all.map { ($0.number, $0) }) { first, _ in first }
        note(all)
        let actors = Set(all.lazy.map(\.changeSet.actor))
        actorWidth = actors.map { SafeText($0).width }.max() ?? 0
        list.replace(all.map(\.number), texts: all.lazy.map(Self.searchText), height: height)
    }

    private mutating func note(_ entries: [HistoryEntry]) {
        for entry in entries {
            if case .undo(let earlier) = entry.changeSet.origin {
                takenBack[earlier] = entry.number
            }
        }
    }

    private static func searchText(_ entry: HistoryEntry) -> String {
        let set = entry.changeSet
        return "\(set.actor) \(set.sentence) \(set.note) \(entry.number)"
    }

    // MARK: - Which entries

    /// Shows only entries about some things; everything must be asked for anew.
    mutating func restrict(to subjects: Set<Subject>, named name: String) {
        (self.subjects, subjectName) = (subjects, name)
        (entries, fresh, takenBack, next, isLoaded) = ([:], [], [:], nil, false)
        list = FilterList()
        (page, scroll, isDetailFocused) = (nil, 0, false)
    }

    /// Changes the list of what is here: the pointer, or what is typed.
    mutating func changeList<Result>(_ change: (inout FilterList<UInt64>) -> Result) -> Result {
        change(&list)
    }
}

/// What keys do in the history.
enum HistoryAction: Hashable, Sendable {
    case takeBack
    case putBackAsDrafts
    case onlyThis
    case copy
    /// After the question: really takes an entry back.
    case confirmTakeBack(UInt64)
    case putBack(UInt64)
}
