import FlagAPI
import FlagModel
import Testing
import TerminalUI

@testable import Dashboard

/// What a card says of people and of history.
struct ReviewCardTests {
    private static let sale = Fixture.id(80)

    private func deck(_ people: Int = 1000, actor: String = "Ana") -> Deck {
        let deck = Deck(ReviewShop.model, actor: actor, columns: 120, rows: 40)
        deck.service.customers = ImpactTests.people(people)
        deck.press("5")
        ReviewShop.show(Self.sale, on: deck)
        return deck.rest()
    }

    private func examples(_ deck: Deck) throws -> [CardExample] {
        deck.state.examples(of: try #require(deck.state.drafts.view(Self.sale)))
    }

    private func gets(_ key: CustomerKey, _ model: Model) throws -> String {
        var service = PureService(model)
        service.customers = [Customer(key: key, name: "")]
        let answer = try service.answer(
            PeopleRequest(
                environmentID: Fixture.live,
                question: .sides([]),
                slice: .run(from: 0, count: 1)
            )
        )
        for case .move(Fixture.flagID(10), let from?, _) in answer.groups.map(\.name) {
            return from == "on" ? "Blue banner" : "Off"
        }
        return "nothing"
    }

    // MARK: - For example

    @Test func `one keeps, one gains and one stays without, as the flag really decides`() throws {
        let deck = deck()
        let examples = try examples(deck)

        #expect(
            examples.map { "\($0.now) > \($0.after)" } == [
                "Blue banner > Blue banner", "Off > Blue banner", "Off > Off",
            ]
        )
        let after = try deck.service.model.previewing(
            try #require(ReviewShop.sale(deck)).changes
        )
        for example in examples {
            #expect(try gets(example.key, deck.service.model) == example.now)
            #expect(try gets(example.key, after) == example.after)
            deck.see(example.name)
        }
        deck.see("FOR EXAMPLE")
    }

    @Test func `the same people are shown each time`() throws {
        let first = deck()
        let second = deck()

        #expect(try examples(first) == examples(second))
        first.press(.up).rest().press(.down).rest()
        #expect(try examples(first) == examples(second))
    }

    @Test func `they come from one question of bounded size`() {
        let deck = deck(20_000)

        let asked = deck.service.reviewQuestions.compactMap { question -> PeopleRequest? in
            if case .people(let request) = question { request } else { nil }
        }
        #expect(asked.allSatisfy { $0.slice == .spread(PeopleCounts.spread) })
        #expect(Set(asked.map(\.question)).count == asked.count)
    }

