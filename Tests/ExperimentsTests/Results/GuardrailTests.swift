import Experiments
import FlagModel
import Testing

/// What must not get worse.
struct GuardrailTests {
    private static func result(
        orders: (Int, Int),
        refunds: (Int, Int),
        days: Int = 14,
        people: Int = 14_000
    ) -> ExperimentResult {
        MadeUp.result(
            [
                MadeUp.day(
                    MadeUp.after(days: days),
                    [
                        MadeUp.arm(people, orders.0, refunds.0),
                        MadeUp.arm(people, orders.1, refunds.1),
                    ]
                )
            ],
            plan: MadeUp.plan(guardrails: [MadeUp.refunds])
        )
    }

    @Test func `harm comes before a win`() {
        let result = Self.result(orders: (700, 900), refunds: (300, 500))
        #expect(result.verdict == .guardrailHarmed(variationID: "new", guardrail: 1))
        #expect(result.metrics[1].versions[0].safety == .harmed)
        #expect(result.metrics[1].versions[0].outcome == .open)
        #expect((result.metrics[1].versions[0].change?.lower ?? -1) > 0)
    }

    @Test func `harm is said before the first week is over`() {
        let result = Self.result(orders: (700, 710), refunds: (300, 500), days: 2)
        #expect(result.verdict == .guardrailHarmed(variationID: "new", guardrail: 1))
    }

    @Test func `what is not known to be safe is said`() {
        let result = Self.result(orders: (700, 900), refunds: (300, 300))
        #expect(result.verdict == .guardrailUnknown(variationID: "new", guardrail: 1))
        #expect((result.metrics[1].versions[0].change?.upper ?? 0) > 0.01)
    }

    @Test func `a guardrail that got better is safe`() {
        let result = Self.result(orders: (700, 900), refunds: (600, 300))
        #expect(result.verdict == .win(variationID: "new"))
        #expect(result.metrics[1].versions[0].safety == .safe)
    }

    @Test func `a guardrail without a change is safe within its margin`() {
        let result = Self.result(
            orders: (700_000, 720_000),
            refunds: (7_000_000, 7_000_000),
            people: 14_000_000
        )
        #expect(result.metrics[1].versions[0].safety == .safe)
        #expect((result.metrics[1].versions[0].change?.upper ?? 1) <= 0.01)
    }

    @Test func `a sound version wins beside a harmful one`() {
        let arms = [
            MadeUp.arm(14_000, 700, 600), MadeUp.arm(14_000, 1000, 900),
            MadeUp.arm(14_000, 950, 300),
        ]
        let result = MadeUp.result(
            [MadeUp.day(MadeUp.after(days: 14), arms)],
            plan: MadeUp.plan(guardrails: [MadeUp.refunds]),
            versions: ["old", "harmful", "sound"]
        )
        #expect(result.verdict == .win(variationID: "sound"))
    }
}
