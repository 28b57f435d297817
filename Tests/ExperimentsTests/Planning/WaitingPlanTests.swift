import Experiments
import FlagModel
import Testing

/// How long one has to wait for how small a change.
struct WaitingPlanTests {
    private static func plan(_ base: MetricBase, _ perDay: Double, _ weights: [Int]) throws
        -> WaitingPlan
    {
        try #require(WaitingPlan(base: base, peoplePerDay: perDay, weights: weights))
    }

    @Test func `a longer wait shows smaller changes, and the way back agrees`() throws {
        let plan = try Self.plan(.rate(0.05), 2000, [1, 1])
        let changes = try plan.table.map { try #require($0.smallestChange) }
        #expect(changes == changes.sorted(by: >))
        #expect(plan.table.map(\.weeks) == [1, 2, 3, 4, 6, 8, 12])
        #expect(plan.table[0].people == 14_000)
        for (row, change) in zip(plan.table, changes) {
            #expect(plan.weeks(toSee: change * 1.000_001) == row.weeks)
            #expect(plan.weeks(toSee: change * 0.99) == row.weeks + 1)
        }
    }

    @Test func `the usual example`() throws {
        // 5 % that become 5.5 %, four in five, at 0.04: 33,356 in each of two groups, from
        // (2.0537 + 0.8416)² (0.05 · 0.95 + 0.055 · 0.945) / 0.005².
        let people = try #require(Self.plan(.rate(0.05), 2000, [1, 1]).people(toSee: 0.1))
        #expect(abs(people / 2 - 33_356) < 1)
    }

    @Test func `several versions and unequal shares take longer`() throws {
        let two = try Self.plan(.rate(0.05), 1000, [1, 1])
        let three = try Self.plan(.rate(0.05), 1000, [1, 1, 1])
        let unequal = try Self.plan(.rate(0.05), 1000, [9, 1])
        let needed = try #require(two.people(toSee: 0.2))
        #expect(try #require(three.people(toSee: 0.2)) > 1.5 * needed)
        #expect(try #require(unequal.people(toSee: 0.2)) > 2 * needed)
    }

    @Test func `a row in words`() throws {
        let plan = try Self.plan(.rate(0.05), 2000, [1, 1])
        #expect(
            plan.row(weeks: 2).text
                == "2 weeks: you will be able to see changes of about 16% or more."
        )
        let tiny = try Self.plan(.rate(0.6), 0.5, [1, 1])
        #expect(tiny.row(weeks: 1).text == "1 week: not even the largest change would be seen.")
    }

    @Test(arguments: [
        (MetricBase.rate(0), 100.0, [1, 1]), (.rate(1), 100, [1, 1]), (.rate(0.1), 0, [1, 1]),
        (.rate(0.1), 100, [1]), (.rate(0.1), 100, [1, 0]), (.rate(0.1), .infinity, [1, 1]),
        (.amount(mean: 0, deviation: 1), 100, [1, 1]),
        (.amount(mean: 1, deviation: 0), 100, [1, 1]),
    ])
    func `nothing can be planned from nothing`(base: MetricBase, perDay: Double, weights: [Int]) {
        #expect(WaitingPlan(base: base, peoplePerDay: perDay, weights: weights) == nil)
    }

    @Test func `a change that a year does not show has no number of weeks`() throws {
        #expect(try Self.plan(.rate(0.05), 10, [1, 1]).weeks(toSee: 0.01) == nil)
    }

    @Test func `an earlier run says how the metric is`() {
        let counts = MadeUp.counts([
            MadeUp.day(MadeUp.after(days: 8), [MadeUp.arm(1000, 50), MadeUp.arm(1000, 90)])
        ])
        #expect(MetricBase(of: 0, plan: MadeUp.plan(), counts: counts) == .rate(0.05))
        #expect(MetricBase(of: 1, plan: MadeUp.plan(), counts: counts) == nil)

        let amounts = ArmCounts(people: 4, metrics: [MadeUp.amounts([1, 1, 3, 3])])
        let revenue = MadeUp.counts([MadeUp.day(MadeUp.after(days: 8), [amounts, amounts])])
        let deviation = (4.0 / 3).squareRoot()
        #expect(
            MetricBase(of: 0, plan: MadeUp.plan(MadeUp.revenue), counts: revenue)
                == .amount(mean: 2, deviation: deviation)
        )
    }
}