    @Test func `who loses something is shown before who gains`() throws {
        let deck = deck()
        try deck.other("Li", ReviewShop.saleChanged(to: 10_000))
        deck.rest()

        #expect(
            try examples(deck).map { "\($0.now) > \($0.after)" } == [
                "Blue banner > Blue banner", "Blue banner > Off", "Off > Off",
            ]
        )
    }

    @Test func `where nobody is known, nobody is shown`() throws {
        let deck = deck(0)

        #expect(try examples(deck) == [])
        deck.notSee("FOR EXAMPLE").see("nobody is known here yet")
    }

    @Test func `somebody with a name goes before somebody with only a key`() throws {
        let deck = Deck(ReviewShop.model, actor: "Ana", columns: 120, rows: 40)
        deck.service.customers = (0..<200).map {
            Customer(key: Fixture.customer("P-\($0)"), name: $0 % 7 == 6 ? "Person \($0)" : "")
        }
        deck.press("5")
        ReviewShop.show(Self.sale, on: deck)
        deck.rest()

        #expect(try examples(deck).allSatisfy { !$0.name.isEmpty })
    }

    // MARK: - A customer of one's own

    @Test func `i finds a customer and shows what they get now and after, on every card`() throws {
        let deck = deck()
        let gaining = try #require(try examples(deck).first { $0.now != $0.after })

        deck.press("i").see("Try which customer?").type(gaining.key.text).press(.enter)

        deck.see("TRIED  \(gaining.name), \(gaining.key.text)").see("Off → Blue banner")
        #expect(deck.proposals.isEmpty)
        ReviewShop.show(Fixture.id(81), on: deck)
        deck.see("TRIED  \(gaining.name), \(gaining.key.text)").see("Refund without photo")
            .see("Off → On")
        deck.press(.escape).notSee("TRIED")
    }

    @Test func `somebody whom nobody has told about is tried with only the key`() {
        let deck = deck(10).press("i").type("nobody-knows").press(.enter)

        deck.see("TRIED  nobody-knows").see("No application has told anything of them")
    }

    @Test func `on a small screen the customer is brought into sight`() {
        let deck = ReviewShop.deck()
        deck.service.customers = ImpactTests.people(100)
        deck.rest()

        deck.press("i").type("P-7").press(.enter)

        deck.see("TRIED  Person 7, P-7")
    }

    @Test func `an attribute decides for who is tried`() throws {
        let condition = Condition(
            id: "c",
            test: .attribute("country", .equal, "Germany")
        )
        let rule = Rule(
            id: "r",
            name: "",
            conditions: [condition],
            serving: Fixture.serving(100_000)
        )
        let draft = Draft(
            id: Fixture.id(83),
            author: "Li",
            createdAt: Fixture.ago(hours: 1),
            note: "",
            changes: [
                .editFlag(
                    environment: Fixture.live,
                    flag: Fixture.flagID(21),
                    .addRule(rule, at: 0)
                )
            ]
        )
        let model = try Fixture.quiet.previewing([.saveDraft(draft)])
        let deck = Deck(model, actor: "Ana", columns: 120, rows: 40).press("5").rest()
        deck.service.customers = [
            Customer(key: Fixture.customer("X-1"), name: "Uwe", attributes: ["country": "Germany"]),
            Customer(key: Fixture.customer("X-2"), name: "Zoe", attributes: ["country": "Malta"]),
        ]

        deck.press("i").type("Uwe").press(.enter).see("Off → On")
        deck.press("i").type("Zoe").press(.enter).see("Off  stays as it is")
    }

    // MARK: - What history says

    private func moveShare(_ deck: Deck, _ flag: UInt8, to parts: Int, by actor: String) throws {
        var random = SplitMix64(seed: UInt64(1000 + deck.service.entries.count))
        try deck.service.make(
            Proposal(
                id: GUID(using: &random),
                actor: actor,
                note: "now",
                origin: .emergency,
                changes: [
                    .editFlag(
                        environment: Fixture.live,
                        flag: Fixture.flagID(flag),
                        .setDefaultRule(Fixture.serving(parts))
                    )
                ]
            ),
            at: deck.now
        )
    }

    @Test func `a step that is bigger than what this team does is named, others are not`() throws {
        let deck = Deck(ReviewShop.model, actor: "Ana", columns: 120, rows: 40)
        for parts in [15_000, 20_000, 25_000, 30_000, 35_000, 40_000] {
            try moveShare(deck, 15, to: parts, by: "Jo")
        }
        deck.send(.picture(deck.service.picture))
        deck.press("5")
        ReviewShop.show(Self.sale, on: deck)
        deck.rest()

        deck.see("Bigger step than usual: 25 points; this team's changes are mostly 5 or less")
        try deck.other("Li", ReviewShop.saleChanged(to: 30_000))
        deck.rest().notSee("Bigger step")
    }

    @Test func `while too little is known, nothing is called unusual`() {
        deck().notSee("Bigger step")
    }

    @Test func `another change of the same thing today is told, with who, when and what`() throws {
        let deck = Deck(ReviewShop.model, actor: "Ana", columns: 120, rows: 40)
        try moveShare(deck, 10, to: 30_000, by: "Jo")
        deck.send(.picture(deck.service.picture))
        deck.press("5")
        ReviewShop.show(Self.sale, on: deck)
        deck.rest()
        deck.see("Second change today; at 10:58 Jo ")

        try moveShare(deck, 10, to: 35_000, by: "Ana")
        deck.send(.picture(deck.service.picture))
        deck.rest().see("Third change today; at 10:58 you ")
    }

    @Test func `drafting and talking are no changes of today`() throws {
        let deck = deck()
        try deck.other("Li", ReviewShop.saleChanged(to: 55_000))
        let comment = Comment(person: "Jo", text: "Why?")
        try deck.other("Jo", .comment(draft: Self.sale, comment))

        deck.rest().notSee("change today")
    }

    @Test func `what the flag looks at, and who else changes it, is checked`() throws {
        let draft = Draft(
            id: Fixture.id(83),
            author: "Li",
            createdAt: Fixture.ago(hours: 1),
            note: "",
            changes: [
                .editFlag(environment: Fixture.live, flag: Fixture.flagID(12), .setEnabled(false))
            ]
        )
        let model = try Fixture.model.previewing([.saveDraft(draft)])
        let deck = Deck(model, actor: "Ana", columns: 120, rows: 40).press("5")
        ReviewShop.show(draft.id, on: deck)
        deck.rest().see("\"VIP 2024\" is not changed by any other draft")

        let other = Draft(
            id: Fixture.id(84),
            author: "Jo",
            createdAt: Fixture.ago(hours: 1),
            note: "",
            changes: [
                .editAudience(
                    environment: Fixture.live,
                    audience: Fixture.audienceID(40),
                    .describe("Another")
                )
            ]
        )
        try deck.other("Jo", .saveDraft(other))
        deck.rest().see("Jo has a draft about \"VIP 2024\", which this looks at")
    }
}
