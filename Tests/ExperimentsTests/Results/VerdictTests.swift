import Experiments
import FlagModel
import Testing

/// Which answer is given, and when.
struct VerdictTests {
    @Test func `nobody came`() {
        let result = MadeUp.result([
            MadeUp.day(MadeUp.after(days: 1), [MadeUp.arm(0, 0), MadeUp.arm(0, 0)])
        ])
        #expect(result.verdict == .nothingArrived)
        #expect(result.progress.daysLeft == nil)
    }

    /// 5.0 against 5.55 %: too little for a look at any time, enough for the one at the end.
    private static func modest(_ until: Moment) -> DayCounts {
        MadeUp.day(until, [MadeUp.arm(14_000, 700), MadeUp.arm(14_000, 777)])
    }

    @Test func `the planned end decides what no earlier look does`() {
        let before = MadeUp.result([Self.modest(MadeUp.after(days: 13))])
        #expect(before.verdict == .undecided)
        #expect(before.progress.daysLeft == 1)

        let atTheEnd = MadeUp.result([Self.modest(MadeUp.after(days: 14))])
        #expect(atTheEnd.verdict == .win(variationID: "new"))
        #expect(atTheEnd.decidedAt == MadeUp.after(days: 14))
    }

    @Test func `the planned end is one look only`() {
        let result = MadeUp.result([
            MadeUp.day(MadeUp.after(days: 14), [MadeUp.arm(14_000, 700), MadeUp.arm(14_000, 720)]),
            Self.modest(MadeUp.after(days: 15)),
        ])
        #expect(result.verdict == .undecided)
    }

    @Test func `the planned end waits for the planned number of people`() {
        let few = MadeUp.day(
            MadeUp.after(days: 14),
            [MadeUp.arm(13_999, 700), MadeUp.arm(14_000, 777)]
        )
        #expect(MadeUp.result([few]).verdict == .undecided)
        let result = MadeUp.result([few, Self.modest(MadeUp.after(days: 15))])
        #expect(result.verdict == .win(variationID: "new"))
        #expect(result.decidedAt == MadeUp.after(days: 15))
    }

