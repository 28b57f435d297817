import FlagModel
import Testing
import TerminalUI

@testable import Dashboard

/// The further fields of a plan, and how they are read.
struct PlanFormTests {
    @Test(arguments: [
        ("5", 500), ("2.5", 250), ("2,5 %", 250), ("0.01", 1), ("100", 10_000), ("12.34%", 1234),
    ])
    func `percent are read to the hundredth`(text: String, hundredths: Int) {
        #expect(PercentOfHundredths.read(text) == hundredths)
    }

    @Test(arguments: ["", "x", "-5", "1.234", "1.", ".5", "+5", "1.2.3", "5 5", "999999999"])
    func `what is no percent is not guessed`(text: String) {
        #expect(PercentOfHundredths.read(text) == nil)
    }

    @Test(arguments: [(500, "5"), (250, "2.5"), (1, "0.01"), (10_000, "100"), (1234, "12.34")])
    func `percent are shown as they are typed`(hundredths: Int, text: String) {
        #expect(PercentOfHundredths.text(hundredths) == text)
    }

    @Test func `guardrails are read back as they were shown`() throws {
        let text = "refund = people who ask for a refund, +orders, page-error"
        let read = try #require(GuardrailReading.read(text, earlier: []))

        #expect(read.map(\.eventName) == ["refund", "orders", "page-error"])
        #expect(read.map(\.higherIsBetter) == [false, true, false])
        #expect(read.map(\.title) == ["people who ask for a refund", "orders", "page-error"])
        #expect(GuardrailReading.text(read) == text)
    }

    @Test func `what the text does not say of a guardrail stays`() throws {
        var earlier = try #require(ExperimentShop.plan(.win).guardrails.first)
        earlier.windowDays = 3
        let read = try #require(GuardrailReading.read("refund = refunds", earlier: [earlier]))

        #expect(read.first?.windowDays == 3)
        #expect(read.first?.margin == 2500)
        #expect(read.first?.title == "refunds")
    }

    @Test(arguments: ["refund,", "refund = ", ",", "= x", "+", "a,,b"])
    func `guardrails without an event or words are refused`(text: String) {
        #expect(GuardrailReading.read(text, earlier: []) == nil)
    }

    private func form() -> Deck {
        let deck = ExperimentShop.deck(.planned).press("e")
        return deck.press(.tab, .tab, .tab, .tab, .tab, .tab)
    }

    @Test func `a quotient, guardrails, an audience and people go into the plan`() throws {
        let deck = form()
        deck.press(.tab).press(.right, .right).press(.tab).type("visit")
        deck.press(.tab).press(.control("u")).type("2.5")
        deck.press(.tab).press(.control("u")).type("+orders = orders")
        deck.press(.tab).press(.control("u")).type("2.5%")
        deck.press(.tab).type("staff").press(.tab).type("9000")
        deck.press(.tab).type("shop:0-50").press(.control("s"))

        deck.see("plan of Loyalty points changed")
        guard case .replaceExperiment(_, let plan)? = deck.state.model.drafts.first?.changes.first
        else {
            Issue.record("\(deck.state.model.drafts)")
            return
        }
        #expect(plan.metric.measure == .ratio(over: "visit"))
        #expect(plan.smallestChange == 250)
        #expect(plan.guardrails.map(\.eventName) == ["orders"])
        #expect(plan.guardrails.map(\.margin) == [250])
        #expect(plan.layer?.text == "shop:0-50")
        #expect(plan.audienceID == Fixture.audienceID(41))
        #expect(plan.plannedPeople == 9000)
    }

