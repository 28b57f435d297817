import FlagAPI
import FlagModel
import Testing
import TerminalUI

@testable import Dashboard

struct ReviewPublishTests {
    private func text(_ deck: Deck) -> String {
        deck.screen.split(separator: "\n").joined(separator: " ")
    }

    @Test func `only what was approved is published, as one entry that one key puts back`() {
        let deck = ReviewShop.deck().press("a")
        deck.press("p").see("This change happens when you publish it:")
        deck.see("Refund without photo stays a draft; 1 more person must approve it.")

        deck.type("1").press(.enter)

        #expect(deck.proposals.last?.origin == .publish)
        #expect(deck.proposals.last?.changes.last == .discardDraft(Fixture.id(80)))
        #expect(Set(deck.service.model.drafts.map(\.id)) == [Fixture.id(81), Fixture.id(82)])

        deck.press("u")
        #expect(deck.service.model.drafts.count == 3)
    }

    @Test func `nothing approved is nothing to publish, whatever is typed`() {
        let deck = ReviewShop.deck()

        deck.press("p").see("Nothing may be published yet.").type("0").press(.enter)
        deck.type("1").press(.enter)

        #expect(deck.proposals.isEmpty)
    }

    @Test func `a draft that was sent back stays, also where nobody asks for reviews`() {
        let deck = Deck(Fixture.model, actor: "Ana").press("5")
        ReviewShop.show(Fixture.id(80), on: deck)
        deck.press("b").type("Too early").press(.control("s"))

        deck.press("p").see("Summer sale banner stays a draft; you sent it back: Too early.")
        deck.type("1").press(.enter)

        #expect(deck.service.model.drafts.map(\.id) == [Fixture.id(80)])
    }

    @Test func `an emergency asks why, warns, and publishes one draft`() {
        let deck = ReviewShop.deck()
        deck.press(":").type("emergency summer").press(.enter)
        deck.see("The history marks it for ever").see("Reason:")

        deck.press(.enter).type("1").press(.enter)
        #expect(deck.proposals.isEmpty)
        deck.see("Say why this cannot wait for a review")

        deck.press(.escape, .escape).press(":").type("emergency summer").press(.enter)
        deck.type("The old one is wrong").press(.enter).type("1").press(.enter)
        let proposal = deck.proposals.last
        #expect(proposal?.origin == .emergency)
        #expect(proposal?.note == "The old one is wrong")
        #expect(Set(deck.service.model.drafts.map(\.id)) == [Fixture.id(81), Fixture.id(82)])
    }

    @Test func `an approval that comes while the box is open makes it be read again`() throws {
        let deck = ReviewShop.deck().press("a").press("p").type("1")
        let decision = Decision(person: "Sam", verdict: .approve)
        let proposal = Proposal(
            id: Fixture.id(93),
            actor: "Sam",
            origin: .reviewing,
            changes: [.decide(draft: Fixture.id(81), revision: 1, decision)]
        )

        try deck.service.make(proposal, at: deck.now)
        deck.send(.picture(deck.service.picture))
        deck.press(.enter)

        #expect(deck.proposals.count == 1)
        deck.see("These 2 changes happen together")
    }
}
