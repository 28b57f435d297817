import FlagAPI
import FlagModel
import Testing
import TerminalUI

@testable import Dashboard

/// What stands in the way of taking an entry back, and what still fits.
struct UndoPlanTests {
    /// Li changed three flags in Practice; Jo turned one of them back later.
    static func deck(columns: Int = 80, rows: Int = 24, actor: String = "Li") throws -> Deck {
        let deck = Deck(Fixture.quiet, actor: actor, columns: columns, rows: rows)
        deck.press("E").press(.down, .enter)
        func set(_ flag: UInt8, _ isOn: Bool) -> Change {
            .editFlag(
                environment: Fixture.practice,
                flag: Fixture.flagID(flag, in: Fixture.practice),
                .setEnabled(isOn)
            )
        }
        try deck.other("Li", set(14, true), set(11, false), set(23, true))
        try deck.other("Jo", set(14, false))
        return deck.press("6").press("j")
    }

    @Test func `what stands in the way is told with who, when and what, and the rest is offered`()
        throws
    {
        let deck = try Self.deck().press("u")

        deck.see("Take number 1 back?")
        deck.see("- Gift wrap stays: Jo changed it again, today, 10:58 (number 2: turned")
        deck.see("- turned Old search page off in Practice")
        deck.see("Put back what still fits (2 of 3)").see("Open number 2")
        deck.press(.down, .enter)

        let practice = deck.service.model.environment(Fixture.practice)
        #expect(deck.service.entries.count == 3)
        #expect(practice?.flag(Fixture.flagID(11, in: Fixture.practice))?.isEnabled == true)
        #expect(practice?.flag(Fixture.flagID(14, in: Fixture.practice))?.isEnabled == false)
    }

    @Test func `the later entry can be opened`() throws {
        let deck = try Self.deck().press("u").press(.down, .down, .enter)

        deck.see("What number 2 did").see("Jo")
    }

    @Test(arguments: ["1", "2", "5", "1P"])
    func `the later entry can be opened from every screen`(keys: String) throws {
        let deck = try Self.deck()
        deck.state.done = [
            DoneChange(entry: 1, kind: .publish(3), hasReachedCustomers: true)
        ]

        deck.press(keys).press("u").see("Take number 1 back?").press(.down, .down, .enter)

        deck.see("What number 2 did").see("Jo")
        #expect(deck.state.tab == .history)
        #expect(deck.state.overlays.isEmpty)
    }

    @Test func `where nothing fits it says so and what to do`() throws {
        let deck = try PastSessionTests.story().press("6").press("G").press("u")

        deck.see("Number 1 cannot be taken back").see("Gift wrap stays: Jo changed it again")
        deck.see("Take the later change back first").notSee("Take it back").notSee("Prepare")
        deck.press(.enter)
        #expect(deck.service.entries.count == 3)
    }

    @Test func `a tiny screen keeps the answers in sight`() throws {
        let deck = try Self.deck(columns: 40, rows: 10).press("u")

        deck.see("Put back what still fits (2 of 3)").see("Open number 2").see("Leave it as it is")
    }
}
