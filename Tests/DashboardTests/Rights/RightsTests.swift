import FlagAPI
import FlagModel
import Testing
import TerminalUI

@testable import Dashboard

/// What somebody may not do is off, and says why and who can, before anything is filled in.
struct RightsTests {
    @Test func `a key that needs another role says which one, and who has it`() throws {
        let deck = try RightsShop.deck(as: "Vic")

        deck.press("t").see("Only editors may draft changes in LIVE: ask Ana, Jo or Zoe.")
        #expect(deck.proposals.isEmpty)
    }

    @Test(arguments: KeyTableTests.ways)
    func `who only looks has no key that changes anything`(
        way: (name: String, keys: [TerminalUI.Key])
    ) throws {
        for columns in [80, 120] {
            let deck = try RightsShop.deck(as: "Vic", columns: columns)
            for key in way.keys { deck.send(.key(key)) }
            let able = deck.state.keyTable.bindings.filter { $0.availability == .yes }

            for binding in able where binding.action.isChange {
                let isLooking =
                    binding.action == .review(.comment) || binding.action.isComparing
                #expect(isLooking, "\(way.name): \(binding.help)")
            }
            #expect(deck.proposals.isEmpty, "\(way.name)")
        }
    }

    @Test func `no form opens that could only be refused`() throws {
        let deck = try RightsShop.deck(as: "Vic")

        for key in "necdN" {
            deck.press(String(key)).see("Only editors may").press(.escape)
            #expect(!deck.state.isTakingText, "\(key)")
        }
        deck.press("2").press("n").see("Only editors may").press(.escape)
        deck.press("3").press("n").see("Only editors may").press(.escape)
        deck.press("5").press("a").see(
            "Only reviewers may decide about drafts in LIVE: ask Jo or Zoe."
        )
        #expect(deck.proposals.isEmpty)
    }

    @Test func `a card of the agenda puts nothing away for who may not`() throws {
        let deck = try RightsShop.deck(as: "Vic", model: Fixture.quiet)
        let old = Subject.flag(environment: Fixture.live, Fixture.flagID(23))
        deck.press("5").rest().press(.end)
        for _ in 0..<10 where deck.state.review.current != .agenda(old) { deck.press(.up) }

        deck.press("d").see("Only editors may draft changes in LIVE: ask Ana, Jo or Zoe.")

        #expect(deck.state.overlays.isEmpty)
    }

    @Test func `a line of the palette that needs a role says so`() throws {
        let deck = try RightsShop.deck(as: "Vic")

        deck.press(":").type("make a flag").see("Only editors may draft")
        deck.press(.enter)
        #expect(!deck.screen.contains("New flag"))
    }

    @Test func `a comment is for everybody who may look`() throws {
        let deck = try RightsShop.deck(as: "Vic")

        deck.press("5").press("c").type("Why now?").press(.control("s"))

        #expect(deck.proposals.last?.changes.first?.act == .comment)
    }

    @Test func `an editor drafts, and cannot approve`() throws {
        let deck = try RightsShop.deck(as: "Ana")

        deck.press("/").type("gift").press(.enter).press("t").see("Draft saved")
        deck.press("5").press("a").see("Only reviewers may decide about drafts")
    }

    @Test func `a role for a tag reaches what has the tag, and new things`() throws {
        let deck = try RightsShop.deck(as: "Li", model: Fixture.quiet)
        let gift = try #require(
            deck.state.model.environment(Fixture.live)?.flags.first { $0.name == "Gift wrap" }
        )
        deck.press("/").type("gift").press(.enter).press("t")
        deck.see("You are an editor in LIVE only for what is tagged \"sale\"")
        deck.press(.escape)

