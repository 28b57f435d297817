import FlagAPI
import FlagModel
import Testing
import TerminalUI

@testable import Dashboard

/// Looking at a moment of the past on the screens that show the present otherwise.
struct PastSessionTests {
    /// A shop in which things happened on several days before now.
    static func story(columns: Int = 80, rows: Int = 24) throws -> Deck {
        let deck = Deck(Fixture.quiet, columns: columns, rows: rows)
        let end = deck.now
        deck.now = Fixture.ago(days: 11, hours: 18)
        try deck.other("Li", HistorySessionTests.enable(14, true), note: "soft start")
        deck.now = Fixture.ago(days: 4)
        try deck.other(
            "Ana",
            .editFlag(
                environment: Fixture.live,
                flag: Fixture.flagID(10),
                .setDefaultRule(Fixture.serving(50_000))
            )
        )
        deck.now = Fixture.ago(hours: 3)
        try deck.other("Jo", HistorySessionTests.enable(14, false))
        deck.now = end
        return deck
    }

    @Test func `v on an entry shows every screen as it was when the entry had been made`() throws {
        let deck = try Self.story().press("6").press("G").press("v")

        deck.see("YOU ARE LOOKING AT 2 JUL, 16:58.  Nothing here can be changed.  Esc back to now")
        deck.see("╌ you are here ╌")
        deck.press("1").see("YOU ARE LOOKING AT 2 JUL, 16:58").see("● on")
        #expect(
            deck.state.model.environment(Fixture.live)?.flag(Fixture.flagID(14))?.isEnabled == true
        )
        deck.press("2").see("YOU ARE LOOKING AT").press("3").see("YOU ARE LOOKING AT")
        deck.press("4").see("YOU ARE LOOKING AT")
    }

    @Test func `the banner fits 40 columns`() throws {
        let deck = try Self.story(columns: 40, rows: 10).press("6").press("G").press("v")

        deck.see(" LOOKING AT 2 JUL, 16:58.  Esc to now")
    }

    @Test func `Esc goes back to now, first out of boxes and of the find field`() throws {
        let deck = try Self.story().press("[").press("1")
        deck.press("/").type("gift").press(.escape)
        #expect(deck.state.past != nil)
        deck.press(":").press(.escape)
        #expect(deck.state.past != nil)

        deck.press(.escape)

        #expect(deck.state.past == nil)
        deck.see("Back to now.").notSee("YOU ARE LOOKING AT")
    }

    @Test func `the palette goes back to now`() throws {
        let deck = try Self.story().press("[").press(":").type("as it is now").press(.enter)

        #expect(deck.state.past == nil)
        deck.see("Back to now.")
    }

    @Test(arguments: ["t", "c", "e", "d", "n", "p", "u"])
    func `a key that changes something is off and says why`(key: String) throws {
        let deck = try Self.story().press("[").press(key)

        deck.see("Off in the past: nothing can be changed. Esc goes back to now.")
        #expect(deck.proposals.isEmpty)
        #expect(deck.state.overlays.isEmpty)
    }

    @Test func `the palette offers changes with the reason why not`() throws {
        let deck = try Self.story().press("[").press(":").type("gift")
        deck.see("Turn Gift wrap off").see("Off in the past")

        deck.press(.down, .enter)

        #expect(deck.proposals.isEmpty)
        #expect(deck.state.past != nil)
    }

    @Test func `brackets go one entry, braces one day`() throws {
        let deck = try Self.story().press("[")
        #expect(deck.state.past?.entry == 2)
        deck.press("[")
        #expect(deck.state.past?.entry == 1)
        deck.press("]")
        #expect(deck.state.past?.entry == 2)
        deck.press("}").see("LOOKING AT 11 JUL, 10:58")
        deck.press("{").press("{").see("LOOKING AT 9 JUL, 10:58")
        #expect(deck.state.past?.entry == 1)
    }

    @Test func `the last entry is now, and there is nothing before the first`() throws {
        let deck = try Self.story().press("[").press("]")
        #expect(deck.state.past == nil)

        deck.press("[").press("[").press("[").see("THE TIME BEFORE THE FIRST CHANGE")
        deck.press("[").see("There is nothing before")
        #expect(deck.state.past?.entry == 0)
    }

    @Test func `D goes to a day or a time`() throws {
        let deck = try Self.story().press("D").type("10 jul 9:00").press(.enter)
        deck.see("LOOKING AT 10 JUL, 09:00")
        #expect(deck.state.past?.entry == 1)

        deck.press("D").type("10 jul").press(.enter)

        deck.see("LOOKING AT 10 JUL, 23:59")
        #expect(deck.state.past?.entry == 2)
        deck.press("D").type("soon").press(.enter).see("\"soon\" is no time.")
    }

    @Test func `what others change meanwhile does not move the past`() throws {
        let deck = try Self.story().press("6").press("G").press("v")
        let screen = deck.press("1").screen

        try deck.other("Jo", HistorySessionTests.enable(11, false))

        #expect(deck.screen == screen)
        deck.press("6").see("4 entries")
        deck.press(.escape).press("1").see("Checkout trust badge        ○ off")
    }

    @Test func `Esc cancels while the answer is on its way, and a late answer is ignored`() throws {
        let deck = try Self.story()
        _ = update(&deck.state, .key(.character("[")), now: deck.now)
        deck.see("Going back to number 2…").see("Esc stays here")
        let asked = try #require(deck.state.pastQuestion)

        _ = update(&deck.state, .key(.escape), now: deck.now)
        let answer = try deck.service.picture(at: asked.point)
        deck.send(.reply(.past(generation: asked.generation, .success(answer))))

        #expect(deck.state.past == nil)
        deck.notSee("Going back")
    }

    @Test func `a failure is one sentence and nothing moves`() throws {
        let deck = try Self.story()
        _ = update(&deck.state, .key(.character("[")), now: deck.now)
        let asked = try #require(deck.state.pastQuestion)

        deck.send(.reply(.past(generation: asked.generation, .failure(.busy))))

        #expect(deck.state.past == nil)
        deck.see("Too many changes are waiting.")
    }

    @Test func `an environment that did not exist yet says so`() throws {
        let deck = Deck(Model())
        deck.service = PureService(Model())
        var changes = Fixture.opening
        let made = changes.removeLast()
        try deck.other("Ana", changes[0], changes[1])
        try deck.other("Ana", made)
        deck.press("E").press(.down, .enter).press("[")

        deck.see("Practice did not exist yet.").press("t").press("/").press("2").press("4")
        deck.see("Practice did not exist yet.").press(.escape).notSee("did not exist")
    }

    @Test func `b makes the flag a draft of what it was`() throws {
        let deck = try Self.story().press("6").press("G").press("v").press("1")
        deck.press("/").type("gift").press(.enter).press("b")
        deck.see("Make Gift wrap what it was 2 Jul, 16:58?").see("- on or off: off → on")

        deck.press(.down, .enter)

        #expect(deck.state.past == nil)
        deck.see("Draft saved: Gift wrap as it was 2 Jul, 16:58. Not live y")
        #expect(deck.service.model.drafts.first?.changes == [HistorySessionTests.enable(14, true)])
    }

    @Test func `b says when nothing is different today`() throws {
        let deck = try Self.story().press("[").press("/").type("trust").press(.enter).press("b")

        deck.see("Checkout trust badge is today what it was then.")
    }
}
