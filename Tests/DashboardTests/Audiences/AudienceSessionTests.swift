import FlagAPI
import FlagModel
import Testing
import TerminalUI

@testable import Dashboard

/// What people do with audiences.
struct AudienceSessionTests {
    private func vip(_ deck: Deck, in place: GUID = Fixture.live) -> Audience? {
        deck.service.model.environment(place)?.audience(Fixture.audienceID(40, in: place))
    }

    /// The page of "VIP 2024" in LIVE.
    private func page(_ model: Model = Fixture.quiet, columns: Int = 80, rows: Int = 24) -> Deck {
        Deck(model, columns: columns, rows: rows).press("2").press("G").press(.enter)
    }

    @Test func `the list says who is named, who uses it and when it changed`() {
        let deck = Deck(Fixture.quiet).press("2")

        deck.see("3 audiences, by name").see("AUDIENCE").see("USED BY")
        let row = deck.screen.split(separator: "\n").first { $0.contains("VIP 2024") } ?? ""

        #expect(row.contains("3"))
        #expect(row.contains("no rules"))
        #expect(row.contains("1 flag"))
        #expect(row.contains("5 d"))
    }

    @Test func `finding audiences shows how many hold what is typed`() {
        let deck = Deck().press("2").press("/").type("sta").see("1 of 3").see("Staff")

        deck.notSee("VIP 2024")
        deck.press(.escape).see("VIP 2024")
    }

    @Test func `a customer joins in LIVE as a draft and belongs once it is published`() {
        let deck = page()

        deck.press("a").type("höfer").see("Mia Höfer").press(.enter)

        deck.see("Draft saved: Mia Höfer (C-11804) joins VIP 2024").see("u undo")
        deck.see("joins, draft").see("[MEMBERS 4]")
        #expect(vip(deck)?.members.count == 3)
        #expect(deck.state.model.drafts.count == 1)
        deck.press(.escape).see("3 → 4")
        deck.press("p").type("1").press(.enter)
        #expect(vip(deck)?.members.last == Fixture.customer("C-11804"))
        deck.see("Published 1 change")
    }

    @Test func `elsewhere a customer joins at once and is selected`() {
        let deck = Deck(Fixture.quiet).press("E").press(.down, .enter)
        deck.press("2").press("G").press(.enter).press("a").type("höfer").press(.enter)

        #expect(vip(deck, in: Fixture.practice)?.members.count == 4)
        #expect(deck.state.audiences.page?.selected == Fixture.customer("C-11804"))
        deck.see("Added C-11804 to the audience VIP 2024 in Practice.").see("u undo")
        deck.press("u")
        #expect(vip(deck, in: Fixture.practice)?.members.count == 3)
    }

    @Test func `a key that nobody is known by can be added as typed`() {
        let deck = page().press("a").type("new-one")

        deck.see("Use the key \"new-one\" as typed").press(.enter)

        deck.see("new-one joins VIP 2024")
    }

    @Test func `who is there already is said and nothing is drafted`() {
        let deck = page().press("a").type("C-10428").press(.enter)

        deck.see("Anna Schmidt (C-10428) is named in VIP 2024 already.")
        #expect(deck.proposals.isEmpty)
    }

    @Test(arguments: ["C-1\nC-2\nC-3\n", "C-1, C-2,C-3", "C-1;C-2\tC-3", "C-1\r\nC-2\r\nC-3"])
    func `several pasted keys are counted, then added together`(text: String) {
        let deck = page().press("a")

        deck.send(.paste(text))
        deck.see("Add 3 customers to VIP 2024?").see("You pasted 3 keys.")
        deck.press(.enter)
        #expect(deck.proposals.isEmpty)
        deck.press("a")
        deck.send(.paste(text))
        deck.press(.down, .enter)

        deck.see("Draft saved: 3 customers join VIP 2024.").see("[MEMBERS 6]")
        #expect(deck.proposals.count == 1)
    }

    @Test func `pasted keys that are there already are left out`() {
        let deck = page().press("a")

        deck.send(.paste("C-10428,C-10429,C-7,C-7"))

        deck.see("Add 1 customer to VIP 2024?").see("2 of them are there already")
    }

