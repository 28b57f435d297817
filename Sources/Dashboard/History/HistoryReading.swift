internal import FlagAPI
internal import FlagModel
internal import TerminalUI

extension DashboardState {
    /// Entries of one page.
    private static let pageLimit = 100

    // MARK: - Asking

    /// A new picture came: the history may have grown.
    mutating func prepareHistory(isWhole: Bool) {
        guard tab == .history, stage == .ready else { return }
        if isWhole { askFirst() } else { askNewer() }
        refreshDetail()
    }

    /// The pane was opened.
    mutating func historyShown() {
        // What that line offers belongs to the pane that was left.
        if toast?.isProblem == false { toast = nil }
        if history.isLoaded { askNewer() } else { askFirst() }
        selectMomentInHistory()
        historySelectionChanged()
    }

    private mutating func question() -> Int {
        generation += 1
        return generation
    }

    private mutating func askFirst() {
        let number = question()
        history.questions = HistoryPane.Questions(first: number)
        ask(before: nil, number)
    }

    private mutating func askNewer() {
        guard history.questions.first == nil, presentEntry > history.total else { return }
        guard history.questions.newer == nil else {
            history.questions.isNewerStale = true
            return
        }
        let number = question()
        history.questions.newer = number
        ask(before: nil, number)
    }

    /// Asks for older entries when the pointer is near the end of what is here.
    private mutating func askOlder() {
        let list = history.list
        guard let next = history.next, history.questions.older == nil,
            history.questions.first == nil,
            list.view.selection + max(20, historyHeight) >= list.matches.count
        else { return }
        let number = question()
        history.questions.older = number
        ask(before: next, number)
    }

    private mutating func ask(before: UInt64?, _ number: Int) {
        let request = history.filter.request(before: before, limit: Self.pageLimit)
        outbox.append(.history(request, generation: number))
    }

    /// Takes a page of history.
    mutating func takeHistory(_ generation: Int, _ result: Result<HistoryPage, ServiceProblem>) {
        if takeRecent(generation, result) || takeLater(generation, result)
            || takeGrantTimes(generation, result)
        {
            return
        }
        let questions = history.questions
        switch generation {
        case questions.first: history.questions.first = nil
        case questions.newer: history.questions.newer = nil
        case questions.older: history.questions.older = nil
        default: return
        }
        switch result {
        case .failure(let problem): complain(problem)
        case .success(let page):
            let height = historyHeight
            switch generation {
            case questions.first: takeFirst(page)
            case questions.older: history.add(older: page, height: height)
            default: takeNewer(page)
            }
        }
    }

    private mutating func takeFirst(_ page: HistoryPage) {
        let wanted = history.questions.wanted
        history.questions.wanted = nil
        history.begin(with: page, height: historyHeight)
        if let wanted {
            if history.entries[wanted] == nil {
                complain("Number \(numberText(wanted)) is further down: it is old.")
            } else {
                open(entry: wanted)
            }
        } else {
            selectMomentInHistory()
        }
        historySelectionChanged()
    }

    /// Puts the pointer on the entry whose moment is looked at, when it is here.
    mutating func selectMomentInHistory() {
        guard let number = past?.entry else { return }
        let height = historyHeight
        history.changeList { _ = $0.select(number, height: height) }
    }

    private mutating func takeNewer(_ page: HistoryPage) {
        let isStale = history.questions.isNewerStale
        history.questions.isNewerStale = false
        let follows = isAtTopOfHistory
        guard history.add(newer: page, follows: follows, height: historyHeight) else {
            // More happened than one page holds: begin anew at the top, else wait for R.
            if follows { askFirst() }
            return
        }
        showOwnFresh()
        if isStale { askNewer() }
    }

    /// Shows what this person just did without being asked: they know that it happened.
    private mutating func showOwnFresh() {
        guard history.page == nil, !history.list.isFiltered, history.hasOwnFresh else { return }
        history.showFresh(height: historyHeight, keepsPlace: true)
    }

    private var isAtTopOfHistory: Bool {
        history.page == nil && !history.list.isFiltered && history.list.view.selection == 0
    }

    /// How many entries came that are not shown.
    var freshCount: Int {
        guard history.filter.isEmpty, let newest = history.list.ids.first else {
            return history.fresh.count
        }
        return Int(clamping: history.total - min(history.total, newest))
    }

    // MARK: - Moving

    /// The rows of the list: in the past, one is for "you are here".
    var historyHeight: Int { max(1, listHeight - (past == nil ? 0 : 1)) }

