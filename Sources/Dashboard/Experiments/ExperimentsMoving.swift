internal import Experiments
internal import FlagModel
internal import TerminalUI

extension DashboardState {
    // MARK: - Moving

    mutating func moveInExperiments(_ movement: ListView.Movement) {
        if asksWhatNow {
            moveChoice(movement)
            return
        }
        guard experiments.page == nil, !experiments.isDetailFocused else {
            let isPage = experiments.page != nil
            let height = isPage ? experimentPageHeight : frame.detail.height
            let lines = isPage ? experimentPageLines : experimentDetailLines
            let last = max(0, lines.count - height)
            experiments.scroll = movement.scrolled(experiments.scroll, height: height, last: last)
            return
        }
        experiments.list.move(movement, height: listHeight)
        experiments.scroll = 0
        askResults()
    }

    /// The rows of a page.
    var experimentPageHeight: Int {
        max(1, frame.body.height - (frame.layout == .tiny ? 0 : 1))
    }

    private mutating func moveChoice(_ movement: ListView.Movement) {
        let count = resultPage?.words.whatNow.count ?? 0
        var view = ListView(count: count)
        view.select(experiments.choice, height: max(1, count))
        view.move(movement, height: max(1, count))
        experiments.choice = view.selection
    }

    /// Opens the page of an experiment; on a page, goes on to what its answer stands on.
    mutating func openExperiment() {
        if let id = experiments.page {
            openFurther(id)
        } else if let id = experiments.list.selectedID {
            show(experiment: id)
        }
    }

    private mutating func openFurther(_ id: GUID) {
        if asksWhatNow {
            let steps = resultPage?.words.whatNow ?? []
            guard steps.indices.contains(experiments.choice) else { return }
            performExperiments(.whatNow(steps[experiments.choice].kind))
        } else if experiments.part == .answer, currentResult != nil {
            show(.numbers)
        }
    }

    /// Shows another part of the page.
    mutating func show(_ part: ExperimentsPane.Part) {
        experiments.part = part
        experiments.scroll = 0
    }

    /// Opens the page of an experiment.
    mutating func show(experiment id: GUID) {
        guard let view = experimentView(id) else { return }
        tab = .experiments
        if view.latest?.isArchived ?? false, !experiments.showsArchived {
            experiments.showsArchived = true
            prepareExperiments(isWhole: true, selecting: id)
        }
        if !experiments.list.select(id, height: listHeight) {
            experiments.list.clearQuery(height: listHeight)
            experiments.list.select(id, height: listHeight)
        }
        experiments.list.isTyping = false
        experiments.open(id)
        if let run = view.now?.shownRun { calculate(run) }
        if let plan = view.now { askForecast(of: plan) }
        askResults()
        keepAsking()
    }

    mutating func goBackInExperiments() {
        experiments.scroll = 0
        if let page = experiments.page {
            goBack(onPage: page)
        } else if experiments.isDetailFocused {
            experiments.isDetailFocused = false
        } else {
            experiments.list.clearQuery(height: listHeight)
        }
    }

    private mutating func goBack(onPage id: GUID) {
        if experiments.part != .answer {
            experiments.part = .answer
        } else if experiments.day != nil {
            showDay(nil)
        } else if experiments.showsAnyway {
            experiments.showsAnyway = false
        } else {
            experiments.page = nil
        }
    }

    /// The other side of the list, or the next part of the page.
    mutating func switchExperimentsPart() {
        guard experiments.page == nil else {
            let steps = ExperimentsPane.Part.steps
            let place = steps.firstIndex(of: experiments.part) ?? steps.count - 1
            show(currentResult == nil ? .answer : steps[(place + 1) % steps.count])
            return
        }
        guard frame.layout.isWide else { return }
        experiments.isDetailFocused.toggle()
        experiments.scroll = 0
    }

    mutating func fitExperiments() {
        experiments.list.fit(height: listHeight)
        experiments.scroll = 0
        if !frame.layout.isWide { experiments.isDetailFocused = false }
    }

    /// Asks for results when the pane comes to the front.
    mutating func experimentsShown() {
        askResults()
        keepAsking()
    }

    // MARK: - Other days

    /// Shows the page as it was at the end of a day; `nil` is the newest count.
    mutating func showDay(_ day: Moment?) {
        experiments.day = day
        experiments.scroll = 0
        guard let run = currentExperiment?.now?.shownRun else { return }
        calculate(run)
    }

    /// So many days forward, or back where negative.
    mutating func stepDay(by step: Int) {
        guard let plan = currentExperiment?.now, let counts = answer(about: plan)?.counts else {
            return
        }
        let days = counts.days.map(\.until).filter { $0 < counts.asOf }
        let place = experiments.day.flatMap(days.firstIndex) ?? days.count
        let next = place + step
        guard next >= 0 else {
            complain("There is no day before: this is the end of the first one.")
            return
        }
        guard next <= days.count, place != next else {
            complain("This is the newest count: there is no day after.")
            return
        }
        showDay(next == days.count ? nil : days[next])
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
            + "better. What counts is agreed before it starts; looking early does no harm."
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
}
