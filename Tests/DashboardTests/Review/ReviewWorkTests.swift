import FlagAPI
import FlagModel
import Testing
import TerminalUI

@testable import Dashboard

/// What the session works out, and how often.
struct ReviewWorkTests {
    private func work(_ deck: Deck) -> ReviewSheet.Work { deck.state.review.sheet.work }

    @Test func `keys that change nothing work nothing out`() {
        let deck = ReviewShop.deck()
        let before = work(deck)

        deck.press(.pageDown, .pageUp, .control("d"), .control("u"), .escape)
        deck.press("?").press(.escape).press("z")

        #expect(work(deck) == before)
    }

    @Test func `drawing works nothing out`() {
        let deck = ReviewShop.deck(columns: 120, rows: 40)
        let before = deck.state

        for _ in 0..<10 { _ = draw(deck.state) }

        #expect(deck.state == before)
        let card = before.makeCard(width: before.reviewCardWidth)
        #expect(deck.state.review.sheet.card.lines == card.lines)
    }

    @Test func `another card is one card, and the queue stays`() {
        let deck = ReviewShop.deck(columns: 120, rows: 40)
        let before = work(deck)

        deck.press(.up)

        #expect(work(deck).cards == before.cards + 1)
        #expect(work(deck).queues == before.queues)
    }

    @Test func `what somebody else does is worked out once`() throws {
        let deck = ReviewShop.deck(columns: 120, rows: 40)
        let before = work(deck)

        deck.send(.picture(deck.service.picture))
        #expect(work(deck) == before)
        let comment = Comment(person: "Jo", text: "Fine.")
        try deck.other("Jo", .comment(draft: Fixture.id(82), comment))

        #expect(work(deck).queues == before.queues + 1)
        #expect(work(deck).news == before.news + 1)
        // Once for what was said, and once for what was asked about it.
        #expect(work(deck).cards == before.cards + 2)
    }

    @Test func `on another screen no card is worked out`() throws {
        let deck = ReviewShop.deck().press("1")
        let before = work(deck)

        try deck.other("Li", ReviewShop.saleChanged(to: 90_000))

        #expect(work(deck).cards == before.cards)
        #expect(work(deck).queues == before.queues)
    }

    @Test func `another width, day or person is another card`() {
        let deck = ReviewShop.deck(columns: 120, rows: 40)
        var before = work(deck).cards

        deck.resize(130, 40)
        #expect(work(deck).cards == before + 1)
        before = work(deck).cards
        deck.now = deck.now.adding(microseconds: 86_400_000_000)
        deck.press("z")
        #expect(work(deck).cards > before)
    }
}
