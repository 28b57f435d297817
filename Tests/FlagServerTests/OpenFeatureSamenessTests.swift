import FlagModel
import JSON
import Testing

@testable import FlagServer

/// All flags at once and each alone.
struct OpenFeatureSamenessTests {
    private static func place() throws -> ServedPlace {
        var place = try ServedPlace()
        try place.add("for-all")
        try place.edit(try place.add("off"), .setEnabled(false))
        try place.edit(
            try place.add("halves"),
            .setDefaultRule(Serving(parts: [("v0", 50_000), ("v1", 50_000)]))
        )
        try place.edit(
            try place.add("one-of-two-empty"),
            .setDefaultRule(Serving(parts: [("v0", 0), ("v1", 100_000)]))
        )
        try place.edit(
            try place.add("named"),
            .addTargets(variationID: "v1", [try CustomerKey("ana")])
        )
        let pro = Condition(id: "c", test: .attribute("plan", .equal, "pro"))
        let rule = Rule(id: "r", name: "Pro", conditions: [pro], serving: Serving(everyone: "v1"))
        try place.edit(try place.add("by-rule"), .addRule(rule, at: 0))
        try place.add("broken", kind: .number, values: ["1", "two"])
        return place
    }

    @Test(arguments: ["ana", "bea", "cleo", "dora"], ["pro", "free"])
    func `a flag says the same among all as alone`(key: String, plan: String) throws {
        let picture = try Self.place().picture
        let body = Array("{\"context\":{\"targetingKey\":\"\(key)\",\"plan\":\"\(plan)\"}}".utf8)

        let all = OpenFeatureResponses.flags(
            body,
            RequestTarget("/ofrep/v1/evaluate/flags"),
            validator: nil,
            events: "",
            picture
        )
        let alone = try picture.flags.map { flag in
            let answer = OpenFeatureResponses.flag(
                flag.flag.key.text,
                body,
                picture,
                at: Moment(milliseconds: 1)
            ).answer
            return try JSONValue(parsing: answer.body)
        }

        guard case .object(let answers) = try JSONValue(parsing: all.answer.body) else {
            Issue.record("The answer is no object.")
            return
        }
        #expect(answers["flags"] == .array(alone))
        #expect(alone.count == 7)
    }

    @Test func `only flags that ask nothing about the customer have one answer for all`() throws {
        let picture = try Self.place().picture

        let common = picture.flags.filter { $0.openFeature.forAll != nil }.map(\.flag.key.text)

        #expect(common == ["broken", "for-all", "off", "one-of-two-empty"])
    }
}
