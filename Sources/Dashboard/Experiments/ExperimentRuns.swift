internal import Experiments
internal import FlagModel
internal import TerminalUI

/// Starting, stopping and finishing experiments.
extension DashboardState {
    private static let dayMicroseconds: Int64 = 86_400_000_000

    mutating func performRun(_ action: ExperimentsAction) {
        switch action {
        case .startOrStop: askStartOrStop()
        case .reallyStart(let id): start(experiment: id)
        case .reallyStop(let id): stop(experiment: id)
        case .finish: askFinish()
        case .keep(let id, let version): finish(experiment: id, keeping: version)
        default: break
        }
    }

    private mutating func askStartOrStop() {
        guard let plan = currentExperiment?.latest else { return }
        plan.state == .running ? askStop(plan) : askStart(plan)
    }

    private var noteOfChange: SafeText { asksForDrafts ? "makes a draft" : "at once" }

    // MARK: - Starting

    private mutating func askStart(_ plan: Experiment) {
        askForecast(of: plan)
        open(.choices(startQuestion(plan)))
    }

    /// Says in the question about a start what has become known of the plan.
    mutating func tellStartQuestion() {
        guard case .choices(let box)? = overlays.last, let plan = experiments.planned?.plan,
            box.choices.contains(where: { $0.action == .experiments(.reallyStart(plan.id)) })
        else { return }
        var question = startQuestion(plan)
        question.view = box.view
        replaceTop(.choices(question))
    }

    private func startQuestion(_ plan: Experiment) -> ChoiceBox {
        let isAgain = plan.state == .stopped
        let answer = ChoiceBox.Choice(
            label: isAgain ? "Start a new run" : "Start it",
            note: noteOfChange,
            action: .experiments(.reallyStart(plan.id))
        )
        let title = isAgain ? "A new run of \(plan.name)?" : "Start \(plan.name)?"
        return .question(title, text: startText(plan), [answer])
    }

    /// What will be measured, of whom, and when an answer is there.
    private func startText(_ plan: Experiment) -> String {
        let flag = environment?.flag(plan.flagID)
        let names = flag?.variations.filter { flag?.versionsInExperiment.contains($0.id) ?? false }
        let versions = Words.list(names?.map(\.name) ?? [], most: 3)
        let whom =
            plan.audienceID.flatMap { environment?.audience($0)?.name }
            .map { " Only members of \($0) count." } ?? ""
        let warnings = warnings(ofStarting: plan).map { " \($0)" }.joined()
        let first = now.adding(microseconds: 7 * Self.dayMicroseconds)
        let end = now.adding(microseconds: Int64(plan.plannedDays) * Self.dayMicroseconds)
        let guarded = Words.list(plan.guardrails.map(\.title), most: 3).capitalisedSentence
        let guards = plan.guardrails.isEmpty ? "" : " \(guarded) must not get worse."
        return "It counts \(plan.metric.title) with \(versions).\(whom)\(guards) "
            + "The first answer can be there on \(times.date(first)), the planned end is "
            + "\(times.date(end)). Nobody sees anything else because of it.\(warnings)\n"
            + forecastText(of: plan)
    }

    /// Why an experiment that is started now could tell nothing, in sentences.
    private func warnings(ofStarting plan: Experiment) -> [String] {
        guard let environmentID else { return [] }
        let start = Change.startExperiment(environment: environmentID, experiment: plan.id, at: nil)
        return model.spoils([start], at: now).map(\.sentence)
    }

    private mutating func start(experiment id: GUID) {
        guard let environmentID, let plan = experimentView(id)?.latest else { return }
        change(
            [.startExperiment(environment: environmentID, experiment: id, at: nil)],
            about: .experiment(environment: environmentID, id),
            words: "experiment \(plan.name) started"
        )
    }

    // MARK: - Stopping

    private mutating func askStop(_ plan: Experiment) {
        let answer = ChoiceBox.Choice(
            label: "Stop it",
            note: noteOfChange,
            action: .experiments(.reallyStop(plan.id))
        )
        let early = currentResult.map { $0.result.progress.fullDays < plan.plannedDays } ?? false
        let text =
            "Counting ends, what was counted stays. Customers keep getting what the flag gives."
            + (early
                ? " The plan said \(Words.count(plan.plannedDays, "full day")): "
                    + "stopped before, small changes stay unseen." : "")
        open(.choices(.question("Stop \(plan.name)?", text: text, [answer])))
    }

