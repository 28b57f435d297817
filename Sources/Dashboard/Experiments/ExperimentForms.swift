internal import FlagModel
internal import TerminalUI

/// Forms about experiments.
extension DashboardState {
    /// Full days of a plan unless somebody says otherwise: two whole weeks.
    private static let usualDays = 14

    mutating func planExperiment(on flagID: GUID) {
        guard let flag = flagView(flagID)?.latest else { return }
        guard flag.variations.count > 1 else {
            complain("\(flag.name) has one version only: there is nothing to compare.")
            return
        }
        guard flagView(flagID)?.now != nil else {
            complain("\(flag.name) is a draft. Publish it first (p), then plan the experiment.")
            return
        }
        let off = flag.variations.firstIndex { $0.id == flag.offVariationID } ?? 0
        var form = Form(
            .newExperiment(flag: flagID),
            title: "Plan an experiment with \(Words.short(flag.name))",
            intro: "It only says what will be measured. Nobody sees anything else because of it.",
            fields: [
                Form.text(.name, "Name", hint: "What people call it: Checkout speed"),
                Form.text(.key, "Key", hint: "What commands call it; it can never change"),
            ] + planFields(flag, baseline: off)
        )
        form.submitLabel = asksForDrafts ? "save as draft" : "save"
        open(.form(form))
    }

    private func planFields(_ flag: Flag, baseline: Int, of plan: Experiment? = nil) -> [Form.Field]
    {
        let days = String(plan?.plannedDays ?? Self.usualDays)
        let isMoreBetter = plan?.metric.higherIsBetter ?? true
        return [
            Form.choice(
                .baseline,
                "Compared with",
                flag.variations.map(\.name),
                selected: baseline,
                hint: "The version that customers know today"
            ),
            Form.text(
                .event,
                "Event",
                plan?.metric.eventName ?? "",
                hint: "What applications report, such as checkout-finished"
            ),
            Form.text(
                .measured,
                "In words",
                plan?.metric.title ?? "",
                hint: "What people call it: people who finish checkout"
            ),
            Form.choice(
                .better,
                "More is better",
                ["yes", "no"],
                selected: isMoreBetter ? 0 : 1,
                hint: "No for what should become rarer, such as errors"
            ),
            Form.text(.days, "Days", days, limit: 3, hint: "Full days that it will run, 1 to 365"),
            Form.text(
                .hypothesis,
                "We expect",
                plan?.hypothesis.onOneLine ?? "",
                limit: 2000,
                hint: "What you think will happen, and why; may stay empty"
            ),
        ]
    }

    mutating func editExperiment() {
        guard let view = currentExperiment, let plan = view.latest else { return }
        guard let flag = flagView(plan.flagID)?.latest else {
            complain("The flag of \(plan.name) does not exist any more.")
            return
        }
        let baseline = flag.variations.firstIndex { $0.id == plan.baselineVariationID } ?? 0
        let warning =
            plan.state == .planned
            ? "" : "\nIt has started: a plan that changes now makes its result harder to trust."
        var form = Form(
            .editExperiment(view.id),
            title: "Edit \(plan.name)",
            intro: "Key \(plan.key.text), flag \(flag.name)" + warning,
            fields: [Form.text(.name, "Name", plan.name)]
                + planFields(flag, baseline: baseline, of: plan)
        )
        form.submitLabel = asksForDrafts ? "save as draft" : "save"
        open(.form(form))
    }

    /// Does what a form about experiments is for.
    ///
    /// - Returns: whether it is done; a problem is shown in the form.
    mutating func submitExperiment(_ form: inout Form) -> Bool {
        switch form.purpose {
        case .newExperiment(let flagID): return submitNewExperiment(&form, flagID)
        case .editExperiment(let id): return submitPlan(&form, id)
        default: return true
        }
    }

    /// What the fields of a plan hold.
    private struct Plan {
        var name: String
        var baselineID: String
        var event: String
        var measured: String
        var isMoreBetter: Bool
        var days: Int
        var hypothesis: String

        func write(to experiment: inout Experiment) {
            experiment.name = name
            experiment.baselineVariationID = baselineID
            experiment.metric.eventName = event
            experiment.metric.title = measured
            experiment.metric.higherIsBetter = isMoreBetter
            experiment.plannedDays = days
            if hypothesis != experiment.hypothesis.onOneLine {
                experiment.hypothesis = hypothesis.trimmed
            }
        }
    }

    /// Reads the fields; the first that is wrong is marked.
    private func plan(in form: inout Form, flag: Flag) -> Plan? {
        let required: [(Form.FieldID, String)] = [
            (.name, "Type a name."),
            (.event, "Type the name of the event, as applications report it."),
            (.measured, "Say in a few words what is counted."),
        ]
        for (id, problem) in required where form.text(id).trimmed.isEmpty {
            form.mark(id, problem)
            return nil
        }
        guard let days = Int(form.text(.days).trimmed), (1...365).contains(days) else {
            form.mark(.days, "Type a number of days from 1 to 365.")
            return nil
        }
        let selected = form[.baseline]?.selected ?? 0
        guard flag.variations.indices.contains(selected) else {
            form.problem = "The versions of \(flag.name) changed meanwhile. Open the form again."
            return nil
        }
        return Plan(
            name: form.text(.name).trimmed,
            baselineID: flag.variations[selected].id,
            event: form.text(.event).trimmed,
            measured: form.text(.measured).trimmed,
            isMoreBetter: form[.better]?.selected == 0,
            days: days,
            hypothesis: form.text(.hypothesis)
        )
    }

    private mutating func submitNewExperiment(_ form: inout Form, _ flagID: GUID) -> Bool {
        guard let environmentID, let environment, let flag = flagView(flagID)?.latest else {
            form.problem = "The flag does not exist any more."
            return false
        }
        guard let plan = plan(in: &form, flag: flag) else { return false }
        guard let key = try? FlagModel.Key(form.text(.key).trimmed) else {
            form.mark(.key, "A key has letters, digits, dots, _ and - only.")
            return false
        }
        guard environment.experiment(key) == nil else {
            form.mark(.key, "Another experiment has this key already.")
            return false
        }
        var experiment = Experiment(
            id: GUID(using: &random),
            key: key,
            name: plan.name,
            flagID: flagID,
            baselineVariationID: plan.baselineID,
            metric: Experiment.Metric(
                eventName: plan.event,
                title: plan.measured,
                measure: .conversion,
                higherIsBetter: plan.isMoreBetter
            ),
            plannedDays: plan.days,
            createdAt: now
        )
        plan.write(to: &experiment)
        let change = Change.createExperiment(environment: environmentID, experiment)
        return finish(
            &form,
            [change],
            about: change.subject,
            words: "experiment \(plan.name) planned",
            selecting: experiment.id
        )
    }

    private mutating func submitPlan(_ form: inout Form, _ id: GUID) -> Bool {
        guard let environmentID, let earlier = experimentView(id)?.latest,
            let flag = flagView(earlier.flagID)?.latest
        else {
            overlays.removeLast()
            return true
        }
        guard let plan = plan(in: &form, flag: flag) else { return false }
        var experiment = earlier
        plan.write(to: &experiment)
        return finish(
            &form,
            experiment == earlier
                ? [] : [.replaceExperiment(environment: environmentID, experiment)],
            about: .experiment(environment: environmentID, id),
            words: "plan of \(plan.name) changed"
        )
    }
}
