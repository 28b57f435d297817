public import FlagModel

/// How the customers of each whole day of a run were split.
///
/// A split that went wrong on one day was changed or hindered on it; one that is wrong every day
/// was never right.
public struct SplitDays: Hashable, Sendable {
    /// The days with new customers, the first one first.
    public let days: [Day]

    /// One day.
    public struct Day: Hashable, Sendable {
        /// Its end.
        public let until: Moment
        /// Who came on it.
        public let split: SplitResult
        /// How often chance alone makes one of all days as uneven, from 0 to 1 (Bonferroni).
        public let pValue: Double
    }

    /// How often the worst of the days may be called uneven where all are right.
    private static let alpha = 0.01

    /// Takes the days of a run apart.
    public init(_ counts: ExperimentCounts) {
        let whole = counts.days.map { Standing($0) }.filter(\.isWholeDay)
        var came: [(until: Moment, standing: Standing)] = []
        for (index, day) in whole.enumerated() {
            let standing = index == 0 ? day : day.since(whole[index - 1])
            if standing.people > 0 { came.append((day.until, standing)) }
        }
        days = came.map { until, standing in
            let split = SplitResult(standing, counts.variationIDs, brokenSince: nil)
            let pValue = min(1, split.pValue * Double(came.count))
            return Day(until: until, split: split, pValue: pValue)
        }
    }

    /// The days that chance does not explain.
    public var uneven: [Day] {
        days.filter { $0.split.isChecked && $0.pValue < Self.alpha }
    }

    /// The most uneven of them; `nil` when all days can be chance.
    public var worst: Day? { uneven.min { $0.pValue < $1.pValue } }
}
