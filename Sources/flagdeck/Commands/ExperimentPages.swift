import FlagModel
import JSON

extension Experiment {
    /// The experiment as programs rely on it.
    ///
    /// Keys of the flag and the audience, not ids; percents as numbers: 5 is 5 %.
    func summary(in state: EnvironmentState) -> JSONValue {
        let flag = state.flag(flagID)
        let baseline: JSONValue = [
            "id": .string(baselineVariationID),
            "name": .string(flag?.variation(baselineVariationID)?.name ?? ""),
        ]
        return [
            "key": .string(key.text), "name": .string(name), "id": .string(id.text),
            "state": .string(self.state.rawValue), "archived": .bool(isArchived),
            "flag": .string(flag?.key.text ?? ""), "hypothesis": .string(hypothesis),
            "baseline": baseline, "metric": metric.summary,
            "guardrails": .array(guardrails.map(\.summary)),
            "otherMetrics": .array(otherMetrics.map(\.summary)),
            "days": .integer(plannedDays),
            "people": plannedPeople.map(JSONValue.integer) ?? .null,
            "smallestChangePercent": .number(Double(smallestChange) / 100),
            "audience": audienceID.flatMap { state.audience($0)?.key.text }.map(JSONValue.string)
                ?? .null,
            "layer": layer?.summary ?? .null, "runs": .array(runs.map(\.summary)),
            "createdAt": .string(createdAt.text),
        ]
    }

    /// The experiment for people: how far it is first, then what was agreed on.
    func page(
        in state: EnvironmentState,
        drafts: [Draft],
        at now: Moment,
        time: (Moment) -> String
    ) -> String {
        let flag = state.flag(flagID)
        let place = state.environment.title
        var lines = ["\(name)   \(stateWords(at: now))   in \(place)"]
        if !hypothesis.isEmpty { lines.append("  \(Words.short(hypothesis, 200))") }
        lines.append("")
        let audience = audienceID.map { state.audience($0)?.name ?? $0.text }
        var facts = [
            ("key", key.text), ("flag", flag.map { "\($0.name) (\($0.key.text))" } ?? ""),
            ("compared with", flag?.variation(baselineVariationID)?.name ?? baselineVariationID),
            ("decides", metric.words),
        ]
        facts += guardrails.map { ("must not worsen", $0.guardrailWords) }
        facts += otherMetrics.map { ("looked at too", $0.words) }
        facts += [
            ("planned", planWords), ("counts", audience.map { "only who is in \($0)" } ?? ""),
            ("layer", layer?.words ?? ""),
        ]
        facts += runs.map { run in
            let end = run.endedAt.map { "to \(time($0))" } ?? "until now"
            return ("run", "\(time(run.startedAt)) \(end)")
        }
        lines += facts.filter { !$0.1.isEmpty }.map { fact in
            "  \(fact.0)\(String(repeating: " ", count: 18 - fact.0.count))\(fact.1)"
        }
        let subject = Subject.experiment(environment: state.environment.id, id)
        for draft in drafts where draft.touches(subject) {
            lines += ["", "  Draft by \(draft.authorWords), waiting to be published."]
        }
        return lines.joined(separator: "\n")
    }

    /// "running, day 6 of 14", "planned", "stopped", "archived".
    func stateWords(at now: Moment) -> String {
        guard !isArchived else { return "archived" }
        return ([state.rawValue] + [dayWords(at: now)].compactMap(\.self)).joined(separator: ", ")
    }

    private var planWords: String {
        let people = plannedPeople.map { Words.count($0, "person", "people") }
        let parts = [Words.count(plannedDays, "full day"), people].compactMap(\.self)
        let change = Words.percent(hundredths: smallestChange)
        return "\(Words.list(parts)); a change of \(change) matters"
    }
}

extension Experiment.State {
    /// Running ones first, then what is to come, then what is over.
    var place: Int {
        switch self {
        case .running: 0
        case .planned: 1
        case .stopped: 2
        }
    }
}

extension Experiment.Metric {
    fileprivate var summary: JSONValue {
        var fields = FieldWriter()
        fields.put("event", eventName)
        fields.put("title", title)
        fields.put("measure", measure.word)
        switch measure {
        case .conversion, .numeric: break
        case .ratio(let other): fields.put("over", other)
        case .retention(let from, let to):
            fields.put("fromDay", .integer(from))
            fields.put("toDay", .integer(to))
        }
        fields.put("higherIsBetter", .bool(higherIsBetter))
        fields.put("windowDays", windowDays.map(JSONValue.integer) ?? .null)
        fields.put("marginPercent", .number(Double(margin) / 100))
        fields.put("capped", .bool(isCapped))
        return fields.value
    }
}

extension Experiment.LayerPlace {
    fileprivate var summary: JSONValue {
        [
            "name": .string(name.text), "fromPercent": .number(Double(lower) / 100),
            "toPercent": .number(Double(upper) / 100),
        ]
    }
}

extension Experiment.Run {
    fileprivate var summary: JSONValue {
        [
            "startedAt": .string(startedAt.text),
            "endedAt": endedAt.map { .string($0.text) } ?? .null,
        ]
    }
}
