internal import Experiments
internal import FlagModel
internal import TerminalUI

extension DashboardState {
    /// The keys of the list of experiments, and of the page of one.
    var experimentsBindings: [Binding] {
        experiments.page == nil ? experimentListBindings : experimentPageBindings
    }

    private var experimentListBindings: [Binding] {
        var bindings = [
            Binding(
                .enter,
                .right,
                .character("l"),
                action: .open,
                label: "open",
                help: "The answer, and what it stands on",
                footer: 10,
                availability: onExperiment
            ),
            Binding(
                .character("/"),
                action: .find,
                label: "find",
                help: "Find experiments by name, key or what is measured",
                footer: 14,
                availability: experiments.list.ids.isEmpty
                    ? .no(reason: "There is nothing to find yet.") : .yes
            ),
            experimentKey("s", .askOrder, "sort", "News first, by name, or last started", 30, .yes),
            experimentKey(
                "A",
                .toggleArchived,
                experiments.showsArchived ? "hide archived" : "show archived",
                "Show or hide archived experiments",
                nil,
                .yes
            ),
            experimentKey("y", .copyKey, "copy key", "Copy the key", nil, onExperiment),
        ]
        if frame.layout.isWide {
            bindings.append(.otherSide)
        }
        return bindings + planBindings + runBindings
    }

    private var experimentPageBindings: [Binding] {
        let onResult = onResult
        var bindings = [
            Binding(
                .enter,
                action: .open,
                label: asksWhatNow ? "do it" : "numbers",
                help: asksWhatNow ? "Do what the line says" : "Every number behind the answer",
                footer: 8,
                availability: experiments.part == .answer
                    ? onResult : .no(reason: "Esc goes back to the answer first.")
            ),
            Binding(
                .left,
                .character("h"),
                action: .back,
                label: "back",
                help: "One step back",
                footer: 18
            ),
            Binding(
                .tab,
                .backTab,
                action: .nextPart,
                label: "next part",
                help: "The answer, then all numbers, then the plan",
                footer: 13,
                availability: onResult
            ),
            experimentKey("y", .copyAnswer, "copy", "Copy the answer as text", 10, onResult),
            experimentKey("x", .askExport, "export", "Write the result into a file", 11, onResult),
            experimentKey(
                "b",
                .askAttribute,
                "break down",
                "Look at parts of the customers",
                32,
                onResult
            ),
            experimentKey(
                "W",
                .tellWaiting,
                "how long",
                "How long until which change can be seen",
                33,
                onWaiting
            ),
            experimentKey(
                "c",
                .checkSetup,
                "check setup",
                "Split one version's customers by chance as a check",
                34,
                onResult
            ),
        ]
        if daysHaveKeys {
            bindings += [
                experimentKey("[", .otherDay(-1), "day before", "The day before", 31, onResult),
                experimentKey("]", .otherDay(1), "day after", "The day after", nil, onResult),
            ]
        }
        return bindings + planBindings + runBindings
    }

    /// What is done with the plan, in the list and on a page.
    private var planBindings: [Binding] {
        let hasFlags: Availability =
            flags.list.ids.isEmpty
            ? .no(reason: "An experiment compares versions of a flag: make a flag first (1, n).")
            : .yes
        let isPage = experiments.page != nil
        return [
            experimentKey("n", .new, "plan one", "Plan an experiment", isPage ? nil : 11, hasFlags),
            experimentKey("e", .edit, "edit", "Change the plan", isPage ? 20 : 13, onExperiment),
            experimentKey("d", .remove, "remove", "Archive or delete it", nil, onExperiment),
            draftTimeBinding(currentExperiment?.draft),
            experimentKey(
                "o",
                .showFlag,
                "its flag",
                "Open the flag it compares",
                21,
                onExperiment
            ),
            experimentKey("w", .who, "who changed it", "Who changed it, when", 40, onExperiment),
        ]
    }

    /// What begins and ends a run.
    private var runBindings: [Binding] {
        let plan = currentExperiment?.latest
        let label: SafeText =
            switch plan?.state {
            case .running: "stop"
            case .stopped: "new run"
            case .planned, nil: "start"
            }
        let help: SafeText = "Start it, stop it, or begin a new run"
        return [
            experimentKey("t", .startOrStop, label, help, 12, runAvailability),
            experimentKey(
                "f",
                .finish,
                "finish",
                "Keep one version for everybody, and stop",
                finishAvailability == .yes ? (experiments.page == nil ? 22 : 9) : nil,
                finishAvailability
            ),
        ]
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

    /// Whether `[` and `]` go through the days of a result, instead of through the history.
    var daysHaveKeys: Bool {
        tab == .experiments && experiments.page != nil && past == nil
    }

    // MARK: - Why not

    private var onExperiment: Availability {
        currentExperiment == nil ? .no(reason: "There is no experiment here.") : .yes
    }

    private var onResult: Availability {
        guard let view = currentExperiment else { return onExperiment }
        guard let plan = view.now, !plan.runs.isEmpty else {
            return .no(reason: "It has not started: there is no result yet.")
        }
        guard let answer = answer(about: plan) else {
            return .no(reason: "The result is on its way.")
        }
        guard answer.result != nil else {
            return answer.problem == nil
                ? .no(reason: "Nothing was counted by then.")
                : .no(reason: "The result could not be read. R asks again.")
        }
        return .yes
    }

    /// Before the start it is reckoned from what customers did lately.
    private var onWaiting: Availability {
        guard let view = currentExperiment else { return onExperiment }
        guard let plan = view.now else {
            return .no(reason: "The plan is a draft. Publish it first (p).")
        }
        return plan.runs.isEmpty ? .yes : onResult
    }

    private var runAvailability: Availability {
        guard let view = currentExperiment else { return onExperiment }
        guard let plan = view.latest else {
            return .no(reason: "A draft deletes it. Remove the draft first (p).")
        }
        guard view.now != nil else {
            return .no(reason: "The plan is a draft. Publish it first (p), then start it.")
        }
        if plan.isArchived { return .no(reason: "It is archived. Restore it first (d).") }
        return view.draft == nil
            ? .yes : .no(reason: "A draft of it waits. Publish or remove the draft first (p).")
    }

    private var finishAvailability: Availability {
        guard let plan = currentExperiment?.now else { return onExperiment }
        guard plan.state != .planned else {
            return .no(reason: "It has not started: there is nothing to finish.")
        }
        guard let flag = flagView(plan.flagID), flag.now != nil else {
            return .no(reason: "Its flag does not exist any more.")
        }
        guard flag.draft == nil else {
            return .no(reason: "A draft of its flag waits. Publish or remove the draft first (p).")
        }
        return runAvailability
    }
}
