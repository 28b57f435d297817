import Foundation
import Testing

/// What one customer gets, asked in a shell.
@Suite(.waiting)
struct EvaluateTests {
    @Test func `every flag is answered and says what decided`() throws {
        let workplace = try Workplace.withBenchmark()

        let answers = try Document.read(workplace.done("evaluate", "user-1", "--json")).elements

        #expect(
            answers.map(\.["flag"].text) == [
                "custom-rule-with-segment", "individual-targeting", "return-10p-true",
                "returns-true", "two-custom-rules",
            ]
        )
        #expect(answers.map(\.["value"].text) == ["true", "true", "false", "true", "true"])
    }

    @Test func `one flag is answered with every step`() throws {
        let workplace = try Workplace.withBenchmark()

        let output = try workplace.done("evaluate", "user-1", "return-10p-true")

        #expect(
            output == """
                user-1 gets false of return 10p true.

                 1  yes  The flag is on
                 2  no   The customer is not named on the flag
                 3  yes  The flag has no rules: what everybody gets
                 4  yes  The place is 37.1% from the bottom: 10% true, 90% false

                Nobody has told Flagdeck anything about user-1 yet.

                """
        )
    }

    @Test func `an attribute decides`() throws {
        let workplace = try Workplace.withBenchmark()

        let output = try workplace.done(
            "evaluate",
            "user-1",
            "two-custom-rules",
            "--attribute",
            "country=us"
        )

        #expect(output.contains(" 4  yes  Rule 2"))
        #expect(output.contains("matches"))
    }
}
