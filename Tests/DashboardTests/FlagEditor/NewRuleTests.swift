import FlagAPI
import FlagModel
import Testing
import TerminalUI

@testable import Dashboard

/// Rules from an audience to a flag: found by name, counted, put where they decide.
struct NewRuleTests {
    /// LIVE with a drafted audience, and the page of the summer sale banner in front.
    private func deckWithDraftedAudience() -> Deck {
        let deck = Deck(Fixture.quiet)
        deck.press("2").press("n").type("Newsletter").press(.control("s"))
        return deck.press("1").press("/").type("summer").press(.enter, .enter)
    }

    private func flag(_ deck: Deck, _ number: UInt8) -> Flag? {
        deck.service.model.environment(Fixture.live)?.flag(Fixture.flagID(number))
    }

    private func audience(_ deck: Deck, named name: String) -> Audience? {
        deck.service.model.environment(Fixture.live)?.audiences.first { $0.name == name }
    }

    @Test func `an audience is found by name before anybody says that it is one`() {
        let deck = Deck(Fixture.quiet).press("/").type("summer").press(.enter, .enter)

        deck.press("n").type("staff").see("in Staff").see("audience, 12 by name").press(.enter)
        // Also on a narrow screen the key that saves is said, and what comes after it.
        deck.see("[Audience]").see("Staff").see("Ctrl-S save, then shares")
        deck.press(.control("s"), .enter)

        let draft = deck.service.model.drafts.first
        guard case .editFlag(_, _, .addRule(let rule, _))? = draft?.changes.first else {
            Issue.record("no rule was drafted\n\(deck.screen)")
            return
        }
        #expect(rule.conditions.map(\.test) == [.isInAudience([Fixture.audienceID(41)])])
    }

    @Test func `where a new rule goes is said before it is saved`() {
        let deck = Deck(Fixture.quiet).press("/").type("summer").press(.enter, .enter)
        deck.press("n").type("country").press(.enter, .enter).type("germ").press(.enter)
        deck.notSee("Decides").press(.control("s"), .enter).see("Draft saved")

        deck.press("n").type("country").press(.enter, .enter).type("norw").press(.enter)
        deck.see("Decides after the other rules, which are about other people.")
        deck.press(.escape, .escape).press("n").type("staff").press(.enter)
        deck.see("Decides before the rule country is one of Germany.")
        deck.press(.control("s"), .enter)

        let rules = deck.state.flagView(Fixture.flagID(10))?.latest?.rules ?? []
        #expect(rules.map { $0.title(in: nil) }.last == "country is one of Germany")
        #expect(rules.count == 2)
    }

    @Test func `an audience that waits as a draft can be used, and is published before the flag`() {
        let deck = deckWithDraftedAudience()

        deck.press("n").type("newsl").see("not live yet").press(.enter).press(.control("s"))
        deck.press(.enter).see("▸Newsletter").see("after")
        #expect(deck.service.model.drafts.count == 2)
        deck.press("p").type("2").press(.enter).see("Published 2 changes")

        let made = audience(deck, named: "Newsletter")
        let rule = flag(deck, 10)?.rules.first
        #expect(made != nil)
        #expect(rule?.conditions.map(\.test) == made.map { [.isInAudience([$0.id])] })
    }

    @Test func `a rule drafted before its audience is published after it all the same`() throws {
        let deck = Deck(Fixture.quiet).press("/").type("summer").press(.enter, .enter)
        deck.press(.enter).type("30").press(.enter)
        deck.press("2").press("n").type("Newsletter").press(.control("s"))
        deck.press("1").press("n").type("newsl").press(.enter).press(.control("s"), .enter)

        deck.press("p").type("2").press(.enter).see("Published 2 changes")

        #expect(flag(deck, 10)?.rules.count == 1)
        #expect(flag(deck, 10)?.defaultRule == Fixture.serving(30_000))
    }

    @Test func `without its audience the drafted rule says that it does not fit any more`() {
        let deck = deckWithDraftedAudience()
        deck.press("n").type("newsl").press(.enter).press(.control("s"), .enter)

        deck.press("p").press(.tab).press("d").see("does not fit")
        deck.press(.tab).type("1").press(.enter).see("Nothing was published.")

        #expect(flag(deck, 10)?.rules.isEmpty == true)
    }

