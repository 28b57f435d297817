import Experiments
import FlagModel
import Testing

/// What an exposure and an event do to the counts: one test for each rule.
struct FoldRulesTests {
    typealias Setting = FoldSetting
    static let amounts = [FoldMetric(.numeric)]

    @Test func `an event counts only for the customer it names`() throws {
        var fold = try Setting.fold(Self.amounts)
        fold.expose(1, arm: 0, at: Setting.day(1))
        fold.record(metric: 0, customer: 2, at: Setting.day(2), amount: 7)
        fold.expose(2, arm: 0, at: Setting.day(3))
        let counts = fold.counts(until: Setting.day(4))
        #expect(counts.arm(0).people == 2)
        #expect(counts.sums(0).value == 0)
        #expect(counts.arm(0).metrics[0].active == 0)
    }

    @Test func `two names of one customer that were given two versions are mixed`() throws {
        var fold = try Setting.fold(Self.amounts)
        fold.expose(1, arm: 0, at: Setting.day(1))
        let exposures = [
            FoldExposure(arm: 0, at: Setting.day(1)), FoldExposure(arm: 1, at: Setting.day(2)),
        ]
        fold.refold(1, exposures: exposures, events: [])
        let counts = fold.counts(until: Setting.day(4))
        #expect(counts.mixed == 1)
        #expect(counts.arm(0).people == 0)
    }

    @Test func `only a version of the flag, given while the run lasts, is an exposure`() throws {
        var fold = try Setting.fold(Self.amounts, end: Setting.day(7))
        let justBefore = Setting.start.adding(microseconds: -1)
        #expect(fold.expose(1, arm: 0, at: justBefore) == .ignored)
        #expect(fold.expose(2, arm: 0, at: Setting.day(7)) == .ignored)
        #expect(fold.expose(3, arm: 2, at: Setting.day(1)) == .ignored)
        #expect(fold.expose(4, arm: -1, at: Setting.day(1)) == .ignored)
        #expect(fold.customerCount == 0)
        #expect(fold.expose(5, arm: 0, at: Setting.start) == .began)
        #expect(fold.expose(6, arm: 1, at: Setting.day(7).adding(microseconds: -1)) == .began)
        #expect(fold.customerCount == 2)
    }

    @Test func `the first exposure fixes version and time, and repeats are ignored`() throws {
        var fold = try Setting.fold(Self.amounts)
        #expect(fold.expose(1, arm: 1, at: Setting.day(1)) == .began)
        fold.record(metric: 0, customer: 1, at: Setting.day(1.5), amount: 3)
        #expect(fold.expose(1, arm: 1, at: Setting.day(2)) == .repeated)
        fold.record(metric: 0, customer: 1, at: Setting.day(1.6), amount: 4)
        let counts = fold.counts(until: Setting.day(3))
        #expect(counts.arm(1).people == 1)
        #expect(counts.sums(1).value == 7)
        #expect(counts.sums(1).square == 49)
    }

    @Test func `somebody who was given two versions counts in neither`() throws {
        var fold = try Setting.fold(Self.amounts)
        fold.expose(1, arm: 0, at: Setting.day(1))
        fold.record(metric: 0, customer: 1, at: Setting.day(1.5), amount: 3)
        #expect(fold.expose(1, arm: 1, at: Setting.day(2)) == .mixed)
        #expect(fold.expose(1, arm: 0, at: Setting.day(3)) == .mixed)
        fold.record(metric: 0, customer: 1, at: Setting.day(3), amount: 9)
        let counts = fold.counts(until: Setting.day(4))
        #expect(counts.mixed == 1)
        for arm in 0...1 {
            #expect(counts.arm(arm).people == 0)
            #expect(counts.sums(arm) == ExactSums())
            #expect(counts.arm(arm).metrics[0].active == 0)
        }
    }

    @Test func `somebody whom a changed split moves keeps the first version`() throws {
        let later = FoldPlan.Period(since: Setting.day(7), weights: [90, 10])
        var fold = try Setting.fold(Self.amounts, laterSplits: [later])
        fold.expose(1, arm: 1, at: Setting.day(1))
        #expect(fold.expose(1, arm: 0, at: Setting.day(8)) == .repeated)
        fold.record(metric: 0, customer: 1, at: Setting.day(9), amount: 5)
        let counts = fold.counts(until: Setting.day(10))
        #expect(counts.mixed == 0)
        #expect(counts.arm(1).people == 1)
        #expect(counts.sums(1).value == 5)
    }

