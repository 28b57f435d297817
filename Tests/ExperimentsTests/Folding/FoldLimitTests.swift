import FlagModel
import Testing

@testable import Experiments

/// How much a fold takes, and what it says to more.
struct FoldLimitTests {
    typealias Setting = FoldSetting

    static func plan(
        versions: Int = 2,
        metrics: [FoldMetric] = [FoldMetric(.conversion)],
        periods: Int = 1,
        pastDays: Int = 14
    ) throws(FoldPlanError) -> FoldPlan {
        try FoldPlan(
            variationIDs: (0..<versions).map { "\($0)" },
            metrics: metrics,
            start: Setting.start,
            periods: (0..<periods).map {
                FoldPlan.Period(
                    since: Setting.start.adding(microseconds: Int64($0)),
                    weights: Array(repeating: 1, count: versions)
                )
            },
            pastDays: pastDays
        )
    }

    @Test func `a plan has limits`() throws {
        _ = try Self.plan(versions: 255)
        #expect(throws: FoldPlanError.versions) { try Self.plan(versions: 256) }
        #expect(throws: FoldPlanError.versions) { try Self.plan(versions: 0) }
        let many = Array(repeating: FoldMetric(.conversion), count: 32)
        _ = try Self.plan(metrics: many)
        #expect(throws: FoldPlanError.metrics) { try Self.plan(metrics: many + many.prefix(1)) }
        #expect(throws: FoldPlanError.metrics) { try Self.plan(metrics: []) }
        _ = try Self.plan(periods: 1000)
        #expect(throws: FoldPlanError.periods) { try Self.plan(periods: 1001) }
        #expect(throws: FoldPlanError.periods) { try Self.plan(periods: 0) }
        _ = try Self.plan(versions: 10, periods: 1000)
        #expect(throws: FoldPlanError.periods) { try Self.plan(versions: 11, periods: 1000) }
        _ = try Self.plan(pastDays: 0)
        _ = try Self.plan(pastDays: 90)
        #expect(throws: FoldPlanError.days) { try Self.plan(pastDays: 91) }
        #expect(throws: FoldPlanError.days) { try Self.plan(pastDays: -1) }
    }

    @Test(arguments: [
        (FoldMetric(.conversion, windowDays: 1), true),
        (FoldMetric(.conversion, windowDays: 0), false),
        (FoldMetric(.conversion, windowDays: 3660), true),
        (FoldMetric(.conversion, windowDays: 3661), false),
        (FoldMetric(.retention(from: 0, to: 1)), true),
        (FoldMetric(.retention(from: 1, to: 1)), false),
        (FoldMetric(.retention(from: -1, to: 1)), false),
        (FoldMetric(.retention(from: 1, to: 3660)), true),
        (FoldMetric(.retention(from: 1, to: 3661)), false),
    ])
    func `days have limits`(metric: FoldMetric, isFine: Bool) {
        #expect(((try? Self.plan(metrics: [metric])) != nil) == isFine)
    }

    @Test func `splits come one after the other and name every version`() throws {
        var fold = ExperimentFold(try Self.plan())
        let same = FoldPlan.Period(since: Setting.start, weights: [1, 1])
        #expect(throws: FoldPlanError.periods) { try fold.append(same) }
        let short = FoldPlan.Period(since: Setting.day(1), weights: [1])
        #expect(throws: FoldPlanError.weights) { try fold.append(short) }
        #expect(fold.plan.periods.count == 1)
    }

    @Test func `a run is counted for ten years`() throws {
        var fold = ExperimentFold(try Self.plan())
        #expect(fold.expose(1, arm: 0, at: Setting.day(3660).adding(microseconds: -1)) == .began)
        #expect(fold.expose(2, arm: 0, at: Setting.day(3660)) == .ignored)
    }

    @Test(arguments: [(255, 39), (10, 1000)])
    func `the last version, metric and split keep their places`(
        versions: Int,
        periods: Int
    ) throws {
        let metrics = Array(repeating: FoldMetric(.numeric), count: 32)
        let plan = try Self.plan(versions: versions, metrics: metrics, periods: periods)
        var fold = ExperimentFold(plan)
        fold.expose(-1, arm: versions - 1, at: Setting.day(1))
        fold.record(metric: 31, customer: -1, at: Setting.day(2), amount: 6)
        let arm = fold.counts(until: Setting.day(3)).periods[periods - 1].arms[versions - 1]
        #expect(arm.people == 1)
        #expect(arm.metrics[31].sums.value == 6)
        #expect(arm.metrics.map(\.active) == Array(repeating: 0, count: 31) + [1])
    }

    @Test(arguments: [11, 12, 23, 24, 100_000, 150_000] as [Int64])
    func `a customer takes at most 80 bytes for one metric with a past`(
        customers: Int64
    ) throws {
        var fold = ExperimentFold(try Self.plan(metrics: [FoldMetric(.numeric, usesPast: true)]))
        for customer in 0..<customers { fold.expose(customer, arm: 0, at: Setting.day(1)) }
        #expect(fold.customerCount == Int(customers))
        #expect(customers < 20 || Double(fold.byteCount) <= 81 * Double(customers))
        #expect(fold.counts(until: Setting.day(2)).arm(0).people == Int(customers))
    }

    @Test(arguments: [1, 255, 256, 257, 511, 512, 513, 1023, 1024, 999_999, 1 << 59] as [Int64])
    func `every total is in a bin that is less than half a percent wide`(total: Int64) {
        for total in [total, ExperimentFold.largestTotal - total] {
            let (chunk, bin) = AmountHistogram.bin(of: total)
            let edge = AmountHistogram.edge(chunk: chunk, bin: bin)
            #expect(chunk < AmountHistogram.chunks && (0..<256).contains(bin))
            #expect(edge >= total && Double(edge - total) <= 0.005 * Double(total))
            #expect(AmountHistogram.bin(of: edge) == (chunk, bin))
            #expect(AmountHistogram.bin(of: edge + 1) != (chunk, bin))
        }
    }
}
