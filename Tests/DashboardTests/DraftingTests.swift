import FlagAPI
import FlagModel
import Testing
import TerminalUI

@testable import Dashboard

struct DraftingTests {
    private static let refund = Subject.flag(environment: Fixture.live, Fixture.flagID(16))

    private func giftWrap(_ deck: Deck) -> Flag? {
        deck.service.model.environment(deck.state.environmentID ?? Fixture.live)?
            .flag(Fixture.key("gift-wrap"))
    }

    @Test func `in LIVE a key makes a draft and changes nothing`() {
        let deck = Deck(Fixture.quiet)

        deck.press("/").type("gift").press(.enter).press("t")

        let proposal = deck.proposals.last
        #expect(deck.proposals.count == 1)
        #expect(proposal?.origin == .drafting)
        #expect(proposal?.actor == "Li")
        let draft = deck.service.model.drafts.first
        let edit = Change.editFlag(
            environment: Fixture.live,
            flag: Fixture.flagID(14),
            .setEnabled(true)
        )
        #expect(draft?.changes == [edit])
        #expect(draft?.author == "Li")
        #expect(giftWrap(deck)?.isEnabled == false)
        deck.see("u undo   p publish")
        deck.see("○ off → on")
        deck.see("5 Review·1")
    }

    @Test func `pressing t twice leaves no draft`() {
        let deck = Deck(Fixture.quiet)

        deck.press("/").type("gift").press(.enter).press("tt")

        #expect(deck.service.model.drafts.isEmpty)
        deck.see("Draft removed: Gift wrap stays as it is.")
        deck.notSee("Review·")
    }

