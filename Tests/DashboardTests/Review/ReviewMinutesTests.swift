import FlagAPI
import FlagModel
import Testing
import TerminalUI

@testable import Dashboard

/// Writing down what was decided, from the session.
struct ReviewMinutesTests {
    /// A session in which one thing was approved and one was sent back.
    private func deck() -> Deck {
        let deck = ReviewShop.deck().press("a")
        ReviewShop.show(Fixture.id(81), on: deck)
        return deck.press("b").type("Too early").press(.control("s"))
    }

    private func clear(_ deck: Deck, fields: Int = 1) {
        for _ in 0..<60 { deck.press(.backspace) }
    }

    @Test func `m writes what was decided since the session began`() throws {
        let deck = deck().press("m").see("Write down what was decided").see("10:58")

        deck.press(.control("s"))

        let page = try #require(deck.service.written["review-2026-07-14.md"])
        #expect(page.hasPrefix("# Review of LIVE\n"))
        #expect(page.contains("1 draft approved, 1 draft sent back"))
        #expect(page.contains("### Summer sale banner: approved, not published"))
        #expect(page.contains("Ana sent it back: Too early"))
        deck.see("Written: review-2026-07-14.md.")
    }

    @Test func `without a file the page is copied`() {
        let deck = deck().press("m").press(.tab)
        clear(deck)
        deck.press(.control("s"))

        #expect(deck.state.copied?.hasPrefix("# Review of LIVE\n") == true)
        #expect(deck.service.written.isEmpty)
    }

    @Test func `a time that is none, or is still to come, is told and asks nothing`() {
        let deck = deck().press("m")
        clear(deck)
        deck.type("soon").press(.control("s")).see("is no time")
        clear(deck)
        deck.type("23:59").press(.control("s")).see("That is still to come.")

        let asked = deck.service.reviewQuestions.contains { question in
            if case .minutes = question { true } else { false }
        }
        #expect(!asked)
    }

    @Test func `a file that is there already stays as it is`() {
        let deck = deck()
        deck.service.written["review-2026-07-14.md"] = "mine"

        deck.press("m").press(.control("s"))

        #expect(deck.service.written["review-2026-07-14.md"] == "mine")
        deck.see("is there already")
    }
}
