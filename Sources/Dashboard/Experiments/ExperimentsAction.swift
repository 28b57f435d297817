internal import Experiments
internal import FlagModel
internal import TerminalUI

/// What keys do with experiments.
enum ExperimentsAction: Hashable, Sendable {
    case show(GUID)
    case new
    case plan(flag: GUID)
    case edit
    case remove
    case delete(GUID)
    case archive(GUID)
    case restore(GUID)
    case who
    case copyKey
    case showFlag
    case askOrder
    case order(ExperimentsPane.Order)
    case toggleArchived
    /// Starts a planned one, stops a running one, begins a new run of one that is over.
    case startOrStop
    case reallyStart(GUID)
    case reallyStop(GUID)
    /// Asks which version is kept.
    case finish
    case keep(GUID, version: String)
    /// Another part of the page.
    case part(ExperimentsPane.Part)
    case whatNow(NextStep.Kind)
    /// So many days forward, or back where negative.
    case otherDay(Int)
    case copyAnswer
    case askExport
    case export(ReportFormat)
    case askAttribute
    case breakDown(String)
    case checkSetup
    case tellWaiting
    /// Offers the events that applications report, to a form that asks for one.
    case askEvent
    case takeEvent(String)
}

extension ExperimentsAction {
    /// Whether it changes something, or begins to.
    var isChange: Bool {
        switch self {
        case .new, .plan, .edit, .remove, .delete, .archive, .restore, .startOrStop, .reallyStart,
            .reallyStop, .finish, .keep, .whatNow(.stop):
            true
        case .show, .who, .copyKey, .showFlag, .askOrder, .order, .toggleArchived, .part,
            .whatNow, .otherDay, .copyAnswer, .askExport, .export, .askAttribute, .breakDown,
            .checkSetup, .tellWaiting, .askEvent, .takeEvent:
            false
        }
    }
}

extension DashboardState {
    mutating func performExperiments(_ action: ExperimentsAction) {
        switch action {
        case .show(let id): show(experiment: id)
        case .new: openList("An experiment with which flag?", from: .flags)
        case .plan(let flag): planExperiment(on: flag)
        case .edit: editExperiment()
        case .remove: askExperimentRemoval()
        case .delete(let id): deleteExperiment(id)
        case .archive(let id): setExperimentArchived(id, true)
        case .restore(let id): setExperimentArchived(id, false)
        case .who: showExperimentHistory()
        case .copyKey:
            guard let key = currentExperiment?.latest?.key.text else { return }
            copyOut(key, key)
        case .showFlag:
            guard let id = currentExperiment?.latest?.flagID else { return }
            showPage(ofFlag: id)
        case .askOrder: askExperimentOrder()
        case .order(let order): put(experimentsIn: order)
        case .toggleArchived:
            experiments.showsArchived.toggle()
            prepareExperiments(isWhole: true, selecting: nil)
        case .startOrStop, .reallyStart, .reallyStop, .finish, .keep: performRun(action)
        default: performResult(action)
        }
    }

    /// What is done with results.
    private mutating func performResult(_ action: ExperimentsAction) {
        switch action {
        case .part(let part): show(part)
        case .whatNow(let choice): perform(choice)
        case .otherDay(let step): stepDay(by: step)
        case .copyAnswer: copyAnswer()
        case .askExport: askExport()
        case .export(let format): export(format)
        case .askAttribute: askBreakDown()
        case .breakDown(let attribute): breakDown(by: attribute)
        case .checkSetup: checkSetup()
        case .tellWaiting:
            if let plan = currentExperiment?.now { askForecast(of: plan) }
            show(.waiting)
        case .askEvent: askEvent()
        case .takeEvent(let name): takeEvent(name)
        default: break
        }
    }

    private mutating func showExperimentHistory() {
        guard let view = currentExperiment, let environmentID else { return }
        let subject = Subject.experiment(environment: environmentID, view.id)
        showHistory(of: [subject], named: view.latest?.name ?? "")
    }

    private mutating func askExperimentOrder() {
        let notes: [SafeText] = ["broken and harmed ones on top", "A to Z", "what is new"]
        let orders = ExperimentsPane.Order.allCases
        let lines = zip(orders, notes).map { order, note in
            ListBox.Line(
                title: SafeText(order.words.text.capitalisedSentence),
                note: note,
                action: .experiments(.order(order)),
                isOn: experiments.order == order
            )
        }
        let current = orders.firstIndex(of: experiments.order) ?? 0
        openList("Experiments in which order?", lines, selected: current)
    }

    private mutating func put(experimentsIn order: ExperimentsPane.Order) {
        experiments.order = order
        prepareExperiments(isWhole: true, selecting: nil)
        say("Experiments \(order.words.text).")
    }

    // MARK: - Putting away

    private mutating func askExperimentRemoval() {
        guard let view = currentExperiment, let experiment = view.latest else { return }
        guard view.now != nil else {
            guard let draft = view.draft, let environmentID else { return }
            let subject = Subject.experiment(environment: environmentID, experiment.id)
            if let problem = obstacle(toChanging: subject) {
                complain(problem)
            } else {
                drop(draft, name: experiment.name)
            }
            return
        }
        guard experiment.state != .running else {
            complain("\(experiment.name) is running. Stop it first (t), then archive or delete it.")
            return
        }
        let note: SafeText = asksForDrafts ? "makes a draft" : "at once"
        func answer(_ label: SafeText, _ action: ExperimentsAction) -> ChoiceBox.Choice {
            ChoiceBox.Choice(label: label, note: note, action: .experiments(action))
        }
        let putAway =
            experiment.isArchived
            ? answer("Restore it", .restore(experiment.id))
            : answer("Archive it", .archive(experiment.id))
        let answers = [putAway, answer("Delete the plan", .delete(experiment.id))]
        let text =
            experiment.runs.isEmpty
            ? "The flag stays as it is."
            : "Archived, its results stay. Deleted, they go. The flag stays as it is."
        open(.choices(.question("Remove \(experiment.name)?", text: text, answers)))
    }

    private mutating func deleteExperiment(_ id: GUID) {
        guard let environmentID, let name = experimentView(id)?.latest?.name else { return }
        change(
            [.deleteExperiment(environment: environmentID, experiment: id)],
            about: .experiment(environment: environmentID, id),
            words: "experiment \(name) deleted"
        )
    }

    private mutating func setExperimentArchived(_ id: GUID, _ isArchived: Bool) {
        guard let environmentID, var experiment = experimentView(id)?.latest else { return }
        experiment.isArchived = isArchived
        change(
            [.replaceExperiment(environment: environmentID, experiment)],
            about: .experiment(environment: environmentID, id),
            words: "experiment \(experiment.name) \(isArchived ? "archived" : "restored")"
        )
    }

    /// The line of a flag that an experiment can be planned with.
    func experimentLine(_ id: GUID) -> ListBox.Line? {
        guard let view = flagView(id) else { return nil }
        let versions = view.latest?.variations.map(\.name) ?? []
        return ListBox.Line(
            title: SafeText(view.name),
            note: SafeText(Words.list(versions, most: 3)),
            action: .experiments(.plan(flag: id))
        )
    }
}
