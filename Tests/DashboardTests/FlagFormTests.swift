import FlagModel
import Testing
import TerminalUI

@testable import Dashboard

struct FlagFormTests {
    @Test func `a paste that is too long says how much was left out`() {
        let deck = Deck().press("n").type("Sale").press(.tab, .tab)

        deck.send(.paste(String(repeating: "x", count: 54_000)))

        deck.see("Room for 500 characters: the last 53,500 were left out.")
        deck.press(.backspace).notSee("Room for").type("yz")
        deck.see("Room for 500 characters: the last one was left out.")
    }

    private func live(_ deck: Deck, _ key: String) -> Flag? {
        deck.service.model.environment(Fixture.live)?.flag(Fixture.key(key))
    }

    private func practice(_ deck: Deck, _ key: String) -> Flag? {
        deck.service.model.environment(Fixture.practice)?.flag(Fixture.key(key))
    }

    private func inPractice() -> Deck {
        let deck = Deck(Fixture.quiet)
        deck.press("E").press(.down, .enter)
        return deck
    }

    @Test func `a new flag gets a key from its name and is selected`() {
        let deck = inPractice()

        deck.press("n").type("Spring cleaning!").see("spring-cleaning").press(.control("s"))

        let flag = practice(deck, "spring-cleaning")
        #expect(flag?.name == "Spring cleaning!")
        #expect(flag?.isEnabled == false)
        #expect(flag?.variations.map(\.value) == ["false", "true"])
        #expect(deck.state.flags.list.selectedID == flag?.id)
        deck.see("Made the flag Spring cleaning! in Practice.")
    }

    @Test func `a key typed by hand stays when the name changes`() {
        let deck = inPractice()

        deck.press("n").type("Spring").press(.tab).type("-2").press(.backTab).type(" sale")
        deck.press(.control("s"))

        #expect(practice(deck, "spring-2")?.name == "Spring sale")
    }

    @Test func `a flag of texts has versions with names and values`() {
        let deck = inPractice()

        deck.press("n").type("Colour")
        for _ in 0..<6 { deck.press(.tab) }
        deck.press(.right).press(.tab).type("Red = #f00").press(.tab).type("Blue=#00f").press(.tab)
        deck.type("Green").press(.control("s"))

        let flag = practice(deck, "colour")
        #expect(flag?.kind == .string)
        #expect(flag?.variations.map(\.name) == ["Red", "Blue", "Green"])
        #expect(flag?.variations.map(\.value) == ["#f00", "#00f", "Green"])
        #expect(flag?.offVariationID == flag?.variations[0].id)
    }

    @Test func `a value that programs cannot read is refused at its field`() {
        let deck = inPractice()

        deck.press("n").type("Limit")
        for _ in 0..<6 { deck.press(.tab) }
        deck.press(.right, .right).press(.tab).type("low = few").press(.tab).type("high = 9")
        deck.press(.control("s")).see("\"few\" is not a number.")

        #expect(practice(deck, "limit") == nil)
    }

    @Test func `a taken key is refused at its field`() {
        let deck = inPractice()

        deck.press("n").type("Gift wrap").press(.control("s"))

        deck.see("Another flag has this key already.")
    }

    @Test func `a new flag in LIVE is a draft in the list, and t goes into it`() {
        let deck = Deck(Fixture.quiet)

        deck.press("n").type("Spring").press(.control("s")).see("○ new → off")
        #expect(live(deck, "spring") == nil)
        deck.press("t").see("○ new → on")

        #expect(deck.service.model.drafts.first?.changes.count == 1)
        deck.press("p").type("1").press(.enter)
        #expect(live(deck, "spring")?.isEnabled == true)
    }

    @Test func `who gets it becomes a share`() {
        let deck = inPractice()
        deck.press("/").type("gift").press(.enter)

        deck.press("c").see("VERSIONS").press(.enter).type("33,5").press(.control("s"))

        let expected = Serving(parts: [("on", 33_500), ("off", 66_500)])
        #expect(practice(deck, "gift-wrap")?.defaultRule == expected)
    }

    @Test(arguments: ["", "101", "abc", "1.2345", "-1", "."])
    func `a share that is no share is refused`(typed: String) {
        #expect(DashboardState.parts(percent: typed) == nil)
    }

    @Test(arguments: [
        ("25", 25_000), ("0.5", 500), ("100%", 100_000), ("33,333", 33_333), ("0", 0),
    ])
    func `a share is read with up to three decimals`(typed: String, parts: Int) {
        #expect(DashboardState.parts(percent: typed) == parts)
    }

    @Test func `Esc asks once before typed text is lost`() {
        let deck = inPractice()

        deck.press("n").type("Spring").press(.escape).see("Esc again leaves without saving.")
        deck.see("New flag").press(.escape)

        deck.notSee("New flag").notSee("Esc again")
    }

    @Test func `archiving asks with the harmless answer first`() {
        let deck = inPractice()
        deck.press("/").type("gift").press(.enter)

        deck.press("d").see("Archive Gift wrap?").press(.enter)
        #expect(practice(deck, "gift-wrap")?.isArchived == false)
        deck.press("d").press(.down, .enter)

        #expect(practice(deck, "gift-wrap")?.isArchived == true)
        deck.press(.escape).see("13 flags").see("1 archived, A shows")
        deck.press("A").see("archived")
    }

    @Test func `deleting for good asks for the name`() {
        let deck = inPractice()
        deck.press("/").type("gift").press(.enter).press("d").press(.down, .enter).press(.escape)
        deck.press("A").press("/").type("gift").press(.enter)

        deck.press("d").press(.down, .down, .enter).type("gift").press(.enter)
        #expect(practice(deck, "gift-wrap") != nil)
        deck.press(.control("u")).type("Gift wrap").press(.enter)

        #expect(practice(deck, "gift-wrap") == nil)
    }
}
