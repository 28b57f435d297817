internal import Experiments
internal import FlagModel
internal import TerminalUI

/// The list of experiments, and the page of one.
struct ExperimentsPane: Equatable, Sendable {
    var list = FilterList<GUID>()
    /// The experiment whose page is open.
    var page: GUID?
    /// What the page shows.
    var part = Part.answer
    /// The end of an earlier day that the page shows; `nil` is the newest count.
    var day: Moment?
    /// What to do about numbers that must not be used: the line under the pointer.
    var choice = 0
    /// Whether somebody asked for numbers that must not be used.
    var showsAnyway = false
    /// How far the page or the detail is scrolled.
    var scroll = 0
    /// Whether keys move the detail beside the list.
    var isDetailFocused = false
    var order = Order.news
    /// Whether the list was put in order since the first results came.
    var isSortedByNews = false
    var showsArchived = false
    /// How many experiments are archived and not shown.
    var archivedCount = 0
    /// What was counted and what it says.
    var answers = ResultAnswers()
    /// What was counted of parts of the customers, last asked for.
    var groups: ResultGroups?
    /// When the flag of an experiment without customers was asked for.
    var lastUse: LastUse?
    /// The last check of the setup.
    var check: SetupAnswer?
    /// The open run, if customers who saw two versions counted under the first one.
    var firstVersion: FirstVersionAnswer?
    /// What a plan will show, last asked for.
    var planned: PlanAnswer?

    /// What the page of an experiment can show.
    enum Part: Hashable, Sendable {
        /// The answer in words, and what it stands on.
        case answer
        /// Every number.
        case numbers
        /// What was agreed before.
        case plan
        /// Parts of the customers.
        case groups
        /// The check of the setup.
        case check
        /// How long until which change can be seen.
        case waiting

        /// Those that Tab goes through.
        static let steps: [Part] = [.answer, .numbers, .plan]
    }

    /// The order of the list.
    enum Order: Hashable, Sendable, CaseIterable {
        case news
        case name
        case started

        var words: SafeText {
            switch self {
            case .news: "worst news first"
            case .name: "by name"
            case .started: "last started first"
            }
        }
    }

    /// Opens a page at its beginning.
    mutating func open(_ id: GUID) {
        (page, part, day, choice, showsAnyway) = (id, .answer, nil, 0, false)
        (scroll, firstVersion) = (0, nil)
    }

    /// Puts the list in order anew, or keeps its order and adds what is new below.
    ///
    /// - Parameters:
    ///   - all: the experiments of the environment.
    ///   - isWhole: whether to put them in order anew.
    ///   - height: the rows of the list.
    ///   - selecting: what to select.
    ///   - verdict: what the last run of an experiment says.
    mutating func take(
        _ all: [Experiment],
        isWhole: Bool,
        height: Int,
        selecting: GUID?,
        verdict: (Experiment) -> Verdict?
    ) {
        let byID = Dictionary(all.map { ($0.id, $0) }) { first, _ in first }
        let shown = byID.values.filter { showsArchived || !$0.isArchived || $0.id == selecting }
        archivedCount = byID.count - shown.count
        let sorted = sorted(shown, verdict)
        let present = Set(list.ids)
        let isShown = Set(shown.map(\.id))
        let ordered =
            isWhole
            ? sorted
            : list.ids.filter(isShown.contains).compactMap { byID[$0] }
                + sorted.filter { !present.contains($0.id) }
        list.replace(
            ordered.map(\.id),
            texts: ordered.lazy.map { "\($0.name) \($0.key.text) \($0.metric.title)" },
            selecting: selecting,
            height: height
        )
        if let page, byID[page] == nil { self.page = nil }
    }

    private func sorted(
        _ experiments: [Experiment],
        _ verdict: (Experiment) -> Verdict?
    ) -> [Experiment] {
        switch order {
        case .news:
            let places = Dictionary(
                uniqueKeysWithValues: experiments.map { ($0.id, $0.place(verdict($0))) }
            )
            return experiments.sorted { left, right in
                (places[left.id] ?? 0, left.name, left.key)
                    < (places[right.id] ?? 0, right.name, right.key)
            }
        case .name: return experiments.sorted { ($0.name, $0.key) < ($1.name, $1.key) }
        case .started:
            func time(_ experiment: Experiment) -> Moment {
                experiment.runs.last?.startedAt ?? experiment.createdAt
            }
            return experiments.sorted { (time($0), $1.name) > (time($1), $0.name) }
        }
    }
}

extension Experiment {
    /// Where it stands among news: running ones by what they say, then planned ones, then those
    /// that are over.
    fileprivate func place(_ verdict: Verdict?) -> Int {
        if isArchived { return 200 }
        switch state {
        case .running: return verdict?.newsPlace ?? 50
        case .planned: return 100
        case .stopped: return 150
        }
    }
}

extension Verdict {
    /// The worst news first.
    fileprivate var newsPlace: Int {
        switch self {
        case .unevenSplit, .mixedCustomers: 0
        case .guardrailHarmed: 1
        case .loss: 2
        case .nothingArrived: 3
        case .win: 4
        case .guardrailUnknown: 5
        case .noDifference: 6
        case .undecided: 7
        case .tooEarly: 8
        }
    }
}
