import FlagAPI
import FlagModel
import Testing
import TerminalUI

@testable import Dashboard

/// Choosing the conditions of a rule, part by part.
struct ConditionsSessionTests {
    /// The page of "VIP 2024" in Practice, where changes are made at once, with rules in front.
    static func rules(columns: Int = 80, rows: Int = 24) -> Deck {
        let deck = Deck(Fixture.quiet, columns: columns, rows: rows)
        deck.press("E").press(.down, .enter).press("2").press("G").press(.enter)
        return deck.press(.tab, .tab)
    }

    static func vip(_ deck: Deck) -> Audience? {
        let place = Fixture.practice
        return deck.service.model.environment(place)?
            .audience(Fixture.audienceID(40, in: place))
    }

    private static func box(_ deck: Deck) -> ConditionsBox? {
        if case .conditions(let box)? = deck.state.overlays.last { box } else { nil }
    }

    @Test func `a new line goes through attribute, comparison and values`() {
        let deck = Self.rules().see("No rules: only members belong.")

        deck.press("n").see("What about them?").see("country").see("Germany and Austria")
        deck.press(.enter).see("country: how?").see("is one of").press(.enter)
        deck.see("which values?").press(" ").see("1 marked").press(" ").see("2 marked")
        deck.press(.enter).see("country").see("Germany and Austria")
        #expect(Self.vip(deck)?.rules.isEmpty == true)
        deck.press(.control("s"))

        let rule = Self.vip(deck)?.rules.first
        let value = Condition.listValue(["Germany", "Austria"])
        #expect(rule?.conditions.map(\.test) == [.attribute("country", .isOneOf, value)])
        deck.see("[RULES 1]").see("1  country is one of Germany and Austria")
    }

    @Test func `who is left after each line stands beside it`() {
        let deck = Self.rules().press("n").press(.enter, .enter).type("germ").press(.enter)

        deck.see("LEFT AFTER THIS").see("Of 3 known customers.")
        let line = deck.screen.split(separator: "\n").first { $0.contains("is one of") } ?? ""
        #expect(line.contains("Germany"))
        #expect(line.contains(" 1 "))
        deck.press("n").type("plan").press(.enter, .enter).type("Basic").press(.enter)
        let second = deck.screen.split(separator: "\n").first { $0.contains("Basic") } ?? ""
        #expect(second.contains(" 0 "))
    }

    @Test func `counting is only said after 300 milliseconds`() {
        let deck = Self.rules().press("n").press(.enter, .enter).type("germ")
        var state = deck.state
        let start = deck.now
        _ = update(&state, .key(.enter), now: start)

        #expect(!draw(state).plainText().contains("counting"))
        _ = update(&state, .tick(.counting), now: start.adding(microseconds: 299_999))
        #expect(!draw(state).plainText().contains("counting"))
        let effects = update(&state, .tick(.counting), now: start.adding(microseconds: 300_000))
        #expect(draw(state).plainText().contains("counting…"))
        #expect(effects.isEmpty)
    }

    @Test func `an attribute and a value that nobody saw can be typed`() {
        let deck = Self.rules().press("n").type("shoe size").see("as typed").press(.enter)
        deck.see("shoe size: how?").type("at least").press(.enter)

        deck.see("No value was seen yet").type("big").see("Type a number, such as 100 or 9.5.")
        deck.press(.enter).see("Type a number")
        deck.press(.control("u")).type("42").notSee("Type a number").press(.enter)
        deck.press(.control("s"))

        let test = Self.vip(deck)?.rules.first?.conditions.first?.test
        #expect(test == .attribute("shoe size", .biggerEqualThan, "42"))
    }

    @Test func `a pattern that makes no sense is told while it is typed`() {
        let deck = Self.rules().press("n").press(.enter).type("matches").press(.enter)

        deck.type("(a").see("That cannot be used")
        deck.type(")").notSee("That cannot be used").press(.enter).press(.control("s"))

        let test = Self.vip(deck)?.rules.first?.conditions.first?.test
        #expect(test == .attribute("country", .matchRegex, "(a)"))
    }

