import Evaluation
import FlagAPI
import FlagModel
import Testing
import TerminalUI

@testable import Dashboard

/// What people of support do with one customer.
struct CustomerSessionTests {
    /// The page of Anna, who is VIP and has a setting of her own.
    private func anna(_ model: Model = Fixture.model, columns: Int = 80) -> Deck {
        Deck(model, columns: columns).press("4").type("C-10428").press(.enter)
    }

    /// Puts the pointer on the line of a flag.
    private func select(_ name: String, in deck: Deck) throws {
        let sheet = try #require(deck.state.customers.sheet)
        let row = try #require(
            sheet.rows.firstIndex { row in
                guard case .flag(let index) = row else { return false }
                return sheet.flag(sheet.answers[index])?.flag.name == name
            },
            "\(name) has no line"
        )
        try deck.goDown(to: sheet.rows[row])
    }

    private func set(_ number: UInt8, _ edit: FlagEdit) -> Change {
        .editFlag(environment: Fixture.live, flag: Fixture.flagID(number), edit)
    }

    // MARK: - Finding

    @Test func `the field to find a customer has the focus at once`() {
        let deck = Deck().press("4").type("höf")

        deck.see("Find: höf").see("Mia Höfer").see("1 found").notSee("Paul Weber")
    }

    @Test func `letters are keys again after Esc in an empty field`() {
        let deck = Deck().press("4").type("q").press(.escape).see("Esc other keys")
        #expect(!deck.effects.contains(.quit))

        deck.press(.escape).press("1")

        deck.see("[1 Flags]")
    }

    @Test func `Enter before the answer takes the first customer of the answer`() throws {
        let deck = Deck().press("4")
        var held: [Effect] = []
        for character in "paul" {
            held += update(&deck.state, .key(.character(character)), now: deck.now)
        }
        held += update(&deck.state, .key(.enter), now: deck.now)
        #expect(deck.state.customers.sheet == nil)

        for effect in held {
            if let answer = deck.service.answer(effect, at: deck.now) { deck.send(answer) }
        }

        #expect(deck.state.customers.sheet?.customer.name == "Paul Weber")
    }

    /// The fixture's model with so many more flags.
    private func model(moreFlags count: Int) throws -> Model {
        var random = SplitMix64(seed: 7)
        let state = try #require(Fixture.model.environment(Fixture.live))
        let flag = try #require(state.flag(Fixture.flagID(14)))
        let changes = try (0..<count).map { number in
            let copy = flag.copy(
                id: GUID(using: &random),
                key: try FlagModel.Key("more-\(number)"),
                name: "More \(number)",
                revision: GUID(using: &random),
                at: Fixture.now
            )
            return Change.createFlag(environment: Fixture.live, copy)
        }
        return try Fixture.model.previewing(changes)
    }

    @Test func `a page of very many flags is there before what they give is worked out`() throws {
        let deck = Deck(try model(moreFlags: 5000)).press("4").type("C-10428")
        let count = try #require(deck.state.environment?.flagCount)

        let asked = update(&deck.state, .key(.enter), now: deck.now)

        deck.see("Anna").see("Working out what they get of 5,0\(count - 5000) flags…")
        for effect in asked {
            if let answer = deck.service.answer(effect, at: deck.now) { deck.send(answer) }
        }
        deck.notSee("Working out").see("different from what most customers get")
    }

    @Test func `what the service knows of a customer counts, not what the list had`() throws {
        let deck = Deck().press("4").type("C-10428")
        let asked = update(&deck.state, .key(.enter), now: deck.now)
        #expect(try #require(deck.state.customers.sheet).isWorkedOut)

        deck.service.customers[0].attributes = ["plan": "Basic"]
        for effect in asked {
            if let answer = deck.service.answer(effect, at: deck.now) { deck.send(answer) }
        }

        deck.see("Basic").notSee("Berlin")
        #expect(try #require(deck.state.customers.sheet).isWorkedOut)
    }

    @Test func `a late answer to an older question is not shown`() throws {
        let deck = Deck().press("4")
        let first = update(&deck.state, .key(.character("a")), now: deck.now)
        let second = update(&deck.state, .key(.character("q")), now: deck.now)
        for effect in second + first {
            if let answer = deck.service.answer(effect, at: deck.now) { deck.send(answer) }
        }

        #expect(deck.state.customers.found.isEmpty)
        deck.see("Look at the key \"aq\" as typed")
    }

    @Test func `a pasted key goes into the field`() {
        let deck = Deck().press("4")
        deck.send(.paste("C-10977"))

        deck.see("Find: C-10977").see("Paul Weber")
    }

    @Test func `nobody known says how people become known`() {
        let deck = Deck()
        deck.service.customers = []

        deck.press("4").see("No customers are known yet.").see("flagdeck customer import FILE")
    }

    @Test func `the number of the tab leads back to the customer, and once more to the field`() {
        let deck = anna().press("1").press("4").see("Anna Schmidt")

        deck.press("4").see("Find:").type("x").see("Find: x")
    }

    @Test func `a service that cannot answer is named`() {
        let deck = Deck()
        deck.service.observationsProblem = .observations(text: "The file is damaged.")

        deck.press("4").type("C-7").press(.enter)

        deck.see("The file is damaged.").see("What is known could not be read")
    }

    // MARK: - What they get

    @Test func `flags with another answer than most get come first, the others are folded`() {
        let deck = anna(Fixture.quiet)

        deck.see("Anna Schmidt").see("C-10428").see("city Berlin, country Germany, plan Plus")
        deck.see("DIFFERENT FROM MOST CUSTOMERS").see("Free returns").see("VIP 2024")
        deck.see("Student discount").see("named on the flag").notSee("Gift wrap")
        deck.see("IN AUDIENCES  2")
    }

    @Test func `Enter on a part shows its lines and hides them again`() throws {
        let deck = anna(Fixture.quiet)
        let sheet = try #require(deck.state.customers.sheet)
        #expect(sheet.rows.contains(.group(.same)))
        try deck.goDown(to: .group(.same))

        deck.press(.enter)
        #expect(deck.state.customers.sheet?.isOpen(.same) == true)
        deck.press(.enter)
        #expect(deck.state.customers.sheet?.isOpen(.same) == false)
    }

    @Test func `a version of the largest share is what most get`() throws {
        let state = try #require(Fixture.quiet.environment(Fixture.live))
        let compiled = CompiledPicture(state, entry: 1)
        let evaluator = compiled.evaluator
        func usual(_ number: UInt8) -> [String] {
            guard
                let flag = evaluator.flags.first(where: { $0.flag.id == Fixture.flagID(number) })
            else { return [] }
            return evaluator.usual(flag).sorted().map { flag.flag.variations[$0].name }
        }

        #expect(usual(10) == ["Off"])
        #expect(usual(11) == ["On"])
        #expect(usual(12) == ["Off"])
        #expect(usual(13) == ["Off", "On"])
        #expect(usual(14) == ["Off"])
        #expect(usual(20) == ["On"])
    }

    @Test func `a key that nobody knows is answered and said to be unknown`() {
        let deck = Deck(Fixture.quiet).press("4").type("C-99").press(.enter)

        deck.see("── C-99 ").see("Not seen yet: shown as an application would name them with no")
        deck.see("SAME AS MOST CUSTOMERS").notSee("Student discount")
        #expect(
            deck.effects.contains { effect in
                if case .customer(Fixture.customer("C-99"), Fixture.live, nil, _) = effect {
                    true
                } else {
                    false
                }
            }
        )
    }

    @Test func `a change of somebody else changes the answer in place`() throws {
        let deck = anna(Fixture.quiet)
        try select("Student discount", in: deck)

        try deck.other("Jo", set(21, .setEnabled(false)))

        deck.notSee("named on the flag")
        #expect(deck.state.customers.sheet?.compiled?.entry == 1)
    }

    @Test func `keys do not compile anything anew`() throws {
        let deck = anna(Fixture.quiet)
        let before = try #require(deck.state.customers.sheet?.compiled?.evaluator.flags.first)

        deck.press("j").press(.enter).press(.pageDown, .escape).press("k")

        let after = try #require(deck.state.customers.sheet?.compiled?.evaluator.flags.first)
        #expect(before === after)
    }

    @Test func `in another environment they are looked up again`() {
        let deck = anna(Fixture.quiet).press("E").press(.down, .enter)

        deck.see("Anna Schmidt").see("Practice")
        #expect(deck.state.customers.sheet?.compiled?.environmentID == Fixture.practice)
        #expect(
            deck.effects.contains { effect in
                if case .customer(_, Fixture.practice, _, _) = effect { true } else { false }
            }
        )
    }

    @Test func `an environment without flags says so`() throws {
        let model = try Model().previewing([
            .createProject(Project(id: Fixture.id(100), key: Fixture.key("shop"), name: "Shop")),
            .createEnvironment(
                Environment(
                    id: Fixture.live,
                    projectID: Fixture.id(100),
                    key: Fixture.key("live"),
                    name: "Production",
                    isLive: true,
                    secrets: []
                )
            ),
        ])

        anna(model).see("There are no flags in LIVE yet.")
    }

    // MARK: - Why

    @Test func `Enter on a flag says step by step why`() throws {
        let deck = anna(Fixture.quiet)
        try select("Free returns", in: deck)

        deck.press(.enter).see("Anna Schmidt, Free returns").see("HOW IT WAS DECIDED, IN ORDER")
        deck.see("1 ✓ The flag is on.").see("Rule 1, VIP 2024: matches.").see("Gets  On")
        deck.see("Most  Off")
        deck.press(.escape).see("DIFFERENT FROM MOST CUSTOMERS")
    }

    @Test func `shares are drawn with the place of the customer`() throws {
        let deck = anna(Fixture.quiet)
        try select("Student discount", in: deck)
        deck.press(.end)
        let sheet = try #require(deck.state.customers.sheet)
        if !sheet.isOpen(.same) {
            try deck.goDown(to: .group(.same))
            deck.press(.enter)
        }
        try select("Address check at checkout", in: deck)

        deck.press(.enter).see("WHERE THEY FALL AMONG THE SHARES").see("0 to 90")
        deck.see("90 to 100").see("this customer").see("▾")
    }

    @Test(arguments: [(12, false), (13, true)])
    func `twelve shares are listed and the rest is counted`(count: Int, isCut: Bool) throws {
        let ids = (0..<count).map { "v\($0)" }
        var flag = Flag(
            id: Fixture.id(70),
            key: Fixture.key("many"),
            name: "Many versions",
            kind: .string,
            variations: ids.map { Variation(id: $0, name: "Version \($0)", value: $0) },
            defaultVariationID: "v0",
            offVariationID: "v0",
            revision: Fixture.id(70),
            createdAt: Fixture.now
        )
        flag.isEnabled = true
        var parts = ids.map { ($0, Share.whole / count) }
        parts[0].1 += Share.whole % count
        flag.defaultRule = Serving(parts: parts)
        let deck = Deck(Fixture.quiet, rows: 40)
        try deck.other("Jo", .createFlag(environment: Fixture.live, flag))
        deck.press("4").type("C-10428").press(.enter)
        let sheet = try #require(deck.state.customers.sheet)
        if sheet.answers.contains(where: { sheet.flag($0)?.flag == flag && !$0.isDifferent }) {
            let place = try #require(sheet.rows.firstIndex(of: .group(.same)))
            deck.press(.home)
            for _ in 0..<place { deck.press(.down) }
            deck.press(.enter)
        }
        try select("Many versions", in: deck)

        deck.press(.enter).see("this customer").see("Version v11")
        #expect(deck.screen.contains("and 1 more") == isCut)
    }

    @Test func `the draft of the flag is tried, too`() throws {
        let deck = anna()
        let sheet = try #require(deck.state.customers.sheet)
        if !sheet.isOpen(.same),
            !sheet.answers.contains(where: { answer in
                answer.isDifferent && sheet.flag(answer)?.flag.id == Fixture.flagID(10)
            })
        {
            try deck.goDown(to: .group(.same))
            deck.press(.enter)
        }
        try select("Summer sale banner", in: deck)

        deck.press(.enter).see("WHAT WOULD CHANGE IT")
        let words = try #require(deck.state.customers.sheet?.draftWords)
        #expect(
            [
                "Your draft changes nothing for this customer.",
                "With your draft, this customer would get \"Blue banner\".",
            ].contains(words)
        )
    }

    @Test func `the answer is copied as one line`() throws {
        let deck = anna(Fixture.quiet)
        try select("Student discount", in: deck)

        deck.press("c").see("Sent to the terminal's clipboard: why")

        #expect(
            deck.effects.contains(
                .copy(
                    "Anna Schmidt (C-10428) gets \"On\" of the flag Student discount in LIVE, "
                        + "as of \(deck.state.times.exact(deck.state.now).text). "
                        + "1. The flag is on. 2. The customer is named on the flag."
                )
            )
        )
    }

    @Test func `names with line feeds are copied on one line, too`() throws {
        let deck = Deck(Fixture.quiet)
        try deck.other(
            "Jo",
            set(
                21,
                .setTargets([
                    Target(variationID: "on", customers: [Fixture.customer("C-10428")])
                ])
            )
        )
        deck.service.customers[0].name = "Anna\nrm -rf x"
        deck.press("4").type("C-10428").press(.enter)
        try select("Student discount", in: deck)

        deck.press("c").press("y")

        let copied = deck.effects.compactMap { if case .copy(let text) = $0 { text } else { nil } }
        #expect(copied.count == 2)
        #expect(copied.allSatisfy { !$0.contains { $0.isNewline } })
    }

    @Test func `w shows who changed the flag`() throws {
        let deck = Deck(Fixture.quiet)
        try deck.other("Ana", set(12, .setEnabled(false)), set(12, .setEnabled(true)))
        deck.press("4").type("C-10428").press(.enter)
        try select("Free returns", in: deck)

        deck.press("w").see("[6 History]").see("Free returns").see("Ana")
    }

    @Test func `a line that is no flag has no history, and says so`() throws {
        let deck = anna(Fixture.quiet)
        try deck.goDown(to: .audience(0))
        deck.press("w").see("Choose the line of a flag first.")
    }

    @Test func `the pointer passes over the names of parts that are shown, and - hides a part`()
        throws
    {
        let deck = anna(Fixture.quiet)
        func isOnOpenPart() -> Bool {
            guard let sheet = deck.state.customers.sheet, case .group(let part)? = sheet.selectedRow
            else { return false }
            return sheet.isOpen(part)
        }
        for key in [Key.down, .up, .home, .end, .pageUp, .pageDown] {
            for _ in 0..<12 {
                deck.press(key)
                #expect(!isOnOpenPart(), "\(key)")
            }
        }
        try deck.goDown(to: .audience(0))

        deck.press("-").see("+ IN AUDIENCES  2")
        #expect(deck.state.customers.sheet?.selectedRow == .group(.audiences))
        deck.press("-").see("+ IN AUDIENCES  2").press(.enter).see("- IN AUDIENCES  2")
        // While something is looked for, nothing is hidden, also not afterwards.
        deck.press("/").type("gift").press(.enter).press("-").press(.escape)
        #expect(deck.state.customers.sheet?.isOpen(.same) == false)
    }

    @Test func `nothing here changes anything`() throws {
        let deck = anna()
        for key in "tcednasbp" { deck.press("\(key)").press(.escape) }

        #expect(deck.proposals.isEmpty)
    }
}
