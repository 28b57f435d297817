import FlagAPI
import FlagModel
import Testing
import TerminalUI

@testable import Dashboard

/// What else needs a decision, on the cards below the drafts.
struct ReviewAgendaTests {
    private static let old = Fixture.flagID(23)
    private static let oldSubject = Subject.flag(environment: Fixture.live, old)

    /// The session at the card of the flag that has been the same for long.
    private func deck(columns: Int = 80, rows: Int = 24) -> Deck {
        let deck = Deck(ReviewShop.model, actor: "Ana", columns: columns, rows: rows)
        return show(Self.oldSubject, on: deck.press("5").rest())
    }

    private func show(_ subject: Subject, on deck: Deck) -> Deck {
        deck.press(.end)
        for _ in 0..<10 where deck.state.review.current != .agenda(subject) { deck.press(.up) }
        return deck.rest()
    }

    /// A plan that ends something for one customer tomorrow.
    private static let trial = Schedule(
        id: Fixture.id(90),
        author: "Li",
        createdAt: Fixture.ago(days: 3),
        at: Fixture.ago(days: -1),
        title: "Free returns goes back for Anna Schmidt",
        changes: [
            .editFlag(
                environment: Fixture.live,
                flag: Fixture.flagID(21),
                .removeTargets([Fixture.customer("C-10428")])
            )
        ],
        expects: [
            .target(
                environment: Fixture.live,
                flag: Fixture.flagID(21),
                Fixture.customer("C-10428"),
                variationID: "on"
            )
        ]
    )

    @Test func `below the drafts stands what the agenda says, and nothing twice`() throws {
        let deck = deck(columns: 120, rows: 40)

        deck.see("CHANGES WAITING  3").see("ALSO TO DECIDE").see("the same for everybody")
        let items = try #require(deck.state.review.asked.agenda).items
        let shown = deck.state.review.queue.compactMap { item -> Subject? in
            if case .agenda(let subject) = item { subject } else { nil }
        }
        #expect(shown == items.map(\.subject).filter { !$0.isDraft })
        #expect(deck.state.review.queue.prefix(3).map(\.isDraft) == [true, true, true])
        #expect(deck.service.reviewQuestions.filter(\.isAgenda).count == 1)
    }

    @Test func `its card says why it is here and which keys act on it`() {
        deck().see("EVERYBODY GETS THE SAME OF OLD SEARCH PAGE.").see("everybody gets Off")
            .see("archive it: makes a draft").see("decide later").see("also to decide")
    }

    @Test func `Enter opens the flag`() {
        let deck = deck().press(.enter)

        #expect(deck.state.tab == .flags)
        #expect(deck.state.flags.page == Self.old)
    }

    @Test func `d prepares archiving as a draft, after asking`() {
        let deck = deck().press("d").see("Archive Old search page?").press(.enter)
        #expect(deck.proposals.isEmpty)

        deck.press("d").press(.down, .enter)

        guard case .saveDraft(let draft)? = deck.proposals.last?.changes.first else {
            Issue.record("no draft")
            return
        }
        #expect(
            draft.changes == [
                .editFlag(environment: Fixture.live, flag: Self.old, .setArchived(true))
            ]
        )
        #expect(deck.state.tab == .review)
        deck.rest().press("d")
        #expect(deck.proposals.count == 1)
    }

    @Test func `a key for drafts says that this is none`() {
        let deck = deck().press("a").press("b").press("c")

        #expect(deck.proposals.isEmpty)
        #expect(deck.state.overlays.isEmpty)
    }

    @Test func `a plan opens its customer, and d calls it off as a draft`() throws {
        let model = try ReviewShop.model.previewing([.saveSchedule(Self.trial)])
        let deck = Deck(model, actor: "Ana").press("5").rest()
        _ = show(.schedule(Self.trial.id), on: deck)
        deck.see("FREE RETURNS GOES BACK FOR ANNA SCHMIDT.").see("Ends by itself on")

        deck.press("d").see("Call it off? Free returns goes back").press(.down, .enter)
        guard case .saveDraft(let draft)? = deck.proposals.last?.changes.first else {
            Issue.record("no draft")
            return
        }
        #expect(draft.changes == [.discardSchedule(Self.trial.id)])

        _ = show(.schedule(Self.trial.id), on: deck)
        deck.press(.enter)
        #expect(deck.state.tab == .customers)
        #expect(deck.state.customers.sheet?.customer.key == Fixture.customer("C-10428"))
    }

    @Test func `an experiment with an answer opens on its page`() {
        let deck = Deck(Fixture.quiet, actor: "Ana").press("5").rest()
        _ = show(.experiment(environment: Fixture.live, Fixture.id(60)), on: deck)
        deck.see("THE EXPERIMENT CHECKOUT SPEED WAITS FOR A DECISION.").press(.enter)

        #expect(deck.state.tab == .experiments)
        #expect(deck.state.experiments.page == Fixture.id(60))
    }

    @Test func `later goes on, and comes back when nothing else is left`() {
        let deck = deck()
        let others = deck.state.review.queue.filter {
            $0 != .agenda(Self.oldSubject) && deck.state.isOpen($0)
        }
        #expect(others.count > 1)

        deck.press(" ")

        #expect(deck.state.review.later == [.agenda(Self.oldSubject)])
        #expect(deck.state.review.current != .agenda(Self.oldSubject))
        for _ in others { deck.press(" ") }
        #expect(deck.state.review.current == .agenda(Self.oldSubject))
    }

    @Test func `what somebody decided meanwhile says so and makes room`() throws {
        let deck = deck()

        let edit = Change.editFlag(
            environment: Fixture.live,
            flag: Self.old,
            .setTags(["permanent"])
        )
        _ = try deck.service.make(
            Proposal(
                id: Fixture.id(99),
                actor: "Jo",
                note: "now",
                origin: .emergency,
                changes: [edit]
            ),
            at: deck.now
        )
        deck.send(.picture(deck.service.picture))
        deck.now = deck.now.adding(microseconds: 6_000_000)
        deck.rest()

        deck.see("This needs no decision any more.").press(.down)
        #expect(!deck.state.review.queue.contains(.agenda(Self.oldSubject)))
    }

    @Test func `a busy service is asked again only after a while`() throws {
        let deck = deck()
        for number in 0..<20 {
            try deck.other("Jo", ReviewShop.saleChanged(to: 51_000 + number * 100))
        }
        #expect(deck.service.reviewQuestions.filter(\.isAgenda).count == 1)

        deck.now = deck.now.adding(microseconds: 6_000_000)
        deck.rest()

        #expect(deck.service.reviewQuestions.filter(\.isAgenda).count == 2)
    }

    @Test func `what the agenda cannot know stands on its cards`() {
        let deck = deck(columns: 120, rows: 40)

        deck.see("Nobody can say yet which flags no application asks for")
    }

    @Test func `where nothing waits and nothing else needs a decision, it says both`() throws {
        let model = try Fixture.quiet.previewing([
            .editFlag(environment: Fixture.live, flag: Self.old, .setTags(["permanent"]))
        ])

        let deck = Deck(model)
        deck.service.experiments[Fixture.id(60)] = ExperimentShop.counts(.win)
        deck.press("5").see("Nothing waits for a review.")
            .see("Nothing else needs a decision here.")
    }
}

extension Subject {
    fileprivate var isDraft: Bool { if case .draft = self { true } else { false } }
}

extension ReviewQuestion {
    fileprivate var isAgenda: Bool { if case .agenda = self { true } else { false } }
}
