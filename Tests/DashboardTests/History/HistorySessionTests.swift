import FlagAPI
import FlagModel
import Testing
import TerminalUI

@testable import Dashboard

/// What people do with the history.
struct HistorySessionTests {
    private static let vip = Fixture.audienceID(40)

    /// A shop in which a few things happened.
    private func eventful(columns: Int = 80, rows: Int = 24) throws -> Deck {
        let deck = Deck(Fixture.quiet, columns: columns, rows: rows)
        try deck.other("Ana", Self.enable(14, true), note: "the shop asked for it")
        try deck.other("Jo", Self.enable(11, false))
        try deck.other(
            "Sam",
            .editAudience(
                environment: Fixture.live,
                audience: Self.vip,
                .addMembers([Insertion(Fixture.customer("C-11804"))])
            )
        )
        return deck
    }

    static func enable(_ flag: UInt8, _ isOn: Bool) -> Change {
        .editFlag(environment: Fixture.live, flag: Fixture.flagID(flag), .setEnabled(isOn))
    }

    @Test func `entries stand newest first with who, what, why and number`() throws {
        let deck = try eventful().press("6")

        deck.see("History, 3 entries").see("WHEN").see("NUMBER")
        let rows = deck.screen.split(separator: "\n").filter { $0.contains("today 10:58") }
        #expect(rows.count == 3)
        #expect(rows[0].contains("Sam") && rows[0].hasSuffix(" 3"))
        #expect(rows[2].contains("turned Gift wrap on in LIVE  the shop ask"))
    }

    @Test func `the page of an entry says everything`() throws {
        let deck = try eventful().press("6").press("G").press(.enter)

        deck.see("What number 1 did").see("Ana").see("14 Jul 2026, 10:58:00 (UTC)")
        deck.see("the shop asked for it").see("turned Gift wrap on in LIVE")
        deck.press(.escape).see("History, 3 entries")
    }

    @Test func `new entries appear on top while the reader is there`() throws {
        let deck = try eventful().press("6")

        try deck.other("Jo", Self.enable(23, true))

        deck.see("History, 4 entries").see("turned Old search page on").notSee("new, R to see")
        #expect(deck.state.history.selected?.number == 4)
    }

    @Test func `nothing moves while the reader is further down`() throws {
        let deck = try eventful().press("6").press("j")

        try deck.other("Jo", Self.enable(23, true))
        try deck.other("Jo", Self.enable(23, false))

        deck.see("2 new, R to see").notSee("Old search page")
        #expect(deck.state.history.selected?.number == 2)
        deck.press("R").see("Old search page").notSee("R to see")
        #expect(deck.state.history.selected?.number == 5)
    }

    /// Two flags turned on and off in Practice, and the pointer on the older entry.
    private func practised() throws -> Deck {
        let deck = Deck(Fixture.quiet)
        deck.press("E").press(.down, .enter).press("/").type("gift").press(.enter).press("t")
        deck.press("/").press(.control("u")).type("search").press(.enter).press("t")
        return deck.press("6").see("History, 2 entries").press("j")
    }

    @Test func `what one did oneself is shown at once, and the pointer stays`() throws {
        let deck = try practised().press("u").press(.down, .enter)

        deck.see("History, 3 entries").see("to take bac").notSee("R to see")
        #expect(deck.state.history.selected?.number == 1)
    }

    @Test func `what was taken back on the page of an entry is on top of the list behind it`()
        throws
    {
        let deck = try practised().press(.enter).press("u").press(.down, .enter)
        deck.see("What number 1 did").press(.escape)

        deck.see("History, 3 entries").see("to take bac").notSee("R to see")
        #expect(deck.state.history.selected?.number == 1)
    }

    @Test func `u says what taking back will do, and does it after a yes`() throws {
        let deck = Deck(Fixture.quiet)
        deck.press("E").press(.down, .enter).press("/").type("gift").press(.enter).press("t")

        deck.press("6").press("u")
        deck.see("Take number 1 back?").see("turned Gift wrap off in Practice")
        deck.press(.enter)
        #expect(deck.service.entries.count == 1)
        deck.press("u").press(.down, .enter)

        #expect(deck.service.entries.count == 2)
        #expect(deck.service.entries.last?.changeSet.origin == .undo(1))
        deck.see("taken back: turned Gift wrap on")
    }

    @Test func `what others did in LIVE is only put back as a draft`() throws {
        let deck = try eventful().press("6").press("u")

        deck.see("Take number 3 back?").see("Prepare a draft").notSee("Take it back")
        deck.press(.down, .enter)

        deck.see("Draft saved: puts number 3 back. Not live yet.")
        #expect(deck.proposals.last?.origin == .drafting)
        let state = deck.service.model.environment(Fixture.live)
        #expect(state?.audience(Self.vip)?.members.count == 4)
    }

    @Test func `b puts an entry back as a draft, which publishing makes real`() throws {
        let deck = try eventful().press("6").press("b")

        #expect(deck.state.model.drafts.count == 1)
        deck.press("p").type("1").press(.enter)

        let state = deck.service.model.environment(Fixture.live)
        #expect(state?.audience(Self.vip)?.members.count == 3)
        #expect(deck.service.entries.last?.changeSet.origin == .publish)
    }

