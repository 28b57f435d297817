internal import Experiments
internal import FlagAPI
internal import FlagModel
internal import TerminalUI

/// Asking the service what was counted, and calculating what it says.
extension DashboardState {
    /// Asks for what the pane shows and nobody knows yet.
    mutating func askResults() {
        guard stage == .ready, tab == .experiments, let environment else { return }
        let shown = experiments.list.visible(height: listHeight).map(\.id)
        let order = [experiments.page].compactMap { $0 } + shown + experiments.list.ids
        var seen: Set<GUID> = []
        let plans = order.filter { seen.insert($0).inserted }.compactMap(environment.experiment)
        experiments.answers.want(plans.compactMap { plan in plan.shownRun.map { ($0, plan) } })
        sendResultQuestions()
    }

    /// Asks again for everything on screen, whatever is known.
    mutating func askResultsAgain() {
        for id in experiments.list.ids.prefix(ResultAnswers.maximum) {
            guard let run = environment?.experiment(id)?.shownRun else { continue }
            experiments.answers.wantAgain(run)
        }
        sendResultQuestions()
    }

    private mutating func sendResultQuestions() {
        guard let environmentID else { return }
        while let run = experiments.answers.next() {
            guard let plan = environment?.experiment(run.experimentID) else { continue }
            generation += 1
            experiments.answers.asked(run, plan: plan, generation: generation)
            let request = ExperimentCountsRequest(
                environmentID: environmentID,
                experimentID: run.experimentID,
                run: run.number
            )
            outbox.append(.experimentCounts(request, generation: generation))
        }
    }

    /// Takes an answer about an experiment.
    mutating func takeAboutExperiment(_ reply: Reply) {
        switch reply {
        case .experimentCounts(let generation, let result):
            takeExperimentCounts(generation, result)
        case .experimentGroups(let generation, let result):
            takeExperimentGroups(generation, result)
        case .setupCheck(let generation, let result): takeSetupCheck(generation, result)
        case .planTraffic(let generation, let result): takePlanTraffic(generation, result)
        case .eventNames(let place, let result): takeEventNames(in: place, result)
        default: break
        }
    }

    /// Takes what was counted of a run.
    private mutating func takeExperimentCounts(
        _ generation: Int,
        _ result: Result<ExperimentCounts, ServiceProblem>
    ) {
        guard let run = experiments.answers.run(of: generation) else {
            return takeFirstVersion(generation, result)
        }
        let wasHoping = isHoping
        switch result {
        case .success(let counts):
            experiments.answers.take(run, counts: counts, problem: nil)
            calculate(run)
        case .failure(let problem):
            experiments.answers.take(run, counts: nil, problem: problem.description)
        }
        sendResultQuestions()
        resultsCame()
        if experiments.answers.isQuiet, isHoping || wasHoping { keepAsking() }
    }

    /// Calculates what the counts of a run say at the moment that is looked at.
    mutating func calculate(_ run: ResultAnswers.Run) {
        guard let answer = experiments.answers[run], let counts = answer.counts else { return }
        let isPage = experiments.page == run.experimentID
        let moment = isPage ? experiments.day ?? shownTime : shownTime
        let counted = counts.counted(by: moment)
        let plan = environment?.experiment(run.experimentID) ?? answer.plan
        experiments.answers.say(
            run,
            counted.map { ExperimentResult(of: plan, counts: $0, now: moment) }
        )
        if isPage, experiments.answers[run]?.result?.verdict == .nothingArrived {
            askLastUse(of: plan)
        }
        askFirstVersion(run)
        if isPage { calculateFirstVersion() }
    }

    /// Calculates everything anew: another moment is looked at.
    mutating func calculateResults() {
        for run in experiments.answers.answers.keys { calculate(run) }
    }

    /// The first answers of all are there: worst news first, before anybody has moved.
    private mutating func resultsCame() {
        guard experiments.answers.isQuiet, !experiments.isSortedByNews else { return }
        experiments.isSortedByNews = true
        guard experiments.order == .news, experiments.page == nil else { return }
        let isUntouched = experiments.list.view.selection == 0
        prepareExperiments(isWhole: true, selecting: nil)
        if isUntouched { experiments.list.move(.start, height: listHeight) }
    }

    // MARK: - What is known

    /// What is known of the run that the screen speaks of.
    func answer(about plan: Experiment) -> ResultAnswers.Answer? {
        plan.shownRun.flatMap { experiments.answers[$0] }
    }

    /// What the run says that the screen speaks of.
    func result(of plan: Experiment) -> ExperimentResult? { answer(about: plan)?.result }

    // MARK: - Again and again

    /// Has what is on screen asked about again in a while, as long as something may come: the open
    /// page, and sooner what nobody came to yet.
    mutating func keepAsking() {
        guard tab == .experiments, past == nil else { return }
        let isOpen = experiments.page != nil && currentExperiment?.now?.state == .running
        guard isOpen || isHoping else { return }
        let pause =
            isHoping ? ResultAnswers.hopingMilliseconds : ResultAnswers.refreshMilliseconds
        outbox.append(.timer(.results, milliseconds: pause))
    }

    /// Asks about it again, if it is still on screen.
    mutating func resultsDue() {
        guard tab == .experiments else { return }
        if experiments.page != nil {
            guard let run = currentExperiment?.now?.shownRun else { return }
            experiments.answers.wantAgain(run)
        } else {
            for run in hopefulRuns { experiments.answers.wantAgain(run) }
        }
        sendResultQuestions()
        // Where more is hoped for, the answer asks for the next look itself: one clock is enough.
        if !isHoping { keepAsking() }
    }

    /// Whether the screen shows a run of which more may come within seconds.
    private var isHoping: Bool {
        guard experiments.page != nil else { return !hopefulRuns.isEmpty }
        return currentExperiment?.now?.shownRun.map(hopefulRuns.contains) ?? false
    }

    private var hopefulRuns: [ResultAnswers.Run] {
        experiments.answers.answers.filter { run, answer in
            guard let plan = environment?.experiment(run.experimentID), answer.counts != nil else {
                return false
            }
            let isEmpty = answer.result?.verdict == .nothingArrived
            return !answer.isSettled || isEmpty && plan.state == .running
        }.map(\.key)
    }
}