    /// The lines that are scrolled, and how many of them are on screen.
    private var scrolledHistory: (lines: Int, height: Int)? {
        let page = max(1, frame.body.height - (frame.layout == .tiny ? 0 : 1))
        if history.comparison != nil { return (comparisonLines.count, page) }
        if history.page != nil { return (entryLines.count, page) }
        return history.isDetailFocused ? (entryLines.count, frame.detail.height) : nil
    }

    mutating func moveInHistory(_ movement: ListView.Movement) {
        let height = historyHeight
        if let (lines, shown) = scrolledHistory {
            let last = max(0, lines - shown)
            history.scroll = movement.scrolled(history.scroll, height: shown, last: last)
            return
        }
        history.changeList { $0.move(movement, height: height) }
        history.scroll = 0
        historySelectionChanged()
        askOlder()
    }

    mutating func openEntry() {
        guard history.page == nil, let entry = history.selected else { return }
        history.changeList { $0.isTyping = false }
        history.page = entry.number
        history.scroll = 0
        askDetail()
    }

    mutating func goBackInHistory() {
        let height = historyHeight
        if history.comparison != nil {
            history.comparison = nil
            history.scroll = 0
        } else if history.page != nil {
            history.page = nil
            history.scroll = 0
            showOwnFresh()
        } else if history.isDetailFocused {
            history.isDetailFocused = false
            history.scroll = 0
        } else if history.list.isFiltered || history.list.isTyping {
            history.changeList { $0.clearQuery(height: height) }
        } else if !history.marks.isEmpty {
            history.clearMarks()
        } else if !history.filter.isEmpty {
            history.restrict(to: HistoryFilter())
            askFirst()
        }
    }

    mutating func switchHistoryPart() {
        guard frame.layout.isWide, history.page == nil, history.comparison == nil else { return }
        history.isDetailFocused.toggle()
        history.scroll = 0
    }

    mutating func fitHistory() {
        let height = historyHeight
        history.changeList { $0.fit(height: height) }
        if !frame.layout.isWide { history.isDetailFocused = false }
        if history.scroll > 0, let (lines, shown) = scrolledHistory {
            history.scroll = max(0, min(history.scroll, lines - shown))
        }
    }

    /// Shows what happened to a flag (`w`).
    mutating func showHistory(ofFlag id: GUID?) {
        guard let id, let environmentID else { return }
        let subject = Subject.flag(environment: environmentID, id)
        // Whoever changed it elsewhere may have meant to change it here.
        let key = flagView(id)?.latest?.key
        let others = model.environments.compactMap { state in
            key.flatMap(state.flag).map { Subject.flag(environment: state.environment.id, $0.id) }
        }
        showHistory(of: Set(others).union([subject]), named: name(of: subject))
    }

    // MARK: - Finding

    var isFindingHistory: Bool {
        history.page == nil && history.comparison == nil && history.list.isTyping
    }

    mutating func findHistory() {
        guard history.page == nil else { return }
        history.changeList { $0.isTyping = true }
    }

    mutating func keepHistoryFilter() { history.changeList { $0.isTyping = false } }

    mutating func typeInHistory(_ key: Key) -> Bool {
        let height = historyHeight
        history.scroll = 0
        defer { historySelectionChanged() }
        return history.changeList { $0.type(key, height: height) }
    }

    mutating func pasteInHistory(_ text: String) {
        let height = historyHeight
        history.changeList { $0.paste(text, height: height) }
    }

    // MARK: - Words

    /// Two sentences for the help.
    var aboutHistory: String {
        "Everything that anybody changed, newest first; v shows how everything was then. Nothing "
            + "is ever lost: what is taken back becomes a new entry."
    }

    /// "History  1 of 4 212", for tiny screens.
    var tinyHistoryPlace: SafeText {
        if history.comparison != nil { return "Compared" }
        if let page = history.page { return "Number \(SafeText.count(Int(clamping: page)))" }
        let list = history.list
        if list.isTyping || list.isFiltered {
            return "/\(SafeText(list.query.text))  \(list.countText)"
        }
        let place = list.matches.isEmpty ? 0 : list.view.selection + 1
        let count = history.filter.isEmpty ? Int(clamping: history.total) : list.ids.count
        let fresh: SafeText = freshCount > 0 ? ", \(SafeText.count(freshCount)) new" : ""
        let counted: SafeText = "\(SafeText.count(place)) of \(SafeText.count(count))"
        guard history.filter.isEmpty else {
            return "\(counted), \(SafeText(history.filter.words(times)))"
        }
        return "History  \(counted)" + fresh
    }
}