    @Test func `one pasted key is text like any other`() {
        let deck = page().press("a")

        deck.send(.paste("C-11804"))

        deck.see("Mia Höfer").see("> C-11804")
    }

    @Test func `taking a customer out asks first and marks the row`() {
        let deck = page().press("d").see("Take Anna Schmidt (C-10428) out of VIP 2024?")

        deck.press(.enter)
        #expect(deck.proposals.isEmpty)
        deck.press("d").press(.down, .enter)

        deck.see("Anna Schmidt (C-10428) leaves VIP 2024").see("leaves, draft").see("[MEMBERS 2]")
        #expect(vip(deck)?.members.count == 3)
    }

    @Test func `a customer whom the draft takes out can stay`() {
        let deck = page().press("d").press(.down, .enter).press("d")

        deck.see("Anna Schmidt (C-10428) leaves with the draft").press(.down, .enter)

        #expect(deck.state.model.drafts.isEmpty)
        deck.see("[MEMBERS 3]")
    }

    @Test func `N keeps a customer out and shows that list`() {
        let deck = page().press("N").type("weber").press(.enter)

        deck.see("[NEVER 1]").see("Paul Weber").see("joins, draft")
        deck.see("Paul Weber (C-10977) never in VIP 2024")
    }

    @Test func `Tab goes through members, never and rules`() {
        let deck = page().see("[MEMBERS 3]")

        deck.press(.tab).see("[NEVER 0]").see("Nobody is kept out.")
        deck.press(.tab).see("[RULES 0]").see("No rules: only members belong.")
        deck.press(.tab).see("[MEMBERS 3]")
    }

    @Test func `rules are said in words, condition by condition`() throws {
        let deck = page()
        let conditions = [
            Condition(
                id: "a",
                test: .attribute("country", .isOneOf, Condition.listValue(["Germany", "Austria"]))
            ), Condition(id: "b", test: .attribute("spent", .biggerThan, "100")),
        ]
        let rules = [
            AudienceRule(id: "r", name: "", conditions: conditions),
            AudienceRule(id: "s", name: "Friends", conditions: []),
        ]
        try deck.other(
            "Jo",
            .editAudience(
                environment: Fixture.live,
                audience: Fixture.audienceID(40),
                .setRules(rules)
            )
        )

        deck.press(.tab, .tab).see("[RULES 2]").see("1  country is one of Germany and Austria  ")
        deck.see("and spent is more than 100").see("2  Friends: everyone")
        deck.press(.escape).see("2 rules")
    }

    @Test func `an audience that a flag uses is not archived, and the flag is named`() {
        let deck = Deck(Fixture.quiet).press("2").press("G").press("d")

        deck.see("VIP 2024 is used by Free returns. Change who gets that flag first.")
        #expect(deck.proposals.isEmpty)
    }

    @Test func `archiving asks, and an archived audience can be restored or deleted`() {
        let deck = Deck(Fixture.quiet).press("E").press(.down, .enter).press("2")
        deck.press("/").type("staff").press(.enter).press("d").see("Archive Staff?")
        deck.press(.down, .enter).press(.escape).see("1 archived, A shows")

        deck.press("A").press("/").type("staff").press(.enter).press("d").see("Staff is archived")
        deck.press(.down, .down, .enter).see("Delete Staff for good?")
        deck.type("staf").press(.enter).see("That is not its name.")
        deck.type("x").press(.backspace, .backspace, .backspace, .backspace, .backspace)
        deck.type("Staff").press(.enter)

        let state = deck.service.model.environment(Fixture.practice)
        #expect(state?.audience(Fixture.audienceID(41, in: Fixture.practice)) == nil)
    }

    @Test func `a new audience proposes its key and is selected`() {
        let deck = Deck(Fixture.quiet).press("2").press("n").type("Early birds 2027")
        deck.see("early-birds-2027").press(.control("s"))

        deck.see("Draft saved: new audience Early birds 2027").see("new → 0")
        deck.press("a").type("höfer").press(.enter)

        #expect(deck.state.model.drafts.count == 1)
        #expect(deck.state.model.drafts.first?.changes.count == 1)
        deck.see("new → 1")
    }

