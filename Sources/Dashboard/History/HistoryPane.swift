internal import FlagAPI
internal import FlagModel
internal import TerminalUI

/// The history: entries, newest first, as far as they were asked for.
struct HistoryPane: Equatable, Sendable {
    var entries: [HistoryEntry] = []
    var total: UInt64 = 0
    /// Where older entries begin; `nil` when all are here.
    var next: UInt64?
    var view = ListView()
    /// Only entries about this flag.
    var flagID: GUID?
    /// The question that is on its way.
    var generation = 0
}

/// What keys do in the history.
enum HistoryAction: Hashable, Sendable {
    case showEverything
}

extension DashboardState {
    // MARK: - From pictures and answers

    /// A new picture came: the history may have grown.
    mutating func prepareHistory(isWhole: Bool) {}

    /// The pane was opened.
    mutating func historyShown() {
        generation += 1
        history.generation = generation
        outbox.append(.history(HistoryRequest(), generation: generation))
    }

    /// Shows what happened to one flag (`w`).
    mutating func showHistory(ofFlag id: GUID?) {
        history.flagID = id
        show(.history)
    }

    /// Takes a page of history.
    mutating func takeHistory(_ generation: Int, _ result: Result<HistoryPage, ServiceProblem>) {
        if takeRecent(generation, result) { return }
        guard generation == history.generation else { return }
        switch result {
        case .success(let page):
            history.entries = page.entries
            (history.total, history.next) = (page.total, page.next)
            history.view.setCount(page.entries.count, height: listHeight)
        case .failure(let problem): complain(problem)
        }
    }

    /// Takes the changes that would take an entry back.
    mutating func takeInverse(of entry: UInt64, _ result: Result<[Change], ServiceProblem>) {}

    // MARK: - Keys

    var historyBindings: [Binding] { [] }

    mutating func performHistory(_ action: HistoryAction) {}

    mutating func moveInHistory(_ movement: ListView.Movement) {
        history.view.move(movement, height: listHeight)
    }

    mutating func openEntry() {}

    mutating func goBackInHistory() { history.flagID = nil }

    mutating func switchHistoryPart() {}

    mutating func fitHistory() { history.view.fit(height: listHeight) }

    // MARK: - Finding

    var isFindingHistory: Bool { false }

    mutating func findHistory() {}

    mutating func keepHistoryFilter() {}

    mutating func typeInHistory(_ key: Key) -> Bool { false }

    mutating func pasteInHistory(_ text: String) {}

    // MARK: - Words

    /// Two sentences for the help.
    var aboutHistory: String {
        "Everything that anybody changed, newest first. Nothing is ever lost."
    }

    /// "History  1 of 4 212", for tiny screens.
    var tinyHistoryPlace: SafeText { "History" }
}