        try deck.other(
            "Zoe",
            .editFlag(environment: Fixture.live, flag: gift.id, .setTags([RightsShop.tag]))
        )
        deck.press("t").see("Draft saved")
        deck.press(.escape).press("n")
        #expect(deck.state.isTakingText)
    }

    @Test func `what a form would do is asked for before it is sent`() throws {
        let deck = try RightsShop.deck(as: "Li", model: Fixture.quiet)

        deck.press("n").type("New one").press(.control("s"))

        deck.see("You are an editor in LIVE only for what is tagged")
        #expect(deck.proposals.isEmpty && deck.state.isTakingText)
    }

    @Test func `a role that is taken counts at once, and one that is given too`() throws {
        let deck = try RightsShop.deck(as: "Ana", model: Fixture.quiet)
        let viewer = RightsShop.person(RightsShop.ana, "Ana", Grant(role: .viewer))
        deck.see("t on/off")

        try deck.other("Zoe", .savePerson(viewer))
        deck.see("Your roles changed: you are viewer everywhere now.").notSee("t on/off")
        deck.press("t").see("Only editors may draft changes in LIVE")
        #expect(deck.proposals.isEmpty)

        let editor = RightsShop.person(RightsShop.ana, "Ana", Grant(role: .editor))
        try deck.other("Zoe", .savePerson(editor))
        deck.see("t on/off").press("/").type("gift").press(.enter).press("t").see("Draft saved")
    }

    @Test func `who came in with a token has its name, and keeps it`() throws {
        let token = RightsShop.token("Ana", RightsShop.ana)
        let deck = try RightsShop.deck(as: "somebody", token)
        try deck.other("Zoe", .addToken(person: RightsShop.ana, RightsShop.kept))

        deck.press("I").see("You came in as Ana: your changes carry that name.")
        deck.press("/").type("gift").press(.enter).press("t")
        #expect(deck.proposals.last?.actor == "Ana")
    }

    @Test func `the owner takes the rights of a name, and gives them up with it`() throws {
        let deck = try RightsShop.deck(as: "Vic")
        deck.press("t").see("Only editors may")

        deck.press(.escape).press("I")
        deck.press(.control("u")).type("root").press(.control("s"))
        deck.press("/").type("gift").press(.enter).press("t").see("Draft saved")
    }

    @Test func `where nobody is written down nothing is off`() {
        let deck = Deck(actor: "Vic")
        let way = Identity(caller: Caller(name: "Vic", way: .owner), ownerName: "root")
        deck.send(.identity(way))

        deck.press("O").see("Nobody is written down: whoever reaches this data may do all.")
        deck.see("flagdeck person add NAME --role ROLE")
        deck.press(.escape).press("/").type("gift").press(.enter).press("t").see("Draft saved")
    }
}

/// The page about who may do what.
struct RightsPageTests {
    @Test func `one's own rights come first, with who can do the rest`() throws {
        let deck = try RightsShop.deck(as: "Ana").press("O")

        deck.see("You are Ana: editor in LIVE.")
        deck.see("What you may not do yourself, those beside it can do for you.")
        deck.see("YOU, IN LIVE").see("Jo or Zoe can")
        deck.press(.down, .down).see("You may")
    }

    @Test func `people stand there with their roles, since when and from whom`() throws {
        let deck = try RightsShop.deck(as: "Zoe", columns: 120, rows: 40).press("O")

        deck.see("You may do everything.").see("PEOPLE  5")
        deck.see("reviewer in LIVE").see("10:58, from Zoe").see("10:58, from root")
        deck.see("editor in LIVE for what is tagged sale")
    }

    @Test func `a person's line says all that they may, and how they come in`() throws {
        let deck = try RightsShop.deck(as: "Zoe", columns: 120, rows: 40).press("O")
        for _ in 0..<30 where !deck.screen.contains("Comes in with the account jo") {
            deck.press(.down)
        }

        deck.see("Jo is reviewer in LIVE and viewer everywhere.")
        deck.press(.enter).see("May look at this data").press(.escape).see("PEOPLE  5")
    }

    @Test func `the page follows what changes while it is open`() throws {
        let deck = try RightsShop.deck(as: "Ana", columns: 120, rows: 40).press("O")
        deck.see("PEOPLE  5")

        try deck.other("Zoe", .removePerson(RightsShop.vic))
        deck.see("PEOPLE  4").notSee("Vic")
        let reviewer = RightsShop.person(RightsShop.ana, "Ana", Grant(role: .reviewer))
        try deck.other("Jo", .savePerson(reviewer))
        deck.see("You are Ana: reviewer everywhere.").see("from Jo")
    }

    @Test func `roles that are older than what is read have no date`() throws {
        let deck = Deck(try Self.old(), actor: "Ana", columns: 120, rows: 40)
        let way = Identity(caller: Caller(name: "Ana", way: .owner), ownerName: "root")
        deck.send(.identity(way))

        deck.press("O").see("administrator everywhere").notSee(", from")
    }

    private static func old() throws -> Model {
        try Fixture.model.previewing([
            .savePerson(RightsShop.person(RightsShop.ana, "Ana", Grant(role: .administrator)))
        ])
    }
}

extension Action {
    /// Whether it only looks at two environments side by side.
    fileprivate var isComparing: Bool {
        guard case .flags(.comparing(let action)) = self else { return false }
        return action != .preview && action != .make
    }
}
