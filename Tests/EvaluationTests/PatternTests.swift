import FlagModel
import Testing

@testable import Evaluation

/// Searches that end.
struct PatternTests {
    private static let mostText = Limits.searchedBytes.upperBound
    private static let mostPattern = Limits.patternBytes.upperBound

    /// Patterns that try exponentially many ways before they find that there is none.
    static let endless = [
        ("(a+)+b", "!b"), ("(a|a)*b", "!b"), ("(.*)*x", "\nx"), ("(a+)+$", "!"),
        ("(a*a*)+y", "!y"), ("((a|aa)+)+[bc]", "!"),
    ]

    @Test(arguments: endless)
    func `a pattern that would never end finds neither yes nor no`(
        pattern: String,
        end: String
    ) throws {
        let text = Self.letters(Self.mostText - end.utf8.count) + Array(end.utf8)

        #expect(text.count == Self.mostText)
        #expect(try Pattern(pattern).search(text.span) == .gaveUp)
    }

    @Test(arguments: ["(a+)+b", "(a|a)*b", "(.*)*x"])
    func `a pattern whose last letter is nowhere is not found at once`(pattern: String) throws {
        let text = Self.letters(Self.mostText)

        #expect(try Pattern(pattern).search(text.span) == .missing)
    }

    @Test func `a text of the limit is searched and a longer one is not`() throws {
        let pattern = try Pattern("b$")
        let most = Array((String(repeating: "a", count: Self.mostText - 1) + "b").utf8)

        #expect(pattern.search(most.span) == .found)
        #expect(pattern.search(([97] + most).span) == .textTooLong)
    }

    @Test func `a pattern of the limit compiles and a longer one does not`() throws {
        let most = String(repeating: "a", count: Self.mostPattern)

        #expect(try Pattern(most).search([UInt8]().span) == .missing)
        #expect(throws: Pattern.Fault.self) { try Pattern("a" + most) }
    }

    @Test func `a search of as many steps as there may be is answered and no longer one`() throws {
        // Tries every two lengths of letters; a bound within the pattern can only be lower.
        func search(_ count: Int, within steps: Int) throws -> Pattern.Outcome {
            let pattern = try Pattern("(*NO_JIT)(*NO_AUTO_POSSESS)(*LIMIT_MATCH=\(steps))^a*?a*?b")
            return pattern.search((Self.letters(count) + Array("!b".utf8)).span)
        }
        let most = Limits.searchSteps.upperBound
        let longest = try #require(
            try (1...600).last { try search($0, within: most) == .missing }
        )
        let steps = try #require(
            try (0...5000).first { try search(longest, within: most - $0 - 1) == .gaveUp }
        )

        #expect(try search(longest, within: most - steps) == .missing)
        #expect(try search(longest, within: most - steps - 1) == .gaveUp)
        #expect(try search(longest + 1, within: most) == .gaveUp)
        #expect(try search(longest + 1, within: 2 * most) == .gaveUp)
    }

    @Test func `a person is told that a search was ended`() throws {
        let text = String(decoding: Self.letters(100), as: UTF8.self) + "!b"
        let (rules, customer) = Self.rules("(a+)+b", text)

        #expect(!rules.holds(condition: 0, for: customer))
        #expect(
            rules.searchFault(condition: 0, for: customer)
                == "the search for the pattern was ended after 100,000 steps"
        )
    }

    @Test func `a person is told that a text is too long to be searched`() throws {
        let text = String(decoding: Self.letters(Self.mostText + 1), as: UTF8.self)
        let (rules, customer) = Self.rules("a", text)

        #expect(!rules.holds(condition: 0, for: customer))
        #expect(
            rules.searchFault(condition: 0, for: customer)
                == "the text is not searched, as it has more than 4,096 bytes"
        )
    }

    @Test func `a pattern is searched by many threads at once`() async throws {
        let pattern = try Pattern("7$")
        let found = await withTaskGroup(of: Int.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    (0..<1000).count { pattern.search(Array("\($0)".utf8).span) == .found }
                }
            }
            return await group.reduce(0, +)
        }

        #expect(found == 800)
    }

    private static func letters(_ count: Int) -> [UInt8] {
        Array(repeating: UInt8(ascii: "a"), count: count)
    }

    /// One condition that asks for a pattern in an attribute, negated, and a customer with it.
    private static func rules(
        _ pattern: String,
        _ text: String
    ) -> (CompiledRules, EvaluationCustomer) {
        var rules = CompiledRules()
        let test = Condition.Test.attribute("note", .notMatchRegex, pattern)
        rules.add([Condition(id: "1", test: test)], audiences: [:])
        return (rules, EvaluationCustomer(key: "c", attributes: [(name: "note", value: text)]))
    }
}
