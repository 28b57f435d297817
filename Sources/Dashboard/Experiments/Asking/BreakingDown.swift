internal import Experiments
internal import FlagAPI
internal import FlagModel
internal import TerminalUI

/// Looking at parts of the customers, and checking the setup.
extension DashboardState {
    /// The question about the run whose page is open.
    private var runQuestion: (run: ResultAnswers.Run, request: ExperimentCountsRequest)? {
        guard let environmentID, let run = currentExperiment?.now?.shownRun else { return nil }
        let request = ExperimentCountsRequest(
            environmentID: environmentID,
            experimentID: run.experimentID,
            run: run.number
        )
        return (run, request)
    }

    // MARK: - By an attribute

    /// Offers the attributes that applications describe customers with.
    mutating func askBreakDown() {
        guard !knownAttributes.isEmpty else {
            askAttributes()
            complain(
                "No application has described its customers yet: there is nothing to look at "
                    + "them by."
            )
            return
        }
        let lines = knownAttributes.map { attribute in
            ListBox.Line(
                title: SafeText(attribute.name),
                note: SafeText(Words.list(attribute.samples, most: 3)),
                action: .experiments(.breakDown(attribute.name))
            )
        }
        openList("Look at parts of the customers by what?", lines)
    }

    mutating func breakDown(by attribute: String) {
        guard let (run, counts) = runQuestion else { return }
        generation += 1
        experiments.groups = ResultGroups(run: run, attribute: attribute, generation: generation)
        show(.groups)
        let request = ExperimentGroupsRequest(counts: counts, attribute: attribute)
        outbox.append(.experimentGroups(request, generation: generation))
    }

    mutating func takeExperimentGroups(
        _ generation: Int,
        _ result: Result<[ExperimentGroup], ServiceProblem>
    ) {
        guard let asked = experiments.groups, asked.generation == generation else { return }
        switch result {
        case .failure(let problem): experiments.groups?.problem = problem.description
        case .success(let groups):
            guard let plan = environment?.experiment(asked.run.experimentID) else { return }
            experiments.groups?.groups = groups.map { group in
                ResultGroups.Group(
                    name: group.name,
                    result: ExperimentResult(of: plan, counts: group.counts, now: now)
                )
            }
        }
    }

    // MARK: - The setup

    mutating func checkSetup() {
        guard let (run, request) = runQuestion else { return }
        generation += 1
        experiments.check = SetupAnswer(run: run, generation: generation)
        show(.check)
        outbox.append(.checkSetup(request, generation: generation))
    }

    mutating func takeSetupCheck(
        _ generation: Int,
        _ result: Result<SetupCheck, ServiceProblem>
    ) {
        guard experiments.check?.generation == generation else { return }
        switch result {
        case .failure(let problem): experiments.check?.problem = problem.description
        case .success(let check): experiments.check?.check = check
        }
    }
}
