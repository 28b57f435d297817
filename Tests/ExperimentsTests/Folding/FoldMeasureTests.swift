import Experiments
import FlagModel
import Testing

/// What events become for each kind of metric.
struct FoldMeasureTests {
    typealias Setting = FoldSetting

    @Test func `several events of a conversion are one`() throws {
        var fold = try Setting.fold([FoldMetric(.conversion)])
        fold.expose(1, arm: 0, at: Setting.day(1))
        for day in [2, 3, 4] as [Double] {
            fold.record(metric: 0, customer: 1, at: Setting.day(day), amount: 50)
        }
        let sums = fold.counts(until: Setting.day(9)).sums(0)
        #expect(sums.value == Int128(Setting.unit))
        #expect(sums.square == Int128(Setting.unit) * Int128(Setting.unit))
    }

    @Test func `a ratio has the amounts, and the number of what they are divided by`() throws {
        var fold = try Setting.fold([FoldMetric(.ratio, usesPast: true)])
        fold.expose(1, arm: 0, at: Setting.day(1))
        fold.record(metric: 0, customer: 1, at: Setting.day(2), amount: 7)
        for _ in 1...3 {
            fold.record(metric: 0, part: .over, customer: 1, at: Setting.day(2), amount: 99)
        }
        fold.record(metric: 0, part: .over, customer: 1, at: Setting.day(0.5))
        let counts = fold.counts(until: Setting.day(9))
        #expect(counts.sums(0).value == 7)
        #expect(counts.sums(0).other == 3 * Int128(Setting.unit))
        #expect(counts.sums(0).product == 21 * Int128(Setting.unit))
        #expect(counts.arm(0).metrics[0].active == 1)
    }

    @Test func `only a ratio is divided by anything`() throws {
        var fold = try Setting.fold([FoldMetric(.numeric, usesPast: true), FoldMetric(.numeric)])
        fold.expose(1, arm: 0, at: Setting.day(1))
        fold.record(metric: 0, part: .over, customer: 1, at: Setting.day(2))
        fold.record(metric: 1, part: .over, customer: 1, at: Setting.day(2))
        fold.record(metric: 2, customer: 1, at: Setting.day(2))
        fold.record(metric: -1, customer: 1, at: Setting.day(2))
        var nobody = ExactSums()
        nobody.add(0)
        let counts = fold.counts(until: Setting.day(9))
        #expect(counts.sums(0) == nobody)
        #expect(counts.sums(0, metric: 1) == nobody)
    }

    @Test(arguments: [(5.999, 0), (6, 4), (19.999, 4), (20, 0)] as [(Double, Int128)])
    func `the two weeks before the first exposure are the past`(day: Double, past: Int128) throws {
        var fold = try Setting.fold([FoldMetric(.numeric, usesPast: true)])
        fold.expose(1, arm: 0, at: Setting.day(20))
        fold.record(metric: 0, customer: 1, at: Setting.day(day), amount: 4)
        fold.record(metric: 0, customer: 1, at: Setting.day(25), amount: 3)
        let counts = fold.counts(until: Setting.day(30))
        #expect(counts.sums(0).other == past)
        #expect(counts.sums(0).product == past * (day < 20 ? 3 : 7))
        #expect(counts.sums(0).value == (day < 20 ? 3 : 7))
        #expect(counts.arm(0).metrics[0].active == 1)
    }

    @Test func `the past of a conversion is yes or no, and makes nobody active`() throws {
        var fold = try Setting.fold([FoldMetric(.conversion, usesPast: true)])
        fold.expose(1, arm: 0, at: Setting.day(20))
        for day in [8, 9] as [Double] { fold.record(metric: 0, customer: 1, at: Setting.day(day)) }
        let counts = fold.counts(until: Setting.day(30))
        #expect(counts.sums(0).other == Int128(Setting.unit))
        #expect(counts.sums(0).value == 0)
        #expect(counts.arm(0).metrics[0].active == 0)
    }

    @Test func `the largest total of one in a thousand is cut for all versions alike`() throws {
        var fold = try Setting.fold([FoldMetric(.numeric, isCapped: true, usesPast: true)])
        for customer in 0..<2000 as Range<Int64> {
            fold.expose(customer, arm: Int(customer % 2), at: Setting.day(1))
            let amount = customer < 2 ? 1_000_000 : 1000
            fold.record(metric: 0, customer: customer, at: Setting.day(2), amount: Int64(amount))
            fold.record(metric: 0, customer: customer, at: Setting.day(0.5), amount: 3)
        }
        let counts = fold.counts(until: Setting.day(9))
        let cap = try #require(counts.arm(0).metrics[0].cap)
        #expect((1000...1003).contains(cap))
        for arm in 0...1 {
            let metric = counts.arm(arm).metrics[0]
            #expect(metric.cap == cap)
            var expected = ExactSums()
            expected.add(cap, other: 3)
            for _ in 1..<1000 { expected.add(1000, other: 3) }
            #expect(metric.capped == expected)
            #expect(metric.sums.value == 1_000_000 + 999 * 1000)
        }
    }

    @Test func `nothing is cut when fewer than one in a thousand have anything`() throws {
        var fold = try Setting.fold([FoldMetric(.numeric, isCapped: true)])
        for customer in 0..<2000 as Range<Int64> {
            fold.expose(customer, arm: 0, at: Setting.day(1))
        }
        fold.record(metric: 0, customer: 7, at: Setting.day(2), amount: 500)
        let metric = fold.counts(until: Setting.day(9)).arm(0).metrics[0]
        #expect(metric.cap == nil)
        #expect(metric.capped == metric.sums)
    }

    @Test func `an amount beyond the limit is left out`() throws {
        var fold = try Setting.fold([FoldMetric(.numeric)])
        fold.expose(1, arm: 0, at: Setting.day(1))
        for amount in [FoldEvent.largest, -FoldEvent.largest, 5] {
            fold.record(metric: 0, customer: 1, at: Setting.day(2), amount: amount)
        }
        for amount in [FoldEvent.largest + 1, -FoldEvent.largest - 1, .min, .max] {
            fold.record(metric: 0, customer: 1, at: Setting.day(2), amount: amount)
        }
        #expect(fold.counts(until: Setting.day(9)).sums(0).value == 5)
    }

    @Test func `a total beyond the limit counts as the limit`() throws {
        var fold = try Setting.fold([FoldMetric(.numeric, isCapped: true)])
        fold.expose(1, arm: 0, at: Setting.day(1))
        for _ in 1...1001 {
            fold.record(metric: 0, customer: 1, at: Setting.day(2), amount: FoldEvent.largest)
        }
        var expected = ExactSums()
        expected.add(ExperimentFold.largestTotal)
        #expect(fold.counts(until: Setting.day(9)).sums(0) == expected)
        fold.record(metric: 0, customer: 1, at: Setting.day(2), amount: -FoldEvent.largest)
        #expect(fold.counts(until: Setting.day(9)).sums(0) == expected)
        fold.record(metric: 0, customer: 1, at: Setting.day(2), amount: -FoldEvent.largest)
        #expect(fold.counts(until: Setting.day(9)).sums(0) != expected)
    }
}
