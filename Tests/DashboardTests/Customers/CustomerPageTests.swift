import FlagAPI
import FlagModel
import Testing
import TerminalUI

@testable import Dashboard

/// The page of one customer: why they are in audiences, what was asked, and all of it as text.
struct CustomerPageTests {
    private func deck(asked: Bool = false) throws -> Deck {
        let deck = Deck(Fixture.quiet)
        let germany = AudienceRule(
            id: "g",
            name: "",
            conditions: [Condition(id: "c", test: .attribute("country", .equal, "Germany"))]
        )
        try deck.other(
            "Jo",
            .editAudience(
                environment: Fixture.live,
                audience: Fixture.audienceID(42),
                .setRules([germany])
            )
        )
        if asked {
            deck.service.given = [
                GivenAnswer(
                    flagKey: "gift-wrap",
                    variationID: "off",
                    since: Fixture.ago(days: 3),
                    lastAt: Fixture.ago(hours: 2)
                ),
                GivenAnswer(
                    flagKey: "gone",
                    variationID: "on",
                    since: Fixture.ago(days: 9),
                    lastAt: Fixture.ago(days: 9)
                ),
                GivenAnswer(
                    flagKey: "free-returns",
                    variationID: "on",
                    since: Fixture.ago(hours: 1),
                    lastAt: Fixture.ago(hours: 1)
                ),
            ]
        }
        deck.press("4").type("C-10428").press(.enter)
        return deck
    }

    private func go(to row: CustomerSheet.Row, in deck: Deck) throws {
        try deck.goDown(to: row)
    }

    @Test func `audiences say by which rule, or that the customer was added by name`() throws {
        let deck = try deck()

        try go(to: .audience(0), in: deck)
        deck.see("country is Germany").see("In it: country is Germany.")
        try go(to: .audience(2), in: deck)
        deck.see("VIP 2024").see("In it: added by name.").see("Best customers of 2024.")
    }

    @Test func `what applications asked stands there, the latest first`() throws {
        let deck = try deck(asked: true).see("+ ASKED BY APPLICATIONS  3")

        try go(to: .group(.asked), in: deck)
        deck.press(.enter).press(.down, .down, .down)

        let lines = deck.screen.split(separator: "\n")
        let places = ["Free returns", "Gift wrap", "gone"].map { name in
            lines.firstIndex { $0.contains(name) && $0.contains("last asked") }
        }
        #expect(places.allSatisfy { $0 != nil }, "\n\(deck.screen)")
        #expect(places.compactMap(\.self) == places.compactMap(\.self).sorted())
        try go(to: .asked(1), in: deck)
        deck.see("An application asked for Gift wrap and was given \"Off\"")
        deck.press(.enter).see("HOW IT WAS DECIDED").press(.escape)
        try go(to: .asked(2), in: deck)
        deck.press(.enter).see("The flag is archived or gone: there is nothing to explain.")
    }

    @Test func `nobody asked, so there is no such part`() throws {
        try deck().notSee("ASKED BY APPLICATIONS")
    }

    @Test func `the past does not show what was asked later`() throws {
        let deck = try deck(asked: true)

        deck.press("[").notSee("ASKED BY APPLICATIONS").press("]")

        deck.see("ASKED BY APPLICATIONS  3")
    }

    @Test func `y copies the whole page as one paragraph`() throws {
        let deck = try deck(asked: true)

        deck.press("y").see("Sent to the terminal's clipboard: the whole page")

        let copied = deck.effects.compactMap { if case .copy(let text) = $0 { text } else { nil } }
        let text = try #require(copied.last)
        #expect(text.hasPrefix("Anna Schmidt (C-10428) in LIVE, as of 14 Jul 2026, 10:58:00 (UTC)"))
        #expect(text.contains("Free returns: On (VIP 2024)"))
        #expect(text.contains("Audiences: Plus customers (country is Germany); Staff"))
        #expect(text.contains("VIP 2024 (added by name)."))
        #expect(text.contains("Known: ") && text.contains("country Germany"))
        #expect(text.contains("Applications asked: Free returns: On, last today, 09:58; Gift wrap"))
        #expect(!text.contains { $0.isNewline })
    }

    @Test(arguments: [(20, false), (21, true)])
    func `twenty flags that were asked for are copied and the rest is counted`(
        count: Int,
        isCut: Bool
    ) throws {
        let deck = try deck()
        deck.service.given = (0..<count).map { number in
            GivenAnswer(
                flagKey: "flag-\(number)",
                variationID: "on",
                since: Fixture.ago(days: number + 1),
                lastAt: Fixture.ago(days: number + 1)
            )
        }
        deck.press(.escape).press(.enter)

        deck.press("y")

        let copied = deck.effects.compactMap { if case .copy(let text) = $0 { text } else { nil } }
        #expect(copied.last?.contains("flag-19") == true)
        #expect(copied.last?.contains("; and 1 more.") == isCut)
    }
}

extension Deck {
    /// Puts the pointer on a line of the open customer, from above.
    func goDown(to row: CustomerSheet.Row) throws {
        press(.home)
        let count = try #require(state.customers.sheet?.rows.count)
        for _ in 0..<count where state.customers.sheet?.selectedRow != row { press(.down) }
        try #require(state.customers.sheet?.selectedRow == row)
    }
}
