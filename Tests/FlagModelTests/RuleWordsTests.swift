import FlagModel
import Testing

struct RuleWordsTests {
    @Test(arguments: [
        (Operator.lessThan, "5", "age is less than 5"), (.lessEqualThan, "5", "age is at most 5"),
        (.biggerThan, "5", "age is more than 5"), (.biggerEqualThan, "5", "age is at least 5"),
        (.equal, "5", "age is 5"), (.notEqual, "5", "age is not 5"),
        (.contains, "5", "age contains 5"), (.notContain, "5", "age does not contain 5"),
        (.startsWith, "5", "age starts with 5"), (.endsWith, "5", "age ends with 5"),
        (.matchRegex, "^5", "age matches the pattern ^5"),
        (.notMatchRegex, "^5", "age does not match the pattern ^5"),
        (.isOneOf, "[\"5\"]", "age is one of 5"),
        (.isOneOf, "[\"5\",\"6\",\"7\"]", "age is one of 5, 6 and 7"),
        (
            .notOneOf, "[\"1\",\"2\",\"3\",\"4\",\"5\",\"6\"]",
            "age is none of 1, 2, 3, 4 and 2 more"
        ),
        (.isOneOf, "not a list", "age is one of not a list"),
        (.isOneOf, "[]", "age is one of nothing"),
        (.isOneOf, "[5]", "age is one of [5]"), (.equal, "", "age is empty"),
        (.isTrue, "ignored", "age is yes"), (.isFalse, "", "age is no"),
    ])
    func `a comparison is said`(op: Operator, value: String, text: String) {
        let condition = Condition(id: "c1", test: .attribute("age", op, value))

        #expect(condition.words(in: nil) == text)
    }

    @Test func `audiences are called by their names`() throws {
        let fixture = try Fixture()
        let state = try fixture.state
        let unknown = try guid(1)
        func words(_ test: Condition.Test) -> String {
            Condition(id: "c1", test: test).words(in: state)
        }

        #expect(words(.isInAudience([fixture.audience.id])) == "VIP")
        #expect(words(.isNotInAudience([fixture.audience.id])) == "not in VIP")
        #expect(words(.isInAudience([fixture.audience.id, unknown])) == "VIP or \(unknown.text)")
        #expect(words(.isInAudience([])) == "no audience")
    }

    @Test(arguments: [
        ("Germany", "Germany"), ("Rule 1", "country is one of DE"), ("", "country is one of DE"),
        ("rule 12", "country is one of DE"), ("Rule of thumb", "Rule of thumb"), ("Rules", "Rules"),
    ])
    func `a rule is called by its name, or by its conditions`(name: String, title: String) {
        var rule = Rule.germany()
        rule.name = name

        #expect(rule.title(in: nil) == title)
    }

    @Test func `conditions are joined, and many are cut`() {
        var rule = Rule(id: "r1", name: "", conditions: [], serving: .on(0))
        #expect(rule.title(in: nil) == "everyone")

        rule.conditions = [
            .country("DE"), Condition(id: "c2", test: .attribute("pro", .isTrue, "")),
        ]
        #expect(rule.title(in: nil) == "country is one of DE and pro is yes")

        rule.conditions = (1...9).map {
            Condition(id: "c\($0)", test: .attribute("a\($0)", .isTrue, ""))
        }
        #expect(rule.title(in: nil) == "a1 is yes, a2 is yes, a3 is yes and 6 more")
    }

    @Test(arguments: [
        ("[]", []), ("[\"a\",\"b\"]", ["a", "b"]), (" [ \"a\" ] ", ["a"]), ("[1]", nil),
        ("a,b", nil),
        ("{}", nil), ("", nil), ("[\"a\",null]", nil),
    ])
    func `the texts of a list are read`(value: String, texts: [String]?) {
        #expect(Condition.listedValues(value) == texts)
    }

    @Test(arguments: [[], ["DE"], ["a\"b", "c\\d", "é\u{0}\n"]])
    func `a list that was written reads back`(texts: [String]) {
        #expect(Condition.listedValues(Condition.listValue(texts)) == texts)
    }

    @Test(arguments: [
        (ValueKind.boolean, "true", true), (.boolean, "false", true), (.boolean, "True", false),
        (.boolean, "1", false), (.boolean, "", false), (.string, "", true), (.string, "x\ny", true),
        (.number, "1", true), (.number, "-1.5e3", true), (.number, "0", true),
        (.number, "nan", false), (.number, "inf", false), (.number, "1e999", false),
        (.number, "", false), (.number, "1,000", false), (.number, "10px", false),
        (.number, "0x10", false), (.number, "+1", false), (.json, "{}", true),
        (.json, "[1,\"a\",null]", true), (.json, "\"a\"", true), (.json, "{a:1}", false),
        (.json, "", false), (.json, "{\"a\":1,\"a\":2}", false),
    ])
    func `a value fits a kind or does not`(kind: ValueKind, value: String, fits: Bool) {
        #expect(kind.accepts(value) == fits)
    }
}
