import FlagModel
import Testing
import TerminalUI

@testable import Dashboard

/// The order of the list of flags, what narrows it, and views that are kept.
struct FlagListingTests {
    private func names(_ deck: Deck) -> [String] {
        deck.state.flags.list.visible(height: 50).compactMap { deck.state.flagView($0.id)?.name }
    }

    @Test func `flags are found by the share that the list says`() throws {
        let deck = Deck()

        deck.press("/").type("10%").see("Find: 10%")
        #expect(names(deck) == ["Loyalty points on receipts", "One-click reorder"])
        // Also in a list that is in another order by now, or in which somebody changed something.
        let share = FlagEdit.setDefaultRule(Fixture.serving(10_000))
        try deck.other(
            "Jo",
            .editFlag(environment: Fixture.live, flag: Fixture.flagID(20), share)
        )
        deck.press(.enter).press("s").type("by name").press(.enter)
        #expect(names(deck).contains("Address check at checkout"))
        deck.press("/").press(.control("u")).type("99%").see("Nothing holds \"99%\".")
        // What somebody changes meanwhile is found by what it is by now.
        let later = FlagEdit.setDefaultRule(Fixture.serving(99_000))
        try deck.other(
            "Jo",
            .editFlag(environment: Fixture.live, flag: Fixture.flagID(20), later)
        )
        deck.rest()
        #expect(names(deck) == ["Address check at checkout"])
    }

    @Test func `what narrows a list puts the pointer on top, unless its thing is there`() {
        let deck = Deck(Fixture.quiet).press("jjjjj")

        deck.press("/").type("t").press(.enter)
        #expect(deck.state.flags.list.view.selection > 0)
        deck.press("/").press(.control("u")).type("chat").press(.enter)
        #expect(deck.state.flags.list.view.selection == 0)
        deck.press(.escape).press("jj").press("f").type("off").press(.enter)
        #expect(deck.state.flags.list.view.selection == 0)
    }

    @Test func `what begins with what is typed is under the pointer, and first in a box`() throws {
        let deck = Deck(Fixture.quiet)

        deck.press("/").type("re")
        let selected = try #require(deck.state.flags.list.selectedID)
        #expect(names(deck).first == "Free returns")
        #expect(deck.state.flagView(selected)?.name == "Refund without photo")
        deck.press(.escape).press("2").press("c").see("Choose a flag").type("re")
        deck.see("▸ Refund without photo")
    }

    @Test func `a page is left by the number of its pane, and by the key that finds`() {
        let deck = Deck(Fixture.quiet).press(.enter).see("WHO GETS WHAT")

        deck.press("1").notSee("WHO GETS WHAT").see("14 flags")
        deck.press(.enter).press("/").type("gift").see("1 of 14")
        deck.press(.enter).press("2").press(.enter).see("MEMBERS").press("2").see("3 audiences")
    }

    @Test func `a key that is held down moves as far as one pressed again and again`() {
        let held = Deck(Fixture.quiet)
        let pressed = Deck(Fixture.quiet)
        for _ in 0..<9 {
            held.press("j")
            pressed.press("j")
            pressed.state.held = nil
        }

        #expect(held.state.flags.list.view == pressed.state.flags.list.view)
        #expect(held.state.flags.list.view.selection == 9)
        held.press(.enter).press("j").press(.escape).press("j")
        #expect(held.state.flags.list.view.selection == 10)
        // Typed, the same key is a letter.
        held.press("/").press("j").see("Find: j")
    }