    @Test func `a key that is taken is said at the field`() {
        let deck = Deck(Fixture.quiet).press("2").press("n").type("Staff").press(.control("s"))

        deck.see("Another audience has this key already.")
        #expect(deck.proposals.isEmpty)
    }

    @Test func `editing words makes one draft`() {
        let deck = Deck(Fixture.quiet).press("2").press("G").press("e").type(" and 2025")
        deck.press(.control("s"))

        deck.see("VIP 2024 → VIP 2024 and 2025")
        #expect(deck.state.model.drafts.first?.changes.count == 1)
    }

    @Test func `names are asked only for customers in sight`() throws {
        let deck = Deck(try Self.model(members: 5000)).press("2").press("G")
        #expect(deck.namesAsked == [])

        deck.press(.enter)
        #expect(deck.namesAsked.map(\.count) == [deck.state.audiencePageHeight])
        deck.press(.end)

        #expect(deck.namesAsked.map(\.count).max() == deck.state.audiencePageHeight)
        #expect(deck.namesAsked.last?.last == Fixture.customer("M-5"))
    }

    @Test func `finding a member looks at keys`() throws {
        let deck = Deck(try Self.model(members: 5000)).press("2").press("G").press(.enter)

        deck.press("/").type("M-4999").see("1 of 5,000").press(.enter)
        #expect(deck.state.audiences.page?.selected == Fixture.customer("M-4999"))
        deck.press(.escape)

        #expect(deck.state.audiences.page?.selected == Fixture.customer("M-4999"))
        deck.see("[MEMBERS 5,000]")
    }

    @Test func `w shows the history of the audience`() {
        let deck = page().press("a").type("höfer").press(.enter).press("p").type("1").press(.enter)

        deck.press("w").see("1 entry, only VIP 2024").see("Esc clears")
    }

    @Test func `what others change in an audience does not move the list`() throws {
        let deck = Deck(Fixture.quiet).press("2")
        try deck.other(
            "Jo",
            .editAudience(
                environment: Fixture.live,
                audience: Fixture.audienceID(40),
                .rename("AAA first")
            )
        )

        deck.see("1 changed elsewhere, R sorts")
        #expect(deck.state.audiences.list.ids.last == Fixture.audienceID(40))
        deck.press("R")
        #expect(deck.state.audiences.list.ids.first == Fixture.audienceID(40))
    }

    @Test(arguments: [
        "\u{1B}[2J\u{202E}gnp", "名前👨‍👩‍👧", "a\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}", " ",
    ])
    func `hostile keys and names cannot break the screen`(text: String) throws {
        let deck = page()
        deck.service.customers.append(
            Customer(key: Fixture.customer(text), name: "\u{1B}[31m\(text)\u{9B}")
        )
        deck.press("a")
        deck.send(.paste("\(text)x, \(text)y"))
        deck.press(.down, .enter).press("N")
        deck.send(.paste(text))
        deck.press(.enter)

        for scalar in deck.screen.unicodeScalars {
            let category = scalar.properties.generalCategory
            #expect(scalar == "\n" || category != .control && category != .format)
        }
        for line in deck.screen.split(separator: "\n") { #expect(SafeText(line).width <= 80) }
    }

    /// The quiet shop with a large "VIP 2024".
    static func model(members: Int) throws -> Model {
        let list = (0..<members).map { Insertion(Fixture.customer("M-\($0)")) }
        let reversed = Array(list.reversed())
        return try Fixture.quiet.previewing([
            .editAudience(
                environment: Fixture.live,
                audience: Fixture.audienceID(40),
                .removeMembers((0..<3).map { Fixture.customer("C-\(10_428 + $0)") })
            ),
            .editAudience(
                environment: Fixture.live,
                audience: Fixture.audienceID(40),
                .addMembers(Array(reversed.dropLast(5)) + [Insertion(Fixture.customer("M-5"))])
            ),
            .editAudience(
                environment: Fixture.live,
                audience: Fixture.audienceID(40),
                .addMembers(list.prefix(5).map { Insertion($0.customer, at: 0) })
            ),
        ])
    }
}

extension Deck {
    /// The customers whose names were asked for, question by question.
    var namesAsked: [[CustomerKey]] {
        effects.compactMap {
            if case .customersWithKeys(let keys, _) = $0 { keys } else { nil }
        }
    }
}
