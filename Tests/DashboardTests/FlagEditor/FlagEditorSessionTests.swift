import FlagModel
import Testing
import TerminalUI

@testable import Dashboard

struct FlagEditorSessionTests {
    private func flag(_ deck: Deck, _ number: UInt8, in place: GUID = Fixture.live) -> Flag? {
        deck.service.model.environment(place)?.flag(Fixture.flagID(number, in: place))
    }

    private func draft(_ deck: Deck, _ number: UInt8) -> Flag? {
        deck.state.flagView(Fixture.flagID(number))?.after
    }

    /// The page of a flag whose name holds a word.
    private func page(_ word: String, practice: Bool = false) -> Deck {
        let deck = Deck(Fixture.quiet)
        if practice { deck.press("E").press(.down, .enter) }
        return deck.press("/").type(word).press(.enter).press(.enter)
    }

    private var vip: [Condition] {
        [Condition(id: "c", test: .isInAudience([Fixture.audienceID(40)]))]
    }

    @Test(arguments: ["sale", "returns", "student", "checkout"])
    func `keys know the lines of the page in the order in which they stand`(word: String) throws {
        let deck = page(word)
        let flag = try #require(deck.state.editedFlag)

        let parts = deck.state.flagRows(isPage: true).compactMap(\.part)

        #expect(parts == FlagPart.all(of: flag))
        #expect(parts.count >= 5)
    }

    @Test func `while a change is being saved no box opens for a rule that is not there`() {
        let deck = page("sale")
        deck.state.waiting[Fixture.id(199)] = WaitingChange(kind: .direct)

        let outcome = deck.state.takeRuleConditions(vip, flag: Fixture.flagID(10), rule: nil)

        #expect(outcome == .refused)
        #expect(deck.state.overlays.isEmpty)
        #expect(deck.state.selectedPart == .everyoneElse)
        deck.see("One moment: the last change is still being saved.")
    }

    // MARK: - Shares

    @Test func `10 percent more is a draft in LIVE, with now and after`() {
        let deck = page("sale")

        deck.press(.enter).see("Who gets which version?").see("25.0%")
        deck.press("L").see("35.0%").see("65.0%").rest().press(.enter)

        deck.see("Draft saved: Summer sale banner 25% → 35%. Not live yet.")
        deck.see("25% Blue banner").see("35% Blue banner").see("WHAT CHANGES FOR PEOPLE")
        #expect(flag(deck, 10)?.defaultRule == Fixture.serving(25_000))
        #expect(draft(deck, 10)?.defaultRule == Fixture.serving(35_000))
    }

    @Test func `shares of a flag in a running experiment say what they do to it`() {
        let deck = page("new check")

        deck.press(.enter).see("Who gets which version?").notSee("is running on")
        deck.press("L")

        deck.see("Checkout speed is running on New checkout").see("Other shares")
    }

    @Test func `elsewhere shares change at once and u takes them back`() {
        let deck = page("sale", practice: true)

        deck.press(.enter).press(.right, .right, .left).see("26.0%").press(.control("s"))
        #expect(flag(deck, 10, in: Fixture.practice)?.defaultRule == Fixture.serving(26_000))
        deck.press("u")

        #expect(flag(deck, 10, in: Fixture.practice)?.defaultRule == Fixture.serving(25_000))
    }

    @Test func `digits type a number, and Backspace takes it back`() {
        let deck = page("sale")

        deck.press(.enter).type("33,5").see("33,5_%").see("66.5%")
        deck.press(.backspace, .backspace).see("33_%").see("67.0%").press(.enter)

        #expect(draft(deck, 10)?.defaultRule == Fixture.serving(33_000))
    }

    @Test func `a number over 100 is refused and nothing is saved`() {
        let deck = page("sale")

        deck.press(.enter).type("101").see("Type a number from 0 to 100").press(.enter)

        deck.see("Who gets which version?")
        #expect(deck.proposals.isEmpty)
    }

    @Test func `equal, pinned, and a sentence when nothing can give`() {
        let deck = page("sale")

        deck.press(.enter).press("=").see("50.0%").press("=").see("The shares are equal already.")
        deck.press(" ").see("pinned").press(.right).see("Blue banner is pinned.")
        deck.press("j").press(.right).see("Blue banner: pinned.").press(.escape)

        #expect(deck.proposals.isEmpty)
    }

    @Test func `keys that came at once are typed as a number`() {
        let deck = page("sale")

        deck.press(.enter)
        deck.send(.burst("50"))
        deck.press(.enter)

        #expect(draft(deck, 10)?.defaultRule == Fixture.serving(50_000))
    }

    // MARK: - Rules

    @Test func `picked conditions make a rule at the end, and its shares open`() {
        let deck = page("sale")

        deck.press("n").see("A new rule of Summer sale banner: who is it about?")
        deck.press(.escape, .escape).see("VERSIONS")
        _ = deck.state.takeRuleConditions(vip, flag: Fixture.flagID(10), rule: nil)
        deck.send(.tick(.toast))
        deck.see("Summer sale banner: VIP 2024").see("100.0%").type("50").press(.enter)

        let rule = draft(deck, 10)?.rules.first
        #expect(rule?.conditions == vip)
        #expect(rule?.serving == Fixture.serving(50_000))
        deck.see("VIP 2024").see("50% Blue banner")
    }

    @Test func `a rule can be removed, and coming back it is no draft any more`() {
        let deck = page("returns")

        deck.see("▸VIP 2024").press("d").see("rule removed")
        #expect(draft(deck, 12)?.rules.isEmpty == true)
        deck.press("u")

        #expect(deck.service.model.drafts.isEmpty)
    }

