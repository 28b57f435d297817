import FlagModel
import Testing
import TerminalUI

@testable import Dashboard

/// Giving a customer a plan's features until a date, from the page of the customer.
struct TrialSessionTests {
    private let place = Fixture.live
    private let anna = Fixture.customer("C-10428")
    private let paul = Fixture.customer("C-10977")

    /// The page of Paul, who is in no audience by name.
    private func deck(_ model: Model = Fixture.quiet, inPractice: Bool = false) -> Deck {
        let deck = Deck(model)
        if inPractice { deck.press("E").press(.down, .enter) }
        return deck.press("4").type("paul").press(.enter)
    }

    /// VIP is what the flag Free returns looks at.
    private func chooseVIP(_ deck: Deck) -> Deck {
        deck.press("T").see("For a while in which audience? Paul Weber").type("vip").press(.enter)
    }

    @Test func `T shows what the customer will see, and makes one draft`() throws {
        let deck = chooseVIP(deck()).see("Trial of VIP 2024 for Paul Weber")
        deck.see("Sees with it:").see("Free returns: Off → On").see("Until Thu 13 Aug 10:59")
        deck.press(.control("u")).type("a week").see("Until Tue 21 Jul 10:59")
        deck.press(.control("s"))
            .see("Draft saved: Paul Weber: VIP 2024 until Tue 21 Jul 10:59.")
            .see("On trial: draft: VIP 2024 until Tue 21 Jul")

        let draft = try #require(deck.service.model.drafts.first)
        #expect(draft.changes.count == 2)
        #expect(draft.plans.first?.trial?.customer == paul)
        #expect(deck.service.model.trials.isEmpty)
        deck.press("p").see("VIP 2024").type("1").press(.enter)
        #expect(deck.service.model.trials.map(\.customer) == [paul])
        deck.see("On trial: VIP 2024 until Tue 21 Jul 10:59")
        deck.see("Free returns").see("on trial")
    }

    @Test func `a running trial is taken back, and the sheet says what that means`() throws {
        let deck = chooseVIP(deck(inPractice: true)).press(.control("s"))
        #expect(deck.service.model.trials.count == 1)

        deck.press("T").see("on trial until Thu 13 Aug").type("vip").press(.enter)
        deck.see("Paul Weber is on trial").see("given by you").see("Without it:")
            .see("Free returns: On → Off")
        deck.press(.down, .down, .enter)

        #expect(deck.service.model.trials.isEmpty)
        #expect(deck.service.model.schedules.isEmpty)
        deck.notSee("On trial")
        deck.press("u")
        #expect(deck.service.model.trials.count == 1)
    }

    @Test func `a running trial gets another end`() throws {
        let deck = chooseVIP(deck(inPractice: true)).press(.control("s"))
        deck.press("T").type("vip").press(.enter).press(.down, .enter).see("It ends Thu 13 Aug")
        deck.press(.control("u")).type("20 Jul 18:00").press(.control("s"))

        let trial = try #require(deck.service.model.trials.first)
        #expect(trial.schedule.at == PlanShop.at(days: 6, 18 * 60))
        #expect(deck.service.model.trials.count == 1)
    }

    @Test func `a customer may keep what was on trial`() throws {
        let deck = chooseVIP(deck(inPractice: true)).press(.control("s"))
        deck.press("T").type("vip").press(.enter).press(.down, .down, .down, .enter)

        #expect(deck.service.model.trials.isEmpty)
        let audience = deck.service.model.environment(Fixture.practice)?
            .audience(Fixture.audienceID(40, in: Fixture.practice))
        #expect(audience?.members.contains(paul) == true)
    }

    @Test func `on the line of the audience T asks about that trial at once`() {
        let deck = Deck(PlanShop.model).press("4").type("anna").press(.enter)
        deck.see("On trial: Plus customers until Fri 24 Jul 12:00")
        for _ in 0..<20 where !PlanShop.pointer(deck, isOn: "Plus customers") { deck.press(.down) }
        deck.see("On trial until Fri 24 Jul 12:00, given by Kim.")

        deck.press("T").see("Anna Schmidt is on trial").see("Call of 12 July")
    }

    @Test(arguments: [
        ("no end", "A trial needs an end"), ("soon", "is no time"), ("", "Type when it ends"),
    ])
    func `an end that is none is said at the field`(text: String, problem: String) {
        let deck = chooseVIP(deck())
        deck.press(.control("u")).type(text).press(.control("s")).see(problem)

        #expect(deck.proposals.isEmpty)
    }

    @Test func `who belongs already, or is kept out, cannot be on trial`() throws {
        let member = Deck(Fixture.quiet).press("4").type("anna").press(.enter).press("T")
        member.see("has it already").type("vip").press(.enter).press(.control("s"))
            .see("Anna Schmidt is in VIP 2024 already, without an end.")
        #expect(member.proposals.isEmpty)

        let id = Fixture.audienceID(40)
        let out = try Fixture.quiet.previewing([
            .editAudience(environment: place, audience: id, .addExcluded([Insertion(paul)]))
        ])
        let deck = deck(out)
        chooseVIP(deck).see("Paul Weber is kept out of VIP 2024")
        #expect(deck.proposals.isEmpty)
    }

    @Test func `the form reads times of a zone that is typed`() throws {
        let deck = chooseVIP(deck())
        deck.press(.control("u")).type("20 Jul 18:00").press(.tab)
        deck.press(.control("u")).type("Europe/Berlin").press(.control("s"))

        let plan = try #require(deck.service.model.drafts.first?.plans.first)
        #expect(plan.at == PlanShop.at(days: 6, 16 * 60))
        #expect(plan.zone == "Europe/Berlin")
    }

    @Test func `trials are off in the past`() throws {
        let deck = deck()
        try deck.other(
            "Jo",
            .editFlag(environment: place, flag: Fixture.flagID(10), .setOwner("X"))
        )
        deck.press("[").press("T").see("Off in the past")
    }
}