    @Test func `lines about audiences are counted like any others`() {
        let deck = Deck(Fixture.quiet).press("/").type("summer").press(.enter, .enter)
        deck.service.customers.append(
            Customer(
                key: Fixture.customer("C-10429"),
                name: "Ida",
                attributes: ["country": "Norway"]
            )
        )

        deck.press("n").type("vip").press(.enter).see("LEFT AFTER THIS")
        deck.press("n").type("country").press(.enter, .enter).type("germ").press(.enter)

        let lines = deck.screen.split(separator: "\n")
        let vip = lines.first { $0.contains("VIP 2024") && $0.contains("Audience") } ?? ""
        let germany = lines.first { $0.contains("Germany") } ?? ""
        #expect(vip.contains(" 2 "), "\n\(deck.screen)")
        #expect(germany.contains(" 1 "), "\n\(deck.screen)")
        deck.notSee("not counted")
    }

    @Test func `from an audience to a flag that its customers get`() {
        let deck = Deck(Fixture.quiet).press("2").see("▸ Plus customers")

        deck.press("c").see("What does Plus customers get?").type("gift").press(.enter)
        deck.see("A new rule of Gift wrap: who is it about?").see("Plus customers")
        deck.press(.control("s"), .enter).see("── Gift wrap")

        let changes = deck.service.model.drafts.first?.changes ?? []
        #expect(changes.map(\.subject) == [.flag(environment: Fixture.live, Fixture.flagID(14))])
    }

    @Test func `a new rule stands before the first one that could take its people`() {
        let deck = Deck(Fixture.quiet).press("/").type("returns").press(.enter, .enter)

        deck.press("n").type("staff").press(.enter).press(.control("s"))
        deck.see("before VIP 2024").press(.enter)

        let draft = deck.state.drafts.views.first?.after?.flag(Fixture.flagID(12))
        #expect(draft?.rules.map { $0.title(in: deck.state.environment) } == ["Staff", "VIP 2024"])
    }

    @Test(arguments: [
        (["Germany"], 1), (["France"], 0), (["Spain"], 2), (["Germany", "France"], 0),
    ])
    func `rules about others may stay before it`(countries: [String], place: Int) throws {
        var flag = try #require(Fixture.quiet.environment(Fixture.live)?.flag(Fixture.flagID(10)))
        flag.rules = [
            rule("one", .attribute("country", .isOneOf, Condition.listValue(["France", "Italy"]))),
            rule("two", .attribute("country", .equal, "Germany")),
        ]
        let value = Condition.listValue(countries)
        let new = [Condition(id: "n", test: .attribute("country", .isOneOf, value))]

        #expect(flag.place(forRuleAbout: new) == place)
    }

    @Test func `a rule whose values are not listed could take anybody`() throws {
        var flag = try #require(Fixture.quiet.environment(Fixture.live)?.flag(Fixture.flagID(10)))
        flag.rules = [rule("one", .attribute("country", .startsWith, "F"))]
        let new = [Condition(id: "n", test: .attribute("country", .equal, "Germany"))]

        #expect(flag.place(forRuleAbout: new) == 0)
        #expect(flag.place(forRuleAbout: []) == 0)
    }

    @Test func `where nobody is known no line is said to decide for all`() {
        let deck = Deck(Fixture.quiet)
        deck.service.customers = []
        deck.press("/").type("summer").press(.enter, .enter)

        deck.press(.enter).see("Who gets which version?").notSee("lines above decide")
    }

    @Test func `the last line can be told that lines above decide, but not moved`() throws {
        let deck = Deck(Fixture.quiet)
        let everybody = rule("all", .attribute("country", .notEqual, "nowhere"))
        try deck.other(
            "Jo",
            .editFlag(
                environment: Fixture.live,
                flag: Fixture.flagID(10),
                .setRules([everybody])
            )
        )
        deck.press("/").type("summer").press(.enter, .enter).press("c").press(.down, .enter)

        deck.see("lines above decide for all").notSee("Esc, then +")
    }

    private func rule(_ id: String, _ test: Condition.Test) -> Rule {
        Rule(
            id: id,
            name: "",
            conditions: [Condition(id: id, test: test)],
            serving: Fixture.serving(100_000)
        )
    }
}
