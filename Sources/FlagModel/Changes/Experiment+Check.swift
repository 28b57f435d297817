extension Experiment {
    /// Holds the plan and its runs to the rules of the model.
    ///
    /// - Parameter state: the environment that holds it already.
    /// - Throws: ``Refusal`` for the first rule that is broken.
    func check(in state: EnvironmentState) throws(Refusal) {
        try TextRule.name.check(name, of: .experiment)
        try TextRule.text.check(hypothesis, field: "hypothesis of \"\(name)\"")
        guard let flag = state.flag(flagID) else { throw .unknown(.flag, flagID.text) }
        guard flag.variation(baselineVariationID) != nil else {
            throw .unknownVariation(flag: flag.name, place: place, id: baselineVariationID)
        }
        try checkCounts()
        for metric in metrics { try metric.check(in: self) }
        if let audienceID, state.audience(audienceID)?.isArchived ?? true {
            throw .unknownAudience(place: place, id: audienceID.text)
        }
        try checkLayer(in: state)
        try checkRuns()
    }

    private var place: String { "The experiment \"\(name)\"" }

    private func checkCounts() throws(Refusal) {
        guard Limits.experimentDays.contains(plannedDays) else {
            throw .tooMany(
                "days of an experiment, or none",
                limit: Limits.experimentDays.upperBound
            )
        }
        guard Limits.guardrailCount.contains(guardrails.count) else {
            throw .tooMany(
                "guardrails of one experiment",
                limit: Limits.guardrailCount.upperBound
            )
        }
        guard Limits.otherMetricCount.contains(otherMetrics.count) else {
            throw .tooMany(
                "other metrics of one experiment",
                limit: Limits.otherMetricCount.upperBound
            )
        }
        let of = "of the experiment \"\(name)\""
        if let plannedPeople {
            try Self.check(plannedPeople, Limits.plannedPeople, "number of people \(of)", "people")
        }
        let unit = "hundredths of a percent"
        try Self.check(smallestChange, Limits.smallestChange, "smallest change \(of)", unit)
    }

    fileprivate static func check(
        _ number: Int,
        _ range: ClosedRange<Int>,
        _ field: String,
        _ unit: String
    ) throws(Refusal) {
        guard range.contains(number) else { throw .outOfRange(field, range, unit: unit) }
    }

    /// Experiments of one layer that run at the same time share no places.
    private func checkLayer(in state: EnvironmentState) throws(Refusal) {
        guard let layer else { return }
        guard 0 <= layer.lower, layer.lower < layer.upper, layer.upper <= LayerPlace.whole else {
            throw .badLayer(experiment: name, layer: layer.name.text)
        }
        guard self.state == .running else { return }
        let other = state.experiments.filter { other in
            other.id != id && other.state == .running && (other.layer?.overlaps(layer) ?? false)
        }.min { $0.key < $1.key }
        guard let other else { return }
        throw .layerTaken(layer: layer.name.text, by: other.name, key: other.key.text)
    }

    /// Runs follow each other, and only the last one can be going on.
    ///
    /// Plans from before runs were written down have a state and no runs.
    func checkRuns() throws(Refusal) {
        guard Limits.runCount.contains(runs.count) else {
            throw .tooMany("runs of one experiment", limit: Limits.runCount.upperBound)
        }
        guard let last = runs.last else { return }
        let areOver = runs.dropLast().allSatisfy { $0.endedAt != nil }
        let haveOrder = runs.allSatisfy { $0.startedAt <= $0.endedAt ?? $0.startedAt }
        let follow = zip(runs, runs.dropFirst()).allSatisfy { before, next in
            before.endedAt.map { $0 <= next.startedAt } ?? false
        }
        let fits = state == (last.endedAt == nil ? .running : .stopped)
        guard areOver, haveOrder, follow, fits else { throw .timeOfRun(experiment: name) }
    }
}

extension Experiment.Metric {
    fileprivate func check(in experiment: Experiment) throws(Refusal) {
        try TextRule.name.check(title, of: .metric)
        let field = "event name of \"\(experiment.name)\""
        try TextRule.eventName.check(eventName, field: field)
        let of = "of \"\(title)\""
        if let windowDays {
            try Experiment.check(windowDays, Limits.windowDays, "window \(of)", "days")
        }
        let unit = "hundredths of a percent"
        try Experiment.check(margin, Limits.metricMargin, "margin \(of)", unit)
        switch measure {
        case .conversion, .numeric: break
        case .ratio(let other): try TextRule.eventName.check(other, field: field)
        case .retention(let from, let to):
            let first = 0...Limits.retentionDays.upperBound - 1
            try Experiment.check(from, first, "first day \(of)", "days")
            let last = from + 1...Limits.retentionDays.upperBound
            try Experiment.check(to, last, "day \(of) that ends it", "days")
        }
    }
}