    @Test func `one thing has one draft, which further edits extend`() {
        let deck = Deck(Fixture.quiet)
        deck.press("/").type("gift").press(.enter)

        deck.press("t").press("e").type(" paper").press(.control("s"))

        #expect(deck.service.model.drafts.count == 1)
        #expect(
            deck.service.model.drafts.first?.changes == [
                .editFlag(
                    environment: Fixture.live,
                    flag: Fixture.flagID(14),
                    .setEnabled(true)
                ),
                .editFlag(
                    environment: Fixture.live,
                    flag: Fixture.flagID(14),
                    .rename("Gift wrap paper")
                ),
            ]
        )
        deck.see("off → on, and 1 more change. By you")
    }

    @Test func `what somebody else's draft decides is not changed beside it`() {
        let deck = Deck()

        deck.press("/").type("refund").press(.enter).press("t")

        #expect(deck.proposals.isEmpty)
        deck.see("Jo has a draft of that already. J joins it; both go live together.")
    }

    @Test func `what somebody else's draft says nothing of goes into a draft of one's own`() {
        let deck = Deck()
        let others = deck.service.model.drafts

        deck.press("/").type("refund").press(.enter).press("e").type(" soon").press(.control("s"))

        deck.see("Draft saved:")
        let own = deck.service.model.drafts.filter { $0.author == "Li" }
        #expect(own.contains { $0.touches(Self.refund) && $0.authors == ["Li"] })
        #expect(others.allSatisfy { deck.service.model.draft($0.id) == $0 })
        deck.press(.enter).see("Draft  new name. By you")
        deck.see("Others off → on. By Jo")
        deck.press("J").see("You have a draft of it beside that of Jo.")
    }

    @Test func `only one's own draft of a thing goes live, and the other one still fits`() throws {
        let deck = Deck()
        deck.press("/").type("refund").press(.enter).press("e").type(" soon").press(.control("s"))
        deck.press("p").see("Refund without photo soon").notSee("off → on")

        let count = deck.state.publishCount
        deck.type("\(count)").press(.enter).see("Published")

        let live = try #require(deck.service.model.environment(Fixture.live))
        let flag = try #require(live.flag(Fixture.key("refund-without-photo")))
        #expect(flag.name == "Refund without photo soon")
        #expect(!flag.isEnabled)
        let jos = deck.state.drafts.about(Self.refund)
        #expect(jos?.draft.author == "Jo")
        #expect(jos?.problem == nil)
        #expect(jos?.after?.flag(flag.id)?.isEnabled == true)
        #expect(jos?.after?.flag(flag.id)?.name == "Refund without photo soon")
    }

    @Test func `what somebody else prepares stands beside the lines, which are edited as they are`()
        throws
    {
        let deck = Deck()
        let rule = Rule(
            id: "new",
            name: "",
            conditions: [Condition(id: "c", test: .attribute("country", .equal, "DE"))],
            serving: Serving(everyone: "off")
        )
        var draft = try #require(deck.state.drafts.about(Self.refund)?.draft)
        draft.changes += [
            .editFlag(environment: Fixture.live, flag: Fixture.flagID(16), .addRule(rule, at: 0))
        ]
        try deck.other("Jo", .saveDraft(draft))
        deck.press("/").type("refund").press(.enter, .enter)

        deck.see("WHO GETS WHAT").see("after").see("country is DE").see("By Jo")
        deck.press(.up, .up).press("d").see("Nobody is named here.")
        #expect(deck.state.selectedPart == .named)
    }

    @Test func `J asks on whose draft one wants to work where there are several`() throws {
        let deck = Deck()
        let other = Draft(
            id: Fixture.id(212),
            author: "Cy",
            createdAt: Fixture.now,
            note: "",
            changes: [
                .editFlag(
                    environment: Fixture.live,
                    flag: Fixture.flagID(16),
                    .describe("No photo needed.")
                )
            ]
        )
        try deck.other("Cy", .saveDraft(other))
        deck.press("/").type("refund").press(.enter).press("J")

        deck.see("Work on whose draft of Refund without photo?").press(.down, .enter)

        deck.see("by Cy and Li")
        #expect(deck.service.model.draft(other.id)?.others == ["Li"])
        #expect(deck.service.model.drafts.filter { $0.others == ["Li"] }.count == 1)
    }

    @Test func `under another name other drafts are one's own`() throws {
        let deck = Deck(Fixture.quiet).press("2").press(.enter).press(.tab, .tab)
        deck.press("n").type("country").press(.enter, .enter).type("de").press(.enter)
        deck.press(.control("s")).see("Draft saved")
        #expect(deck.state.audienceView(deck.state.audiences.page?.id ?? .zero)?.isOwn == true)

        var identity = deck.state
        identity.actor = "Ana"
        identity.learnStanding()
        _ = draw(identity)

        #expect(identity.drafts.person == "Ana")
        #expect(identity.audienceView(identity.audiences.page?.id ?? .zero)?.isOwn == false)
    }

    @Test func `nobody archives what somebody else prepares`() {
        let deck = Deck().press("/").type("refund").press(.enter)

        deck.press("d").see("Jo has a draft of that already.")

        #expect(deck.state.overlays.isEmpty)
    }

    @Test(arguments: ["t", "e", "c", "d"])
    func `a flag that only somebody else's draft makes is changed in that draft`(
        key: String
    ) throws {
        let deck = Deck(Fixture.quiet)
        let flag = Fixture.newFlag(210, "lantern", "Lantern")
        let draft = Draft(
            id: Fixture.id(211),
            author: "Jo",
            createdAt: Fixture.now,
            note: "",
            changes: [.createFlag(environment: Fixture.live, flag)]
        )
        try deck.other("Jo", .saveDraft(draft))

        deck.press("R").press("/").type("lantern").press(.enter).press(key)

        deck.see("Jo has a draft of that already. J joins it")
        #expect(deck.proposals.isEmpty)
        #expect(deck.state.overlays.isEmpty)
    }

    @Test func `whoever joins a draft changes it, and both names stand on it`() {
        let deck = Deck()

        deck.press("/").type("refund").press(.enter).press("J")
        deck.see("Draft saved: Refund without photo, by Jo and Li")
        deck.press("c").press("d").press(.escape).press("e").type(" soon").press(.control("s"))

        let draft = deck.service.model.drafts.first { $0.others == ["Li"] }
        #expect(draft?.author == "Jo")
        #expect(draft?.isBy("Li") == true)
        #expect(draft?.isBy("L") == false)
        #expect((draft?.changes.count ?? 0) > 1)
        deck.press("J").see("Nobody else has a draft about this flag.")
    }

    @Test func `who publishes a draft that they joined is told whose it is besides`() {
        let deck = Deck().press("/").type("refund").press(.enter).press("J").press("p")

        deck.see("These 2 changes of Jo and you happen together, at the same moment:")
    }

    @Test func `a name with "and" in it is one person`() {
        let deck = Deck(actor: "Sales and Jo")

        deck.press("/").type("refund").press(.enter).press("t").see("Jo has a draft of that")
        deck.press(.enter, .escape).press("J").see("by Jo and Sales and Jo")

        let draft = deck.service.model.drafts.first { !$0.others.isEmpty }
        #expect(draft?.isBy("Sales and Jo") == true)
        #expect(draft?.isBy("Sales") == false)
        #expect(draft?.isBy("Jo and Sales and Jo") == false)
    }

    @Test(arguments: [(19, true), (20, false)])
    func `twenty people can join a draft`(count: Int, isTaken: Bool) throws {
        let deck = Deck()
        var draft = try #require(deck.service.model.drafts.first { $0.author == "Jo" })
        draft.others = (0..<count).map { "Person \($0)" }
        try deck.other("Jo", .saveDraft(draft))

        deck.press("/").type("refund").press(.enter).press("J")

        let joined = deck.service.model.draft(draft.id)
        #expect(joined?.isBy("Li") == isTaken)
        if !isTaken { deck.see("Too many people work on this draft already.") }
    }

    @Test func `a rule that is added and removed again leaves no draft`() {
        let deck = Deck(Fixture.quiet).press("/").type("summer").press(.enter, .enter)
        deck.press("n").type("staff").press(.enter).press(.control("s"), .enter)
        #expect(deck.service.model.drafts.count == 1)

        deck.press("d")

        #expect(deck.service.model.drafts.isEmpty)
    }

    @Test func `elsewhere a change is made at once and taken back with u`() {
        let deck = Deck(Fixture.quiet)
        deck.press("E").press(.down, .enter).see("Practice")
        deck.press("/").type("gift").press(.enter).press("t")

        #expect(deck.proposals.last?.origin == .direct)
        #expect(giftWrap(deck)?.isEnabled == true)
        deck.see("Turned Gift wrap on in Practice.   u undo")

        deck.press("u")

        #expect(giftWrap(deck)?.isEnabled == false)
        #expect(deck.effects.count { if case .undo = $0 { true } else { false } } == 1)
        deck.see("Turned Gift wrap off in Practice, to take back 1.")
    }

    @Test func `u takes back a draft in LIVE`() {
        let deck = Deck(Fixture.quiet)

        deck.press("/").type("gift").press(.enter).press("t").press("u")

        #expect(deck.service.model.drafts.isEmpty)
    }

    @Test func `each undo says what the next one takes back, and the last one that none is left`() {
        let deck = Deck(Fixture.quiet)
        deck.press("/").type("gift").press(.enter).press("t").press(.escape)
        deck.press("/").type("chat").press(.enter).press("t")

        deck.press("u").see("u next: drafted: turned Gift wrap")
        deck.press("u").see("u nothing left to undo")
        deck.press("u").see("You took back all that you did here.")

        #expect(deck.service.model.drafts.isEmpty)
    }

    @Test func `u without anything done says so and asks nothing`() {
        let deck = Deck(Fixture.quiet)

        deck.press("u")

        #expect(deck.effects.isEmpty)
        deck.see("There is nothing of yours to undo yet.")
    }

    @Test func `undo that came too late says what stands in the way`() throws {
        let deck = Deck(Fixture.quiet)
        deck.press("E").press(.down, .enter)
        deck.press("/").type("gift").press(.enter).press("t")
        let place = Fixture.practice
        let id = Fixture.flagID(14, in: place)
        try deck.other("Jo", .editFlag(environment: place, flag: id, .rename("Wrapping")))

        deck.press("u")

        deck.see("\"Wrapping\" was changed again by entry 2. Undo that first")
        #expect(deck.state.toast?.isProblem == true)
    }

    @Test func `a key while a change is on its way is refused`() {
        var state = DashboardState(actor: "Li", size: Size(columns: 80, rows: 24), seed: 1)
        _ = update(&state, .picture(Picture(model: Fixture.quiet, entry: 0)), now: Fixture.now)

        let first = update(&state, .key(.character("t")), now: Fixture.now)
        let second = update(&state, .key(.character("t")), now: Fixture.now)

        #expect(first.count == 1)
        #expect(second.isEmpty)
        #expect(draw(state).plainText().contains("still being saved"))
    }

    @Test func `where reasons are wanted, a change asks for one`() throws {
        let deck = Deck(Fixture.quiet)
        try deck.other("Jo", .editEnvironment(Fixture.practice, .setRequiresReason(true)))
        deck.press("E").press(.down, .enter)
        deck.press("/").type("gift").press(.enter).press("t")

        #expect(deck.proposals.isEmpty)
        deck.see("Practice wants a reason with every change.")
        deck.press(.enter).see("Say in a few words why.")
        deck.type("Christmas").press(.enter)

        #expect(deck.proposals.last?.note == "Christmas")
        #expect(giftWrap(deck)?.isEnabled == true)
    }
}
