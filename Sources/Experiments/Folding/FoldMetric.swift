public import FlagModel

/// What is counted of a customer's events for one metric.
public struct FoldMetric: Hashable, Sendable {
    /// How events become a customer's total.
    public enum Measure: Hashable, Sendable {
        /// 1 when there was one.
        case conversion
        /// The sum of their amounts.
        case numeric
        /// The sum of their amounts, beside the number of events of another kind.
        case ratio
        /// 1 when there was one from the first day after the first exposure to before the second.
        case retention(from: Int, to: Int)
    }

    /// How events become a total.
    public var measure: Measure
    /// Days after the first exposure in which events count, from 1 to 3,660; `nil` is to the end.
    public var windowDays: Int?
    /// Whether the largest totals, one customer in 1,000, are also counted cut off; only for
    /// ``Measure/numeric``.
    public var isCapped: Bool
    /// Whether the days before the first exposure are counted beside; never for a ratio.
    public var usesPast: Bool

    /// Puts the parts together.
    public init(
        _ measure: Measure,
        windowDays: Int? = nil,
        isCapped: Bool = false,
        usesPast: Bool = false
    ) {
        self.measure = measure
        self.windowDays = windowDays
        self.isCapped = isCapped && measure == .numeric
        self.usesPast = usesPast && measure != .ratio
    }

    /// What is counted for a metric of the model.
    public init(_ metric: Experiment.Metric) {
        let measure: Measure =
            switch metric.measure {
            case .conversion: .conversion
            case .numeric: .numeric
            case .ratio: .ratio
            case .retention(let from, let to): .retention(from: from, to: to)
            }
        self.init(
            measure,
            windowDays: metric.windowDays,
            isCapped: metric.isCapped,
            usesPast: true
        )
    }

    /// Whether its days are within the limits and in order.
    var isInOrder: Bool {
        let days = 1...FoldPlan.mostDays
        if case .retention(let from, let to) = measure {
            return from >= 0 && from < to && days.contains(to)
        }
        return windowDays.map { days.contains($0) } ?? true
    }

    /// The time after the first exposure in which events count, in microseconds; the end is not in
    /// it.
    var window: (from: Int64, to: Int64) {
        if case .retention(let from, let to) = measure {
            return (Int64(from) * FoldPlan.day, Int64(to) * FoldPlan.day)
        }
        return (0, windowDays.map { Int64($0) * FoldPlan.day } ?? .max)
    }

    /// Whether a customer's total is 0 or 1.
    var isYesOrNo: Bool {
        switch measure {
        case .conversion, .retention: true
        case .numeric, .ratio: false
        }
    }

    /// Whether only customers count whose window is over.
    var isRetention: Bool {
        if case .retention = measure { true } else { false }
    }
}

/// An exposure of one customer, as it was reported.
public struct FoldExposure: Hashable, Sendable {
    /// The version, an index of ``FoldPlan/variationIDs``.
    public var arm: Int
    /// When.
    public var at: Moment

    /// Puts the parts together.
    public init(arm: Int, at: Moment) {
        self.arm = arm
        self.at = at
    }
}

/// An event of one customer, as it was reported.
public struct FoldEvent: Hashable, Sendable {
    /// Which of a metric's two events this is.
    public enum Part: Hashable, Sendable {
        /// What is measured.
        case value
        /// What a ratio is divided by.
        case over
    }

    /// The metric, an index of ``FoldPlan/metrics``.
    public var metric: Int
    /// Which of its events.
    public var part: Part
    /// When.
    public var at: Moment
    /// The event's number, in millionths of the metric's unit; up to 10^9 units, positive or
    /// negative.
    public var amount: Int64

    /// The largest number that an event may have, in millionths.
    public static let largest: Int64 = 1_000_000_000 * ExactSums.unit

    /// Puts the parts together.
    public init(metric: Int, part: Part = .value, at: Moment, amount: Int64 = ExactSums.unit) {
        self.metric = metric
        self.part = part
        self.at = at
        self.amount = amount
    }
}
