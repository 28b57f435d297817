import FlagAPI
import FlagModel
import Testing
import TerminalUI

@testable import Dashboard

/// Choosing an event of those that applications report, while a plan is written.
struct EventPickingTests {
    /// The form of a plan, with the field for the event in front.
    private func form() -> Deck {
        ExperimentShop.deck(.planned).press("e").press(.tab, .tab)
    }

    @Test func `Ctrl-F lists what applications reported, and Enter takes it`() {
        let deck = form().see("events").press(.control("f"))

        deck.see("Which event?").see("order-placed").see("reported 3 h ago")
        deck.type("early").see("1 found").notSee("order-placed").press(.enter)
        deck.notSee("Which event?").see("page-left, early").see("Edit Loyalty points")
        deck.press(.escape).see("Esc again leaves without saving.")
    }

    @Test func `leaving the list leaves the field as it was`() {
        let deck = form().press(.control("u")).type("mine").press(.control("f"), .escape)

        deck.see("mine").notSee("Which event?").see("Edit Loyalty points")
    }

    @Test func `what must not worsen gets one event after the other`() {
        let deck = form()
        for _ in 0..<8 { deck.press(.tab) }
        deck.press(.control("u")).press(.control("f")).see("order-placed")
        // What cannot stand between commas is not offered there.
        deck.notSee("page-left, early").press(.enter)
        deck.press(.control("f"), .enter)

        deck.see("order-placed, order-placed")
    }

    @Test func `without reported events the name is typed`() {
        let deck = ExperimentShop.deck(.planned)
        deck.service.eventNames = []

        deck.press("e").press(.tab, .tab).press(.control("f"))
        deck.see("No application has reported an event here yet. Type the name.")
    }

    @Test func `events that have not come yet are asked for again`() {
        let deck = form()
        deck.state.eventNames = [:]

        deck.press(.control("f")).see("The events are still being read.")
        deck.press(.control("f")).see("Which event?")
    }

    @Test func `a field that takes no event offers none`() {
        let deck = form().press(.tab)

        deck.press(.control("f")).notSee("Which event?")
    }

    @Test(arguments: [
        ("", "a"), ("b", "b, a"), ("b = words, ", "b = words, a"), (" b,", "b, a"),
    ])
    func `an event joins a list that is typed`(text: String, list: String) {
        #expect(GuardrailReading.adding("a", to: text) == list)
    }

    @Test(arguments: [("a", true), ("a,b", false), ("a=b", false), ("+a", false), ("a+b", true)])
    func `only what can be read back is offered for a list`(event: String, canName: Bool) {
        #expect(GuardrailReading.canName(event) == canName)
        let read = GuardrailReading.read(event, earlier: [])
        #expect((read?.map(\.eventName) == [event]) == canName)
    }
}
