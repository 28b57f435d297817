import Experiments
import FlagModel

/// A run that tests count: it begins on a Monday at midnight.
enum FoldSetting {
    static let start = Moment(milliseconds: 1_771_804_800_000)
    static let unit = ExactSums.unit

    /// A moment so many days after the start.
    static func day(_ days: Double) -> Moment {
        start.adding(microseconds: Int64(days * 86_400_000_000))
    }

    /// A plan for two versions with one split from the start.
    static func plan(
        _ metrics: [FoldMetric],
        end: Moment? = nil,
        laterSplits: [FoldPlan.Period] = []
    ) throws -> FoldPlan {
        let first = FoldPlan.Period(since: start, weights: [50, 50])
        return try FoldPlan(
            variationIDs: ["old", "new"],
            metrics: metrics,
            start: start,
            end: end,
            periods: [first] + laterSplits
        )
    }

    /// A fold of such a plan.
    static func fold(
        _ metrics: [FoldMetric],
        end: Moment? = nil,
        laterSplits: [FoldPlan.Period] = []
    ) throws -> ExperimentFold {
        ExperimentFold(try plan(metrics, end: end, laterSplits: laterSplits))
    }
}

extension DayCounts {
    /// A version's counts under the first split.
    func arm(_ index: Int, period: Int = 0) -> ArmCounts { periods[period].arms[index] }

    /// A version's sums of the first metric under the first split.
    func sums(_ arm: Int, metric: Int = 0) -> ExactSums { self.arm(arm).metrics[metric].sums }
}