    @Test(arguments: [(0.999, 0), (1, 1), (2, 1), (7.999, 1), (8, 0)] as [(Double, Int)])
    func `events count from the first exposure to before the window ends`(
        day: Double,
        active: Int
    ) throws {
        var fold = try Setting.fold([FoldMetric(.conversion, windowDays: 7)])
        fold.expose(1, arm: 0, at: Setting.day(1))
        fold.record(metric: 0, customer: 1, at: Setting.day(day))
        let counts = fold.counts(until: Setting.day(20))
        #expect(counts.arm(0).metrics[0].active == active)
        #expect(counts.sums(0).value == Int128(active) * Int128(Setting.unit))
    }

    @Test func `events without a window count to before the end`() throws {
        var fold = try Setting.fold(Self.amounts, end: Setting.day(9))
        fold.expose(1, arm: 0, at: Setting.day(1))
        fold.record(metric: 0, customer: 1, at: Setting.day(9).adding(microseconds: -1), amount: 1)
        fold.record(metric: 0, customer: 1, at: Setting.day(9), amount: 10)
        #expect(fold.counts(until: Setting.day(10)).sums(0).value == 1)
    }

    @Test func `who is younger than the window counts, and is counted as such`() throws {
        let metrics = [FoldMetric(.conversion, windowDays: 7), FoldMetric(.numeric, windowDays: 2)]
        var fold = try Setting.fold(metrics, end: Setting.day(30))
        fold.expose(1, arm: 0, at: Setting.day(1))
        fold.expose(2, arm: 0, at: Setting.day(1).adding(microseconds: 1))
        fold.expose(3, arm: 0, at: Setting.day(3.5))
        #expect(fold.counts(until: Setting.day(4)).arm(0).immature == 3)
        #expect(fold.counts(until: Setting.day(8)).arm(0).immature == 2)
        #expect(fold.counts(until: Setting.day(9)).arm(0).immature == 1)
        #expect(fold.counts(until: Setting.day(11)).arm(0).immature == 0)
        #expect(fold.counts(until: Setting.day(11)).arm(0).people == 3)
        // After the end nobody can do anything more that counts.
        fold.expose(4, arm: 0, at: Setting.day(29))
        #expect(fold.counts(until: Setting.day(29.5)).arm(0).immature == 1)
        #expect(fold.counts(until: Setting.day(30)).arm(0).immature == 0)
    }

    @Test func `retention counts only those whose second day is over`() throws {
        var fold = try Setting.fold([FoldMetric(.retention(from: 1, to: 7))])
        fold.expose(1, arm: 0, at: Setting.day(1))
        fold.expose(2, arm: 0, at: Setting.day(1.25))
        fold.expose(3, arm: 0, at: Setting.day(4))
        fold.record(metric: 0, customer: 1, at: Setting.day(1.5))
        fold.record(metric: 0, customer: 2, at: Setting.day(2.25))
        fold.record(metric: 0, customer: 3, at: Setting.day(6))
        let early = fold.counts(until: Setting.day(8))
        #expect(early.sums(0).count == 1)
        #expect(early.sums(0).value == 0)
        #expect(early.arm(0).immature == 2)
        let later = fold.counts(until: Setting.day(9))
        #expect(later.sums(0).count == 2)
        #expect(later.sums(0).value == Int128(Setting.unit))
        #expect(later.arm(0).metrics[0].active == 1)
        fold.record(metric: 0, customer: 1, at: Setting.day(8))
        #expect(fold.counts(until: Setting.day(9)).arm(0).metrics[0].active == 1)
    }

    @Test func `retention never counts those whom the end cut short`() throws {
        var fold = try Setting.fold([FoldMetric(.retention(from: 1, to: 7))], end: Setting.day(9))
        fold.expose(1, arm: 0, at: Setting.day(2))
        fold.expose(2, arm: 0, at: Setting.day(3))
        #expect(fold.counts(until: Setting.day(40)).sums(0).count == 1)
    }

    @Test func `who does nothing counts with 0`() throws {
        var fold = try Setting.fold(Self.amounts)
        for customer in 1...10 as ClosedRange<Int64> {
            fold.expose(customer, arm: 0, at: Setting.day(1))
        }
        fold.record(metric: 0, customer: 3, at: Setting.day(2), amount: 100)
        let counts = fold.counts(until: Setting.day(4))
        #expect(counts.sums(0).count == 10)
        #expect(counts.sums(0).value == 100)
        #expect(counts.arm(0).metrics[0].active == 1)
    }

