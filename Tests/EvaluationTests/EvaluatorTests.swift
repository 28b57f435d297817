import FeatBit
import FlagModel
import JSON
import Testing

@testable import Evaluation

/// Who gets what, in the order that FeatBit's contract gives.
struct EvaluatorTests {
    /// The contract's flag: a named customer, a rule by country, three shares for everybody else.
    private static let checkout = """
        [{"id":"5b7a1f0e-6f3c-4a0e-9d55-0c4f3b1f7a21","name":"New checkout","key":"new-checkout",
        "variationType":"string","variations":[{"id":"r","name":"Red","value":"red"},
        {"id":"g","name":"Green","value":"green"},{"id":"b","name":"Blue","value":"blue"}],
        "targetUsers":[{"keyIds":["vip-1"],"variationId":"b"}],
        "rules":[{"id":"1","name":"By country","dispatchKey":"country","includedInExpt":false,
        "conditions":[{"id":"c","property":"country","op":"IsOneOf","value":"[\\"FR\\",\\"DE\\"]"}],
        "variations":[{"id":"r","rollout":[0,0.5],"exptRollout":0.5},
        {"id":"g","rollout":[0.5,1],"exptRollout":0.5}]}],
        "fallthrough":{"dispatchKey":"keyId","includedInExpt":true,"variations":[
        {"id":"r","rollout":[0,0.2],"exptRollout":0.1},
        {"id":"g","rollout":[0.2,0.5],"exptRollout":0.3},
        {"id":"b","rollout":[0.5,1],"exptRollout":0.05}]},
        "isEnabled":true,"disabledVariationId":"r","exptIncludeAllTargets":false,"tags":[],
        "isArchived":false,
        "createdAt":"2026-01-05T09:00:00.001Z","updatedAt":"2026-01-05T10:00:00.100Z"}]
        """

    /// One row of the contract's table.
    struct Row: Sendable, CustomStringConvertible {
        let key: String
        let country: String?
        let value: String
        let reason: Answer.Reason
        let counts: Bool
        var description: String { "\(key) \(country ?? "")" }
    }

    /// From the contract, computed there by FeatBit's Python SDK 1.1.7.
    static let table = [
        Row(key: "vip-1", country: nil, value: "blue", reason: .targeted, counts: false),
        Row(key: "user-1", country: nil, value: "blue", reason: .defaultRule, counts: false),
        Row(key: "user-2", country: nil, value: "red", reason: .defaultRule, counts: false),
        Row(key: "user-3", country: nil, value: "green", reason: .defaultRule, counts: true),
        Row(key: "user-4", country: nil, value: "green", reason: .defaultRule, counts: true),
        Row(key: "user-5", country: nil, value: "blue", reason: .defaultRule, counts: false),
        Row(key: "user-1", country: "FR", value: "green", reason: .rule(0), counts: false),
        Row(key: "user-2", country: "FR", value: "green", reason: .rule(0), counts: false),
        Row(key: "user-1", country: "DE", value: "red", reason: .rule(0), counts: false),
    ]

    @Test(arguments: table)
    func `everybody gets what FeatBit gives them`(row: Row) throws {
        let place = try EvaluationPlace(flags: Self.checkout)
        let flag = try #require(place.evaluator.flag("new-checkout"))

        let answer = place.evaluator.answer(flag, for: Self.customer(row))

        #expect(answer.variationIndex.map { flag.flag.variations[$0].value } == row.value)
        #expect(answer.reason == row.reason)
        #expect(answer.countsForExperiments == row.counts)
    }

    @Test(arguments: table)
    func `everybody counts where a flag says so`(row: Row) throws {
        let everybody = Self.checkout.replacing(
            "\"exptIncludeAllTargets\":false",
            with: "\"exptIncludeAllTargets\":true"
        )
        let place = try EvaluationPlace(flags: everybody)
        let flag = try #require(place.evaluator.flag("new-checkout"))

        #expect(place.evaluator.answer(flag, for: Self.customer(row)).countsForExperiments)
    }

    @Test func `a flag that is off gives its off version to the named customer too`() throws {
        var place = try EvaluationPlace(flags: Self.checkout)
        let id = try #require(place.evaluator.flags.first).flag.id
        try place.edit(id, .setEnabled(false))
        let flag = try #require(place.evaluator.flag("new-checkout"))

        let answer = place.evaluator.answer(flag, for: EvaluationCustomer(key: "vip-1"))

        #expect(flag.flag.variations[try #require(answer.variationIndex)].value == "red")
        #expect(answer.reason == .off)
        #expect(!answer.countsForExperiments)
    }

