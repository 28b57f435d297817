import FlagAPI
import FlagModel
import Testing
import TerminalUI

@testable import Dashboard

/// What a customer would have got at a moment, and what applications were given.
struct PastCustomerTests {
    /// Anna as she was when the sale began: applications were given something else of one flag.
    static func anna(columns: Int = 80, rows: Int = 24) throws -> Deck {
        let deck = try PastSessionTests.story(columns: columns, rows: rows)
        deck.service.earlierCustomers = [
            Customer(
                key: Fixture.customer("C-10428"),
                name: "Anna Schmidt",
                attributes: ["city": "Wien", "plan": "Free"],
                lastSeenAt: Fixture.ago(days: 12)
            )
        ]
        deck.service.given = [
            GivenAnswer(
                flagKey: "gift-wrap",
                variationID: "off",
                since: Fixture.ago(days: 30),
                lastAt: Fixture.ago(days: 11, hours: 19)
            ),
            GivenAnswer(
                flagKey: "free-returns",
                variationID: "on",
                since: Fixture.ago(days: 20),
                lastAt: Fixture.ago(days: 12)
            ),
        ]
        return deck.press("6").press("G").press("v").press("4").type("anna").press(.enter)
    }

    @Test
    func `attributes are those of then, and what was given stands beside what they would get`()
        throws
    {
        let deck = try Self.anna()

        deck.see("WOULD GET").see("WAS GIVEN").see("city Wien, plan Free").notSee("Berlin")
        deck.see("! Applications were given something else of 1 of 14 flags.")
        deck.see("Free returns").see("not reported")
    }

    /// How many of the two versions of a flag would be an alarm, given last at a moment, when one
    /// looks at the moment of a later entry.
    private func alarms(givenLast last: (_ changedAt: Moment) -> Moment) throws -> Int {
        try ["off", "on"].count { variation in
            let deck = Deck(Fixture.quiet)
            deck.now = Fixture.now.adding(microseconds: 3_600_000_000)
            try deck.other("Li", HistorySessionTests.enable(14, true))
            let id = Fixture.flagID(14)
            let flag = try #require(deck.service.model.environment(Fixture.live)?.flag(id))
            deck.service.given = [
                GivenAnswer(
                    flagKey: flag.key.text,
                    variationID: variation,
                    since: Fixture.ago(days: 30),
                    lastAt: last(flag.updatedAt)
                )
            ]
            deck.service.earlierCustomers = deck.service.customers
            for isOn in [false, true] {
                deck.now = deck.now.adding(microseconds: 3_600_000_000)
                try deck.other("Jo", HistorySessionTests.enable(11, isOn))
            }
            deck.press("6").press("j").press("v").press("4").type("C-10428").press(.enter).see(
                "WAS GIVEN"
            )
            return deck.screen.contains("given something else")
        }
    }

    @Test func `what was given before somebody changed the flag was right then, and no alarm`()
        throws
    {
        #expect(try alarms { $0.adding(microseconds: -1) } == 0)
        #expect(try alarms { $0 } == 1)
    }

    @Test func `why tells since when and when last it was given`() throws {
        let deck = try Self.anna()
        deck.see("- APPLICATIONS WERE GIVEN SOMETHING ELSE  1").see("! Off")

        deck.press(.enter)

        deck.see("Would have got  On").see("! Applications were given \"Off\"")
        deck.see("first 14 Jun, 10:58, last 2 Jul, 15:58")
        deck.press("y").see("Sent to the terminal's clipboard: why")
        guard
            case .copy(let text)? = deck.effects.last(where: {
                if case .copy = $0 { true } else { false }
            })
        else { return }
        #expect(text.contains("would have got \"On\" of the flag Gift wrap"))
        #expect(text.contains("as of 2 Jul 2026, 16:58:00 (UTC)"))
        #expect(text.contains("Applications were given \"Off\""))
    }

    @Test func `going to another moment asks again, and now shows the present attributes`() throws {
        let deck = try Self.anna().press("]").see("city Wien")
        #expect(deck.state.customers.sheet?.time == Fixture.ago(days: 4))

        deck.press(.escape)

        deck.see("Berlin").notSee("WAS GIVEN").see("GETS")
        #expect(deck.state.customers.sheet?.given == nil)
    }

    @Test func `a customer of whom nothing was known then is said to be so`() throws {
        let deck = try PastSessionTests.story().press("[").press("4").type("anna").press(.enter)

        deck.see("Nothing was known of them then")
    }
}
