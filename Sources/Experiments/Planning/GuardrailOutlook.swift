public import FlagModel
internal import Statistics

/// Whether a plan is long enough to find out that a guardrail did not get worse.
///
/// A limit is a share of what is usual. One per cent of what one customer in a thousand does is one
/// customer in a hundred thousand: that takes hundreds of millions of customers to rule out.
public struct GuardrailOutlook: Hashable, Sendable {
    /// The guardrail.
    public let metric: Experiment.Metric
    /// How it is today; `nil` when nobody, or everybody, does it.
    public let base: MetricBase?
    /// The smallest limit that is found to be kept four times in five where nothing got worse, as a
    /// share of what is usual; `nil` when nobody can say.
    public let smallestLimit: Double?

    /// How often safety may ever be claimed wrongly, and how often it should be found.
    private static let alpha = 0.05
    private static let power = 0.8

    /// Looks ahead.
    ///
    /// - Parameters:
    ///   - metric: the guardrail.
    ///   - base: how it is today.
    ///   - people: customers of all versions at the planned end.
    ///   - shares: of the versions, the baseline's first.
    init(_ metric: Experiment.Metric, base: MetricBase?, people: Double, shares: [Double]) {
        self.metric = metric
        self.base = base
        guard let base, let smallest = shares.dropFirst().min(), let baseline = shares.first,
            case let (control, treatment) = (people * baseline, people * smallest),
            control >= 1, treatment >= 1,
            let sequence = try? AlwaysValid(tuning: control + treatment)
        else {
            smallestLimit = nil
            return
        }
        let error = base.deviation * (1 / control + 1 / treatment).squareRoot()
        let reach = sequence.multiplier(
            count: control + treatment,
            alpha: Self.alpha,
            sides: .greater
        )
        let distance = reach + NormalDistribution.quantile(Self.power)
        smallestLimit = distance * error / abs(base.mean)
    }

    /// Whether its limit is too small to be checked in the planned time.
    public var isOutOfReach: Bool { smallestLimit.map { $0 > metric.marginShare } ?? false }
}