    @Test func `an archived flag does not exist and has no version`() throws {
        var place = try EvaluationPlace(flags: Self.checkout)
        let id = try #require(place.evaluator.flags.first).flag.id
        try place.edit(id, .setArchived(true))
        let flag = try #require(place.evaluator.flags.first)

        let answer = place.evaluator.answer(flag, for: EvaluationCustomer(key: "vip-1"))

        #expect(place.evaluator.flag("new-checkout") == nil)
        #expect(answer.reason == .archived)
        #expect(answer.variationIndex == nil)
    }

    @Test func `the steps lead in order to the answer`() throws {
        let place = try EvaluationPlace(flags: Self.checkout)
        let flag = try #require(place.evaluator.flag("new-checkout"))
        let customer = EvaluationCustomer(key: "user-2", attributes: [("country", "IT")])

        let explanation = place.evaluator.explanation(of: flag, for: customer)

        #expect(explanation.answer == place.evaluator.answer(flag, for: customer))
        #expect(
            explanation.lines == [
                " 1  yes  The flag is on",
                " 2  no   The customer is not named on the flag",
                " 3  no   Rule 1, By country: it is not so that country is one of FR and DE",
                " 4  yes  No rule matches: what everybody else gets",
                " 5  yes  The place is 11.3% from the bottom: 20% Red, 30% Green, 50% Blue",
            ]
        )
        #expect(explanation.placeParts.map { $0 / 100 } == 113)
    }

    @Test func `nobody has a place where everybody gets the same`() throws {
        let place = try EvaluationPlace(flags: Self.checkout)
        let flag = try #require(place.evaluator.flag("new-checkout"))

        let named = place.evaluator.explanation(of: flag, for: EvaluationCustomer(key: "vip-1"))

        #expect(named.answer.reason == .targeted)
        #expect(named.placeParts == nil)
    }

    @Test func `one flag alone is answered as among all others`() throws {
        let place = try EvaluationPlace(flags: Self.checkout)
        let flag = try #require(place.evaluator.flag("new-checkout"))

        let alone = Evaluator(place.evaluator.state, only: flag.flag.id)

        #expect(alone.flags.map(\.flag.key.text) == ["new-checkout"])
        for number in 0..<50 {
            let customer = EvaluationCustomer(key: "user-\(number)")
            #expect(
                alone.answer(alone.flags[0], for: customer)
                    == place.evaluator.answer(flag, for: customer)
            )
        }
        var random = SplitMix64(seed: 1)
        #expect(Evaluator(place.evaluator.state, only: GUID(using: &random)).flags.isEmpty)
    }

    @Test func `some flags are answered as among all, and others are not known`() throws {
        let place = try EvaluationPlace(flags: Self.checkout)
        let flag = try #require(place.evaluator.flag("new-checkout"))
        var random = SplitMix64(seed: 1)

        let some = Evaluator(
            place.evaluator.state,
            only: [flag.flag.id, GUID(using: &random)]
        )

        #expect(some.flags.map(\.flag.key.text) == ["new-checkout"])
        for number in 0..<50 {
            let customer = EvaluationCustomer(key: "user-\(number)")
            #expect(
                some.answer(some.flags[0], for: customer)
                    == place.evaluator.answer(flag, for: customer)
            )
        }
        #expect(Evaluator(place.evaluator.state, only: []).flags.isEmpty)
    }

    @Test func `a broken pattern holds for nobody and its author is told`() throws {
        let flags = Self.checkout.replacing("IsOneOf", with: "MatchRegex")
            .replacing("[\\\"FR\\\",\\\"DE\\\"]", with: "(")
        let place = try EvaluationPlace(flags: flags)
        let flag = try #require(place.evaluator.flag("new-checkout"))

        let answer = place.evaluator.answer(flag, for: EvaluationCustomer(key: "user-1"))

        #expect(answer.reason == .defaultRule)
        #expect(
            place.evaluator.faults(of: flag) == [
                "The rule \"By country\" holds for nobody: the pattern \"(\" cannot be used: "
                    + "missing closing parenthesis at byte 1."
            ]
        )
    }

    private static func customer(_ row: Row) -> EvaluationCustomer {
        EvaluationCustomer(
            key: row.key,
            attributes: row.country.map { [(name: "country", value: $0)] } ?? []
        )
    }

    @Test func `two pictures differ for a customer where the answers do, by name`() throws {
        var place = try EvaluationPlace(flags: Self.checkout)
        let before = place.evaluator
        let flag = try #require(before.flag("new-checkout")).flag
        try place.edit(flag.id, .addTargets(variationID: "r", [CustomerKey("user-1")]))
        let after = place.evaluator

        let differences = before.differences(to: after, for: EvaluationCustomer(key: "user-1"))

        #expect(differences.map(\.flag) == ["New checkout"])
        #expect(differences.map(\.before) == ["Blue"])
        #expect(differences.map(\.after) == ["Red"])
        #expect(before.differences(to: after, for: EvaluationCustomer(key: "user-2")).isEmpty)
    }
}
