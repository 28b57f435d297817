import FlagAPI
import FlagModel
import Testing
import TerminalUI

@testable import Dashboard

/// What people do with lists, pages and keys.
struct SessionTests {
    @Test func `finding shows how many hold what is typed, and Esc shows all`() {
        let deck = Deck()

        deck.press("/").type("sale").see("Summer sale banner").see("1 of 14")
        deck.notSee("Gift wrap")
        deck.press(.enter).see("1 of 14 hold \"sale\"").press(.escape)

        deck.see("Gift wrap").see("14 flags, last changed first")
    }

    @Test func `nothing found says so and how to get back`() {
        Deck().press("/").type("zzz").see("Nothing holds \"zzz\".").see("0 of 14")
    }

    @Test func `finding does not care about case and accents`() {
        Deck().press("/").type("CHÉCKOUT badge").see("Checkout trust badge").see("1 of 14")
    }

    @Test func `Enter opens everything about a flag and Esc goes back`() {
        let deck = Deck()

        deck.press(.enter).see("WHO GETS WHAT").see("key summer-sale-banner")
        deck.see("25% Blue banner").see("50% Blue banner")

        deck.press(.escape).see("14 flags")
    }

    @Test func `Esc never leaves and Ctrl-C does twice within a second`() {
        let deck = Deck()

        for _ in 0..<5 { deck.press(.escape) }
        #expect(deck.effects.isEmpty)
        deck.press(.control("c"))
        #expect(deck.effects.isEmpty)
        deck.now = deck.now.adding(microseconds: 2_000_000)
        deck.press(.control("c"))
        #expect(deck.effects.isEmpty)
        deck.press(.control("c"))
        #expect(deck.effects == [.quit])
    }

    @Test func `q in a text field is a letter`() {
        let deck = Deck()

        deck.press("/").type("q")

        #expect(!deck.effects.contains(.quit))
        #expect(deck.state.flags.list.query.text == "q")
    }

    @Test func `g g goes to the top and G to the end`() {
        let deck = Deck()

        deck.press("G").see("14 of 14").press("g").see("again: to the top").press("g")

        deck.see("1 of 14")
    }

    @Test func `one g does nothing to the next key`() {
        let deck = Deck()

        deck.press("G").press("gk")

        deck.see("13 of 14")
    }

    @Test func `pasted text is taken where one types and nowhere else`() {
        let deck = Deck()

        deck.send(.paste("tttq"))
        #expect(deck.effects.isEmpty)
        deck.see("Pasted text is taken only where you type. Nothing was done.")
        deck.press("/")
        deck.send(.paste("gift\nwrap\n"))

        #expect(deck.state.flags.list.query.text == "gift wrap")
        deck.see("Gift wrap").see("1 of 14")
    }

    @Test func `many keys at once do nothing and say so`() {
        let deck = Deck()

        deck.send(.burst("tttttttttq"))

        #expect(deck.effects.isEmpty)
        deck.see("Many keys came at once, as if for another window. Nothing was done.")
    }

    @Test func `what others change is shown in place and never moves the list`() throws {
        let deck = Deck(Fixture.quiet)
        let old = Fixture.flagID(23)
        let before = deck.state.flags.list.ids

        try deck.other("Jo", .editFlag(environment: Fixture.live, flag: old, .setEnabled(true)))

        #expect(deck.state.flags.list.ids == before)
        deck.see("Old search page             ● on").see("1 changed elsewhere, R sorts")
        deck.press("R").notSee("R sorts")
        #expect(deck.state.flags.list.ids.first == old)
    }

    @Test func `an older picture is ignored`() throws {
        let deck = Deck()
        let old = deck.service.picture
        deck.press("/").type("gift").press(.enter).press("t")
        let entry = deck.state.entry

        deck.send(.picture(old))

        #expect(deck.state.entry == entry)
        deck.see("5 Review·3")
    }

