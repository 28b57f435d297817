import FlagModel
import Testing
import TerminalUI

@testable import Dashboard

/// Two environments side by side, and copying from one to the other.
struct ComparingTests {
    /// LIVE in front; in Practice the banner is off, and a flag is that LIVE does not have.
    static func shop(columns: Int = 80, rows: Int = 24, glyphs: Glyphs = .unicode) -> Deck {
        let deck = Deck(Fixture.quiet, columns: columns, rows: rows, glyphs: glyphs)
        deck.press("E").press(.down, .enter)
        deck.press("t").press("N").press(.control("s"))
        return deck.press("E").press(.up, .enter)
    }

    private func practice(_ deck: Deck, _ number: UInt8) -> Flag? {
        deck.service.model.environment(Fixture.practice)?
            .flag(Fixture.flagID(number, in: Fixture.practice))
    }

    @Test func `environments with the same flags differ in nothing`() {
        Deck(Fixture.quiet).press("=").see("LIVE → Practice: 0 of 14 flags differ")
            .see("Nothing differs: 14 flags, the same in LIVE and in Practice.")
    }

    @Test func `what differs is told side by side`() {
        let deck = Self.shop().press("=").see("LIVE → Practice: 2 of 15 flags differ")
        deck.see("Summer sale banner copy").see("only in Practice").see("on or off")
        deck.press(.down).see("there is nothing to copy. x turns")
        deck.press("x").see("Practice → LIVE: 2 of 15 flags differ")
    }

    @Test func `copying is shown in sentences, and done only by Ctrl-S`() {
        let deck = Self.shop().press("=").press(.enter)
        deck.see("At once in Practice, and u takes it back. The history will say:")
        deck.see("Turned Summer sale banner on in Practice")
        let before = deck.proposals.count
        deck.press(.enter)
        #expect(deck.proposals.count == before)
        deck.press(.control("s"))
        #expect(practice(deck, 10)?.isEnabled == true)
        deck.press("=").see("1 of 15 flags differs")
        deck.press(.escape).press("u")
        #expect(practice(deck, 10)?.isEnabled == false)
    }

    @Test func `into LIVE it is one draft for all that is marked`() {
        let deck = Self.shop().press("=").press("x").press("*").see("2 marked").press(.enter)
        deck.see("One draft for LIVE").see("Made the flag Summer sale banner copy in LIVE")
        deck.press(.control("s")).see("Draft saved: 2 flags as in Practice, in LIVE.")
        #expect(deck.state.drafts.count == 1)
        #expect(deck.service.model.environment(Fixture.live)?.flagCount == 14)
        deck.press("=").press("x").press("*").press(.enter)
        deck.see("Left out:").see("Summer sale banner: Li has a draft about it in LIVE")
    }

    @Test func `an audience that is missing is offered with the flag`() throws {
        let deck = Self.shop()
        let id = Fixture.audienceID(44)
        let audience = Audience(
            id: id,
            key: Fixture.key("night-owls"),
            name: "Night owls",
            createdAt: Fixture.now
        )
        let rule = Rule(
            id: "owls",
            name: "",
            conditions: [Condition(id: "in", test: .isInAudience([id]))],
            serving: Fixture.serving(Share.whole)
        )
        let edit = FlagEdit.addRule(rule, at: 0)
        try deck.other(
            "Ana",
            .createAudience(environment: Fixture.live, audience),
            .editFlag(environment: Fixture.live, flag: Fixture.flagID(14), edit)
        )
        deck.press("=").see("Practice lacks Night owls, which it needs.").press(.enter)
        deck.see("Made the audience Night owls in Practice").press("a")
        deck.see("Left out:").see("it needs the audience Night owls, missing in Practice")
        deck.press("a").press(.control("s"))
        let state = try #require(deck.service.model.environment(Fixture.practice))
        let copy = try #require(state.audience(Fixture.key("night-owls")))
        #expect(practice(deck, 14)?.audienceIDs == [copy.id])
        #expect(copy.id != id)
    }

    @Test func `what others do meanwhile is compared anew`() throws {
        let deck = Self.shop().press("=").press(.enter)
        let flag = Fixture.flagID(14, in: Fixture.practice)
        try deck.other(
            "Ana",
            .editFlag(environment: Fixture.practice, flag: flag, .setEnabled(true))
        )
        deck.see("3 of 15 flags differ").see("Look again, then go on.")
    }

    @Test func `where a reason is wanted it is asked for`() throws {
        let deck = Self.shop()
        try deck.other(
            "Ana",
            .editEnvironment(Fixture.practice, .setRequiresReason(true)),
            note: "x"
        )
        deck.press("=").press(.enter).press(.control("s")).see("Practice wants a reason")
        deck.press(.control("s")).see("Say in a few words why.")
        deck.type("as in the shop").press(.control("s"))
        #expect(practice(deck, 10)?.isEnabled == true)
        #expect(deck.proposals.last?.note == "as in the shop")
    }

    @Test func `in the past nothing is copied`() throws {
        try PastSessionTests.story().press("[").press("=")
            .see("Off in the past: nothing can be changed.")
    }
}
