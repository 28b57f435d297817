import FlagModel
import Testing
import TerminalUI

@testable import Dashboard

/// The review session as accepted, in its sizes and states.
struct ReviewScreenTests {
    /// A state of the session.
    enum Screen: String, CaseIterable {
        case card = "review-card"
        case own = "review-own"
        case approved = "review-approved"
        case sentBack = "review-sent-back"
        case changed = "review-changed"
        case unfitting = "review-unfitting"
        case empty = "review-empty"
        case agenda = "review-agenda"
        case tried = "review-tried"
        case publishing = "review-publish"
        case emergency = "review-emergency"

        func deck(_ size: Size, glyphs: Glyphs = .unicode) throws -> Deck {
            guard self != .empty, self != .agenda else {
                let (columns, rows) = (size.columns, size.rows)
                let model = self == .empty ? try Self.nothingToDecide() : Fixture.quiet
                return Deck(model, columns: columns, rows: rows, glyphs: glyphs).press("5").rest()
            }
            let deck = ReviewShop.deck(
                as: self == .own ? "Li" : "Ana",
                columns: size.columns,
                rows: size.rows,
                glyphs: glyphs
            )
            deck.service.customers = ImpactTests.people(1000)
            switch self {
            case .approved: deck.press("a")
            case .sentBack: deck.press("b").type("Too early").press(.control("s"))
            case .changed: try deck.other("Li", ReviewShop.saleChanged(to: 90_000))
            case .unfitting: try removeFlag(deck)
            case .publishing: deck.press("a").press("p")
            case .tried: deck.press("i").type("P-7").press(.enter)
            case .emergency: deck.press(":").type("emergency summer").press(.enter)
            default: break
            }
            return deck.rest()
        }

        /// The one old flag is meant to stay as it is.
        private static func nothingToDecide() throws -> Model {
            let stays = FlagEdit.setTags(["permanent"])
            return try Fixture.quiet.previewing([
                .editFlag(environment: Fixture.live, flag: Fixture.flagID(23), stays)
            ])
        }

        private func removeFlag(_ deck: Deck) throws {
            let id = Fixture.flagID(10)
            let changes: [Change] = [
                .editFlag(environment: Fixture.live, flag: id, .setArchived(true)),
                .deleteFlag(environment: Fixture.live, flag: id),
            ]
            let proposal = Proposal(
                id: Fixture.id(94),
                actor: "Jo",
                note: "gone",
                origin: .emergency,
                changes: changes
            )
            try deck.service.make(proposal, at: deck.now)
            deck.send(.picture(deck.service.picture))
        }
    }

    @Test(arguments: Screen.allCases, GoldenScreenTests.sizes)
    func `a state of the session looks as accepted`(screen: Screen, size: Size) throws {
        let canvas = draw(try screen.deck(size).state)

        try GoldenScreenTests.compare(
            canvas.plainText() + "---\n" + canvas.roleText(),
            with: "\(screen.rawValue)-\(size.columns)x\(size.rows).txt"
        )
    }

    @Test(arguments: Screen.allCases)
    func `a state of the session is ASCII where it must be`(screen: Screen) throws {
        let deck = try screen.deck(Size(columns: 80, rows: 24), glyphs: .ascii)
        let text = draw(deck.state).plainText()

        #expect(text.utf8.allSatisfy { $0 < 0x80 })
    }

    @Test(arguments: Screen.allCases)
    func `every size can be drawn and moved in`(screen: Screen) throws {
        let deck = try screen.deck(Size(columns: 80, rows: 24))

        for columns in [0, 1, 19, 20, 21, 39, 59, 60, 79, 99, 100, 160, 300] {
            for rows in [0, 1, 4, 5, 6, 9, 15, 20, 80] {
                deck.resize(columns, rows).press(.pageDown, .up, .pageUp, .end, .home, .down)
                #expect(draw(deck.state).size == Size(columns: columns, rows: rows))
            }
        }
    }

    @Test(arguments: ["Ana", "Maximilian", "Li"])
    func `every tab is named at 80 columns, with drafts and news, whoever works`(actor: String)
        throws
    {
        let deck = Deck(ReviewShop.model, actor: actor)
        for tab in Tab.allCases {
            deck.press("\(tab.rawValue)")
            let comment = Comment(person: "Jo", text: "@\(actor) and another word")
            try deck.other("Jo", .comment(draft: Fixture.id(80), comment))
            let lines = deck.screen.split(separator: "\n")
            for other in Tab.allCases {
                #expect(lines[0].contains("\(other.rawValue) \(other.title)"), "\(lines[0])")
            }
            #expect(lines[0].contains("5 Review·3"))
            #expect(lines[0].contains("LIVE"))
            #expect(!deck.screen.contains("3 drafts"))
            // What had to make room stands on the rule below.
            // A long name has no room beside the line that finds customers.
            let hasRoom = tab != .customers || actor.count < 10
            #expect(lines[0...1].contains { $0.contains(actor) } || !hasRoom, "\(lines[0...1])")
            guard tab != .review else { continue }
            #expect(lines[0...1].contains { $0.contains(" new") }, "\(lines[0...1])")
        }
    }

    @Test func `a press on a tab shows it, also where the person stands on the rule below`() {
        let deck = Deck(ReviewShop.model, actor: "Maximilian")
        for tab in Tab.allCases {
            let header = Array(deck.screen.prefix { $0 != "\n" })
            let name = Array("\(tab.rawValue) \(tab.title)")
            let start = header.indices.first { header[$0...].starts(with: name) }
            deck.send(.mouse(MouseEvent(.press, at: Point(x: start ?? 0, y: 0))))
            #expect(deck.state.tab == tab)
        }
    }
}
