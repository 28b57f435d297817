internal import FlagModel
internal import TerminalUI

/// The list of experiments, and the page of one.
struct ExperimentsPane: Equatable, Sendable {
    var list = FilterList<GUID>()
    /// The experiment whose page is open.
    var page: GUID?
    /// How far the page or the detail is scrolled.
    var scroll = 0
    /// Whether keys move the detail beside the list.
    var isDetailFocused = false

    /// Puts the list in order anew, or keeps its order and adds what is new below.
    mutating func take(_ all: [Experiment], isWhole: Bool, height: Int, selecting: GUID?) {
        let byID = Dictionary(all.map { ($0.id, $0) }) { first, _ in first }
        let sorted = all.sorted { left, right in
            (left.state.place, left.name, left.key) < (right.state.place, right.name, right.key)
        }
        let present = Set(list.ids)
        let ordered =
            isWhole
            ? sorted
            : list.ids.compactMap { byID[$0] } + sorted.filter { !present.contains($0.id) }
        list.replace(
            ordered.map(\.id),
            texts: ordered.lazy.map { "\($0.name) \($0.key.text) \($0.metric.title)" },
            selecting: selecting,
            height: height
        )
        if let page, byID[page] == nil { self.page = nil }
    }
}

extension Experiment.State {
    /// Running ones first, then planned ones, then those that are over.
    fileprivate var place: Int {
        switch self {
        case .running: 0
        case .planned: 1
        case .stopped: 2
        }
    }
}

/// What keys do with experiments.
enum ExperimentsAction: Hashable, Sendable {
    case show(GUID)
    case new
    case plan(flag: GUID)
    case edit
    case remove
    case delete(GUID)
    case who
    case copyKey
    case showFlag
}

/// An experiment as it is and as its draft would make it.
struct ExperimentView: Equatable, Sendable {
    let id: GUID
    let now: Experiment?
    let after: Experiment?
    let draft: Draft?
    let problem: Refusal?

    /// The plan to edit: with its draft where there is one.
    var latest: Experiment? { after ?? now }

    /// What the draft changes, in a few words.
    var difference: String {
        guard draft != nil else { return "" }
        if now == nil { return "new plan" }
        guard after != nil else { return problem == nil ? "deleted" : "does not fit any more" }
        return "plan changed"
    }
}

extension DashboardState {
    /// Takes a new picture: orders the list anew, or changes values in place.
    mutating func prepareExperiments(isWhole: Bool, selecting: GUID?) {
        guard let environment else { return }
        let drafted = drafts.views.flatMap { $0.newExperiments(in: environment) }
        experiments.take(
            Array(environment.experiments) + drafted,
            isWhole: isWhole,
            height: listHeight,
            selecting: selecting
        )
    }

    /// An experiment of the environment, with its draft.
    func experimentView(_ id: GUID) -> ExperimentView? {
        guard let environment else { return nil }
        let waiting = drafts.about(.experiment(environment: environment.environment.id, id))
        let now = environment.experiment(id)
        let after = waiting?.after?.experiment(id)
        guard now != nil || after != nil else { return nil }
        return ExperimentView(
            id: id,
            now: now,
            after: after,
            draft: waiting?.draft,
            problem: waiting?.problem
        )
    }

    /// The experiment that keys act on.
    var currentExperiment: ExperimentView? {
        (experiments.page ?? experiments.list.selectedID).flatMap(experimentView)
    }

    // MARK: - Moving

    mutating func moveInExperiments(_ movement: ListView.Movement) {
        guard experiments.page == nil, !experiments.isDetailFocused else {
            let isPage = experiments.page != nil
            let height = isPage ? frame.body.height - 1 : frame.detail.height
            let last = max(0, experimentLines.count - height)
            experiments.scroll = movement.scrolled(experiments.scroll, height: height, last: last)
            return
        }
        experiments.list.move(movement, height: listHeight)
        experiments.scroll = 0
    }

    mutating func openExperiment() {
        guard experiments.page == nil, let id = experiments.list.selectedID else { return }
        show(experiment: id)
    }

    /// Opens the page of an experiment.
    mutating func show(experiment id: GUID) {
        guard experimentView(id) != nil else { return }
        tab = .experiments
        if !experiments.list.select(id, height: listHeight) {
            experiments.list.clearQuery(height: listHeight)
            experiments.list.select(id, height: listHeight)
        }
        experiments.list.isTyping = false
        experiments.page = id
        experiments.scroll = 0
    }

    mutating func goBackInExperiments() {
        experiments.scroll = 0
        if experiments.page != nil {
            experiments.page = nil
        } else if experiments.isDetailFocused {
            experiments.isDetailFocused = false
        } else {
            experiments.list.clearQuery(height: listHeight)
        }
    }

    mutating func switchExperimentsPart() {
        guard frame.layout.isWide, experiments.page == nil else { return }
        experiments.isDetailFocused.toggle()
        experiments.scroll = 0
    }

    mutating func fitExperiments() {
        experiments.list.fit(height: listHeight)
        experiments.scroll = 0
        if !frame.layout.isWide { experiments.isDetailFocused = false }
    }

    // MARK: - Finding

    var isFindingExperiments: Bool { experiments.page == nil && experiments.list.isTyping }

    mutating func findExperiments() {
        guard experiments.page == nil else { return }
        experiments.list.isTyping = true
    }

    mutating func keepExperimentsFilter() { experiments.list.isTyping = false }

    mutating func typeInExperiments(_ key: Key) -> Bool {
        experiments.list.type(key, height: listHeight)
    }

    mutating func pasteInExperiments(_ text: String) {
        experiments.list.paste(text, height: listHeight)
    }

    // MARK: - Words

    /// Two sentences for the help.
    var aboutExperiments: String {
        "An experiment shows versions of a flag to different customers and tells which one works "
            + "better. Here it is planned; what counts is agreed before it starts."
    }

    /// "Experiments  1 of 12", for tiny screens.
    var tinyExperimentsPlace: SafeText {
        if experiments.page != nil { return SafeText(currentExperiment?.latest?.name ?? "") }
        let list = experiments.list
        if list.isTyping || list.isFiltered {
            return "/\(SafeText(list.query.text))  \(list.countText)"
        }
        let place = list.matches.isEmpty ? 0 : list.view.selection + 1
        return "Experiments  \(SafeText.count(place)) of \(SafeText.count(list.matches.count))"
    }

    /// Experiments that the palette finds.
    func paletteExperiments(_ query: String, limit: Int) -> [PaletteBox.Entry] {
        experiments.list.finding(query).prefix(limit).compactMap { id in
            experimentView(id)?.latest.map { experiment in
                PaletteBox.Entry(
                    title: SafeText(experiment.name),
                    note: "experiment, \(SafeText(experiment.state.rawValue))",
                    key: "",
                    action: .experiments(.show(id))
                )
            }
        }
    }
}

extension DraftView {
    /// The experiments that this draft plans.
    fileprivate func newExperiments(in environment: EnvironmentState) -> [Experiment] {
        draft.changes.compactMap { change in
            guard case .createExperiment(environment.environment.id, let experiment) = change,
                environment.experiment(experiment.id) == nil
            else { return nil }
            return after?.experiment(experiment.id) ?? experiment
        }
    }
}
