public import FlagModel

extension Breakdown {
    /// What to think of all parts together: how much luck there is in it, what stands out all the
    /// same, and whether people are split fairly in each.
    ///
    /// - Parameters:
    ///   - plan: the experiment.
    ///   - names: what its things are called.
    ///   - title: what a part is called, by its place in ``results``.
    /// - Returns: sentences; none for nobody.
    public func sentences(
        _ plan: Experiment,
        _ names: ExperimentNames,
        title: (Int) -> String
    ) -> [String] {
        guard !results.isEmpty else { return [] }
        return luck + special(names, title) + fairness(plan, names, title)
    }

    private var luck: [String] {
        guard comparisons > 1 else { return ["Treat it as an idea for a new experiment."] }
        // One in twenty looks special where there is nothing.
        let special = Int((Double(comparisons) / 20).rounded())
        let some =
            special < 1
            ? "One may look" : special < 2 ? "One or two look" : "About \(special) look"
        return [
            "You look at \(Words.grouped(comparisons)) comparisons.", "\(some) special by luck.",
            "Treat them as ideas for a new experiment: they never decide.",
        ]
    }

    private func special(_ names: ExperimentNames, _ title: (Int) -> String) -> [String] {
        guard comparisons > 1 else { return [] }
        guard !standingOut.isEmpty else { return ["None stands out more than luck explains."] }
        let some = standingOut.prefix(3).compactMap { place -> String? in
            guard let metric = results[place.part].metrics.first else { return nil }
            let version = metric.versions[place.version]
            let name = names.version(version.arm.variationID)
            let size = version.change.map { " \(Amounts.signed($0.bestGuess))" } ?? ""
            return "\(title(place.part)) (\(name)\(size))"
        }
        let more = standingOut.count > some.count ? " and others" : ""
        return ["Even among so many these stand out: \(some.joined(separator: ", "))\(more)."]
    }

    private func fairness(
        _ plan: Experiment,
        _ names: ExperimentNames,
        _ title: (Int) -> String
    ) -> [String] {
        guard results.contains(where: \.split.isChecked) else { return [] }
        guard let worst = uneven.first else { return ["The split is fair in each of them."] }
        let words = ExperimentWords(results[worst], plan: plan, names: names)
        let split = "planned \(words.planned), counted \(words.counted)"
        let others = uneven.count - 1
        let rest =
            others > 0
            ? " So it is in \(Words.count(others, "other part"))."
            : cause == worst ? " It is fair in all others: look there for the cause." : ""
        return ["The split is uneven in \(title(worst)): \(split).\(rest)"]
    }
}

extension SplitDays {
    /// Which days an uneven split comes from, in a sentence; `nil` while there is nothing to say.
    ///
    /// - Parameters:
    ///   - plan: the experiment.
    ///   - names: what its things are called.
    /// - Returns: the sentence.
    public func sentence(_ plan: Experiment, _ names: ExperimentNames) -> String? {
        let checked = days.filter(\.split.isChecked)
        guard let worst, checked.count > 1 else { return nil }
        let day = names.day(worst.until.adding(microseconds: -1))
        let parts = worst.split.parts
        let total = Double(max(parts.reduce(0) { $0 + $1.people }, 1))
        let counted = parts.map { Amounts.decimal(Double($0.people) / total * 100, places: 1) }
            .joined(separator: "/")
        return uneven.count == 1
            ? "Only \(day) is uneven (\(counted)); the other days are fair."
            : "\(uneven.count) of \(checked.count) days are uneven,"
                + " most of all \(day) (\(counted))."
    }
}