    @Test(arguments: [
        (3, "0", "Type percent from 0.01 to 100, such as 5."),
        (3, "100.01", "Type percent from 0.01 to 100, such as 5."),
        (4, "a,,b", "Between commas: an event, or an event = its words."),
        (5, "100.01", "Type percent from 0 to 100, such as 1."),
        (5, "much", "Type percent from 0 to 100, such as 1."),
        (6, "nobody", "There is no audience with this key."),
        (7, "0", "Type a number of people from 1"),
        (7, "1000000001", "Type a number of people from 1"),
        (8, "shop", "Type a name and a part in percent, such as shop:0-50."),
        (8, "shop:50-50", "Type a name and a part in percent, such as shop:0-50."),
        (8, "shop:0-100.01", "Type a name and a part in percent, such as shop:0-50."),
        (8, "no shop:0-50", "Type a name and a part in percent, such as shop:0-50."),
    ])
    func `what cannot be is said at the field, and nothing changes`(
        tabs: Int,
        text: String,
        problem: String
    ) {
        let deck = form()
        for _ in 0..<tabs { deck.press(.tab) }
        deck.press(.control("u")).type(text).press(.control("s"))

        deck.see(problem)
        #expect(deck.proposals.isEmpty)
    }

    @Test(arguments: ["", "7", "14-7", "x-y"])
    func `coming back needs two days`(text: String) {
        let deck = form().press(.tab).press(.left).press(.tab).type(text).press(.control("s"))

        deck.see("Type two days with a line between them, such as 7-14.")
        #expect(deck.proposals.isEmpty)
    }

    // MARK: - Limits and layers

    @Test func `limits of their own stay where the field is empty`() throws {
        var plan = ExperimentShop.plan(.planned)
        plan.guardrails.append(plan.guardrails[0])
        plan.guardrails[1].eventName = "call"
        plan.guardrails[1].margin = 300
        #expect(GuardrailReading.margin(plan.guardrails).isEmpty)

        let change = Change.replaceExperiment(environment: Fixture.live, plan)
        let deck = Deck(try ExperimentShop.model.previewing([change])).press("3")
        deck.press("/").type("loyalty").press(.enter, .enter).press("e")
        deck.type(" plus").press(.control("s"))

        guard case .replaceExperiment(_, let after)? = deck.state.model.drafts.first?.changes.first
        else {
            Issue.record("\(deck.state.model.drafts)")
            return
        }
        #expect(after.guardrails.map(\.margin) == [2500, 300])
    }

    @Test func `free parts of layers are offered, and one that keeps a tenth out of everything`()
        throws
    {
        var plan = ExperimentShop.plan(.win)
        plan.layer = Experiment.LayerPlace(text: "shop:0-50")
        let change = Change.replaceExperiment(environment: Fixture.live, plan)
        let deck = Deck(try ExperimentShop.model.previewing([change])).press("3")
        deck.press("/").type("loyalty").press(.enter, .enter).press("e")
        for _ in 0..<14 { deck.press(.tab) }

        deck.see("free parts").press(.control("f")).see("Which part of which layer?")
        deck.see("shop: 50 to 100%").see("Checkout speed has 0 to 50%")
        deck.see("the last 10% stay out of every experiment")
        deck.press(.down, .enter).press(.control("s"))

        guard case .replaceExperiment(_, let after)? = deck.state.model.drafts.first?.changes.first
        else {
            Issue.record("\(deck.state.model.drafts)")
            return
        }
        #expect(after.layer?.text == "shop:50-90")
    }

    @Test func `without layers one is typed`() {
        let deck = form()
        for _ in 0..<8 { deck.press(.tab) }

        deck.press(.control("f"))
        deck.see("No experiment here leaves a part of a layer free. Type one: shop:0-50.")
    }

    private func offers(_ places: [(ExperimentShop.Story, String)]) -> [String] {
        let plans = places.map { story, text in
            var plan = ExperimentShop.plan(story)
            plan.layer = Experiment.LayerPlace(text: text)
            return plan
        }
        return LayerOffers(plans, besides: ExperimentShop.Story.planned.id).offers.map(\.place.text)
    }

    @Test func `what others have is not offered, what is over or one's own is`() {
        #expect(
            offers([(.win, "shop:20-40"), (.early, "shop:30-95")]) == ["shop:0-20", "shop:95-100"]
        )
        #expect(offers([(.win, "shop:0-100")]).isEmpty)
        #expect(offers([(.loss, "shop:0-100")]) == ["shop:0-100", "shop:0-90"])
        #expect(offers([(.planned, "shop:0-100")]).isEmpty)
        #expect(
            offers([(.win, "shop:0-90"), (.same, "app:0-89.5")])
                == ["app:89.5-100", "app:89.5-90", "shop:90-100"]
        )
    }
}
