internal import FlagModel
internal import TerminalUI

extension DashboardState {
    /// The keys of the list of experiments, and of the page of one.
    var experimentsBindings: [Binding] {
        let isPage = experiments.page != nil
        let onOne: Availability =
            currentExperiment == nil ? .no(reason: "There is no experiment here.") : .yes
        let hasFlags: Availability =
            flags.list.ids.isEmpty
            ? .no(reason: "An experiment compares versions of a flag: make a flag first (1, n).")
            : .yes
        var bindings = [
            isPage
                ? Binding(
                    .left,
                    .character("h"),
                    action: .back,
                    label: "back",
                    help: "Back to the list",
                    footer: 10
                )
                : Binding(
                    .enter,
                    .right,
                    .character("l"),
                    action: .open,
                    label: "open",
                    help: "The whole plan",
                    footer: 10,
                    availability: onOne
                ),
            experimentKey("n", .new, "plan one", "Plan an experiment", 11, hasFlags),
            experimentKey("e", .edit, "edit", "Change the plan", 12, onOne),
            experimentKey("d", .remove, "delete", "Delete the plan, after a question", nil, onOne),
            experimentKey("o", .showFlag, "its flag", "Open the flag that it compares", 15, onOne),
            experimentKey("w", .who, "who changed it", "Who changed the plan, and when", 40, onOne),
            experimentKey("y", .copyKey, "copy key", "Copy the key of the experiment", nil, onOne),
        ]
        guard !isPage else { return bindings }
        bindings.append(
            Binding(
                .character("/"),
                action: .find,
                label: "find",
                help: "Find experiments by name, key or what is measured",
                footer: 14,
                availability: experiments.list.ids.isEmpty
                    ? .no(reason: "There is nothing to find yet.") : .yes
            )
        )
        if frame.layout.isWide {
            bindings.append(
                Binding(
                    .tab,
                    .backTab,
                    action: .nextPart,
                    label: "other side",
                    help: "Move in the detail, or in the list again"
                )
            )
        }
        return bindings
    }

    private func experimentKey(
        _ key: Character,
        _ action: ExperimentsAction,
        _ label: SafeText,
        _ help: SafeText,
        _ footer: Int?,
        _ availability: Availability
    ) -> Binding {
        Binding(
            .character(key),
            action: .experiments(action),
            label: label,
            help: help,
            footer: footer,
            availability: availability
        )
    }

    mutating func performExperiments(_ action: ExperimentsAction) {
        switch action {
        case .show(let id): show(experiment: id)
        case .new: openList("An experiment with which flag?", from: .flags)
        case .plan(let flag): planExperiment(on: flag)
        case .edit: editExperiment()
        case .remove: askExperimentDeletion()
        case .delete(let id): deleteExperiment(id)
        case .who:
            guard let view = currentExperiment, let environmentID else { return }
            let subject = Subject.experiment(environment: environmentID, view.id)
            showHistory(of: [subject], named: view.latest?.name ?? "")
        case .copyKey:
            guard let key = currentExperiment?.latest?.key.text else { return }
            copyOut(key, key)
        case .showFlag:
            guard let id = currentExperiment?.latest?.flagID else { return }
            show(flag: id)
        }
    }

    private mutating func askExperimentDeletion() {
        guard let view = currentExperiment, let experiment = view.latest else { return }
        guard view.now != nil else {
            if let draft = view.draft { drop(draft, name: experiment.name) }
            return
        }
        let text =
            experiment.state == .running
            ? "It is running. The plan goes; the flag stays as it is."
            : "The plan goes; the flag stays as it is."
        let answer = ChoiceBox.Choice(
            label: "Delete the plan",
            note: asksForDrafts ? "makes a draft" : "at once",
            action: .experiments(.delete(experiment.id))
        )
        open(.choices(.question("Delete \(experiment.name)?", text: text, [answer])))
    }

    private mutating func deleteExperiment(_ id: GUID) {
        guard let environmentID, let name = experimentView(id)?.latest?.name else { return }
        change(
            [.deleteExperiment(environment: environmentID, experiment: id)],
            about: .experiment(environment: environmentID, id),
            words: "experiment \(name) deleted"
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
