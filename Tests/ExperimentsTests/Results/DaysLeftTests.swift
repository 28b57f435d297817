import Experiments
import FlagModel
import Testing

/// How long an answer is likely to take.
struct DaysLeftTests {
    private static func left(
        _ days: [(Int, [ArmCounts])],
        plan: Experiment = MadeUp.plan()
    ) -> Int? {
        MadeUp.result(days.map { MadeUp.day(MadeUp.after(days: $0.0), $0.1) }, plan: plan)
            .progress.daysLeft
    }

    private static func arms(_ people: Int, _ yes: Int = 100) -> [ArmCounts] {
        [MadeUp.arm(people, yes), MadeUp.arm(people, yes)]
    }

    @Test func `the planned end when enough people have come`() {
        #expect(Self.left([(10, Self.arms(14_000))]) == 4)
        #expect(Self.left([(10, Self.arms(14_000))], plan: MadeUp.plan(people: nil)) == 4)
    }

    @Test func `until enough people have come at today's traffic`() {
        // 10,000 of 28,000 in 10 days.
        #expect(Self.left([(10, Self.arms(5000))]) == 18)
        // The last seven days brought 14,000: 2,000 a day.
        #expect(Self.left([(10, Self.arms(1000)), (17, Self.arms(8000))]) == 6)
    }

    @Test func `nobody knows while nobody comes`() {
        #expect(Self.left([(10, Self.arms(5000)), (17, Self.arms(5000))]) == nil)
    }

    @Test func `until the first week is over and enough did something`() {
        #expect(Self.left([(2, Self.arms(5000))]) == 5)
        // 10 of 25 in 8 days.
        #expect(Self.left([(8, Self.arms(5000, 10))]) == 12)
        #expect(Self.left([(8, Self.arms(5000, 0))]) == nil)
    }

    @Test func `after the planned end, until a change that matters would be seen`() {
        let after = Self.left([(14, Self.arms(14_000, 1400)), (21, Self.arms(21_000, 2100))])
        #expect(after == 132)
        var coarse = MadeUp.plan()
        coarse.smallestChange = 700
        let sooner = Self.left(
            [(14, Self.arms(14_000, 1400)), (21, Self.arms(21_000, 2100))],
            plan: coarse
        )
        #expect(sooner == 55)
    }

    @Test func `a run that is over and an answer that stands wait for nothing`() {
        let ended = MadeUp.plan(endedAt: MadeUp.after(days: 10))
        #expect(Self.left([(10, Self.arms(5000))], plan: ended) == nil)
        #expect(Self.left([(10, [MadeUp.arm(5000, 500), MadeUp.arm(5000, 800)])]) == nil)
    }

    @Test func `more than a thousand days are not said`() {
        let plan = MadeUp.plan(days: 1010, people: nil)
        #expect(Self.left([(10, Self.arms(5000))], plan: plan) == 1000)
        #expect(Self.left([(9, Self.arms(5000))], plan: plan) == nil)
    }
}
