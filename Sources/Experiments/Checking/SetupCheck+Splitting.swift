public import FlagModel
internal import Statistics

extension SetupCheck {
    /// Splits customers into halves again and again, and decides about each split as about a run
    /// at its planned end.
    ///
    /// - Parameters:
    ///   - sample: customers who saw the same version.
    ///   - metric: what is measured of them.
    ///   - splits: how often.
    /// - Complexity: O(*n* · *splits*) in the customers.
    public init(_ sample: SetupSample, metric: Experiment.Metric, splits: Int = Self.splits) {
        let customers = Self.capped(sample.customers, metric)
        var (claimed, pValues) = (0, [Double]())
        for split in 0..<splits {
            let halves = Self.halves(of: customers, split)
            let pair = VersionPair(of: metric, control: [halves.0], treatment: [halves.1])
            guard let effect = pair?.absolute,
                let rule = try? DecisionRule(plannedCount: Double(max(1, customers.count))),
                let outcomes = try? rule.decide([Candidate(effect: effect)], at: .plannedEnd),
                let test = try? FixedHorizon.test(effect, alpha: rule.finalAlpha)
            else { continue }
            if outcomes != [.undecided] { claimed += 1 }
            pValues.append(test.pValue)
        }
        self.init(people: customers.count, claimed: claimed, pValues: pValues)
    }

    /// Whether the splits claim no more than chance does: of as many splits, a sound setup claims
    /// more only once in 1,000 times.
    public var isSound: Bool {
        let expected = Double(pValues.count) * Self.expectedShare
        let spread = (expected * (1 - Self.expectedShare)).squareRoot()
        return Double(claimed) <= expected + 3.1 * spread
    }

    /// How likely values that are all equally likely are to be as uneven as these; 1 for none.
    public var evenness: Double { Uniformity.pValue(of: pValues) }

    private static func halves(
        of customers: [SetupSample.Totals],
        _ split: Int
    ) -> (MetricCounts, MetricCounts) {
        var halves = (ExactSums(), ExactSums())
        for (place, customer) in customers.enumerated() {
            if RandomHalf.isSecond(place, of: split) {
                halves.1.add(customer.total, other: customer.other)
            } else {
                halves.0.add(customer.total, other: customer.other)
            }
        }
        return (
            MetricCounts(sums: halves.0, active: 0), MetricCounts(sums: halves.1, active: 0)
        )
    }

    /// The customers with the largest totals cut off, as in a run.
    private static func capped(
        _ customers: [SetupSample.Totals],
        _ metric: Experiment.Metric
    ) -> [SetupSample.Totals] {
        guard metric.isCapped, metric.measure == .numeric else { return customers }
        var histogram = AmountHistogram()
        for customer in customers {
            histogram.change(customer.total, other: customer.other, by: 1)
        }
        guard let cap = AmountHistogram.cap(of: [histogram]) else { return customers }
        return customers.map {
            SetupSample.Totals(total: min($0.total, cap), other: $0.other)
        }
    }
}
