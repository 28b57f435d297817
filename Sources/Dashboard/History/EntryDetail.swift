internal import FlagAPI
internal import FlagModel
internal import TerminalUI

/// What one entry did, and what became of it since, as far as it was asked for.
struct EntryDetail: Equatable, Sendable {
    /// Which entry.
    let entry: UInt64
    /// What it did; `nil` before the answer.
    private(set) var did: [Difference]?
    /// What is different now from how it left everything; `nil` before the answer.
    private(set) var since: [Difference]?
    /// How often what it was about was changed since; `nil` when that cannot be told.
    private(set) var laterCount: Int?
    /// Whether there were more than one page holds.
    private(set) var isLaterPartial = false
    /// Questions whose answers are wanted.
    var questions = Questions()

    /// Numbers of questions; an answer with another number is late.
    struct Questions: Equatable, Sendable {
        var did: Int?
        var since: Int?
        var later: Int?
    }

    init(entry: UInt64) { self.entry = entry }

    /// The one thing that the entry was about; `nil` when there were several, or only drafts.
    var only: Difference? {
        let things = (did ?? []).filter { !$0.subject.isDraft }
        return things.count == 1 ? things[0] : nil
    }

    mutating func take(did: [Difference]) { self.did = did }

    mutating func take(since: [Difference]) { self.since = since }

    /// Counts what happened later.
    mutating func take(later page: HistoryPage) {
        laterCount = page.entries.count { $0.number > entry }
        isLaterPartial = page.next != nil
    }

    /// What an aspect is today, when it is not any more what the entry left.
    func today(_ facet: Difference.Facet, of subject: Subject) -> String? {
        since?.first { $0.subject == subject }?.facets.first { $0.title == facet.title }?.after
    }

    /// What became of it, as in "TODAY it is 50%, changed 3 times since"; `nil` when unknown.
    var todayWords: String? {
        guard let only, let since else { return nil }
        let now = since.first { $0.subject == only.subject }
        let changed = laterCount.flatMap { count -> String? in
            guard count > 0 else { return nil }
            let times = count == 1 ? "once" : "\(count)\(isLaterPartial ? "+" : "") times"
            return " Changed \(times) since."
        }
        let words: String
        switch now?.fate {
        case nil: words = "TODAY it is still so."
        case .removed: words = "TODAY it is gone."
        case .made: words = only.fate == .removed ? "TODAY it is there again." : ""
        case .changed:
            let others = only.facets.filter { today($0, of: only.subject) != nil }
            if only.facets.count == 1, let first = others.first,
                let value = today(first, of: only.subject)
            {
                words = "TODAY it is \(value.isEmpty ? "gone" : Words.short(value, 120))."
            } else if others.isEmpty {
                words =
                    only.fate == .changed ? "TODAY this is still so." : "TODAY it is not the same."
            } else {
                words = "TODAY \(others.count) of these \(only.facets.count) are different."
            }
        }
        let all = words + (changed ?? "")
        return all.isEmpty ? nil : all
    }
}

extension DashboardState {
    /// Entries after another one that are counted.
    private static let laterLimit = 100

    /// Asks what the entry under the pointer did once the pointer rests.
    mutating func historySelectionChanged() {
        guard history.page == nil, history.selected != nil else { return }
        outbox.append(.timer(.rest, milliseconds: 150))
    }

    /// The pointer has rested, or a page was opened: asks what belongs to it.
    mutating func askDetail() {
        guard let number = currentEntry?.number, history.detail?.entry != number else { return }
        var detail = EntryDetail(entry: number)
        detail.questions.did = askDifferences(from: number - min(1, number), to: number)
        detail.questions.since = askDifferences(from: number, to: presentEntry)
        history.detail = detail
    }

    /// Something happened: what is true today is asked anew.
    mutating func refreshDetail() {
        guard let detail = history.detail, currentEntry?.number == detail.entry else {
            history.detail = nil
            return
        }
        let question = askDifferences(from: detail.entry, to: presentEntry)
        history.detail?.questions.since = question
        askLater()
    }

    /// Asks for the differences between the model after two entries.
    mutating func askDifferences(from first: UInt64, to second: UInt64) -> Int {
        generation += 1
        outbox.append(.differences(from: first, to: second, generation: generation))
        return generation
    }

    private mutating func askLater() {
        guard let detail = history.detail, let only = detail.only,
            let time = history.entries[detail.entry]?.changeSet.time
        else { return }
        generation += 1
        history.detail?.questions.later = generation
        let request = HistoryRequest(
            limit: Self.laterLimit,
            subjects: [only.subject],
            from: time
        )
        outbox.append(.history(request, generation: generation))
    }

    /// Takes differences for what is on screen.
    mutating func takeDifferences(
        _ generation: Int,
        _ result: Result<[Difference], ServiceProblem>
    ) {
        if takeComparison(generation, result) || takePuttingBack(generation, result) { return }
        guard let questions = history.detail?.questions else { return }
        // Without an answer the sentences of the entry stay on screen: nothing has to be said.
        guard case .success(let differences) = result else { return }
        if generation == questions.did {
            history.detail?.take(did: differences)
            askLater()
        } else if generation == questions.since {
            history.detail?.take(since: differences)
        }
    }

    /// Takes the entries after one when they were asked for.
    ///
    /// - Returns: whether they were.
    mutating func takeLater(_ generation: Int, _ result: Result<HistoryPage, ServiceProblem>)
        -> Bool
    {
        guard history.detail?.questions.later == generation else { return false }
        if case .success(let page) = result { history.detail?.take(later: page) }
        return true
    }
}

extension Subject {
    /// Whether it is a draft.
    var isDraft: Bool { if case .draft = self { true } else { false } }

    /// What stands before the name of what is no thing by itself.
    var kindWords: SafeText {
        switch self {
        case .webhook: "webhook "
        case .trigger: "trigger "
        case .draft: "draft: "
        case .person: "person "
        case .schedule: "planned: "
        default: ""
        }
    }
}
