import FlagModel
import Testing
import TerminalUI

@testable import Dashboard

/// What happens next: everything that happens by itself, by day, and what can be done about it.
struct CalendarTests {
    @Test func `everything that waits stands below its day, with where and by whom`() {
        let deck = PlanShop.deck().press("P")

        deck.see("What happens next").see("times of UTC")
        deck.see("Today, Tuesday 14 July").see("18:00").see("Checkout trust badge on → off")
        deck.see("Friday 17 July").see("Loyalty points on receipts 10% → 25%").see("you")
        deck.see("Saturday 18 July").see("25% → 50%")
        deck.see("draft: Refund without photo off → on")
        deck.see("Jo").see("LIVE")
        deck.press(.end).see("Stopped, until somebody lets it go on").see("Gift wrap off → on")
        deck.see("Practice").see("Sam")
        deck.press(.home).press(.down, .down, .down, .down, .down)
        deck.see("The trial of Plus customers ends for Anna").see("Kim")
        deck.see("Checkout speed: its planned 21 days are over")
    }

    @Test func `it is one key from every list, and found by name`() {
        for tab in ["1", "2", "3", "5", "6"] {
            PlanShop.deck().press(tab).press("P").see("What happens next")
        }
        PlanShop.deck().press(":").type("what happens next").press(.enter)
            .see("What happens next").see("Today, Tuesday 14 July")
    }

    @Test func `where nothing waits it says so, and which keys change that`() throws {
        let stop = Change.stopExperiment(
            environment: Fixture.live,
            experiment: Fixture.id(60),
            at: nil
        )
        let model = try Fixture.quiet.previewing([stop])

        Deck(model).press("P").see("Nothing is planned, and nothing ends by itself.")
            .see("S  on a flag (1)").see("T  on a customer (4)")
    }

    @Test func `the pointer stays on its line when something happens meanwhile`() throws {
        let deck = PlanShop.calendar(on: "50% → 100%")
        #expect(!PlanShop.pointer(deck, isOn: "50% → 100%"), "everyone is said as on")
        let other = PlanShop.calendar(on: "25% → 50%")
        #expect(PlanShop.pointer(other, isOn: "25% → 50%"))

        try other.other("Jo", .discardSchedule(PlanShop.end))

        other.notSee("Checkout trust badge")
        #expect(PlanShop.pointer(other, isOn: "25% → 50%"))
    }

    // MARK: - The page

    @Test func `Enter shows what a plan does, now and right after`() {
        let deck = PlanShop.calendar(on: "10% → 25%").press(.enter)

        deck.see("Planned by you").see("Points for everyone")
        deck.see("It happens Fri 17 Jul 09:00.")
        deck.see("WHAT HAPPENS").see("Sat 18 Jul 09:00").see("25% → 50%")
        deck.see("NOW").see("RIGHT AFTER IT").see("10% of everyone").see("25% of everyone")
        deck.see("It would happen as planned.")
        deck.press(.escape).see("What happens next").press(.escape).notSee("What happens next")
    }

    @Test func `the page says what stands in the way`() throws {
        let deck = PlanShop.calendar(on: "10% → 25%")
        try deck.other(
            "Jo",
            .editFlag(
                environment: Fixture.live,
                flag: Fixture.flagID(15),
                .setDefaultRule(Fixture.serving(40_000))
            )
        )

        deck.press(.enter).see("It would not happen").see("Somebody changed what everybody else")
    }

