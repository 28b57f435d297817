import Foundation
import Testing

/// The agenda and the minutes of a review, from a script.
@Suite(.waiting)
struct ReviewSessionTests {
    @Test func `an agenda of a new place says what it cannot know yet`() throws {
        let workplace = try Workplace()
        try workplace.done("init")

        let agenda = try workplace.done("review", "agenda", "--months", "6")

        #expect(agenda.contains("Nothing else needs a decision in LIVE."))
        #expect(agenda.contains("reports do not reach back 6 months"))
        let json = try workplace.done("review", "agenda", "--json")
        #expect(json.filter { !$0.isWhitespace } == "[]")
    }

    @Test(arguments: ["0", "13"])
    func `months are one to twelve`(months: String) throws {
        let workplace = try Workplace()
        try workplace.done("init")

        let result = try workplace.flagdeck("review", "agenda", "--months", months)

        #expect(result.code == 2)
        #expect(result.errors.contains("--months takes 1 to 12."))
    }

    @Test func `minutes tell what was done today, and whose numbers take it back`() throws {
        let workplace = try Workplace()
        try workplace.done("init", "--actor", "Ana")
        try workplace.done("flag", "create", "gift-wrap", "--actor", "Li")

        let page = try workplace.done("review", "minutes", "--since", "an hour ago")

        #expect(page.hasPrefix("# Review of LIVE\n"))
        #expect(page.contains("## Changed without a draft"))
        #expect(page.contains("Li made the flag"))
        #expect(page.contains("`flagdeck undo "))
    }

    @Test func `a session that ends before it begins is no session`() throws {
        let workplace = try Workplace()
        try workplace.done("init")
        let dates = ["--since", "2026-07-03", "--until", "2026-07-02"]

        let result = try workplace.start(["review", "minutes"] + dates).end()

        #expect(result.code == 2)
        #expect(result.errors.contains("would end before it begins"))
        let word = try workplace.flagdeck("review", "minutes", "--since", "soon")
        #expect(word.code == 2)
        #expect(word.errors.contains("\"soon\" is no time."))
    }
}
