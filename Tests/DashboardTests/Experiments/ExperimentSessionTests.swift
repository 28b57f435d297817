import FlagModel
import Testing
import TerminalUI

@testable import Dashboard

/// What people do with experiments.
struct ExperimentSessionTests {
    private var first: Experiment? {
        Fixture.quiet.environment(Fixture.live)?.experiment(Fixture.id(60))
    }

    @Test func `the list says how far, which flag and what is measured`() {
        let deck = Deck(Fixture.quiet).press("3")

        deck.see("1 experiment").see("✓ SHIP").see("15 of 21").see("New checkout")
        deck.see("people who finish checkout")
    }

    @Test func `the page has the whole plan`() {
        let deck = Deck(Fixture.quiet).press("3").press(.enter, .tab, .tab)

        deck.see("Running, day 15 of 21.").see("MEASURED").see("more is better")
        deck.see("checkout-finished").see("VERSIONS OF New checkout")
        deck.see("Off   the others are compared with it")
        deck.press(.escape, .escape).see("1 experiment")
    }

    @Test func `planning asks for the flag, then a short form`() throws {
        let deck = Deck(Fixture.quiet).press("3").press("n")
        deck.see("An experiment with which flag?").type("gift").see("1 found").press(.enter)
        deck.see("Plan an experiment with Gift wrap").type("Gift sales").see("gift-sales")
        deck.press(.tab, .tab, .tab).type("gift-bought")
        deck.press(.tab).type("people who buy a gift").press(.control("s"))

        deck.see("Draft saved: experiment Gift sales planned").see("new → planned")
        let draft = try #require(deck.state.model.drafts.first)
        guard case .createExperiment(Fixture.live, let plan)? = draft.changes.first else {
            Issue.record("\(draft.changes)")
            return
        }
        #expect(plan.key.text == "gift-sales")
        #expect(plan.flagID == Fixture.flagID(14))
        #expect(plan.baselineVariationID == "off")
        #expect(plan.metric.eventName == "gift-bought")
        #expect(plan.metric.higherIsBetter)
        #expect(plan.plannedDays == 14)
        #expect(plan.state == .planned)
    }

    @Test func `editing a plan that is a draft stays one change`() {
        let deck = Deck(Fixture.quiet).press("3").press("n").type("gift").press(.enter)
        deck.type("Gift sales").press(.tab, .tab, .tab).type("e").press(.tab).type("m")
        deck.press(.control("s")).press("e").type(" 2").press(.control("s"))

        #expect(deck.state.model.drafts.first?.changes.count == 1)
        deck.see("Gift sales 2")
    }

    @Test func `a plan that somebody else prepares is theirs to throw away`() throws {
        let author = Deck(Fixture.quiet, actor: "Jo").press("3").press("n").type("gift")
        author.press(.enter).type("Gift sales").press(.tab, .tab, .tab).type("e")
        author.press(.tab).type("m").press(.control("s")).see("Draft saved")

        let deck = Deck(author.state.model).press("3").press("/").type("gift").press(.enter)
        deck.see("Gift sales").press("d")

        deck.see("Jo has a draft of that already.")
        #expect(deck.state.model.drafts.count == 1)
        author.press("d").see("Draft removed: Gift sales")
        #expect(author.state.model.drafts.isEmpty)
    }

    @Test(arguments: ["0", "366", "x", ""])
    func `days that cannot be are said at the field`(days: String) {
        let deck = Deck(Fixture.quiet).press("3").press("e")
        deck.press(.tab, .tab, .tab, .tab, .tab).press(.control("u")).type(days)
        deck.press(.control("s"))

        deck.see("Type a number of days from 1 to 365.")
        #expect(deck.proposals.isEmpty)
    }

    @Test func `changing a running plan warns and makes a draft`() {
        let deck = Deck(Fixture.quiet).press("3").press("e").see("It has started")
        deck.press(.tab, .tab, .tab, .tab, .tab).press(.control("u")).type("28")
        deck.press(.control("s"))

        deck.see("plan of Checkout speed changed").see("edited")
        #expect(deck.state.model.drafts.count == 1)
    }

    @Test func `what is running is not deleted`() {
        let deck = Deck(Fixture.quiet).press("3").press("d")

        deck.see("is running. Stop it first (t)")
        #expect(deck.proposals.isEmpty)
    }

    @Test func `deleting asks first`() {
        let deck = ExperimentShop.deck(.planned).press("d").see("Remove Loyalty points?")

        deck.press(.enter)
        #expect(deck.proposals.isEmpty)
        deck.press("d").press(.down, .down, .enter)

        deck.see("experiment Loyalty points deleted").press(.escape, .escape).see("gone")
        deck.press("p").type("1").press(.enter).press("3").see("10 experiments")
    }

    @Test func `an empty pane says what it is, why, and which key`() {
        let deck = Deck(Fixture.quiet).press("E").press(.down, .enter).press("3")

        deck.see("No experiments yet.").see("shows versions of a flag")
        deck.see("n        plan one")
        deck.press("n").see("An experiment with which flag?")
    }

    @Test func `o opens the flag and w its history`() {
        Deck(Fixture.quiet).press("3").press("o").see("WHO GETS WHAT").see("New checkout")
        Deck(Fixture.quiet).press("3").press("w").see("No entry: only Checkout speed.")
    }

    @Test func `a flag with one version cannot be compared`() throws {
        let model = try Fixture.quiet.previewing([
            .createFlag(
                environment: Fixture.live,
                Flag(
                    id: Fixture.id(99),
                    key: Fixture.key("only"),
                    name: "Only one",
                    kind: .string,
                    variations: [Variation(id: "a", name: "A", value: "a")],
                    defaultVariationID: "a",
                    offVariationID: "a",
                    revision: Fixture.id(99),
                    createdAt: Fixture.now
                )
            )
        ])
        let deck = Deck(model).press("3").press("n").type("only").press(.enter)

        deck.see("Only one has one version only")
    }

    @Test(arguments: [Size(columns: 40, rows: 10), .init(columns: 80, rows: 24)])
    func `the box of flags fits and says when nothing holds`(size: Size) {
        let deck = Deck(Fixture.quiet, columns: size.columns, rows: size.rows)
        deck.press("3").press("n").type("zzz")

        deck.see("Nothing holds that. Esc closes.")
        #expect(draw(deck.state).size == size)
    }
}
