import FlagAPI
import FlagModel
import Testing
import TerminalUI

@testable import Dashboard

struct PublishingTests {
    private func banner(_ deck: Deck) -> Flag? {
        deck.service.model.environment(Fixture.live)?.flag(Fixture.flagID(10))
    }

    @Test func `all drafts become one entry after their number was typed`() {
        let deck = Deck()

        deck.press("p").press(.control("o")).see("These 2 changes happen together")
        deck.see("Summer sale banner").see("25% → 50%").see("Refund without photo").see("Jo")
        deck.type("2").press(.enter)

        let proposal = deck.proposals.last
        let drafts = deck.state.model.drafts
        #expect(deck.proposals.count == 1)
        #expect(proposal?.origin == .publish)
        let waiting = Fixture.waiting.sorted { $0.createdAt < $1.createdAt }
        #expect(
            proposal?.changes
                == waiting.flatMap(\.changes) + waiting.map { .discardDraft($0.id) }
        )
        #expect(drafts.isEmpty)
        #expect(banner(deck)?.onParts(of: banner(deck)?.defaultRule ?? .init(shares: [])) == 50_000)
        deck.see("Published 2 changes, history number 1.   u put both back")
        #expect(deck.state.farewell == nil)
    }

    @Test func `one's own drafts are published, and the others stay and are named`() {
        let deck = Deck()

        deck.press("p").see("This change of yours happens when you publish it:")
        deck.see("Summer sale banner").notSee("Refund without photo")
        deck.see("1 change by Jo stays a draft. Ctrl-O publishes the others' too.")
        deck.type("1").press(.enter)

        #expect(deck.service.model.drafts.map(\.author) == ["Jo"])
        deck.press("p").see("This change by others happens when you publish it:")
    }

    @Test func `the review publishes all that may be published`() {
        let deck = Deck().press("5").press("p")

        deck.see("These 2 changes happen together").press(.control("o")).see("1 change by Jo stays")
    }

    @Test func `the review publishes what was approved, and the rest only when asked`() {
        let deck = Deck(actor: "Vic").press("5").press("a").press("p")

        deck.see("This change that was approved happens when you publish it:")
        deck.see("1 change by Li, not approved, stays a draft. Ctrl-O publishes everything.")
        deck.press(.control("o")).see("These 2 changes happen together").see("only approved")
        deck.press(.control("o")).type("1").press(.enter)

        #expect(deck.proposals.last?.origin == .publish)
        #expect(deck.service.model.drafts.count == 1)
        #expect(deck.service.model.drafts.allSatisfy { $0.decisions.isEmpty })
    }

    @Test func `each thing of a draft has a line and counts`() throws {
        let deck = Deck(Fixture.quiet)
        let draft = Draft(
            id: Fixture.id(98),
            author: "Li",
            createdAt: deck.now,
            note: "",
            changes: [
                .editFlag(environment: Fixture.live, flag: Fixture.flagID(14), .setEnabled(true)),
                .editFlag(environment: Fixture.live, flag: Fixture.flagID(14), .setOwner("Omar")),
                .editAudience(
                    environment: Fixture.live,
                    audience: Fixture.audienceID(40),
                    .addMembers([Insertion(Fixture.customer("C-99"))])
                ),
            ]
        )
        try deck.other("Li", .saveDraft(draft))

        deck.press("p").see("These 2 changes happen together").see("Gift wrap").see("VIP 2024")
        deck.type("1").press(.enter).see("That is not 2.").press(.control("u"))
        deck.type("2").press(.enter)

        deck.see("Published 2 changes")
        #expect(deck.service.model.drafts.isEmpty)
        deck.press("6").see("published 2: ")
    }

    @Test func `the drafts of others can be taken along, and left again`() {
        let deck = Deck().press("p").type("1").press(.control("o"))

        deck.see("These 2 changes happen together").see("To publish, type 2")
        deck.notSee("stays a draft").press(.enter)
        #expect(deck.proposals.isEmpty)
        deck.press(.control("o")).see("This change of yours").notSee("Refund without photo")
    }

    @Test func `where own drafts and others are not both there, nothing has to be chosen`() {
        let deck = Deck(actor: "Vic").press("p")

        deck.see("These 2 changes by others happen together").press(.control("o"))
        deck.see("There are not drafts of yours and of others")
        #expect(deck.state.publishCount == 2)
    }

    @Test func `who threw their own draft away in the box does not publish another one`() {
        let deck = Deck().press("p").press(.tab).press("d")

        deck.see("Nothing of yours waits any more.").press(.tab).type("1").press(.enter)

        #expect(deck.service.model.drafts.map(\.author) == ["Jo"])
        #expect(!deck.proposals.contains { $0.origin == .publish })
    }

    @Test(arguments: ["", "1", "3", "22", "two"])
    func `anything but the number publishes nothing`(typed: String) {
        let deck = Deck()

        deck.press("p").press(.control("o")).type(typed).press(.enter)

        #expect(deck.proposals.isEmpty)
        #expect(deck.service.model.drafts.count == 2)
    }

    @Test func `a paste and a burst cannot publish`() {
        let deck = Deck()
        deck.press("p").press(.control("o"))

        deck.send(.paste("2\n"))
        deck.send(.burst("2222222\n"))
        deck.press(.enter)

        #expect(deck.proposals.isEmpty)
    }

    @Test func `keys that came at once are typed, and Enter on its own publishes`() {
        let deck = Deck()
        deck.press("p").press(.control("o"))

        deck.send(.burst("2\n"))
        #expect(deck.proposals.isEmpty)
        deck.press(.enter)

        #expect(deck.service.model.drafts.isEmpty)
    }

    @Test func `a paste says why it is not taken`() {
        let deck = Deck()
        deck.press("p").press(.control("o"))

        deck.send(.paste("2"))

        deck.see("Pasted text is not taken here: type it")
    }

    @Test func `what to type stands in the box, exactly`() {
        let deck = Deck(Fixture.quiet)
        deck.press("/").type("badge").press(.enter).press("t").press("p")

        deck.see("To publish, type this name and press Enter: Checkout trust badge")
    }

    @Test func `taking back the last secret warns`() throws {
        let deck = Deck(Fixture.quiet)
        let secrets = deck.state.environment?.environment.secrets ?? []
        let server = try #require(secrets.first { $0.kind == .server })
        let draft = Draft(
            id: Fixture.id(98),
            author: "Li",
            createdAt: deck.now,
            note: "",
            changes: [.editEnvironment(Fixture.live, .revokeSecret(server.id))]
        )
        try deck.other("Li", .saveDraft(draft))

        deck.press("p")

        deck.see("This takes back the last secret for servers").notSee("browsers and phones")
    }

    @Test func `publishing names the running experiment that it spoils`() throws {
        let deck = Deck(Fixture.quiet)
        let shares = Serving(parts: [("on", 60_000), ("off", 40_000)])
        let draft = Draft(
            id: Fixture.id(98),
            author: "Li",
            createdAt: deck.now,
            note: "",
            changes: [
                .editFlag(
                    environment: Fixture.live,
                    flag: Fixture.flagID(13),
                    .setDefaultRule(shares)
                )
            ]
        )
        try deck.other("Li", .saveDraft(draft))

        deck.press("p")

        deck.see("Checkout speed is running on New checkout").see("begin a new count period")
    }

    @Test func `turning something off for everyone asks for its name`() {
        let deck = Deck(Fixture.quiet)
        deck.press("/").type("badge").press(.enter).press("t").press("p")

        deck.see("This turns Checkout trust badge off for everyone")
        deck.type("1").press(.enter)
        #expect(deck.service.model.drafts.count == 1)
        deck.see("That is not Checkout trust badge. Nothing was published.")
        deck.press(.control("u")).type("Checkout trust badge").press(.enter)

        #expect(deck.proposals.last?.origin == .publish)
        #expect(deck.service.model.drafts.isEmpty)
    }

    @Test func `two flags that go off ask for both names`() {
        let deck = Deck(Fixture.quiet)
        deck.press("/").type("badge").press(.enter).press("t").press(.escape)
        deck.press("/").type("chat").press(.enter).press("t").press("p")

        deck.type("Checkout trust badge").press(.enter)
        #expect(deck.service.model.drafts.count == 2)
        deck.type("Chat on the help page").press(.enter)

        #expect(deck.service.model.drafts.isEmpty)
    }

    @Test func `a draft that does not fit any more is named and nothing is published`() throws {
        let deck = Deck()
        let refund = Fixture.flagID(16)
        try deck.other("Jo", .editFlag(environment: Fixture.live, flag: refund, .setEnabled(true)))

        deck.press("p").press(.control("o")).see("does not fit").type("2").press(.enter)

        #expect(deck.proposals.isEmpty)
        deck.see("Refund without photo does not fit any more").see("Nothing was published.")
        #expect(deck.service.model.drafts.count == 2)
    }

    @Test func `a draft can be thrown away in the box`() {
        let deck = Deck()

        deck.press("p").press(.control("o")).press(.tab).press("d")

        #expect(deck.service.model.drafts.map(\.author) == ["Li"])
        deck.press(.tab).type("1").press(.enter)
        #expect(deck.service.model.drafts.isEmpty)
    }

    @Test func `drafts that come while the box is open must be read`() throws {
        let deck = Deck()
        deck.press("p").press(.control("o")).type("2")
        let draft = Draft(
            id: Fixture.id(99),
            author: "Ana",
            createdAt: deck.now,
            note: "",
            changes: [
                .editFlag(
                    environment: Fixture.live,
                    flag: Fixture.flagID(14),
                    .setEnabled(true)
                )
            ]
        )

        try deck.other("Ana", .saveDraft(draft))
        deck.see("The drafts changed. Read them again.").press(.enter)

        #expect(deck.proposals.isEmpty)
        deck.type("3").press(.enter)
        #expect(deck.proposals.last?.changes.count == 6)
    }

    @Test func `the environment's reason is asked for in the box`() throws {
        let deck = Deck()
        try deck.other("Jo", .editEnvironment(Fixture.live, .setRequiresReason(true)))

        deck.press("p").press(.control("o")).press(.enter).type("2").press(.enter)
        #expect(deck.proposals.isEmpty)
        deck.see("LIVE wants a reason with every change.")
        deck.press(.escape).press(.escape).press("p").press(.control("o")).type("sale").press(
            .enter
        ).type("2")
        deck.press(.enter)

        #expect(deck.proposals.last?.note == "sale")
        #expect(deck.service.model.drafts.isEmpty)
    }

    @Test func `u after publishing puts everything and the drafts back`() {
        let deck = Deck()
        deck.press("p").press(.control("o")).type("2").press(.enter).press("u")

        #expect(deck.service.model.drafts.count == 2)
        #expect(banner(deck)?.defaultRule == Fixture.serving(25_000))
    }

    @Test func `u asks first once the line that offered it has gone`() {
        let deck = Deck()
        deck.press("p").press(.control("o")).type("2").press(.enter)
        deck.send(.tick(.toast))
        deck.press("u")

        deck.see("Take number ").see("back?").see("at once, customers notice")
        #expect(banner(deck)?.defaultRule != Fixture.serving(25_000))

        deck.press(.escape).press("u").press(.down, .enter)

        #expect(deck.service.model.drafts.count == 2)
        #expect(banner(deck)?.defaultRule == Fixture.serving(25_000))
    }

    @Test func `leaving says how many drafts are kept`() {
        let deck = Deck()

        deck.press("q")

        #expect(deck.effects == [.quit])
        #expect(deck.state.farewell == "1 draft of yours kept. Nothing changed for customers.")
    }
}
