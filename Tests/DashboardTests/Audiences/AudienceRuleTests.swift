import FlagAPI
import FlagModel
import Testing
import TerminalUI

@testable import Dashboard

/// Rules on the page of an audience, and the counts there.
struct AudienceRuleTests {
    /// A page in Practice with rules that ask for these countries.
    private func deck(_ countries: String...) -> Deck {
        let deck = ConditionsSessionTests.rules()
        for country in countries {
            deck.press("n").press(.enter, .enter).type(country).press(.enter)
            deck.press(.control("s"))
        }
        return deck
    }

    private func countries(_ deck: Deck) -> [String] {
        ConditionsSessionTests.vip(deck)?.rules.map { rule in
            guard case .attribute(_, _, let value)? = rule.conditions.first?.test else { return "" }
            return Condition.listedValues(value)?.first ?? ""
        } ?? []
    }

    @Test func `rules move up and down and the pointer goes with them`() {
        let deck = deck("Germany", "Austria", "France")
        #expect(countries(deck) == ["Germany", "Austria", "France"])

        deck.press("K")
        #expect(countries(deck) == ["Germany", "France", "Austria"])
        deck.press("K").press("K").see("It is the first rule.")
        #expect(countries(deck) == ["France", "Germany", "Austria"])
        deck.press("J")
        #expect(countries(deck) == ["Germany", "France", "Austria"])
    }

    @Test func `removing a rule asks first`() {
        let deck = deck("Germany", "Austria")

        deck.press("d").see("Remove rule 2 of VIP 2024?").press(.enter)
        #expect(countries(deck).count == 2)
        deck.press("d").press(.down, .enter)
        #expect(countries(deck) == ["Germany"])
        deck.press("u")
        #expect(countries(deck) == ["Germany", "Austria"])
    }

    @Test func `each rule says for how many it holds, and the page how many match`() {
        let deck = deck("Germany")

        deck.see("1 of 3 known customers match (33%).").see("SUCH AS  Anna Schmidt")
        let line = deck.screen.split(separator: "\n").first { $0.contains("1  country") } ?? ""
        #expect(line.hasSuffix(" 1"))
    }

    @Test func `keys for rules say where the rules are`() {
        let deck = Deck(Fixture.quiet).press("2").press("G").press(.enter)

        deck.press("J").see("Tab goes to the rules first.")
        deck.press(.tab, .tab).press("J").see("There is no rule yet: n adds one.")
    }

    @Test func `in LIVE a rule is a draft, and the page says what it would do`() {
        let deck = Deck(Fixture.quiet).press("2").press("G").press(.enter).press("n")
        deck.press(.enter, .enter).type("germ").press(.enter).press(.control("s"))

        deck.see("Draft saved: VIP 2024: new rule. Not live yet.")
        deck.see("No known customer gets anything else then.")
        let id = Fixture.audienceID(40)
        #expect(deck.service.model.environment(Fixture.live)?.audience(id)?.rules.isEmpty == true)
        deck.press(.escape).press("p").type("1").press(.enter)
        #expect(deck.service.model.environment(Fixture.live)?.audience(id)?.rules.count == 1)
    }

    @Test func `an audience has so many rules at the most`() throws {
        let deck = ConditionsSessionTests.rules()
        func fill(_ count: Int) throws {
            let rules = (0..<count).map { AudienceRule(id: "r\($0)", name: "", conditions: []) }
            let place = Fixture.practice
            let id = Fixture.audienceID(40, in: place)
            try deck.other("Jo", .editAudience(environment: place, audience: id, .setRules(rules)))
        }
        let most = Limits.ruleCount.upperBound
        try fill(most - 1)
        deck.press("n").see("What about them?").press(.escape, .escape)
        try fill(most)
        deck.press("n").see("An audience has 500 rules at the most.")
    }

    @Test(arguments: [
        (0, 0, "0%"), (0, 10, "0%"), (10, 10, "100%"), (1, 1000, "less than 1%"),
        (999, 1000, "more than 99%"), (15, 100, "15%"),
    ])
    func `a share is never called nothing or all when it is neither`(
        some: Int,
        all: Int,
        words: String
    ) {
        #expect(DashboardState.percent(some, of: all).text == words)
    }

    @Test func `a long list is counted by the service's own copy, unless a draft has it`() {
        let deck = Deck(Fixture.quiet)
        var audience = Audience(
            id: Fixture.audienceID(40),
            key: Fixture.key("vip-2024"),
            name: "VIP",
            createdAt: Fixture.now
        )
        let limit = DashboardState.countedListLimit
        audience.members = (0..<limit).map { Fixture.customer("C-\($0)") }
        func question(_ draft: Draft?) -> Bool? {
            let view = AudienceView(
                id: audience.id,
                now: audience,
                after: draft == nil ? nil : audience,
                draft: draft,
                isOwn: draft != nil,
                problem: nil
            )
            guard let question = deck.state.countQuestion(view) else { return nil }
            return question != .overlap(audience.id, audience.id)
        }
        #expect(question(nil) == true)
        audience.members.append(Fixture.customer("one more"))
        #expect(question(nil) == false)
        #expect(question(Fixture.waiting[0]) == nil)
    }
}
