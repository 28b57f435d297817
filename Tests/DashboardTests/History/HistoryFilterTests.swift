import FlagAPI
import FlagModel
import Testing
import TerminalUI

@testable import Dashboard

/// Narrowing the history, marking and comparing entries, and what one entry did.
struct HistoryFilterTests {
    @Test func `one person, one kind and a time are said above the list, and Esc clears them`()
        throws
    {
        let deck = try PastSessionTests.story().press("6")
        deck.press("f").see("One person").press(.down, .enter).type("li").press(.enter)
        deck.see("1 entry, by Li").see("Esc clears").notSee("Jo")

        deck.press("f").press(.down, .down, .enter).type("on and").press(.enter)
        deck.see("by Li, about on and off")
        deck.press("f").press(.down, .down, .down, .enter).type("1 jul").press(.enter)
        deck.type("3 Jul").press(.enter)
        deck.see("1 entry, by Li, about on and off, since 1 Jul, until 3 Jul").see("soft start")

        deck.press(.escape).see("History, 3 entries").see("Jo")
    }

    @Test func `one thing is picked by name`() throws {
        let deck = try PastSessionTests.story().press("6").press("f").press(.enter)

        deck.see("The history of which flag, audience or experiment?").type("sale ban").press(
            .enter
        )

        deck.see("1 entry, only Summer sale banner")
        #expect(deck.state.history.list.ids == [2])
    }

    @Test func `a person who did nothing here can be typed`() throws {
        let deck = try PastSessionTests.story().press("6").press("f").press(.down, .enter)

        deck.type("Sam").see("as typed").press(.enter)

        deck.see("No entry: by Sam.").press(.escape).see("3 entries")
    }

    @Test func `a time that is none is said at the field`() throws {
        let deck = try PastSessionTests.story().press("6").press("f")
        deck.press(.down, .down, .down, .enter).type("soon").press(.enter, .enter)

        deck.see("\"soon\" is no time. Try 3 Jul")
        deck.press(.backspace, .backspace, .backspace, .backspace).type("3 jul").press(.enter)
        deck.type("2 jul").press(.enter).see("That is before the time above.")
    }

    @Test func `Space marks two and = shows what differs between them`() throws {
        let deck = try PastSessionTests.story().press("6")
        deck.press("=").see("Mark two entries with Space first.")
        deck.press(" ").press("j").press(" ").see("2 of 2 marked, = compares")

        deck.press("=")

        deck.see("What changed after number 1, up to number 3").see("2 things are different.")
        deck.see("everybody else").see("25% Blue banner, 75% Off").see("50% Blue banner, 50% Off")
        deck.press(.escape).see("2 of 2 marked").press(.escape).notSee("marked")
    }

    @Test func `a third mark lets the first go`() throws {
        let deck = try PastSessionTests.story().press("6").press(" ").press(" ").press(" ")

        #expect(deck.state.history.marks == [2, 1])
    }

    @Test func `the lines below the list tell before, after, and what it is today`() throws {
        let deck = try PastSessionTests.story().press("6").press("G").rest()

        deck.see("Gift wrap  on or off  off → on").see("Why    soft start")
        deck.see("TODAY it is off. Changed once since.")
        deck.press("k").rest().see("TODAY it is still so.")
    }

    @Test func `the page of an entry has before and after columns`() throws {
        let deck = try PastSessionTests.story().press("6").press("G").press(.enter)

        deck.see("BEFORE").see("AFTER").see("Gift wrap  LIVE").see("today: off")
        deck.see("TODAY it is off. Changed once since.").press(.enter).see(
            "YOU ARE LOOKING AT 2 JUL"
        )
    }

    @Test func `the history of one flag tells what a large entry did to it`() throws {
        let deck = Deck(Fixture.quiet)
        try deck.other(
            "Jo",
            HistorySessionTests.enable(14, true),
            HistorySessionTests.enable(11, false),
            HistorySessionTests.enable(23, true)
        )

        deck.press("/").type("old search").press(.enter).press("w")

        deck.see("turned Old search page on in LIVE").notSee("and 1 more")
    }

    @Test func `what one takes back oneself is no news`() throws {
        let deck = Deck(Fixture.quiet).press("E").press(.down, .enter)
        deck.press("/").type("gift").press(.enter).press("t").press("u")

        #expect(deck.service.entries.count == 2)
        deck.press(.escape).notSee("R sorts")
    }
}