    @Test func `Enter on a rule offers what can be changed`() {
        let deck = page("returns", practice: true)

        deck.press(.enter).see("What they get").see("Who they are").press(.down, .down, .enter)
        deck.type("Our best").press(.enter)
        #expect(flag(deck, 12, in: Fixture.practice)?.rules.first?.name == "Our best")
        deck.see("Our best").press(.enter, .enter).press("H").press(.enter)

        let serving = flag(deck, 12, in: Fixture.practice)?.rules.first?.serving
        #expect(serving == Fixture.serving(90_000))
    }

    @Test func `rules change places, and the ends say so`() throws {
        let deck = page("returns", practice: true)
        let second = Rule(
            id: "staff",
            name: "Staff",
            conditions: [
                Condition(
                    id: "s",
                    test: .isInAudience([Fixture.audienceID(41, in: Fixture.practice)])
                )
            ],
            serving: Fixture.serving(100_000)
        )
        let id = Fixture.flagID(12, in: Fixture.practice)
        try deck.other(
            "Jo",
            .editFlag(environment: Fixture.practice, flag: id, .addRule(second, at: 1))
        )

        deck.press(.down).press("+")
        #expect(flag(deck, 12, in: Fixture.practice)?.rules.map(\.id) == ["staff", "vip"])
        deck.press("+").see("It is the first rule already.").press("-")

        #expect(flag(deck, 12, in: Fixture.practice)?.rules.map(\.id) == ["vip", "staff"])
    }

    @Test func `lines that always stay say so`() {
        let deck = page("sale")

        deck.press("d").see("This line always stays.").press("+").see("Only rules have an order")
        deck.press("N").see("There is no draft of this flag")

        #expect(deck.proposals.isEmpty)
    }

    @Test func `a line that somebody else's draft decides is not edited beside it`() {
        let deck = Deck(actor: "Ana").press("/").type("summer").press(.enter, .enter)

        deck.press(.enter).see("Li has a draft of that already.")

        deck.press("n").see("A new rule of Summer sale banner")
        #expect(deck.proposals.isEmpty)
    }

    // MARK: - Customers by name

    @Test func `a customer is found and given a version`() {
        let deck = page("sale")

        deck.press("a").type("anna").press(.enter).see("What does Anna Schmidt (C-10428) get?")
        deck.press(.enter).see("1 customer by name")

        let named = Target(variationID: "on", customers: [Fixture.customer("C-10428")])
        #expect(draft(deck, 10)?.targets == [named])
        #expect(flag(deck, 10)?.targets == [])
    }

    @Test func `named customers are listed with their names, changed and removed`() {
        let deck = page("student", practice: true)

        deck.press(.up).press(.enter).see("2 customers by name").see("Anna Schmidt")
        deck.press(.enter).see("What does Anna Schmidt (C-10428) get?").press(.enter)
        let place = Fixture.practice
        #expect(flag(deck, 21, in: place)?.targets.map(\.variationID) == ["on", "off"])
        deck.press("d").press("d")

        #expect(flag(deck, 21, in: place)?.targets == [])
        deck.see("VERSIONS")
    }

    @Test func `several pasted keys get one version together`() {
        let deck = page("sale", practice: true)

        deck.press("a")
        deck.send(.paste("C-1\nC-2, C-3"))
        deck.see("What do 3 customers get?").press(.enter)

        #expect(flag(deck, 10, in: Fixture.practice)?.namedCount == 3)
    }

    // MARK: - Versions

    @Test func `a version is added, and is not removed while it is in use`() {
        let deck = page("sale", practice: true)

        deck.press("v").type("Red banner").press(.tab).type("red")
        deck.see("Type true or false, or choose text under Values are.")
        deck.press(.tab).press(.right).press(.control("s"))
        let new = flag(deck, 10, in: Fixture.practice)
        #expect(new?.variations.map(\.name) == ["Off", "Blue banner", "Red banner"])
        #expect(new?.kind == .string)
        deck.press("d")
        #expect(flag(deck, 10, in: Fixture.practice)?.variations.count == 2)
        deck.press("d").see("Blue banner is in use: the default rule.")

        #expect(flag(deck, 10, in: Fixture.practice)?.variations.count == 2)
    }

    @Test func `JSON says while it is typed where it is wrong`() {
        let deck = page("sale", practice: true)

        deck.press("v").type("Red").press(.tab, .tab).press(.right, .right, .right)
        deck.press(.backTab).type("{\"a\": }").see("Not JSON yet: line 1, column 7")
        deck.press(.control("s")).see("Not JSON yet")

        #expect(deck.proposals.isEmpty)
    }

    @Test func `another version for off is chosen on its line`() {
        let deck = page("sale", practice: true)

        deck.press(.down).press(.enter).see("while Summer sale banner is off?")
        deck.press(.down, .enter)

        #expect(flag(deck, 10, in: Fixture.practice)?.offVariationID == "on")
    }

    @Test func `a kind that another version's value does not fit is refused`() {
        let deck = page("sale", practice: true)

        deck.press(.down, .down).press(.enter).press(.tab, .tab).press(.right, .right)
        deck.press(.backTab, .control("u")).type("5").press(.control("s"))

        deck.see("Blue banner has the value \"true\"")
        #expect(flag(deck, 10, in: Fixture.practice)?.kind == .boolean)
    }
}
