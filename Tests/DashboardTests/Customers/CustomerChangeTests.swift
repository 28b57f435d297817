import FlagAPI
import FlagModel
import Testing
import TerminalUI

@testable import Dashboard

/// Changing a flag for just one customer, for a while.
struct CustomerChangeTests {
    private let customer = Fixture.customer("C-99")

    /// The first flag of a customer whom nobody knows, in LIVE or in Practice.
    private func deck(inPractice: Bool = false) -> Deck {
        let deck = Deck(Fixture.quiet)
        if inPractice { deck.press("E").press(.down, .enter) }
        return deck.press("4").type("C-99").press(.enter)
    }

    @Test func `o makes one draft of the version and its end`() throws {
        let deck = deck().press("o").see("Until")
        let flag = try #require(deck.state.customers.sheet?.currentFlagID)
        deck.press(.control("s")).see("Draft saved")

        let draft = try #require(deck.state.model.drafts.first)
        #expect(deck.state.model.drafts.count == 1)
        #expect(draft.changes.count == 2)
        #expect(draft.changes.first?.subject == .flag(environment: Fixture.live, flag))
        guard case .saveSchedule(let schedule)? = draft.changes.last else {
            Issue.record("The draft holds no end.")
            return
        }
        #expect(schedule.ends(customer, flag: flag, in: Fixture.live))
        let days = (schedule.at.microseconds - deck.now.microseconds) / 86_400_000_000
        #expect((29...30).contains(days))
        #expect(deck.state.model.schedules == [])
    }

    @Test func `outside of LIVE it happens at once, and undo takes both back`() throws {
        let deck = deck(inPractice: true).press("o").press(.tab)
        for _ in 0..<7 { deck.press(.backspace) }
        deck.type("a week").press(.control("s"))

        let flag = try #require(deck.state.customers.sheet?.currentFlagID)
        #expect(deck.state.model.schedules.count == 1)
        #expect(deck.state.ending(ofCustomer: customer, flag: flag) != nil)
        deck.see("until Tue 21 Jul")

        deck.press("u")
        #expect(deck.state.model.schedules == [])
        #expect(deck.state.ending(ofCustomer: customer, flag: flag) == nil)
    }

    @Test func `what is no time is said at the field, and nothing is saved`() {
        let deck = deck().press("o").press(.tab)
        for _ in 0..<7 { deck.press(.backspace) }
        deck.type("soon").press(.control("s")).see("is no time")

        #expect(deck.state.model.drafts == [])
        #expect(deck.state.overlays.count == 1)
    }

    @Test func `no end makes no plan`() throws {
        let deck = deck(inPractice: true).press("o").press(.tab)
        for _ in 0..<7 { deck.press(.backspace) }
        deck.type("no end").see("Until somebody changes it again").press(.control("s"))

        #expect(deck.state.model.schedules == [])
        let flag = try #require(deck.state.customers.sheet?.currentFlagID)
        let place = Fixture.practice
        let present = deck.state.model.environment(place)?.flag(flag)
        #expect(present?.versionByHand(for: customer) != nil)
    }

    @Test func `Enter on the page about why offers it`() {
        let deck = deck().press(.enter).see("IN ORDER").press(.enter).see("Until")
        #expect(deck.state.overlays.count == 1)
    }

    @Test func `a flag of the customer is found by typing`() {
        let deck = deck().press("/").type("gift").see("1 of 14").see("Gift wrap")
            .notSee("Chat on the help page")
        deck.press(.enter).press(.escape)
        #expect(deck.state.customers.sheet?.foundCount == 14)
    }
}
