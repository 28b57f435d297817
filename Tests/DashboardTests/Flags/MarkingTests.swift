import FlagModel
import Testing
import TerminalUI

@testable import Dashboard

/// Marks on flags, and what is done with all marked ones.
struct MarkingTests {
    private let space = TerminalUI.Key.character(" ")

    private func marked(_ deck: Deck) -> [String] {
        deck.state.markedIDs.compactMap { deck.state.flagView($0)?.name }
    }

    @Test func `Space marks and moves down, and once more takes the mark away`() {
        let deck = Deck(Fixture.quiet).press(space, space).see("2 marked, m acts")
        #expect(marked(deck) == ["Summer sale banner", "Checkout trust badge"])
        deck.press(.up, .up).press(space)
        #expect(marked(deck) == ["Checkout trust badge"])
        deck.press(.escape).see("Nothing is marked any more.")
        #expect(marked(deck) == [])
    }

    @Test func `V, Shift with arrows and a star mark many`() {
        let deck = Deck(Fixture.quiet).press("V").see("press V again").press(.down, .down).press(
            "V"
        )
        #expect(marked(deck).count == 3)
        deck.press(.escape).press(.shiftDown, .shiftDown)
        #expect(marked(deck) == ["Free returns", "New checkout", "Gift wrap"])
        deck.press("*")
        #expect(marked(deck).count == 14)
        deck.press("a")
        #expect(marked(deck) == [])
    }

    @Test func `m without a mark says how to mark`() {
        Deck(Fixture.quiet).press("m").see(
            "Nothing is marked: Space marks the flag at the pointer."
        )
    }

    @Test func `several are turned on after a question, as drafts, one a flag, in one step`() {
        let deck = Deck(Fixture.quiet).press("f").type("off").press(.enter).press("*")
        deck.press("m").see("3 marked: do what?").type("turn on").press(.enter)
        deck.see("Turn 3 flags on?").see("Gift wrap, Refund without photo and Old search page.")
        #expect(deck.proposals.isEmpty)
        deck.press(.enter)
        #expect(deck.proposals.isEmpty)

        deck.press("m").type("turn on").press(.enter).press(.down, .enter)
        deck.see("Draft saved: 3 flags turned on. Not live yet.")
        #expect(deck.proposals.count == 1)
        #expect(deck.state.drafts.count == 3)
        #expect(deck.state.flags.marks.ids.isEmpty)
        #expect(
            deck.state.model.environment(Fixture.live)?.flag(Fixture.flagID(14))?.isEnabled == false
        )

        deck.press("u")
        #expect(deck.state.drafts.count == 0)
    }

    @Test func `what the filter hides is counted before it is acted on`() {
        let deck = Deck(Fixture.quiet).press(space, space, space).press("/").type("returns")
        deck.press(.enter).press("m").see("3 marked, 2 not shown: do what?")
        deck.type("turn off").press(.enter).see("2 of the marked flags not shown")
    }

    @Test func `elsewhere they change at once, as one entry`() {
        let deck = Deck(Fixture.quiet).press("E").press(.down, .enter)
        deck.press("/").type("wrap").press(.enter).press(space).press(.escape)
        deck.press("/").type("old search").press(.enter).press(space).press(.escape)
        deck.press("m").type("turn on").press(.enter).see("Turn 2 flags on?").see("at once")
        deck.press(.down, .enter)
        #expect(deck.proposals.map(\.changes.count) == [2])
        let practice = deck.service.model.environment(Fixture.practice)
        let ids = [UInt8(14), 23].map { Fixture.flagID($0, in: Fixture.practice) }
        #expect(ids.map { practice?.flag($0)?.isEnabled } == [true, true])
        deck.press("u")
        let after = deck.service.model.environment(Fixture.practice)
        #expect(ids.map { after?.flag($0)?.isEnabled } == [false, false])
    }

    @Test func `a tag and an owner are given to all of them`() {
        let deck = Deck(Fixture.quiet).press(space, space).press("m").type("add a tag").press(
            .enter
        )
        deck.see("Add a tag to 2 flags").type("summer").press(.control("s"))
        deck.see("Add the tag summer to 2 flags?").press(.down, .enter)
        deck.see("2 flags tagged summer")
        let tags = [UInt8(10), 11].map { deck.state.flagView(Fixture.flagID($0))?.latest?.tags }
        #expect(tags == [["summer"], ["summer"]])

        deck.press("gg").press(space, space).press("m").type("owner").press(.enter)
        deck.type("Ana").press(.control("s")).see("Make Ana the owner of 2 flags?")
        deck.press(.down, .enter)
        #expect(deck.state.flagView(Fixture.flagID(10))?.latest?.owner == "Ana")
        #expect(deck.state.drafts.count == 2)

        deck.press("gg").press(space, space).press("m").type("take off the tag").press(.enter)
        deck.press(.down, .enter)
        #expect(deck.state.flagView(Fixture.flagID(11))?.latest?.tags == [])
    }

    @Test func `a flag with a draft of somebody else is left out by name`() {
        let deck = Deck().press("/").type("refund").press(.enter).press(space).press(.escape)
        deck.press("/").type("wrap").press(.enter).press(space).press(.escape)
        deck.press("m").type("archive").press(.enter)
        deck.see("Archive Gift wrap?").see("Left out: Refund without photo")
        deck.press(.down, .enter)
        #expect(deck.state.flagView(Fixture.flagID(14))?.after?.isArchived == true)
    }

    @Test func `with marks, t d and y are about the marked flags`() {
        let deck = Deck(Fixture.quiet).press(space, space)
        deck.press("t").see("2 marked: do what?").press(.escape)
        deck.press("d").see("2 marked: do what?").press(.escape)
        deck.press("y").see("Sent to the terminal's clipboard: 2 keys, one a line.")
        #expect(deck.effects.contains(.copy("summer-sale-banner\ncheckout-trust-badge")))
    }

    @Test func `marks stay with their environment`() {
        let deck = Deck(Fixture.quiet).press(space).press("E").press(.down, .enter)
        #expect(marked(deck) == [])
    }

    // MARK: - Clone

    @Test func `N makes a flag like another one, off and as a draft`() throws {
        let deck = Deck(Fixture.quiet).press("/").type("returns").press(.enter).press("N")
        deck.see("New flag like Free returns").see("free-returns-copy").press(.control("s"))
        deck.see("Draft saved: new flag Free returns copy, off.")
        let copy = try #require(deck.state.flags.drafted.first)
        let old = try #require(deck.state.environment?.flag(Fixture.flagID(12)))
        #expect(copy.rules == old.rules)
        #expect(copy.variations == old.variations)
        #expect(copy.owner == "Ana")
        #expect(!copy.isEnabled)
        #expect(copy.id != old.id)
    }

    @Test func `a key that is taken is refused, and a flag may start as the other one is`() throws {
        let deck = Deck(Fixture.quiet).press("E").press(.down, .enter).press("N")
        deck.press(.enter)
        for _ in 0..<5 { deck.press(.backspace) }
        deck.press(.control("s")).see("Another flag has this key already.")
        deck.type("-2").press(.enter, .right).press(.control("s"))
        let made = try #require(
            deck.service.model.environment(Fixture.practice)?
                .flag(Fixture.key("summer-sale-banner-2"))
        )
        #expect(made.isEnabled)
        #expect(made.name == "Summer sale banner copy")
    }
}
