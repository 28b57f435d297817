import Foundation
import Testing

/// Statistics of given cases, beside what another program says about them.
@Suite(.waiting)
struct AnalyzeTests {
    private static func cases() throws -> [Document] {
        let file = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../StatisticsTests/Vectors/stats-vectors-public.json")
        return try JSONDecoder().decode(Document.self, from: Data(contentsOf: file))["cases"]
            .elements
    }

    /// A case without its answers, on one line; how many the power is asked for stays.
    private static func question(_ document: Document) throws -> String {
        guard case .object(var members) = document else { return "" }
        let power = document["reference"]["growthbook_power_at"]
        members["gbstats"] = nil
        members["reference"] = power == .null ? nil : .object(["growthbook_power_at": power])
        return String(decoding: try JSONEncoder().encode(Document.object(members)), as: UTF8.self)
    }

    private static func answers(_ lines: [String]) throws -> (Outcome, [Document]) {
        let workplace = try Workplace()
        let file = try workplace.write(lines.joined(separator: "\n"), to: "cases.jsonl")
        let outcome = try workplace.flagdeck("analyze", file)
        let answers = try outcome.output.split(separator: "\n").map {
            try Document.read(String($0))
        }
        return (outcome, answers)
    }

    @Test(arguments: [
        ("ab_test", 104), ("srm", 5), ("pvalue_adjust", 4), ("mid_experiment_power", 5),
        ("bandit", 3), ("post_stratification", 3), ("power", 4),
    ])
    func `every stored case is answered as the other program does`(
        family: String,
        count: Int
    ) throws {
        let cases = try Self.cases().filter { $0["family"].text == family }
        #expect(cases.count == count)

        let (outcome, answers) = try Self.answers(try cases.map(Self.question))

        #expect(outcome.code == 0)
        #expect(outcome.errors == "")
        try #require(answers.count == count)
        for (answer, one) in zip(answers, cases) {
            #expect(answer["id"] == one["id"])
            for group in ["gbstats", "reference"] {
                let place = "\(one["id"].text ?? "") \(group)"
                Agreement(one).expect(answer[group], one[group], place, key: group)
            }
        }
    }

    @Test func `the fields stand at the top too, and a whole file of cases is answered`() throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../StatisticsTests/Vectors/stats-vectors-public.json")
        let outcome = try Workplace().flagdeck("analyze", file.path)