    @Test func `in the history of one flag only that flag may be put back`() throws {
        let deck = Deck(Fixture.quiet)
        try deck.other("Ana", Self.enable(14, true), Self.enable(11, false))
        deck.press("/").type("gift").press(.enter).press("w")

        deck.press("u").see("Prepare a draft about Gift wrap only").see("about all of it")
        deck.press(.escape).press("b")

        deck.see("puts number 1 back for Gift wrap only")
        let changes = try #require(deck.service.model.drafts.first?.changes)
        #expect(changes.map(\.subject.id) == [Fixture.flagID(14)])
    }

    @Test func `what stands in the way is named`() throws {
        let deck = try eventful()
        try deck.other("Ana", Self.enable(11, true))
        deck.press("6").press("j").press("j").press("u")

        #expect(deck.state.history.selected?.number == 2)
        deck.see("Number 2 cannot be taken back").see("Checkout trust badge stays")
        deck.see("Ana changed it again, today, 10:58").see("turned Checkout trust badge on")
        deck.see("Take the later change back first").notSee("Take it back")
    }

    @Test func `a draft about the same thing stands in the way of another`() throws {
        let deck = try eventful().press("6").press("b").press("R").press("j").press("b")

        deck.press(.escape)
        #expect(deck.state.model.drafts.count == 1)
    }

    @Test func `w on a flag shows only its history and Esc shows everything`() throws {
        let deck = try eventful()

        deck.press("/").type("gift").press(.enter).press("w")
        deck.see("1 entry, only Gift wrap").see("Esc clears").notSee("Sam")
        deck.press(.escape).see("History, 3 entries").see("Sam")
    }

    @Test func `w in the history shows only the same thing`() throws {
        let deck = try eventful().press("6").press("j").press("w")

        deck.see("1 entry, only Checkout trust badge")
    }

    @Test func `finding searches who, what and why in what is here`() throws {
        let deck = try eventful().press("6").press("/").type("asked").see("1 of 3").see("Ana")

        deck.notSee("Sam")
        deck.press(.enter, .escape).see("Sam")
    }

    @Test func `older entries are asked for as one scrolls`() throws {
        let deck = Deck(Fixture.quiet)
        for number in 0..<250 { try deck.other("Jo", Self.enable(23, number.isMultiple(of: 2))) }
        deck.press("6")
        #expect(deck.state.history.list.ids.count == 100)

        deck.press("G")
        #expect(deck.state.history.list.ids.count == 200)
        deck.press("G").press("G")

        #expect(deck.state.history.list.ids.count == 250)
        #expect(deck.state.history.selected?.number == 1)
    }

    @Test func `a late page is ignored`() throws {
        let deck = try eventful().press("6")
        let before = deck.state.history

        deck.send(
            .reply(
                .history(generation: 1, .success(HistoryPage(entries: [], total: 9, next: nil)))
            )
        )

        #expect(deck.state.history == before)
    }

    @Test func `more than a page that came at once is shown after R`() throws {
        let deck = try eventful().press("6").press("j")
        for number in 0..<150 { try deck.service.make(Self.proposal(number), at: deck.now) }

        deck.send(.picture(deck.service.picture))
        deck.see("150 new, R to see")
        deck.press("R")

        #expect(deck.state.history.selected?.number == 153)
    }

    private static func proposal(_ number: Int) -> Proposal {
        Proposal(
            id: GUID(bytes: Array(repeating: UInt8(number), count: 16)) ?? Fixture.id(9),
            actor: "Jo",
            changes: [enable(23, number.isMultiple(of: 2))]
        )
    }

    @Test func `the whole way of a change: draft, publish, history, back`() {
        let deck = Deck(Fixture.quiet).press("2").press("G").press(.enter)
        deck.press("a").type("höfer").press(.enter).press("p").type("1").press(.enter)

        deck.press("6").see("published 1 change in LIVE").see("drafted: added C-11804")
        deck.press(.enter).see("VIP 2024  LIVE").see("3 customers").press(.escape)
        deck.press("u").see("Take it back").see("1 draft will wait as before.").see(
            "took C-11804 out of the audience VIP 2024"
        )
        deck.press(.down, .enter)

        let state = deck.service.model.environment(Fixture.live)
        #expect(state?.audience(Self.vip)?.members.count == 3)
        #expect(deck.service.entries.last?.changeSet.origin == .undo(2))
    }

    @Test func `a note with control characters stays on its line`() throws {
        let deck = try eventful().press("6")
        let entry = HistoryEntry(
            number: 4,
            changeSet: ChangeSet(
                id: Fixture.id(200),
                actor: "\u{1B}]0;x\u{7}\u{202E}Li",
                note: "a\nb\u{9B}2J",
                time: Fixture.now,
                origin: .direct,
                steps: [],
                sentence: "turned \u{1B}[31m名前 on\n\nx",
                lines: ["one\ntwo\u{200B}"]
            )
        )
        deck.state.history.begin(
            with: HistoryPage(entries: [entry], total: 4, next: nil),
            height: 10
        )

        for scalar in deck.screen.unicodeScalars where scalar != "\n" {
            #expect(scalar.properties.generalCategory != .control)
            #expect(scalar.properties.generalCategory != .format)
        }
        deck.see("turned \\u{1B}[31m名前 on").press(.enter).see("one two\\u{200B}")
    }
}
