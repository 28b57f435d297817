internal import FlagModel
internal import TerminalUI

/// Forms about experiments.
extension DashboardState {
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
        askEventNames()
        open(.form(form))
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
        askEventNames()
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

    private mutating func submitNewExperiment(_ form: inout Form, _ flagID: GUID) -> Bool {
        guard let environmentID, let environment, let flag = flagView(flagID)?.latest else {
            form.problem = "The flag does not exist any more."
            return false
        }
        guard let plan = readPlan(in: &form, flag: flag) else { return false }
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
            metric: plan.metric,
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
        guard let plan = readPlan(in: &form, flag: flag, earlier: earlier) else { return false }
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