    private mutating func stop(experiment id: GUID) {
        guard let environmentID, let plan = experimentView(id)?.latest else { return }
        change(
            [.stopExperiment(environment: environmentID, experiment: id, at: nil)],
            about: .experiment(environment: environmentID, id),
            words: "experiment \(plan.name) stopped"
        )
    }

    // MARK: - Finishing

    /// Asks which version everybody gets; the one that won stands first.
    private mutating func askFinish() {
        guard let plan = currentExperiment?.now, let flag = environment?.flag(plan.flagID) else {
            return
        }
        let winner: String? =
            if case .win(let id)? = result(of: plan)?.verdict { id } else { nil }
        let counted = flag.versionsInExperiment.union([plan.baselineVariationID])
        let versions = flag.variations.filter { counted.contains($0.id) }
        let ordered = versions.filter { $0.id == winner } + versions.filter { $0.id != winner }
        let answers = ordered.prefix(8).map { version in
            ChoiceBox.Choice(
                label: "Keep \(SafeText(Words.short(version.name, 30)))",
                note: note(of: version.id, plan, winner: winner),
                action: .experiments(.keep(plan.id, version: version.id))
            )
        }
        let rest = flag.rules.contains { !$0.serving.isSplit }
        let text =
            "Everybody then gets one version of \(flag.name), and the experiment stops."
            + (rest ? " Rules that give one version to some stay as they are." : "")
            + (asksForDrafts
                ? " It becomes a draft: p shows what changes for people before it is published."
                : "")
        open(.choices(.question("Finish \(plan.name)?", text: text, Array(answers))))
    }

    private func note(of version: String, _ plan: Experiment, winner: String?) -> SafeText {
        let isBaseline = version == plan.baselineVariationID
        if version == winner { return "it is better" }
        guard let versions = result(of: plan)?.metrics.first?.versions,
            let found = versions.first(where: { $0.arm.variationID == version })
        else { return isBaseline ? "as it was" : "" }
        let range = found.change.map { ResultNumbers.range($0, glyphs) } ?? "not known"
        switch found.outcome {
        case .better: return "better: \(range)"
        case .worse: return "worse: \(range)"
        case .open: return "not decided: \(range)"
        }
    }

    /// Gives a version to everybody and stops the experiment, as one change.
    private mutating func finish(experiment id: GUID, keeping version: String) {
        guard let environmentID, let plan = experimentView(id)?.now,
            let flag = environment?.flag(plan.flagID),
            let name = flag.variation(version)?.name
        else { return }
        var changes = flag.keeping(version).map {
            Change.editFlag(environment: environmentID, flag: flag.id, $0)
        }
        if plan.state == .running {
            changes.insert(
                .stopExperiment(environment: environmentID, experiment: id, at: nil),
                at: 0
            )
        }
        guard !changes.isEmpty else {
            complain("Everybody gets \(name) already, and \(plan.name) is stopped.")
            return
        }
        change(
            changes,
            about: changes[0].subject,
            words: "\(plan.name) finished with \(name)"
        )
    }
}

extension Serving {
    /// Whether it gives more than one version.
    var isSplit: Bool { Set(shares.filter { $0.parts > 0 }.map(\.variationID)).count > 1 }
}

extension Flag {
    /// The versions with a share that counts for experiments.
    var versionsInExperiment: Set<String> {
        let servings = rules.map(\.serving) + [defaultRule]
        let counted = servings.filter { $0.isInExperiment }
        return Set(
            counted.filter(\.isSplit).flatMap(\.shares).filter { $0.parts > 0 }.map(\.variationID)
        )
    }

    /// The edits that give a version to everybody who gets a share now.
    fileprivate func keeping(_ version: String) -> [FlagEdit] {
        var edits: [FlagEdit] = []
        for rule in rules where rule.serving.isSplit {
            var rule = rule
            rule.serving = Serving(everyone: version)
            edits.append(.replaceRule(rule))
        }
        let everyone = Serving(everyone: version)
        let isKept =
            !defaultRule.isSplit
            && defaultRule.shares.contains { $0.variationID == version && $0.parts > 0 }
        if !isKept { edits.append(.setDefaultRule(everyone)) }
        return edits
    }
}
