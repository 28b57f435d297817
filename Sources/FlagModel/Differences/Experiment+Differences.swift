extension Experiment {
    /// In what it differs from an earlier version of itself.
    ///
    /// - Parameters:
    ///   - old: the earlier version.
    ///   - state: where its flag and audience are found, if that is known.
    /// - Returns: the aspects, in the order of its page.
    func facets(since old: Experiment, in state: EnvironmentState?) -> [Difference.Facet] {
        var list = FacetList()
        list.note("archived", old.isArchived, isArchived)
        list.note("state", old.state.rawValue, self.state.rawValue)
        noteRuns(since: old, in: &list)
        list.note("name", old.name, name)
        list.note("what is expected", old.hypothesis, hypothesis)
        list.note("compared with", old.baselineVariationID, baselineVariationID) {
            state?.flag(flagID)?.variation($0)?.name ?? $0
        }
        list.note("what decides", old.metric, metric, \.words)
        list.note("must not get worse", old.guardrails, guardrails) {
            Words.list($0.map(\.guardrailWords), most: 12)
        }
        list.note("looked at besides", old.otherMetrics, otherMetrics) {
            Words.list($0.map(\.words), most: 12)
        }
        list.note("planned days", old.plannedDays, plannedDays) { "\($0)" }
        list.note("planned people", old.plannedPeople, plannedPeople) {
            $0.map(Words.grouped) ?? ""
        }
        list.note("smallest change that matters", old.smallestChange, smallestChange) {
            Words.percent(hundredths: $0)
        }
        list.note("who counts", old.audienceID, audienceID) { id in
            guard let id else { return "everyone" }
            return state?.audience(id)?.name ?? id.text
        }
        list.note("layer", old.layer, layer) { $0?.words ?? "" }
        return list.facets
    }

    private func noteRuns(since old: Experiment, in list: inout FacetList) {
        // Another state says that a run came, went or ended.
        guard old.state == state, old.runs != runs else { return }
        list.note("runs", old.runs, runs) { runs in
            guard let last = runs.last else { return "" }
            return "\(Words.count(runs.count, "run")), the last since "
                + Words.moment(last.startedAt)
        }
    }
}

extension Experiment.LayerPlace {
    /// "shop, 0% to 50%".
    public var words: String {
        let (from, to) = (Words.percent(hundredths: lower), Words.percent(hundredths: upper))
        return "\(name.text), \(from) to \(to)"
    }
}

extension Experiment.Metric {
    /// "People who pay (paid, more is better)".
    public var words: String {
        var parts: [String] = []
        switch measure {
        case .conversion: break
        case .numeric: parts.append("the sum of its number")
        case .ratio(let other): parts.append("its number for each \(other)")
        case .retention(let from, let to): parts.append("again on days \(from) to \(to)")
        }
        if let windowDays { parts.append("within \(Words.count(windowDays, "day"))") }
        let hasAmounts = measure != .conversion && measure.word != "retention"
        if hasAmounts, !isCapped { parts.append("the largest amounts too") }
        parts.append(higherIsBetter ? "more is better" : "less is better")
        return "\(title) (\(([eventName] + parts).joined(separator: ", ")))"
    }

    /// The same, and by how much it may get worse.
    public var guardrailWords: String {
        guard margin != Self.usualMargin else { return words }
        return "\(words.dropLast()), may get worse by \(Words.percent(hundredths: margin)))"
    }
}