    @Test func `s offers the orders, and the title says the one that was taken`() {
        let deck = Deck(Fixture.quiet).press("s").see("In which order?").type("by name")
        deck.press(.enter).see("14 flags, by name").see("Flags by name.")

        #expect(names(deck).first == "Address check at checkout")

        deck.press("s").type("on first").press(.enter).see("14 flags, on first")
        let states = deck.state.flags.list.ids.compactMap {
            deck.state.flagView($0)?.stateWords.text
        }
        #expect(Array(states.prefix(6)) == ["on", "on", "on", "on", "on", "experiment"])
        #expect(states.suffix(3) == ["off", "off", "off"])

        deck.press("s").type("owner").press(.enter).see("14 flags, by owner")
        #expect(
            Array(names(deck).prefix(3)) == ["Free returns", "Invoice by post", "Student discount"]
        )
    }

    @Test func `f narrows by what flags do, and Esc shows all`() {
        let deck = Deck(Fixture.quiet).press("f").see("Show only which flags?").see(
            "In an experiment"
        )
        deck.type("off").press(.enter)
        deck.see("3 of 14: off, last changed first").see("Esc shows all")

        #expect(names(deck) == ["Gift wrap", "Refund without photo", "Old search page"])

        deck.press(.escape).see("14 flags, last changed first")
        #expect(names(deck).count == 14)
    }

    @Test func `parts hold together, and with what is typed`() {
        let deck = Deck(Fixture.quiet).press("f").type("owner Li").press(.enter).see(
            "4 of 14: owner Li"
        )
        deck.press("f").type("share").press(.enter).see("2 of 14: on for a share, owner Li")
        #expect(names(deck) == ["Address check at checkout", "One-click reorder"])

        deck.press("/").type("address").press(.enter)
        deck.see("1 of 2 hold \"address\", only on for a share, owner Li")
        deck.press(.escape).see("2 of 14: on for a share, owner Li")
        deck.press(.escape).see("14 flags")
    }

    @Test func `choices tell how many flags they leave beside what narrows already`() {
        let deck = Deck(Fixture.quiet)
        deck.press("f").type("owner Li").press(.enter).see("4 of 14: owner Li")

        // Another owner takes the place of this one; anything else comes on top.
        deck.press("f").type("share").see("2 flags").press(.control("u"))
        deck.type("owner Jo").see("3 flags").press(.control("u"))
        deck.type("owner Li").see("4 flags, shown now")
    }

    @Test func `coming back puts the list in order again`() {
        let deck = Deck(Fixture.quiet)
        deck.press("E").press(.down, .enter).see("Practice")
        deck.press("/").type("gift").press(.enter).press("t").press(.escape)
        let before = names(deck)
        #expect(before.first != "Gift wrap", "what is looked at does not jump")

        deck.press("2").press("1")

        #expect(names(deck).first == "Gift wrap")
        #expect(names(deck).dropFirst() == before.filter { $0 != "Gift wrap" }[...])
    }

    @Test func `the same line again shows all again`() {
        let deck = Deck(Fixture.quiet).press("f").type("owner Li").press(.enter)
        deck.press("f").type("owner Li").see("shown now: Enter shows all").press(.enter)
        deck.see("14 flags, last changed first")
    }

    @Test(arguments: [
        (FlagListing.Change.today, ["Summer sale banner"]),
        (.week, ["Summer sale banner", "Checkout trust badge", "Free returns"]),
        (.old, ["Old search page"]),
    ])
    func `the age of the last change narrows`(change: FlagListing.Change, found: [String]) {
        let deck = Deck(Fixture.quiet)
        deck.state.performListing(.toggle(.change(change)))

        #expect(names(deck) == found)
    }

    @Test func `today begins at midnight in the zone of the screen`() throws {
        let deck = Deck(Fixture.quiet)
        let lens = try #require(deck.state.environment.map { deck.state.flagLens($0) })
        #expect(lens.midnight.text.hasPrefix("2026-07-14T00:00:00"))

        deck.state.zone = Zone(offsetSeconds: -11 * 3600)
        let west = try #require(deck.state.environment.map { deck.state.flagLens($0) })
        #expect(west.midnight.text.hasPrefix("2026-07-13T11:00:00"))
    }

    @Test func `drafts and archived flags are found`() throws {
        let deck = Deck().press("f").type("draft").press(.enter)
        #expect(names(deck) == ["Summer sale banner", "Refund without photo"])
        deck.press("f").type("draft").press(.enter)

        try deck.other(
            "Ana",
            .editFlag(environment: Fixture.live, flag: Fixture.flagID(12), .setArchived(true))
        )
        deck.press("f").type("archived").press(.enter).see("1 of 14: archived")
        #expect(names(deck) == ["Free returns"])
    }

    @Test func `nothing like that says so, and how to go on`() {
        let deck = Deck(Fixture.quiet)
        deck.state.performListing(.toggle(.tag("none such")))
        deck.see("No flag is like that: tag none such.").see("show all flags")
    }

    @Test func `a flag that is gone to is shown whatever narrows the list`() {
        let deck = Deck(Fixture.quiet).press("f").type("off").press(.enter)
        deck.press(":").type("free ret").press(.enter).press(.escape)
        deck.see("14 flags").see("Free returns")
        #expect(deck.state.flags.list.selectedID == Fixture.flagID(12))
    }

    // MARK: - Views

    @Test func `a view is kept, shown again by name, and forgotten`() {
        let deck = Deck(Fixture.quiet).press("f").type("owner Li").press(.enter)
        deck.press("v").see("Keep what is shown now as a view").press(.enter).type("Mine")
        deck.press(.control("s")).see("View Mine kept.")
        let kept = SavedView(name: "Mine", listing: deck.state.flags.listing)
        #expect(deck.effects.contains(.saveViews([kept])))
        #expect(kept.words == "owner Li, last changed first")

        deck.press(.escape).see("14 flags")
        deck.press(":").type("view mine").press(.enter).see("4 of 14: owner Li")
        deck.press("v").type("forget").press(.enter).see("Forget which view?").press(.enter)
        deck.see("View Mine forgotten. No flag was changed.")
        #expect(
            deck.effects.last { if case .saveViews = $0 { true } else { false } } == .saveViews([])
        )
    }

    @Test func `views that were kept come with a message`() {
        let deck = Deck(Fixture.quiet)
        var listing = FlagListing()
        listing.doing = .off
        deck.send(.views([SavedView(name: "What is off", listing: listing, query: "gift")]))
        deck.press("v").see("What is off").press(.enter).see("1 of 3 hold \"gift\", only off")
    }

    @Test func `no more than fifty views are kept, and an old name is changed`() {
        let deck = Deck(Fixture.quiet)
        let views = (1...50).map { SavedView(name: "View \($0)", listing: FlagListing()) }
        deck.send(.views(views + [SavedView(name: "one more", listing: FlagListing())]))
        #expect(deck.state.views.count == 50)

        deck.state.askViewName()
        deck.type("New").press(.control("s")).see("You have 50 views. Forget one first (v).")
        for _ in 0..<3 { deck.press(.backspace) }
        deck.type("View 7").press(.control("s")).see("View View 7 changed.")
        #expect(deck.state.views.count == 50)
    }

    @Test func `a file of views reads back as it was written`() throws {
        var listing = FlagListing()
        (listing.order, listing.doing, listing.tag) = (.onFirst, .some, "sale \"x\" \\ = #")
        (listing.owner, listing.purpose, listing.change) = ("", "为 what\nfor\t", .old)
        listing.showsArchived = true
        let views = [
            SavedView(name: "Everything", listing: listing, query: "a [b]"),
            SavedView(name: "Plain", listing: FlagListing()),
        ]

        #expect(try SavedView.views(inFile: SavedView.file(of: views)) == views)
        #expect(try SavedView.views(inFile: "") == [])
        #expect(try SavedView.views(inFile: "# nothing\n\n") == [])
    }

    @Test(arguments: [
        ("name = \"x\"\n", SavedViewError.line(1)), ("[[view]]\n", .noName(1)),
        ("[[view]]\nname = \"x\"\norder = \"sideways\"\n", .line(3)),
        ("[[view]]\nname = x\n", .line(2)), ("[[view]]\nname = \"a\\qb\"\n", .line(2)),
        ("[[view]]\nname = \"x\"\ncolour = \"red\"\n", .line(3)),
        ("[[view]]\nname = \"x\"\narchived = yes\n", .line(3)),
        (String(repeating: "[[view]]\nname = \"x\"\n", count: 51), .tooMany),
    ])
    func `a file that is wrong is refused with its line`(text: String, problem: SavedViewError) {
        #expect(throws: problem) { try SavedView.views(inFile: text) }
    }
}