    @Test func `other plans that come before are counted in`() throws {
        let deck = PlanShop.calendar(on: "10% → 25%")
        let off = Schedule(
            id: Fixture.id(140),
            author: "Jo",
            createdAt: deck.now,
            at: PlanShop.at(days: 2, 0),
            title: "Points off",
            changes: [
                .editFlag(environment: Fixture.live, flag: Fixture.flagID(15), .setEnabled(false))
            ]
        )
        try deck.other("Jo", .saveSchedule(off))

        deck.press(.enter).see("Other plans change this before.")
        #expect(
            deck.screen.split(separator: "\n").contains { line in
                line.contains("10% of everyone") && line.contains("off")
            }
        )
    }

    @Test func `Enter on the page opens the flag`() {
        let deck = PlanShop.calendar(on: "10% → 25%").press(.enter, .enter)

        #expect(deck.state.overlays.isEmpty)
        #expect(deck.state.flags.page == Fixture.flagID(15))
        deck.see("Loyalty points on receipts")
    }

    @Test func `an experiment opens as itself`() {
        let deck = PlanShop.calendar(on: "Checkout speed").press(.enter)

        #expect(deck.state.tab == .experiments)
        #expect(deck.state.overlays.isEmpty)
        deck.see("Checkout speed")
    }

    // MARK: - What can be done

    @Test func `calling off is a draft, and publishing it takes the plan away`() {
        let deck = PlanShop.calendar(on: "10% → 25%").press("x").see("Call it off?")
        deck.press(.down, .enter).see("Draft saved: called off: Loyalty points")

        #expect(deck.service.model.schedule(PlanShop.share) != nil)
        deck.press("p").see("called off").type("2").press(.enter)
        #expect(deck.service.model.schedule(PlanShop.share) == nil)
        #expect(deck.service.model.schedule(PlanShop.drafted) != nil)
        deck.press("u")
        #expect(deck.service.model.schedule(PlanShop.share) != nil)
    }

    @Test func `a question answered with no changes nothing`() {
        let deck = PlanShop.calendar(on: "10% → 25%").press("x").press(.enter)

        #expect(deck.proposals.isEmpty)
        deck.see("What happens next")
    }

    @Test func `a plan is stopped by a draft`() throws {
        let deck = PlanShop.calendar(on: "10% → 25%").press("s").see("Draft saved: stopped: ")
        let draft = deck.service.model.drafts.last
        #expect(draft?.changes == [.holdSchedule(PlanShop.share, true)])

        deck.press(.escape).press("5")
        ReviewShop.show(try #require(draft).id, on: deck)
        deck.see("STOP THE PLAN").see("stopped")
    }

    @Test func `where changes are made at once, a plan goes on at once`() {
        let deck = PlanShop.calendar(on: "Gift wrap off → on").press("s")

        #expect(deck.service.model.schedule(PlanShop.stopped)?.isHeld == false)
        #expect(deck.state.environmentID == Fixture.practice)
        deck.press("s")
        #expect(deck.service.model.schedule(PlanShop.stopped)?.isHeld == true)
    }

    @Test func `a stopped plan whose time is over asks for another one`() {
        let deck = PlanShop.calendar(on: "Gift wrap off → on")
        deck.now = PlanShop.at(days: 2, 0)
        deck.press("s").see("It is stopped; with a new time")

        deck.type("2 hours").press(.control("s"))

        let plan = deck.service.model.schedule(PlanShop.stopped)
        #expect(plan?.isHeld == false)
        #expect(plan?.at == PlanShop.at(days: 2, 121))
    }

    @Test func `the next step comes at once, and the others keep their times`() {
        let deck = PlanShop.calendar(on: "10% → 25%").press("n").see("Do it now?")
            .see("The later steps keep their times.").press(.down, .enter).see("Draft saved: now:")

        let draft = deck.service.model.drafts.last
        #expect(draft?.changes.count == 2)
        guard case .saveSchedule(let rest)? = draft?.changes.last else {
            Issue.record("\(String(describing: draft))")
            return
        }
        #expect(rest.at == PlanShop.at(days: 4, 540))
    }

    @Test func `a plan gets another time, and the time between its steps stays`() throws {
        let deck = PlanShop.calendar(on: "10% → 25%").press("S")
            .see("Now planned for Fri 17 Jul 09:00. The time between its steps stays.")
        deck.type("20 Jul 10:00").see("Mon 20 Jul 10:00").press(.control("s"))
            .see("Draft saved: ")

        guard case .saveSchedule(let plan)? = deck.service.model.drafts.last?.changes.first else {
            Issue.record("no draft of the plan")
            return
        }
        #expect(plan.at == PlanShop.at(days: 6, 600))
        #expect(plan.later.map(\.at) == [7, 8].map { PlanShop.at(days: $0, 600) })
        deck.press(.escape).press("5")
        ReviewShop.show(try #require(deck.service.model.drafts.last).id, on: deck)
        deck.see("waits for Fri 17 Jul 09:00").see("waits for Mon 20 Jul 10:00")
    }

    @Test func `what a draft plans is changed in the draft`() {
        let deck = PlanShop.calendar(on: "draft: Refund")
        deck.press("x").see("It is a draft: nothing is planned yet.")
        deck.press("S").see("Refund without photo, at a time")
        deck.press(.control("u")).type("now").press(.control("s"))
            .see("Draft saved: Refund without photo, as soon")

        let draft = deck.service.model.draft(Fixture.id(130))
        #expect(draft?.onlyPlan == nil)
        #expect(draft?.changes.count == 1)
    }

    @Test func `nothing can be done about it in the past`() throws {
        let deck = PlanShop.deck()
        try deck.other("Jo", .discardSchedule(PlanShop.end))
        deck.press("[").press("P").see("Checkout trust badge on → off")

        deck.press("x").see("Off in the past")
        #expect(deck.state.overlays.count == 1)
    }
}
