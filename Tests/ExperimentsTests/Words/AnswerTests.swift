import Experiments
import FlagModel
import Testing

/// What people read, word for word.
struct AnswerTests {
    static let names = ExperimentNames(
        versions: ["old": "the old page", "new": "the green button", "newer": "the blue button"],
        person: "visitor",
        people: "visitors"
    )

    static func words(
        _ days: Int,
        _ arms: [ArmCounts],
        mixed: Int = 0,
        plan: Experiment = MadeUp.plan(),
        names: ExperimentNames = names,
        versions: [String] = ["old", "new"]
    ) -> ExperimentWords {
        let day = MadeUp.day(MadeUp.after(days: days), arms, mixed: mixed)
        let result = MadeUp.result([day], plan: plan, versions: versions)
        return ExperimentWords(result, plan: plan, names: names)
    }

    static let win = words(14, [MadeUp.arm(14_000, 700), MadeUp.arm(14_000, 784)])

    @Test func `a clear win`() {
        #expect(
            Self.win.answer == [
                "Ship the green button.",
                "It brings more orders: 5.6% of visitors instead of 5.0%.",
                "That is 0.9% to 24% more; our best guess is 9.3%.",
                "If it made no difference, a result like this would appear in fewer than 5 of 100"
                    + " tests.",
            ]
        )
        #expect(Self.win.headline == "Ship the green button.")
        #expect(Self.win.chance == "Chance that the green button is better: about 98 in 100.")
        #expect(
            Self.win.ifWrong
                == "If the green button is kept and we are wrong, that loses about 0.04% of orders"
                + " on average."
        )
        #expect(
            Self.win.finishing
                == "You may finish it: the plan said 14 full days, and they are over."
        )
    }

    @Test func `what the numbers alone would say is told where it differs`() {
        #expect(Self.win.sensitivity == nil)
        let few = Self.words(8, [MadeUp.arm(900, 30), MadeUp.arm(900, 44)])
        #expect(few.chance == "Chance that the green button is better: about 71 in 100.")
        #expect(
            few.sensitivity
                == "Most changes are small, and that is reckoned with; by the numbers alone it is"
                + " about 95 in 100."
        )
    }

    @Test func `a win that was decided early`() {
        let words = Self.words(8, [MadeUp.arm(5000, 500), MadeUp.arm(5000, 700)])
        #expect(
            words.answer.suffix(2) == [
                "Early results look bigger than they are.",
                "Expect about 28%, not the 40% measured.",
            ]
        )
        #expect(
            words.finishing
                == "You may finish it now: the plan said 14 full days, but the answer is clear."
        )
    }

    @Test func `what is counted to the planned end is no early result`() throws {
        let plan = MadeUp.plan()
        let early = [MadeUp.arm(5000, 500), MadeUp.arm(5000, 700)]
        let late = [MadeUp.arm(9000, 900), MadeUp.arm(9000, 1260)]
        let days = [
            MadeUp.day(MadeUp.after(days: 8), early), MadeUp.day(MadeUp.after(days: 20), late),
        ]
        let result = MadeUp.result(days, plan: plan)
        let words = ExperimentWords(result, plan: plan, names: Self.names)

        #expect(try #require(result.decidedAt) < MadeUp.after(days: 14))
        #expect(words.headline == "Ship the green button.")
        #expect(!words.answer.contains { $0.hasPrefix("Early") })
        #expect(!words.trust.contains { $0.title == "One thing" })
    }

    @Test func `a win with guardrails`() {
        let plan = MadeUp.plan(guardrails: [MadeUp.refunds])
        let arms = [MadeUp.arm(14_000, 700, 600), MadeUp.arm(14_000, 900, 300)]
        #expect(Self.words(14, arms, plan: plan).answer.last == "Nothing you protect got worse.")
    }

    @Test func `a clear loss`() {
        let words = Self.words(3, [MadeUp.arm(5000, 700), MadeUp.arm(5000, 500)])
        #expect(
            words.answer == [
                "Keep the old page.", "The green button loses orders: 13% to 42% fewer.",
                "Switch it off now: about 380 orders a week are at stake.",
            ]
        )
        #expect(words.chance == "Chance that the green button is better: fewer than 1 in 100.")
        #expect(words.ifWrong == nil)
    }

    @Test func `a loss where less is better`() {
        let plan = MadeUp.plan(MadeUp.refunds)
        let words = Self.words(14, [MadeUp.arm(14_000, 700), MadeUp.arm(14_000, 900)], plan: plan)
        #expect(
            words.answer == [
                "Keep the old page.", "The green button brings more refunds: 16% to 42% more.",
                "Switch it off now: about 76 refunds too many a week.",
            ]
        )
    }

    @Test func `a loss beside a version that is not decided`() {
        let arms = [MadeUp.arm(5000, 700), MadeUp.arm(5000, 450), MadeUp.arm(5000, 705)]
        let words = Self.words(3, arms, versions: ["old", "new", "newer"])
        #expect(words.answer.last == "The blue button is not decided yet.")
    }

    @Test func `an amount is said in its unit`() {
        let totals = (0..<40).map { $0 % 4 == 0 ? 10 + $0 : 0 }
        let arms = [totals, totals.map { $0 * 12 / 10 }].map {
            let amounts = MadeUp.amounts($0, times: 300)
            return ArmCounts(people: amounts.sums.count, metrics: [amounts])
        }
        let plan = MadeUp.plan(MadeUp.revenue)
        #expect(
            Self.words(14, arms, plan: plan).answer[1...2] == [
                "It brings more revenue: 8.3 for each visitor instead of 7.",
                "That is 8.5% to 30% more; our best guess is 17%.",
            ]
        )
        #expect(
            Self.words(14, arms.reversed(), plan: plan).answer[1...2] == [
                "The green button loses revenue: 7.9% to 23% less.",
                "Switch it off now: about 7,400 revenue a week are at stake.",
            ]
        )
    }

    @Test func `a difference that cannot be stated in percent`() {
        let arms = [[-2, -1, 1, 2], [-1, 0, 2, 3]].map {
            let amounts = MadeUp.amounts($0, times: 1000)
            return ArmCounts(people: amounts.sums.count, metrics: [amounts])
        }
        let words = Self.words(14, arms, plan: MadeUp.plan(MadeUp.revenue))
        #expect(
            words.answer[1...2] == [
                "It brings more revenue: 1 for each visitor instead of 0.",
                "That is 0.868 to 1.13 more for each visitor; our best guess is 1.",
            ]
        )
        #expect(words.ifWrong == nil)
    }

    @Test func `no meaningful difference`() {
        let words = Self.words(14, [MadeUp.arm(400_000, 200_000), MadeUp.arm(400_000, 200_100)])
        #expect(
            words.answer == [
                "Choose what you like.",
                "Any difference is smaller than the 5% you said matters (-0.4% to +0.5%).",
                "More waiting will not change this.",
            ]
        )
    }

    @Test func `a guardrail that was harmed`() {
        let plan = MadeUp.plan(guardrails: [MadeUp.refunds])
        let better = [MadeUp.arm(14_000, 700, 300), MadeUp.arm(14_000, 900, 500)]
        #expect(
            Self.words(14, better, plan: plan).answer == [
                "Do not ship the green button yet.", "It brings orders: 16% to 42% more.",
                "But refunds got worse: 36% to 104% more, beyond your limit of 1%.",
                "Decide whether the gain is worth it.",
            ]
        )
        let same = [MadeUp.arm(14_000, 700, 300), MadeUp.arm(14_000, 700, 500)]
        #expect(
            Self.words(14, same, plan: plan).answer == [
                "Do not ship the green button.",
                "Refunds got worse: 36% to 104% more, beyond your limit of 1%.",
                "Switch it off, or decide that this is acceptable.",
            ]
        )
    }

    private static func unknown(_ refunds: Int, endedAt: Moment? = nil) -> [String] {
        var plan = MadeUp.plan(guardrails: [MadeUp.refunds], endedAt: endedAt)
        plan.guardrails[0].margin = 200
        let arms = [7000, 9000].map { MadeUp.arm(140_000, $0, refunds) }
        return words(14, arms, plan: plan).answer
    }

    @Test func `a guardrail that is not known yet`() {
        #expect(
            Self.unknown(25_000) == [
                "Wait before you ship the green button.",
                "Orders: better, but we cannot yet rule out more refunds.",
                "Your limit is 2%; it could be 2.5% more.", "About 8 more days.",
            ]
        )
    }

    @Test func `a guardrail that will not be known soon`() {
        #expect(
            Self.unknown(700).dropFirst(2) == [
                "Your limit is 2%; it could be 17% more.",
                "At today's traffic that will not be known soon.",
                "Allow more, or decide whether it is a risk worth taking.",
            ]
        )
        #expect(
            Self.unknown(700, endedAt: MadeUp.after(days: 14)).last
                == "Decide whether that is a risk worth taking."
        )
    }
}