    @Test func `the planned end is the end of a whole day, or of the run`() {
        let noon = MadeUp.after(days: 14, hours: 12)
        #expect(MadeUp.result([Self.modest(noon)]).verdict == .undecided)
        let stopped = MadeUp.plan(endedAt: noon)
        #expect(
            MadeUp.result([Self.modest(noon)], plan: stopped).verdict == .win(variationID: "new")
        )
    }

    @Test func `what was decided stays, and the range goes on to agree`() {
        let result = MadeUp.result([
            Self.modest(MadeUp.after(days: 14)),
            MadeUp.day(MadeUp.after(days: 15), [MadeUp.arm(15_000, 760), MadeUp.arm(15_000, 800)]),
        ])
        #expect(result.verdict == .win(variationID: "new"))
        #expect(result.decidedAt == MadeUp.after(days: 14))
        #expect((result.metrics[0].versions[0].change?.lower ?? -1) >= 0)
    }

    @Test func `a good answer waits for a week, a bad one does not`() {
        let clear = [MadeUp.arm(5000, 500), MadeUp.arm(5000, 700)]
        let early = [MadeUp.day(MadeUp.after(days: 3), clear)]
        let reason = Verdict.TooEarly(fullDays: 3, fewest: 500, needed: 25)
        #expect(MadeUp.result(early).verdict == .tooEarly(reason))
        #expect(MadeUp.result(early).progress.daysLeft == 4)

        let later = MadeUp.result(early + [MadeUp.day(MadeUp.after(days: 7), clear)])
        #expect(later.verdict == .win(variationID: "new"))
        #expect(later.decidedAt == MadeUp.after(days: 7))

        let bad = MadeUp.result([MadeUp.day(MadeUp.after(days: 3), clear.reversed())])
        #expect(bad.verdict == .loss(variationID: "new"))
    }

    @Test(arguments: [(24, true), (25, false)])
    func `every version needs 25 conversions`(yes: Int, isEarly: Bool) {
        let arms = [MadeUp.arm(1000, 40), MadeUp.arm(1000, yes)]
        let verdict = MadeUp.result([MadeUp.day(MadeUp.after(days: 8), arms)]).verdict
        let reason = Verdict.TooEarly(fullDays: 8, fewest: yes, needed: 25)
        #expect(verdict == (isEarly ? .tooEarly(reason) : .undecided))
    }

    @Test func `less is better where the plan says so`() {
        let arms = [MadeUp.arm(10_000, 700), MadeUp.arm(10_000, 500)]
        let plan = MadeUp.plan(MadeUp.refunds)
        let result = MadeUp.result([MadeUp.day(MadeUp.after(days: 8), arms)], plan: plan)
        #expect(result.verdict == .win(variationID: "new"))
        #expect(result.metrics[0].versions[0].chanceBetter > 0.99)
        #expect((result.metrics[0].versions[0].change?.upper ?? 1) < 0)
    }

    @Test func `a difference that is smaller than what matters is none`() {
        let arms = [MadeUp.arm(400_000, 200_000), MadeUp.arm(400_000, 200_100)]
        let result = MadeUp.result([MadeUp.day(MadeUp.after(days: 8), arms)])
        #expect(result.verdict == .noDifference)
    }

    @Test func `one of three versions is better, and the best one is named`() {
        let arms = [MadeUp.arm(9000, 900), MadeUp.arm(9000, 1200), MadeUp.arm(9000, 1300)]
        let result = MadeUp.result(
            [MadeUp.day(MadeUp.after(days: 8), arms)],
            versions: ["old", "new", "newest"]
        )
        #expect(result.verdict == .win(variationID: "newest"))
        #expect(result.metrics[0].versions.map(\.outcome) == [.better, .better])
    }

    @Test func `several versions share the probability of a false answer at the end`() {
        // One comparison would decide with 0.035; the smaller of two has to reach 0.02.
        let single = [MadeUp.arm(14_000, 700), MadeUp.arm(14_000, 780)]
        #expect(MadeUp.result([MadeUp.day(MadeUp.after(days: 14), single)]).verdict.isWin)
        let result = MadeUp.result(
            [MadeUp.day(MadeUp.after(days: 14), single + [MadeUp.arm(14_000, 701)])],
            versions: ["old", "new", "other"]
        )
        #expect(result.verdict == .undecided)
    }

    @Test func `a version that the flag has and nobody gets is not compared`() {
        let result = MadeUp.result(
            [
                MadeUp.day(
                    MadeUp.after(days: 14),
                    [MadeUp.arm(14_000, 700), MadeUp.arm(14_000, 780), MadeUp.arm(0, 0)],
                    weights: [50_000, 50_000, 0]
                )
            ],
            versions: ["old", "new", "unused"]
        )
        #expect(result.verdict.isWin)
        #expect(result.split.parts.count == 2)
    }

    @Test func `without a planned number the first full day says how large the run becomes`() {
        let plan = MadeUp.plan(people: nil)
        let clear = [MadeUp.arm(1000, 300), MadeUp.arm(1000, 100)]
        let before = MadeUp.result(
            [MadeUp.day(MadeUp.after(days: 0, hours: 23), clear)],
            plan: plan
        )
        #expect(before.metrics[0].versions[0].outcome == .open)
        let after = MadeUp.result([MadeUp.day(MadeUp.after(days: 1), clear)], plan: plan)
        #expect(after.verdict == .loss(variationID: "new"))
        #expect(after.progress.plannedPeople == nil)
    }

    @Test func `a look within a day does not say how large the run becomes`() {
        // At noon of the second day; the end of that day is what is kept.
        let plan = MadeUp.plan(people: nil)
        let clear = [MadeUp.arm(1000, 300), MadeUp.arm(1000, 100)]
        let noon = MadeUp.result([MadeUp.day(MadeUp.after(days: 1, hours: 12), clear)], plan: plan)
        #expect(noon.metrics[0].versions[0].outcome == .open)
    }
}

extension Verdict {
    fileprivate var isWin: Bool {
        if case .win = self { true } else { false }
    }
}
