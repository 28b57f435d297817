import FlagModel
import Testing

@testable import Dashboard

/// What values look like, and which comparisons are offered for them.
struct AttributeKindTests {
    @Test(arguments: [
        ([], AttributeKind.unknown), ([" "], .unknown), (["true", "False"], .yesNo),
        (["1", "-2.5", "1000"], .number), (["2026-07-14", "2026-01-01T10:00:00Z"], .date),
        (["1.2.3", "v2.0.1"], .version), (["Berlin", "1"], .text), (["nan"], .text),
        (["true", "1"], .text),
    ])
    func `the kind of values is seen`(samples: [String], kind: AttributeKind) {
        #expect(AttributeKind(samples: samples) == kind)
    }

    @Test(arguments: [
        AttributeKind.text, .number, .date, .yesNo, .version, .unknown,
    ])
    func `all 16 comparisons are there once, the fitting ones first`(kind: AttributeKind) {
        #expect(kind.all.count == 16)
        #expect(Set(kind.all) == Set(Operator.allCases))
        #expect(Array(kind.all.prefix(kind.fitting.count)) == kind.fitting)
    }

    @Test func `taking another comparison keeps the values that fit it`() {
        var line = ConditionLine(id: "a")
        line.take(.attribute("country"))
        line.take(.compares(.isOneOf))
        line.texts = ["Germany", "Austria"]

        line.take(.compares(.equal))
        #expect(line.texts == ["Germany"])
        line.take(.compares(.isTrue))
        #expect(line.condition?.test == .attribute("country", .isTrue, ""))
        line.take(.attribute("plan"))
        #expect(line.missing == .how)
    }

    @Test func `a condition survives being taken apart and put together`() {
        let tests: [Condition.Test] = [
            .attribute("a", .isOneOf, Condition.listValue(["x", "y"])),
            .attribute("a", .equal, ""), .attribute("a", .isFalse, ""),
            .isInAudience([Fixture.id(40)]), .isNotInAudience([Fixture.id(40), Fixture.id(41)]),
        ]
        for test in tests {
            let condition = Condition(id: "c", test: test)
            #expect(ConditionLine(condition).condition == condition)
        }
    }
}
