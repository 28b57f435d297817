import Experiments
import FlagModel
import Testing

/// What people read while there is no answer, word for word.
struct WaitingTests {
    private static func words(
        _ days: Int,
        _ arms: [ArmCounts],
        mixed: Int = 0,
        plan: Experiment = MadeUp.plan(),
        names: ExperimentNames = AnswerTests.names
    ) -> ExperimentWords {
        AnswerTests.words(days, arms, mixed: mixed, plan: plan, names: names)
    }

    private static let undecided = [MadeUp.arm(5000, 500), MadeUp.arm(5000, 510)]

    @Test func `undecided`() {
        #expect(
            Self.words(7, Self.undecided).answer == [
                "Not decided yet.",
                "The green button could be anywhere from 18% worse to 27% better.",
                "Keep it running: about 13 more days at today's traffic.",
                "Looking at the results early does no harm here.",
            ]
        )
    }

    @Test func `undecided when it ended`() {
        let plan = MadeUp.plan(endedAt: MadeUp.after(days: 8))
        let answer = Self.words(8, Self.undecided, plan: plan).answer
        #expect(answer.first == "Not decided.")
        #expect(answer.last == "It ended before the answer was clear.")
    }

    @Test func `too early with few customers`() {
        #expect(
            Self.words(3, [MadeUp.arm(500, 14), MadeUp.arm(500, 16)]).answer == [
                "Too early to say.", "Only 14 orders in the smallest group so far.",
                "We need 25 in each group and one full week.", "Next answer: Monday 9 March.",
            ]
        )
        #expect(
            Self.words(9, [MadeUp.arm(500, 14), MadeUp.arm(500, 16)]).answer.dropFirst(2) == [
                "We need 25 in each group.", "Next answer: Thursday 19 March.",
            ]
        )
    }

    @Test(arguments: [
        (0, "No orders in the smallest group so far."),
        (1, "Only 1 visitor counted in the smallest group so far."),
    ])
    func `too early with hardly anybody`(fewest: Int, sentence: String) {
        let words = Self.words(9, [MadeUp.arm(500, 14), MadeUp.arm(500, fewest)])
        #expect(words.answer[1] == sentence)
    }

    @Test func `too early in the week`() {
        #expect(
            Self.words(3, [MadeUp.arm(500, 114), MadeUp.arm(500, 116)]).answer == [
                "Too early to say.",
                "We need one full week, since weekends differ; so far 3 full days.",
                "Next answer: Monday 9 March.",
            ]
        )
    }

    private static let uneven = [MadeUp.arm(14_560, 700), MadeUp.arm(13_440, 784)]

    @Test func `an uneven split`() {
        let words = Self.words(14, Self.uneven)
        #expect(
            words.answer == [
                "Do not use these numbers.",
                "You asked for a 50/50 split but got 52/48 (14,560 against 13,440 visitors).",
                "By chance this happens in fewer than 1 in 1,000,000 tests.",
                "Find the cause, fix it, then start again.",
            ]
        )
        #expect(words.chance == nil)
        #expect(words.ifWrong == nil)
        #expect(words.whatNow.map(\.kind) == [.askDataTeam, .stop, .showAnyway])
    }

    @Test func `an uneven split with a known cause`() {
        var names = AnswerTests.names
        names.cause = "iPhone app 4.2"
        #expect(
            Self.words(14, Self.uneven, names: names).answer.suffix(2) == [
                "Most of it comes from iPhone app 4.2.", "Fix that, then start again.",
            ]
        )
    }

    @Test func `the message for the data team holds all numbers`() {
        #expect(
            Self.words(14, Self.uneven, mixed: 12).messageForDataTeam == """
                The numbers of the experiment Button colour (button-colour) cannot be used.
                It runs since 2 Mar 2026 00:00 UTC; counted until 16 Mar 2026 00:00 UTC.
                the old page: planned 50%, counted 14,560 visitors.
                the green button: planned 50%, counted 13,440 visitors.
                Saw two versions and do not count: 12 visitors.
                Left out by the plan: 0 visitors.
                By chance a split as uneven happens in fewer than 1 in 1,000,000 tests.
                First seen uneven: 16 Mar 2026 00:00 UTC.
                Please find out why, and say when it is mended.
                """
        )
    }

    @Test func `customers who saw two versions`() {
        let arms = [MadeUp.arm(14_000, 700), MadeUp.arm(14_000, 784)]
        #expect(
            Self.words(14, arms, mixed: 1787).answer == [
                "Do not use these numbers.", "6 of 100 visitors saw both versions.",
                "Usual cause: people who log in on the way.",
            ]
        )
    }

    private static let nobody = [MadeUp.arm(0, 0), MadeUp.arm(0, 0)]

    @Test func `nobody, and no app ever asked`() {
        #expect(
            Self.words(1, Self.nobody).answer
                == ["No visitors yet.", "No app has ever asked for the flag."]
        )
    }

    @Test func `nobody since an app was last seen`() {
        var names = AnswerTests.names
        names.lastAsked = ExperimentNames.Asked(
            at: MadeUp.after(days: 0, hours: 8),
            sdk: "web 2.1"
        )
        names.zone = Zone(offsetSeconds: 3600)
        #expect(
            Self.words(1, Self.nobody, names: names).answer == [
                "No visitors yet.",
                "No app has asked for the flag since Monday 2 March 9:00.",
                "Last seen SDK: web 2.1.",
            ]
        )
    }
}