    @Test func `a late event inside the window just counts`() throws {
        var fold = try Setting.fold([FoldMetric(.numeric, windowDays: 7)])
        fold.expose(1, arm: 0, at: Setting.day(1))
        fold.record(metric: 0, customer: 1, at: Setting.day(6), amount: 2)
        fold.record(metric: 0, customer: 1, at: Setting.day(3), amount: 5)
        #expect(fold.counts(until: Setting.day(20)).sums(0).value == 7)
        #expect(fold.takeDirty().isEmpty)
    }

    @Test func `a late exposure has its customer folded anew`() throws {
        var fold = try Setting.fold([FoldMetric(.numeric, windowDays: 2)])
        fold.expose(1, arm: 0, at: Setting.day(3))
        fold.record(metric: 0, customer: 1, at: Setting.day(4), amount: 10)
        #expect(fold.expose(1, arm: 0, at: Setting.day(1)) == .dirty)
        #expect(fold.expose(1, arm: 0, at: Setting.day(2)) == .dirty)
        #expect(fold.takeDirty() == [1])
        #expect(fold.takeDirty().isEmpty)
        fold.refold(
            1,
            exposures: [3, 1, 2].map { FoldExposure(arm: 0, at: Setting.day($0)) },
            events: [
                FoldEvent(metric: 0, at: Setting.day(4), amount: 10),
                FoldEvent(metric: 0, at: Setting.day(2), amount: 1),
            ]
        )
        let counts = fold.counts(until: Setting.day(20))
        #expect(counts.arm(0).people == 1)
        #expect(counts.sums(0).value == 1)
    }

    @Test func `who is left out counts nowhere, from then on and before`() throws {
        var fold = try Setting.fold(Self.amounts)
        fold.leaveOut(1)
        #expect(fold.expose(1, arm: 0, at: Setting.day(1)) == .ignored)
        fold.expose(2, arm: 1, at: Setting.day(1))
        fold.record(metric: 0, customer: 2, at: Setting.day(2), amount: 5)
        fold.leaveOut(2)
        fold.leaveOut(2)
        fold.expose(3, arm: 0, at: Setting.day(1))
        fold.expose(3, arm: 1, at: Setting.day(1))
        fold.leaveOut(3)
        fold.refold(2, exposures: [FoldExposure(arm: 1, at: Setting.day(1))], events: [])
        let counts = fold.counts(until: Setting.day(4))
        #expect(counts.leftOut == 3)
        #expect(counts.mixed == 0)
        for arm in 0...1 {
            #expect(counts.arm(arm).people == 0)
            #expect(counts.sums(arm) == ExactSums())
        }
    }

    @Test func `everybody belongs to the split of the first exposure`() throws {
        let later = FoldPlan.Period(since: Setting.day(7), weights: [90, 10])
        var fold = try Setting.fold(Self.amounts, laterSplits: [later])
        fold.expose(1, arm: 0, at: Setting.day(7).adding(microseconds: -1))
        fold.expose(2, arm: 0, at: Setting.day(7))
        fold.expose(3, arm: 1, at: Setting.day(8))
        fold.record(metric: 0, customer: 1, at: Setting.day(9), amount: 2)
        let counts = fold.counts(until: Setting.day(10))
        #expect(counts.periods.map(\.weights) == [[50, 50], [90, 10]])
        #expect(counts.periods.map { $0.arms.map(\.people) } == [[1, 0], [1, 1]])
        #expect(counts.sums(0).value == 2)
        #expect(fold.counts(until: Setting.day(7)).periods.count == 1)
    }

    @Test func `a new split has everybody folded anew who came under it already`() throws {
        var fold = try Setting.fold(Self.amounts)
        fold.expose(1, arm: 0, at: Setting.day(6))
        fold.expose(2, arm: 0, at: Setting.day(7.5))
        fold.expose(3, arm: 0, at: Setting.day(1))
        fold.expose(3, arm: 1, at: Setting.day(7.5))
        try fold.append(FoldPlan.Period(since: Setting.day(7), weights: [10, 90]))
        #expect(fold.takeDirty().sorted() == [2, 3])
        fold.refold(2, exposures: [FoldExposure(arm: 0, at: Setting.day(7.5))], events: [])
        let moved = [
            FoldExposure(arm: 0, at: Setting.day(1)), FoldExposure(arm: 1, at: Setting.day(7.5)),
        ]
        fold.refold(3, exposures: moved, events: [])
        let counts = fold.counts(until: Setting.day(10))
        #expect(counts.mixed == 0)
        #expect(counts.periods.map { $0.arms.map(\.people) } == [[2, 0], [1, 0]])
    }
}