    @Test func `a comparison that takes no value is done at once`() {
        let deck = Self.rules().press("n").type("beta").press(.enter).type("is yes").press(.enter)

        #expect(Self.box(deck)?.picker == nil)
        deck.press(.right, .right).press(.enter).see("\"is yes\" needs no value.")
        deck.press(.control("s"))
        #expect(
            Self.vip(deck)?.rules.first?.conditions.first?.test == .attribute("beta", .isTrue, "")
        )
    }

    @Test func `a pasted list becomes the values, up to the limit`() {
        let deck = Self.rules().press("n").press(.enter, .enter)
        let limit = ConditionPicker.valueLimit

        deck.send(.paste((1...limit).map { "v\($0)" }.joined(separator: "\n")))
        deck.see("1,000 marked").notSee("are the most here")
        deck.send(.paste("w1\nw2"))

        deck.see("1,000 marked").see("1,000 values are the most here")
        deck.press(.enter).press(.control("s"))
        guard
            case .attribute(_, _, let value)? = Self.vip(deck)?.rules.first?.conditions.first?.test
        else {
            Issue.record("no rule was made")
            return
        }
        #expect(Condition.listedValues(value)?.count == limit)
    }

    @Test func `what is not complete is not saved, and the line is named`() {
        let deck = Self.rules().press("n").press(.enter).press(.escape)

        deck.press(.control("s")).see("Line 1 is not complete: Enter chooses how it compares")
        #expect(Self.vip(deck)?.rules.isEmpty == true)
        deck.press("d").press(.control("s")).see("Without a line this would hold for everybody.")
        #expect(Self.vip(deck)?.rules.isEmpty == true)
    }

    @Test func `Esc leaves a new line away, and asks once before it drops changes`() {
        let deck = Self.rules().press("n").press(.escape)
        #expect(Self.box(deck)?.lines.isEmpty == true)

        deck.press("n").press(.enter, .enter, .enter).press(.escape)
        deck.see("Esc again leaves without saving.")
        deck.press(.escape)
        #expect(deck.state.overlays.isEmpty)
        #expect(deck.proposals.isEmpty)
    }

    @Test func `a rule that exists is opened, changed and saved in place`() {
        let deck = Self.rules().press("n").press(.enter, .enter, .enter).press(.control("s"))
        let old = Self.vip(deck)?.rules.first

        deck.press(.enter).see("Rule 1 of VIP 2024").press(.right).press(.enter)
        deck.type("is none").press(.enter).press(.control("s"))

        let new = Self.vip(deck)?.rules.first
        #expect(new?.id == old?.id)
        let value = Condition.listValue(["Germany"])
        #expect(new?.conditions.map(\.test) == [.attribute("country", .notOneOf, value)])
        deck.press(.enter).press(.control("s")).see("Nothing was changed.")
    }

    @Test func `a rule has so many lines at the most`() {
        let deck = Self.rules()
        let most = Limits.conditionCount.upperBound
        func open(_ count: Int) {
            let conditions = (0..<count).map {
                Condition(id: "c\($0)", test: .attribute("a", .isTrue, ""))
            }
            deck.state.overlays = [
                .conditions(
                    ConditionsBox(
                        .audienceRule(audience: Fixture.audienceID(40), rule: nil),
                        title: "Rule",
                        conditions: conditions,
                        offersAudiences: false
                    )
                )
            ]
        }
        open(most - 1)
        deck.press("n").see("What about them?")
        open(most)
        deck.press("n").see("A rule has 2,000 lines at the most.").notSee("What about them?")
    }

    @Test func `a flag's rule may ask for audiences, an audience's may not`() {
        let deck = Self.rules().press("n").notSee("in it, or not in it").press(.escape, .escape)
        let flag = Fixture.flagID(14, in: Fixture.practice)
        deck.state.openConditions(
            ConditionsBox(
                .flagRule(flag: flag, rule: nil),
                title: "New rule",
                conditions: [],
                offersAudiences: true
            )
        )

        deck.see("in it, or not in it").press(.enter, .enter).see("Which audience?")
        deck.type("vip 2024").press(" ").type("staff").press(.enter)
        deck.see("is one of").see("VIP 2024 and Staff").press(.control("s"))

        let rules = deck.service.model.environment(Fixture.practice)?.flag(flag)?.rules
        let ids = [40, 41].map { Fixture.audienceID($0, in: Fixture.practice) }
        #expect(rules?.last?.conditions.map(\.test) == [.isInAudience(ids)])
    }

    @Test func `names and values from outside cannot move the cursor`() {
        let deck = Self.rules()
        deck.service.attributes = [
            ObservedAttribute(
                name: "evil\u{1B}[2J",
                samples: ["a\u{202E}b"],
                lastSeenAt: Fixture.now
            )
        ]

        deck.press("n").see("evil\\u{1B}[2J").see("a\\u{202E}b")
        #expect(!deck.screen.contains("\u{1B}"))
    }
}
