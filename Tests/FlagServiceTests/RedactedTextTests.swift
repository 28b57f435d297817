import JSON
import Testing

@testable import FlagService

/// What counts as the text, and what only looks like it.
struct RedactedTextTests {
    @Test(arguments: [
        ("bob@x.com", "redacted-1"),
        ("Added bob@x.com.", "Added redacted-1."),
        ("bob@x.com, bob@x.com", "redacted-1, redacted-1"),
        ("jimbob@x.com", "jimredacted-1"),
        ("bob@x.com.au", "redacted-1.au"),
        ("Bob@x.com", "Bob@x.com"),
    ])
    func `anywhere, it counts within longer words too`(before: String, after: String) {
        let text = RedactedText("bob@x.com", isWholeWord: false)
        #expect(text.replaced(in: before, with: "redacted-1") == after)
        #expect(text.occurs(in: before) == (before != after))
    }

    @Test(arguments: [
        ("42", "redacted-1"), ("added 42.", "added redacted-1."), ("(42)", "(redacted-1)"),
        ("1421", "1421"), ("C-42", "C-42"), ("42@x", "42@x"), ("a.42", "a.42"), ("42é", "42é"),
        ("42 - 42", "redacted-1 - redacted-1"),
    ])
    func `as a whole word, it does not count within longer ones`(before: String, after: String) {
        let text = RedactedText("42", isWholeWord: true)
        #expect(text.replaced(in: before, with: "redacted-1") == after)
        #expect(text.occurs(in: before) == (before != after))
    }

    @Test func `it is found in JSON within a text`() {
        let text = RedactedText("O\"Brien", isWholeWord: false)
        #expect(
            text.replaced(in: .string(#"{"name":"O\"Brien"}"#), with: "redacted-1")
                == .string(#"{"name":"redacted-1"}"#)
        )
    }

    @Test func `it is found in the names of members`() {
        let text = RedactedText("bob", isWholeWord: false)
        #expect(text.occurs(in: ["bob": 1]))
        #expect(text.replaced(in: ["bob": ["bob", 1]], with: "x") == ["x": ["x", 1]])
    }

    @Test func `bytes that hold it in any spelling may hold it`() {
        let text = RedactedText("O\"Brien", isWholeWord: true)
        #expect(text.mayOccur(in: Array(#"{"note":"O\"Brien"}"#.utf8)))
        #expect(text.mayOccur(in: Array(#"{"value":"{\"name\":\"O\\\"Brien\"}"}"#.utf8)))
        #expect(!text.mayOccur(in: Array("OBrien".utf8)))
        #expect(!text.mayOccur(in: []))
    }

    @Test func `a stand-in is the first word that stands nowhere`() {
        var words = Placeholders()
        let text = RedactedText("bob", isWholeWord: false)
        #expect(words.free(for: text) == "redacted-1")
        words.note(Array("redacted-1 and redacted-3, redacted-x".utf8))
        #expect(words.free(for: text) == "redacted-2")
        #expect(words.free(for: RedactedText("redacted", isWholeWord: false)) == "removed-1")
        #expect(words.free(for: RedactedText("e", isWholeWord: false)) == nil)
    }

    @Test(arguments: [(0, false), (1, true), (1024, true), (1025, false)])
    func `a text has 1 to 1,024 bytes`(count: Int, isAllowed: Bool) {
        let request = RedactionRequest(
            text: String(repeating: "b", count: count),
            actor: "ops",
            askedBy: "legal",
            reason: "asked"
        )
        do throws(RedactionProblem) {
            _ = try request.checked()
            #expect(isAllowed)
        } catch {
            #expect(!isAllowed && error == .badText(bytes: count))
        }
    }

    @Test func `a text is not only blanks, and not in the request itself`() {
        var request = RedactionRequest(text: " ", actor: "ops", askedBy: "legal", reason: "asked")
        #expect(throws: RedactionProblem.badText(bytes: 1)) { try request.checked() }
        request.text = "legal"
        #expect(throws: RedactionProblem.inRequest) { try request.checked() }
    }
}
