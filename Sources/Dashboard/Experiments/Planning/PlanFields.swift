internal import FlagModel
internal import TerminalUI

/// The fields of a plan, before and after somebody filled them in.
extension DashboardState {
    /// Full days of a plan unless somebody says otherwise: two whole weeks.
    private static let usualDays = 14
    /// Events that a hint names.
    private static let hintedEvents = 3

    /// The fields that a new plan and one that is edited have in common.
    func planFields(_ flag: Flag, baseline: Int, of plan: Experiment? = nil) -> [Form.Field] {
        let days = String(plan?.plannedDays ?? Self.usualDays)
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
                limit: 256,
                hint: "What applications report, such as \(SafeText(usedEvents))"
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
                selected: plan?.metric.higherIsBetter ?? true ? 0 : 1,
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
        ] + furtherFields(plan)
    }

    /// What has a usual value.
    private func furtherFields(_ plan: Experiment?) -> [Form.Field] {
        let smallest = plan?.smallestChange ?? Experiment.usualSmallestChange
        let audience = plan?.audienceID.flatMap { environment?.audience($0)?.key.text }
        return [
            MeasureReading.choice(plan?.metric.measure),
            MeasureReading.detail(plan?.metric.measure),
            Form.text(
                .smallest,
                "Smallest change",
                PercentOfHundredths.text(smallest),
                limit: 6,
                hint: "In percent: what is smaller does not matter"
            ),
            Form.text(
                .guardrails,
                "Must not worsen",
                GuardrailReading.text(plan?.guardrails ?? []),
                limit: 2000,
                hint: "Events, with words: refund = refunds, +orders = orders; + for more is better"
            ),
            Form.text(
                .allowed,
                "By more than",
                GuardrailReading.margin(plan?.guardrails ?? []),
                limit: 6,
                hint: "In percent: so much worse is accepted; what is rare needs more, such as 25"
            ),
            Form.text(
                .audience,
                "Only members of",
                audience ?? "",
                hint: "The key of an audience; empty for everybody"
            ),
            Form.text(
                .people,
                "People",
                plan?.plannedPeople.map { String($0) } ?? "",
                limit: 10,
                hint: "How many are needed altogether; empty when nobody knows"
            ),
            Form.text(
                .layer,
                "Layer",
                plan?.layer?.text ?? "",
                limit: 160,
                hint: "shop:0-50 counts nobody whom other experiments of shop count; may stay empty"
            ),
        ]
    }

    /// Events that other plans name, for a hint.
    private var usedEvents: String {
        let all =
            (environment?.experiments).map { $0.flatMap { $0.metrics.map(\.eventName) } } ?? []
        let known = Array(Set(all)).sorted().prefix(Self.hintedEvents)
        return known.isEmpty ? "checkout-finished" : known.joined(separator: ", ")
    }

    /// What the fields of a plan hold.
    struct PlanReading {
        var name: String
        var baselineID: String
        var metric: Experiment.Metric
        var guardrails: [Experiment.Metric]
        var days: Int
        var people: Int?
        var smallestChange: Int
        var audienceID: GUID?
        var layer: Experiment.LayerPlace?
        var hypothesis: String

        func write(to experiment: inout Experiment) {
            experiment.name = name
            experiment.baselineVariationID = baselineID
            experiment.metric = metric
            experiment.guardrails = guardrails
            experiment.plannedDays = days
            experiment.plannedPeople = people
            experiment.smallestChange = smallestChange
            experiment.audienceID = audienceID
            experiment.layer = layer
            if hypothesis != experiment.hypothesis.onOneLine {
                experiment.hypothesis = hypothesis.trimmed
            }
        }
    }

    /// Reads the fields; the first that is wrong is marked.
    ///
    /// - Parameters:
    ///   - form: the fields.
    ///   - flag: whose versions are compared.
    ///   - earlier: the plan that is edited: what the form does not show stays.
    /// - Returns: `nil` when something is wrong.
    func readPlan(
        in form: inout Form,
        flag: Flag,
        earlier: Experiment? = nil
    ) -> PlanReading? {
        let required: [(Form.FieldID, String)] = [
            (.name, "Type a name."),
            (.event, "Type the name of the event, as applications report it."),
            (.measured, "Say in a few words what is counted."),
        ]
        for (id, problem) in required where form.text(id).trimmed.isEmpty {
            form.mark(id, problem)
            return nil
        }
        guard let days = Int(form.text(.days).trimmed), Limits.experimentDays.contains(days) else {
            form.mark(.days, "Type a number of days from 1 to 365.")
            return nil
        }
        let selected = form[.baseline]?.selected ?? 0
        guard flag.variations.indices.contains(selected) else {
            form.problem = "The versions of \(flag.name) changed meanwhile. Open the form again."
            return nil
        }
        guard let measure = MeasureReading.measure(in: &form),
            let smallest = readSmallestChange(in: &form),
            let guardrails = readGuardrails(in: &form, earlier?.guardrails ?? []),
            let audience = readAudience(in: &form), let people = readPeople(in: &form),
            let layer = readLayer(in: &form)
        else { return nil }
        return PlanReading(
            name: form.text(.name).trimmed,
            baselineID: flag.variations[selected].id,
            metric: metric(in: form, measure, earlier: earlier?.metric),
            guardrails: guardrails,
            days: days,
            people: people.value,
            smallestChange: smallest,
            audienceID: audience.value,
            layer: layer.value,
            hypothesis: form.text(.hypothesis)
        )
    }

    private func metric(
        in form: Form,
        _ measure: Experiment.Metric.Measure,
        earlier: Experiment.Metric?
    ) -> Experiment.Metric {
        let (event, title) = (form.text(.event).trimmed, form.text(.measured).trimmed)
        let higherIsBetter = form[.better]?.selected == 0
        var metric =
            earlier
            ?? Experiment.Metric(
                eventName: event,
                title: title,
                measure: measure,
                higherIsBetter: higherIsBetter
            )
        (metric.eventName, metric.title, metric.measure) = (event, title, measure)
        metric.higherIsBetter = higherIsBetter
        return metric
    }

    private func readSmallestChange(in form: inout Form) -> Int? {
        guard let hundredths = PercentOfHundredths.read(form.text(.smallest)),
            Limits.smallestChange.contains(hundredths)
        else {
            form.mark(.smallest, "Type percent from 0.01 to 100, such as 5.")
            return nil
        }
        return hundredths
    }

    private func readGuardrails(
        in form: inout Form,
        _ earlier: [Experiment.Metric]
    ) -> [Experiment.Metric]? {
        guard let guardrails = GuardrailReading.read(form.text(.guardrails), earlier: earlier)
        else {
            form.mark(.guardrails, "Between commas: an event, or an event = its words.")
            return nil
        }
        let text = form.text(.allowed).trimmed
        // Guardrails may have limits of their own, which the field then leaves alone.
        guard !text.isEmpty else { return guardrails }
        guard let margin = PercentOfHundredths.read(text), Limits.metricMargin.contains(margin)
        else {
            form.mark(.allowed, "Type percent from 0 to 100, such as 1.")
            return nil
        }
        return guardrails.map { guardrail in
            var guardrail = guardrail
            guardrail.margin = margin
            return guardrail
        }
    }

    /// Something that was read and may be nothing.
    private struct Read<Value> {
        let value: Value?
    }

    /// - Returns: `nil` for an audience that does not exist; no value is everybody.
    private func readAudience(in form: inout Form) -> Read<GUID>? {
        let text = form.text(.audience).trimmed
        guard !text.isEmpty else { return Read(value: nil) }
        let found = environment?.audiences.first { $0.key.text == text || $0.name == text }
        guard let found, !found.isArchived else {
            form.mark(.audience, "There is no audience with this key. The list is under 2.")
            return nil
        }
        return Read(value: found.id)
    }

    /// - Returns: `nil` for what is no part of a layer; no value for none.
    private func readLayer(in form: inout Form) -> Read<Experiment.LayerPlace>? {
        let text = form.text(.layer).trimmed
        guard !text.isEmpty else { return Read(value: nil) }
        guard let place = Experiment.LayerPlace(text: text), place.lower < place.upper,
            place.upper <= Experiment.LayerPlace.whole
        else {
            form.mark(.layer, "Type a name and a part in percent, such as shop:0-50.")
            return nil
        }
        return Read(value: place)
    }

    /// - Returns: `nil` for what is no number; no value when nobody knows.
    private func readPeople(in form: inout Form) -> Read<Int>? {
        let text = form.text(.people).trimmed
        guard !text.isEmpty else { return Read(value: nil) }
        guard let count = Int(text), Limits.plannedPeople.contains(count) else {
            form.mark(.people, "Type a number of people from 1 to 1,000,000,000, or nothing.")
            return nil
        }
        return Read(value: count)
    }
}
