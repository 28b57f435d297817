internal import FlagModel
internal import Statistics

/// One version beside the baseline in one metric, over all periods of a run.
struct VersionPair {
    /// The difference in the metric's unit: what decides.
    let absolute: Effect
    private let source: Source

    private enum Source {
        /// One split all the time.
        case comparison(Comparison)
        /// Several splits, each of them compared by itself.
        case strata(PostStratification)
    }

    /// Compares two arms; `nil` while nothing can be said, as nobody is there or all are alike.
    ///
    /// Periods in which one of the two has nobody say nothing about their difference. What is known
    /// from before is used when one split was in force.
    ///
    /// - Parameters:
    ///   - metric: what is compared.
    ///   - control: the baseline's sums of each period.
    ///   - treatment: the version's sums of the same periods.
    init?(of metric: Experiment.Metric, control: [MetricCounts], treatment: [MetricCounts]) {
        let pairs = zip(control, treatment).filter {
            $0.0.decisive(for: metric).count > 0 && $0.1.decisive(for: metric).count > 0
        }
        guard let source = try? Self.source(pairs, metric),
            let effect = try? Self.effect(of: source, .absolute),
            effect.estimate.isFinite, effect.standardError.isFinite, effect.standardError > 0
        else { return nil }
        self.source = source
        absolute = effect
    }

    private static func source(
        _ pairs: [(MetricCounts, MetricCounts)],
        _ metric: Experiment.Metric
    ) throws(StatisticsError) -> Source {
        guard pairs.count == 1, let (control, treatment) = pairs.first else {
            let strata = pairs.map { control, treatment in
                (
                    control: control.sample(of: metric, usesPast: false),
                    treatment: treatment.sample(of: metric, usesPast: false)
                )
            }
            return .strata(try PostStratification(strata))
        }
        let usesPast = control.hasPast(for: metric) || treatment.hasPast(for: metric)
        return .comparison(
            try Comparison(
                control: control.sample(of: metric, usesPast: usesPast),
                treatment: treatment.sample(of: metric, usesPast: usesPast)
            )
        )
    }

    private static func effect(
        of source: Source,
        _ scale: EffectScale
    ) throws(StatisticsError) -> Effect {
        switch source {
        case .comparison(let comparison): try comparison.effect(scale)
        case .strata(let strata): try strata.effect(scale)
        }
    }

    /// Whether periods with different splits were put together.
    var isStratified: Bool {
        if case .strata = source { true } else { false }
    }

    /// The difference with so many standard errors to each side.
    func difference(multiplier: Double) -> RelativeRange {
        let reach = multiplier * absolute.standardError
        return RelativeRange(lower: absolute.estimate - reach, upper: absolute.estimate + reach)
    }

    /// The difference as a share of the baseline; `nil` while that cannot be stated.
    func change(multiplier: Double) -> RelativeRange? {
        let range: RelativeRange?? =
            switch source {
            case .comparison(let comparison):
                try? comparison.relativeRange(multiplier: multiplier)
            case .strata(let strata):
                (try? strata.effect(.relative)).map {
                    RelativeRange(around: $0, multiplier: multiplier)
                }
            }
        guard let range = range.flatMap({ $0 }), range.lower.isFinite, range.upper.isFinite
        else { return nil }
        return range
    }

    /// The measured difference as a share of the baseline.
    var measuredChange: Double? {
        guard absolute.controlMean != 0 else { return nil }
        let change = absolute.estimate / abs(absolute.controlMean)
        return change.isFinite ? change : nil
    }

    /// What is believed about the difference when most changes move a metric by less than 10 %.
    ///
    /// Without a baseline there is no such share, so that only what was measured counts.
    var belief: Posterior? {
        try? Posterior(absolute, prior: absolute.controlMean == 0 ? .flat : .usual)
    }
}
