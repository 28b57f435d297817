import FlagModel
import Testing
import TerminalUI

@testable import Dashboard

/// Comments that call somebody, until they were read.
struct ReviewNewsTests {
    private func say(_ text: String, by person: String = "Jo", on deck: Deck) throws {
        let comment = Comment(person: person, text: text)
        try deck.other(person, .comment(draft: Fixture.id(80), comment))
    }

    @Test func `5 leads to the draft with the comment, and brings it into sight`() throws {
        let deck = Deck(Fixture.model, actor: "Ana")
        try say("@Ana look at this, please", on: deck)
        deck.see("1 new")

        deck.press("5")

        #expect(deck.state.review.current == .draft(Fixture.id(80)))
        deck.see("@Ana look at this, please").notSee("1 new")
    }

    @Test func `a comment below what is on screen stays new until it was scrolled to`() throws {
        let deck = Deck(Fixture.model, actor: "Ana", columns: 80, rows: 20).press("5")
        ReviewShop.show(Fixture.id(80), on: deck)
        deck.rest().press(.home)
        ReviewShop.show(Fixture.id(80), on: deck)

        try say("@Ana and what about Austria?", on: deck)
        deck.see("1 new").notSee("Austria?")
        for _ in 0..<5 { deck.press(.pageDown) }

        deck.see("Austria?").notSee("1 new")
    }

    @Test func `5 again leads to the next one`() throws {
        let deck = Deck(ReviewShop.model, actor: "Ana")
        try say("@Ana one", on: deck)
        // Jo asked about Ana's own draft before.
        deck.see("2 new")

        deck.press("5")
        let first = deck.state.review.current
        deck.see("1 new").press("5")

        #expect(deck.state.review.current != first)
        deck.notSee(" new")
    }

    @Test func `the palette leads there too`() throws {
        let deck = Deck(Fixture.model, actor: "Ana")
        try say("@Ana one", on: deck)

        deck.press(":").see("Read 1 comment for you").type("comment for").press(.enter)

        #expect(deck.state.tab == .review)
        deck.see("@Ana one").notSee("1 new")
    }

    @Test func `what somebody says to others, or oneself, is no news`() throws {
        let deck = Deck(Fixture.model, actor: "Ana")
        try say("@Li one", on: deck)
        try say("@Anaïs one", on: deck)
        try say("@Ana one", by: "Ana", on: deck)

        deck.notSee("1 new")
        #expect(deck.state.unseenComments == 0)
    }
}
