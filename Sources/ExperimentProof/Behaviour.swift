internal import Experiments
package import FlagModel

/// How made-up customers behave in one metric.
package enum Behaviour: Hashable, Sendable {
    /// A share of them does something.
    case rate(Double)
    /// A share of them buys; amounts are lognormal with a middle of 1, and may be cut off.
    case revenue(buyers: Double, logDeviation: Double, isCapped: Bool)
    /// The same, and after each purchase half of the buyers buy again, one to seven days later.
    case returning(buyers: Double, logDeviation: Double)
    /// Each one comes 1 to 10 times and has an own rate of clicking, around the given one.
    case clicksByVisits(rate: Double)
    /// Everybody spends a normal amount around 10, and before the run one with this correlation.
    case spending(correlation: Double)

    /// What is counted.
    package var metric: Experiment.Metric {
        let (measure, isCapped): (Experiment.Metric.Measure, Bool) =
            switch self {
            case .rate: (.conversion, false)
            case .revenue(_, _, let isCapped): (.numeric, isCapped)
            case .returning: (.numeric, false)
            case .clicksByVisits: (.ratio(over: "visit"), false)
            case .spending: (.numeric, false)
            }
        return Experiment.Metric(
            eventName: "event",
            title: "event",
            measure: measure,
            higherIsBetter: true,
            isCapped: isCapped
        )
    }

    /// Lets a customer act after the first exposure.
    ///
    /// - Parameters:
    ///   - customer: who was just exposed.
    ///   - metric: the metric's index.
    ///   - lift: the true change in the customer's version: 0.1 for 10 % more.
    ///   - at: the time of the exposure.
    ///   - fold: what counts.
    ///   - chance: where chance comes from.
    /// - Returns: in how many days the customer comes back; 0 for never.
    @inline(__always)
    func act(
        _ customer: Int64,
        metric: Int,
        lift: Double,
        at: Moment,
        in fold: inout ExperimentFold,
        using chance: inout Chance
    ) -> Int {
        switch self {
        case .rate(let rate):
            guard chance.happens(rate * (1 + lift)) else { return 0 }
            fold.record(metric: metric, customer: customer, at: at)
        case .revenue(let buyers, let logDeviation, _):
            guard chance.happens(buyers) else { return 0 }
            let amount = (1 + lift) * chance.lognormal(deviation: logDeviation)
            fold.record(metric: metric, customer: customer, at: at, amount: Self.parts(amount))
        case .returning(let buyers, _):
            guard chance.happens(buyers) else { return 0 }
            return buyAgain(
                customer,
                metric: metric,
                lift: lift,
                at: at,
                in: &fold,
                using: &chance
            )
        case .clicksByVisits(let rate):
            let visits = Int(chance.next() % 10) + 1
            let own = rate * (1 + lift) * (0.5 + chance.uniform())
            for _ in 0..<visits {
                fold.record(metric: metric, part: .over, customer: customer, at: at)
                guard chance.happens(own) else { continue }
                fold.record(metric: metric, customer: customer, at: at)
            }
        case .spending(let correlation):
            let rest = (1 - correlation * correlation).squareRoot()
            let past = chance.normal()
            let now = correlation * past + rest * chance.normal()
            let before = at.adding(microseconds: -86_400_000_000)
            let (then, later) = (Self.parts(10 + 5 * past), Self.parts(10 * (1 + lift) + 5 * now))
            fold.record(metric: metric, customer: customer, at: before, amount: then)
            fold.record(metric: metric, customer: customer, at: at, amount: later)
        }
        return 0
    }

    /// Lets somebody buy who came back.
    ///
    /// - Returns: in how many days the customer comes back again; 0 for never.
    func buyAgain(
        _ customer: Int64,
        metric: Int,
        lift: Double,
        at: Moment,
        in fold: inout ExperimentFold,
        using chance: inout Chance
    ) -> Int {
        guard case .returning(_, let logDeviation) = self else { return 0 }
        let amount = (1 + lift) * chance.lognormal(deviation: logDeviation)
        fold.record(metric: metric, customer: customer, at: at, amount: Self.parts(amount))
        return chance.happens(0.5) ? 1 + Int(chance.next() % 7) : 0
    }

    /// An amount in millionths.
    private static func parts(_ amount: Double) -> Int64 {
        Int64((amount * Double(ExactSums.unit)).rounded())
    }
}
