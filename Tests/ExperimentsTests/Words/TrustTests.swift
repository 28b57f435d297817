import Experiments
import FlagModel
import Testing

/// "Can I trust this?", and the line of a list.
struct TrustTests {
    private static func lines(_ words: ExperimentWords) -> [String] {
        words.trust.map { "\($0.mark.sign) \($0.title): \($0.text)" }
    }

    private static let guarded = MadeUp.plan(guardrails: [MadeUp.refunds])

    @Test func `everything as it should be`() {
        let arms = [MadeUp.arm(14_010, 700, 600), MadeUp.arm(13_990, 900, 300)]
        let words = AnswerTests.words(14, arms, plan: Self.guarded)
        #expect(
            Self.lines(words) == [
                "✓ Fair split: planned 50/50, counted 50/50",
                "✓ Enough people: 28,000 visitors, planned 28,000",
                "✓ No harm: refunds did not get worse",
            ]
        )
        #expect(
            words.line.text
                == "SHIP   the green button   orders +22%   [ +16% … +42% ]   sure"
                + "   guardrails 1/1 ok   split ok   14 days"
        )
        #expect(words.line.bar?.smallestChange == 0.05)
    }

    @Test func `what is not known of another version does not hold back the one to ship`() {
        let arms = [
            MadeUp.arm(14_000, 700, 600), MadeUp.arm(14_000, 900, 300),
            MadeUp.arm(14_000, 705, 600),
        ]
        let words = AnswerTests.words(
            14,
            arms,
            plan: Self.guarded,
            versions: ["old", "new", "newer"]
        )

        #expect(words.headline == "Ship the green button.")
        #expect(
            Self.lines(words).contains(
                "✓ No harm: refunds did not get worse with the green button"
            )
        )
    }

    @Test func `what to keep in mind`() {
        var arms = [MadeUp.arm(5000, 500, 300), MadeUp.arm(5000, 520, 300)]
        arms[0].immature = 1000
        let words = AnswerTests.words(7, arms, mixed: 150, plan: Self.guarded)
        #expect(
            Self.lines(words) == [
                "✓ Fair split: planned 50/50, counted 50/50",
                "! Enough people: 10,000 visitors, planned 28,000",
                "! No harm: not known yet for refunds",
                "! Two versions: 150 visitors (1 of 100) saw two and count nowhere",
                "! One thing: 10 of 100 visitors still have time to act",
            ]
        )
        #expect(words.line.advice == .wait)
    }

    @Test(arguments: [
        (20, "✓", "20 visitors (fewer than 1 of 100) saw two and count nowhere"),
        (300, "!", "300 visitors (1 of 100) saw two and count nowhere"),
        (2000, "✗", "2,000 visitors (7 of 100) saw two and count nowhere"),
    ])
    func `how many saw two versions and what was done with them is said`(
        mixed: Int,
        sign: String,
        text: String
    ) {
        let arms = [MadeUp.arm(14_000, 700, 600), MadeUp.arm(14_000, 900, 300)]
        let words = AnswerTests.words(14, arms, mixed: mixed, plan: Self.guarded)

        #expect(Self.lines(words).contains("\(sign) Two versions: \(text)"))
    }

    /// Counted under their first version, those who saw two may turn the answer.
    @Test(arguments: [
        (900, "the answer is the same"), (720, "the answer would be: Not decided yet."),
    ])
    func `what the first version of everybody would say stands beside it`(
        yes: Int,
        answer: String
    ) {
        let plan = MadeUp.plan()
        func result(_ yes: Int, mixed: Int) -> ExperimentResult {
            let arms = [MadeUp.arm(14_000, 700), MadeUp.arm(14_000, yes)]
            let day = MadeUp.day(MadeUp.after(days: 13), arms, mixed: mixed)
            return MadeUp.result([day], plan: plan)
        }
        let words = ExperimentWords(
            result(900, mixed: 300),
            plan: plan,
            names: AnswerTests.names,
            byFirstVersion: result(yes, mixed: 0)
        )

        #expect(
            words.trust.map(\.text).contains {
                $0
                    == "300 visitors (1 of 100) saw two and count nowhere; counted by the first"
                    + " one, " + answer
            }
        )
    }

    @Test func `numbers that cannot be used say what the first versions would say`() {
        let plan = MadeUp.plan()
        let arms = [MadeUp.arm(14_000, 700), MadeUp.arm(14_000, 900)]
        let broken = MadeUp.day(MadeUp.after(days: 13), arms, mixed: 2000)
        let whole = MadeUp.day(MadeUp.after(days: 13), arms)
        let words = ExperimentWords(
            MadeUp.result([broken], plan: plan),
            plan: plan,
            names: AnswerTests.names,
            byFirstVersion: MadeUp.result([whole], plan: plan)
        )

        #expect(
            words.answer == [
                "Do not use these numbers.", "7 of 100 visitors saw both versions.",
                "Usual cause: people who log in on the way.",
                "They count nowhere; counted by what they saw first, the answer would be: "
                    + "Ship the green button.",
            ]
        )
    }

    @Test func `what is bad`() {
        let uneven = [MadeUp.arm(14_560, 700, 300), MadeUp.arm(13_440, 784, 500)]
        let words = AnswerTests.words(14, uneven, plan: Self.guarded)
        #expect(
            Self.lines(words) == [
                "✗ Fair split: planned 50/50, counted 52/48",
                "✓ Enough people: 28,000 visitors, planned 28,000",
                "✗ No harm: refunds got worse",
            ]
        )
        #expect(words.line.advice == .fix)
        #expect(words.line.split == "split uneven")
    }

    @Test func `a split that nobody planned is not called fair`() {
        let arms = [MadeUp.arm(14_000, 700), MadeUp.arm(10_000, 784)]
        let day = MadeUp.day(MadeUp.after(days: 8), arms, weights: [0, 0])
        let result = MadeUp.result([day], plan: MadeUp.plan())
        let words = ExperimentWords(result, plan: MadeUp.plan(), names: AnswerTests.names)
        #expect(
            Self.lines(words)[0]
                == "! Fair split: counted 58.3/41.7; the flag's rules hand out different shares, so"
                + " it cannot be checked"
        )
        #expect(words.line.split == "split unknown")
    }

    @Test func `without a planned number days count`() {
        let arms = [MadeUp.arm(14_000, 700), MadeUp.arm(14_000, 784)]
        let words = AnswerTests.words(8, arms, plan: MadeUp.plan(people: nil))
        #expect(
            Self.lines(words)[1...2] == [
                "! Enough people: 28,000 visitors, 8 full days of 14",
                "! No harm: nothing was named that must not get worse",
            ]
        )
    }

    @Test func `a line without numbers`() {
        let words = AnswerTests.words(1, [MadeUp.arm(0, 0), MadeUp.arm(0, 0)])
        #expect(
            words.line.text == "WAIT   the green button   orders   nobody yet   split ok   1 day"
        )
        #expect(words.line.bar == nil)
    }

    /// Whatever the counts, sentences stay short and nothing is certain.
    @Test(arguments: 0..<200)
    func `sentences are short, plain and never certain`(seed: Int) {
        var random = SplitMix64(seed: UInt64(seed))
        func arm() -> ArmCounts {
            let people = [0, 1, 40, 3000, 200_000][Int.random(in: 0..<5, using: &random)]
            func yes() -> Int { Int.random(in: 0...people, using: &random) / (1 + seed % 20) }
            return MadeUp.arm(people, yes(), yes())
        }
        let words = AnswerTests.words(
            Int.random(in: 1...20, using: &random),
            [arm(), arm()],
            mixed: Int.random(in: 0...5, using: &random),
            plan: Self.guarded
        )

        let sentences =
            words.answer + [words.chance, words.ifWrong, words.finishing].compactMap { $0 }

        #expect(!words.answer.isEmpty)
        for sentence in sentences {
            #expect(sentence.split(separator: " ").count <= 20, "\(sentence)")
            #expect(sentence.last == "." && sentence.first?.isLowercase == false, "\(sentence)")
            for word in ["significan", "p-value", "confiden", "null", "posterior", "lift", "delta"]
            {
                #expect(!sentence.lowercased().contains(word), "\(sentence)")
            }
            for certain in [" 100%", " 0% of", "100 in 100", " 0 in 100", "nan", "inf"] {
                #expect(!sentence.contains(certain), "\(sentence)")
            }
        }
    }
}
