internal import FlagModel

/// What one metric's results are called.
struct MetricWords {
    private let result: MetricResult
    private let names: ExperimentNames

    init(_ result: MetricResult, _ names: ExperimentNames) {
        self.result = result
        self.names = names
    }

    private var metric: Experiment.Metric { result.metric }

    /// "orders".
    var title: String { metric.title }

    /// "Orders".
    var capitalTitle: String { title.prefix(1).uppercased() + title.dropFirst() }

    /// Whether the metric counts people or events, so that there are fewer and not less of it.
    private var isCountable: Bool { metric.measure != .numeric }

    /// "more", "fewer" or "less", for a difference with this sign.
    func comparative(_ sign: Double) -> String {
        sign > 0 ? "more" : isCountable ? "fewer" : "less"
    }

    /// Each value with what it is counted for: "5.6% of visitors instead of 5%".
    func values(_ version: VersionResult) -> String? {
        guard let new = version.arm.value, let old = result.baseline.value else { return nil }
        switch metric.measure {
        case .conversion, .retention:
            let texts = Amounts.rates(new, old)
            return "\(texts.0) of \(names.people) instead of \(texts.1)"
        case .numeric, .ratio:
            return "\(Amounts.amount(new)) for each \(unit) instead of \(Amounts.amount(old))"
        }
    }

    /// What an average is taken over: "visitor", "visit".
    private var unit: String {
        if case .ratio(let over) = metric.measure { over } else { names.person }
    }

    /// A range on one side of 0: "4% to 20% more", "0.1 to 0.4 less for each visitor".
    func oneSided(_ version: VersionResult) -> String? {
        if let change = version.change {
            let sizes = Amounts.sizes(change.lower, change.upper, Amounts.percent)
            return "\(sizes) \(comparative(change.lower + change.upper))"
        }
        guard let difference = version.difference else { return nil }
        let sizes = Amounts.sizes(difference.lower, difference.upper, size)
        return "\(sizes) \(comparative(difference.lower + difference.upper))\(forEach)"
    }

    /// A range on both sides of 0: "from 4% worse to 9% better".
    func bothSides(_ version: VersionResult) -> String? {
        if let change = version.change {
            return bothSides(change, Amounts.percent)
        }
        return version.difference.map { bothSides($0, size) + forEach }
    }

    private func bothSides(
        _ range: VersionResult.Range,
        _ text: (Double) -> String
    ) -> String {
        let ends =
            metric.higherIsBetter ? (range.lower, range.upper) : (-range.upper, -range.lower)
        func side(_ end: Double) -> String {
            end == 0 ? "the same" : "\(text(abs(end))) \(end < 0 ? "worse" : "better")"
        }
        return "from \(side(ends.0)) to \(side(ends.1))"
    }

    /// A difference in the metric's unit; of shares of people, in people of 100.
    private func size(_ difference: Double) -> String {
        switch metric.measure {
        case .conversion, .retention: Amounts.amount(difference * 100)
        case .numeric, .ratio: Amounts.amount(difference)
        }
    }

    private var forEach: String {
        switch metric.measure {
        case .conversion, .retention: " of 100 \(names.people)"
        case .numeric, .ratio: " for each \(unit)"
        }
    }

    /// The best guess: "11%".
    func bestGuess(_ version: VersionResult) -> String? {
        if let change = version.change { return Amounts.percent(change.bestGuess) }
        return version.difference.map { size(abs($0.bestGuess)) }
    }

    /// The end of a range on the bad side, as a size.
    func worst(_ version: VersionResult) -> String? {
        version.change.map { Amounts.percent(metric.higherIsBetter ? $0.lower : $0.upper) }
    }
}