        let lines = outcome.output.split(separator: "\n")
        #expect(lines.count == 128)
        let first = try Document.read(String(try #require(lines.first)))
        #expect(first["chanceToWin"] == first["gbstats"]["chanceToWin"])
        #expect(first["chanceToWin_exact"] == first["reference"]["chanceToWin_exact"])
    }

    @Test func `settings that are left out are the usual ones`() throws {
        let arms = #""control":{"n":100,"sum":20},"treatment":{"n":100,"sum":30}"#
        let short = #"{"id":1,"family":"ab_test","metric":"binomial","engine":"bayesian","#
        let settings =
            #","settings":{"difference_type":"relative","alpha":0.05,"inverse":false,"#
            + #""prior":{"proper":false}}"#

        let (outcome, answers) = try Self.answers([
            "\(short)\(arms)}", "\(short)\(arms)\(settings)}",
        ])

        #expect(outcome.code == 0)
        #expect(answers.count == 2 && answers[0] == answers[1])
    }

    @Test func `a bad line has an answer of its own and stops no other`() throws {
        let (outcome, answers) = try Self.answers([
            "nonsense", "", #"{"id":"a","family":"srm","users":[10,12],"weights":[1,1]}"#,
            #"{"id":"b","family":"srm","users":[10,12]}"#, #"{"id":"c","family":"astrology"}"#,
            "[]",
            #"{"id":"d","family":"ab_test","metric":"mean","engine":"bayesian","#
                + #""control":{"n":-1,"sum":1,"sum_squares":2},"treatment":{"n":2}}"#,
            #"{"id":"e","family":"ab_test","metric":"guess","engine":"bayesian","#
                + #""control":{},"treatment":{}}"#,
        ])

        #expect(outcome.code == 1)
        #expect(
            outcome.errors
                == "Lines 1, 4, 5, 6, 7 and 1 more could not be answered; each has an answer that"
                + " says why. All other lines are answered. Mend them and run it again.\n"
        )
        #expect(answers.map(\.["line"].number) == [1, nil, 4, 5, 6, 7, 8])
        #expect(answers.map(\.["id"].text) == [nil, "a", "b", "c", nil, "d", "e"])
        #expect(answers[1]["chi2"].number != nil)
        #expect(
            answers.map(\.["error"].text).dropFirst(2) == [
                "weights is missing", "family is \"astrology\", which is no family of cases",
                "the case should be an object, not a list",
                "control.n should be a whole number from 0 to 10^15",
                "metric is \"guess\", which is none of binomial, mean, ratio, ratio_binomial,"
                    + " mean_cuped, binomial_cuped, ratio_cuped, quantile_unit, quantile_event",
            ]
        )
    }

    @Test func `nobody in the control is no percentage, and is said as the other program does`()
        throws
    {
        let start = #"{"family":"ab_test","metric":"mean","engine":"frequentist_two_sided","#
        let arms =
            #""control":{"n":100,"sum":0,"sum_squares":50},"#
            + #""treatment":{"n":100,"sum":5,"sum_squares":60}}"#
        let (outcome, answers) = try Self.answers([
            start + arms, start + #""settings":{"difference_type":"absolute"},"# + arms,
            start + #""settings":{"difference_type":"scaled"},"#
                + arms.replacing(#""sum":0"#, with: #""sum":1"#),
        ])

        #expect(outcome.code == 0)
        #expect(
            answers.map(\.["errorMessage"].text) == [
                "ZERO_NEGATIVE_VARIANCE", "ZERO_NEGATIVE_BASELINE_VARIATION",
                "NO_UNITS_IN_VARIATION",
            ]
        )
        #expect(answers.allSatisfy { $0["expected"].number == 0 && $0["pValue"].number == 1 })
    }

    @Test func `a file that is not there changes nothing`() throws {
        let outcome = try Workplace().flagdeck("analyze", "nowhere.jsonl")

        #expect(outcome.code == 3)
        #expect(outcome.errors.contains("nowhere.jsonl cannot be read"))
    }
}

/// How close an answer has to be to the stored one.
private struct Agreement {
    private let engine: String
    private let error: Double

    init(_ one: Document) {
        engine = one["engine"].text ?? ""
        error = one["gbstats"]["standard_error"].number ?? 0
    }

    func expect(_ value: Document, _ truth: Document, _ place: String, key: String) {
        switch truth {
        case .object(let members):
            for (key, part) in members { expect(value[key], part, "\(place).\(key)", key: key) }
        case .list(let parts):
            #expect(value.elements.count == parts.count, "\(place)")
            for (own, part) in zip(value.elements, parts) { expect(own, part, place, key: key) }
        case .number(let truth):
            let own = value.number ?? .nan
            #expect(isClose(own, truth, key), "\(place): \(own), not \(truth)")
        case .null, .bool, .string:
            #expect(value == truth, "\(place)")
        }
    }

    private func isClose(_ own: Double, _ truth: Double, _ key: String) -> Bool {
        let apart = abs(own - truth)
        switch key {
        case "pValue" where engine.hasSuffix("lesser") || engine.hasSuffix("greater"):
            return apart
                <= max(1e-9 * truth, engine.hasPrefix("seq") ? max(0.01 * truth, 1e-5) : 1e-15)
        case "pValue": return apart <= max(1e-9 * truth, 1e-15)
        case "ci_lower", "ci_upper", "ci": return apart <= 1e-9 * max(abs(truth), error)
        case "best_arm_probabilities_montecarlo_10000": return apart <= 0.015
        case "scaling_factor", "additional_users": return apart <= 1e-4 * truth
        case "chanceToWin", "risk_control", "risk_treatment":
            // Far out the other program works with less than seven digits; the reference has all.
            return apart <= max(1e-7 * abs(truth), 1e-15)
        default: return apart <= 1e-9 * abs(truth)
        }
    }
}
