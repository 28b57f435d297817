import FlagAPI
import FlagModel
import Testing
import TerminalUI

@testable import Dashboard

struct ReviewSessionTests {
    @Test func `approving keeps the decision about what was on screen and reaches nobody`() {
        let deck = ReviewShop.deck()
        let before = deck.service.model.environment(Fixture.live)?.flag(Fixture.flagID(10))

        deck.press("a").see(
            "You approved Summer sale banner. It is not live yet."
        )

        let proposal = deck.proposals.last
        #expect(deck.proposals.count == 1)
        #expect(proposal?.origin == .reviewing)
        #expect(proposal?.changes.count == 1)
        guard case .decide(let id, let revision, let decision)? = proposal?.changes.first else {
            Issue.record("no decision")
            return
        }
        #expect(id == Fixture.id(80))
        #expect(revision == 1)
        let ground = ReviewShop.deck().state.present.draft(id)?.ground(in: deck.state.present)
        #expect(
            decision == Decision(person: "Ana", verdict: .approve, ground: ground ?? [])
        )
        #expect(!decision.ground.isEmpty)
        #expect(ReviewShop.sale(deck)?.approvers(in: deck.service.model) == ["Ana"])
        #expect(
            deck.service.model.environment(Fixture.live)?.flag(Fixture.flagID(10)) == before
        )
        deck.see("✓ Approved by you.")
    }

    @Test func `a second approval says that there is one`() {
        let deck = ReviewShop.deck().press("a").press("a")

        #expect(deck.proposals.count == 1)
        deck.see("You approved this already.")
    }

    @Test func `sending back needs a reason and tells it`() {
        let deck = ReviewShop.deck()

        deck.press("b").see("Send Summer sale banner back").press(.control("s"))
        #expect(deck.proposals.isEmpty)
        deck.see("Say in a few words what you mean.")
        deck.type("Too early").press(.control("s"))

        let decision = ReviewShop.sale(deck)?.decisions.last
        #expect(decision?.verdict == .sendBack)
        #expect(decision?.reason == "Too early")
        deck.see("You sent it back: Too early")
    }

    @Test func `nobody decides about a draft of their own`() {
        let deck = ReviewShop.deck(as: "Li")

        deck.see("Yours, someone else must approve it.").press("a").press("b")

        #expect(deck.proposals.isEmpty)
        #expect(deck.state.overlays.isEmpty)
        deck.see("This draft is yours: someone else must decide about it.")
    }

    @Test func `a draft that changes while its card is open says so and is not approved unread`()
        throws
    {
        let deck = ReviewShop.deck()

        try deck.other("Li", ReviewShop.saleChanged(to: 90_000))
        deck.see("was changed while you read it. Read it again.").press("a")

        #expect(deck.proposals.isEmpty)
        deck.press("a")
        guard case .decide(_, let revision, _)? = deck.proposals.last?.changes.first else {
            Issue.record("no decision")
            return
        }
        #expect(revision == ReviewShop.sale(deck)?.revision)
        #expect(revision > 1)
    }

    @Test func `what arrives at the service before the screen knows is refused by revision`()
        throws
    {
        let deck = ReviewShop.deck()
        let proposal = Proposal(
            id: Fixture.id(90),
            actor: "Li",
            changes: [ReviewShop.saleChanged(to: 90_000)]
        )
        try deck.service.make(proposal, at: deck.now)

        deck.press("a")

        #expect(ReviewShop.sale(deck)?.decisions == [])
        deck.see("was changed while you read it")
    }

    @Test func `an approval falls when the ground moves, and the card says whose`() throws {
        let deck = ReviewShop.deck().press("a")
        let name = Change.editFlag(
            environment: Fixture.live,
            flag: Fixture.flagID(10),
            .describe("Another text")
        )
        let proposal = Proposal(
            id: Fixture.id(91),
            actor: "Jo",
            note: "now",
            origin: .emergency,
            changes: [name]
        )
        try deck.service.make(proposal, at: deck.now)
        deck.send(.picture(deck.service.picture))

        #expect(ReviewShop.sale(deck)?.fallenApprovers(in: deck.service.model) == ["Ana"])
        let lines = deck.state.reviewLines.map { $0.spans.map(\.text.text).joined() }
            .joined(separator: " ")
        #expect(lines.contains("You approved this before what it changes was changed"))
        #expect(lines.contains("1 more person must approve it"))
    }

    @Test func `others' decisions appear at once and the card stays`() throws {
        let deck = ReviewShop.deck()
        let decision = Decision(person: "Jo", verdict: .approve)

        let change = Change.decide(draft: Fixture.id(80), revision: 1, decision)
        let proposal = Proposal(
            id: Fixture.id(92),
            actor: "Jo",
            origin: .reviewing,
            changes: [change]
        )
        try deck.service.make(proposal, at: deck.now)
        deck.send(.picture(deck.service.picture))

        #expect(deck.state.review.current == .draft(Fixture.id(80)))
        deck.see("✓ Approved by Jo.")
    }

    @Test func `a card whose draft is gone says so, and no other takes its place`() throws {
        let deck = ReviewShop.deck()

        try deck.other("Li", .discardDraft(Fixture.id(80)))
        deck.see("This draft is gone").press("a")

        #expect(deck.proposals.isEmpty)
        deck.press(.down).notSee("This draft is gone")
        #expect(!deck.state.review.queue.contains(.draft(Fixture.id(80))))
    }

    @Test func `leaving and coming back shows the same card`() {
        let deck = ReviewShop.deck()

        deck.press("1").press("5")

        #expect(deck.state.review.current == .draft(Fixture.id(80)))
    }

    @Test func `later goes on to the next that is still open`() {
        let deck = ReviewShop.deck().press(" ")

        // It was the last draft; what else waits for a decision comes behind the drafts.
        let experiment = Subject.experiment(environment: Fixture.live, Fixture.id(60))
        #expect(deck.state.review.current == .agenda(experiment))
        #expect(deck.state.review.later == [.draft(Fixture.id(80))])
        #expect(deck.proposals.isEmpty)
    }

    @Test func `a comment is kept with the draft`() {
        let deck = ReviewShop.deck()

        deck.press("c").type("@Li Why half?").press(.control("s"))

        #expect(ReviewShop.sale(deck)?.comments.map(\.text) == ["@Li Why half?"])
        #expect(deck.proposals.last?.origin == .reviewing)
        deck.see("Said about Summer sale banner.")
    }

    @Test func `comments for a person are counted in the header until their card was shown`() {
        let deck = Deck(ReviewShop.model, actor: "Ana")
        deck.see("1 new")

        deck.press("5")
        ReviewShop.show(Fixture.id(82), on: deck)

        deck.notSee("1 new").see("ADD 1 CUSTOMER TO VIP 2024")
        #expect(deck.state.place?.seen == [Fixture.id(82): 1])
    }

    @Test func `what was seen is kept until the next start`() throws {
        var session = SessionText()
        session.places["/data"] = ScreenPlace()
        session.places["/data"]?.seen = [Fixture.id(82): 3, Fixture.id(80): 1]

        let read = try SessionText(toml: session.toml)

        #expect(read.places["/data"]?.seen == [Fixture.id(82): 3, Fixture.id(80): 1])
    }

    @Test func `Enter and w lead to the thing and to its history`() {
        let deck = ReviewShop.deck().press(.enter)
        #expect(deck.state.flags.page == Fixture.flagID(10))
        #expect(deck.state.tab == .flags)

        deck.press("5").press("w")
        #expect(deck.state.tab == .history)
    }

    @Test func `leaving a page leads back to where it was opened, unless one went elsewhere`() {
        let deck = ReviewShop.deck().press(.enter).press(.escape)
        #expect(deck.state.tab == .review)
        #expect(deck.state.flags.page == nil)

        deck.press(.enter).press("1").press(.escape)
        #expect(deck.state.tab == .flags)
    }
}