    @Test func `in another environment the same flag stays selected`() {
        let deck = Deck()
        deck.press("/").type("gift").press(.enter, .enter)

        deck.press("E").press(.down, .enter)

        let id = Fixture.flagID(14, in: Fixture.practice)
        #expect(deck.state.flags.page == id)
        deck.see("Practice").see("key gift-wrap")
    }

    @Test func `what just happened to a flag is on its page`() {
        let deck = Deck(Fixture.quiet)
        deck.press("E").press(.down, .enter).press(.enter)

        deck.press("t")

        deck.see("HISTORY").see("today 10:58  Li     turned Summer sale banner off in Practice")
    }

    @Test func `a problem outside is said and stays`() {
        let deck = Deck()

        deck.send(.problem("The service is gone."))

        deck.rest().see("! The service is gone.").press("j").notSee("gone")
    }

    @Test func `damage that is found while somebody works is shown in full at once`() {
        let deck = Deck()
        let damage =
            "Old history is damaged in 00000000000000000001.journal, byte 91,136: entry 9 does not "
            + "read back. Next: flagdeck journal verify"

        deck.send(.problem(damage))

        deck.see("Something is wrong").see("byte 91,136").see("flagdeck journal verify")
        deck.press(.escape).notSee("Something is wrong").see("14 flags")
    }

    @Test func `the palette finds things and actions by name`() {
        let deck = Deck()

        deck.press(":").type("gift").see("Gift wrap").see("Turn Gift wrap on")
        deck.press(.down, .enter)

        deck.see("Draft saved: Gift wrap off → on")
    }

    @Test func `help lists the screen's keys with reasons and runs a line`() {
        let deck = Deck(Fixture.quiet)

        deck.press("?").see("Keys here make drafts").type("publish")
        deck.see("publish: not now. There are no drafts to publish.").press(.enter)
        deck.see("publish")
        deck.press(.control("u")).type("by name, key").press(.enter)

        #expect(deck.state.isFinding)
    }

    @Test func `who I am is shown and can be changed`() {
        let deck = Deck()

        deck.press("I").press(.control("u")).type("Ana").press(.enter)

        #expect(deck.effects.contains(.remember(actor: "Ana")))
        deck.see("LIVE  Ana").see("You are Ana now.")
    }

    @Test func `problems stay until a key, other lines go by themselves`() {
        let deck = Deck(Fixture.quiet)
        deck.press("t").see("Draft saved").rest().notSee("Draft saved")

        deck.press("E").press(.escape)
        deck.send(.paste("x"))
        deck.rest().see("Pasted text").press("j").notSee("Pasted text")
    }

    @Test func `a first start offers three ways to begin`() {
        let deck = Deck(Model())

        deck.see("Welcome to Flagdeck.").press("x")
        deck.press("i").type("flags.json").press(.enter).press("n")

        #expect(
            deck.effects == [
                .welcome(.demo), .welcome(.importFile(path: "flags.json")), .welcome(.startEmpty),
            ]
        )
        deck.service = PureService(Fixture.quiet)
        deck.send(.picture(deck.service.picture))
        deck.see("New flag")
    }

    @Test func `a start without a data directory says where data will be`() {
        var state = DashboardState(actor: "Li", size: Size(columns: 80, rows: 24), seed: 1)

        _ = update(&state, .noData(.noDirectory(path: "/srv/flags")), now: Fixture.now)

        #expect(draw(state).plainText().contains("it will be in /srv/flags."))
    }

    @Test func `text from outside cannot move the cursor`() throws {
        let deck = Deck(Fixture.quiet, actor: "L\u{1B}[31mi")

        #expect(!deck.screen.unicodeScalars.contains("\u{1B}"))
    }

    @Test func `customers are found by name as one types and late answers are dropped`() {
        let deck = Deck()
        deck.state.openCustomers(.members(of: Fixture.audienceID(40)), title: "Who?")
        deck.type("mia").see("Mia Höfer").see("1 found").see("Use the key \"mia\" as typed")

        let stale = CustomerPage(customers: [], count: 0, known: 0)
        deck.send(.reply(.customers(generation: 1, .success(stale))))

        deck.see("Mia Höfer")
    }
}
