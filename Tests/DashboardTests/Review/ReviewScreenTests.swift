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
        case publishing = "review-publish"
        case emergency = "review-emergency"

        func deck(_ size: Size, glyphs: Glyphs = .unicode) throws -> Deck {
            guard self != .empty else {
                let (columns, rows) = (size.columns, size.rows)
                return Deck(Fixture.quiet, columns: columns, rows: rows, glyphs: glyphs).press("5")
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
            case .emergency: deck.press(":").type("emergency summer").press(.enter)
            default: break
            }
            return deck.rest()
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

    @Test func `every tab has its number in sight at 80 columns`() {
        for tab in Tab.allCases {
            let deck = ReviewShop.deck(as: "Maximilian")
            deck.press("\(tab.rawValue)").see("\(tab.rawValue)")
            let header = deck.screen.prefix { $0 != "\n" }
            for other in Tab.allCases { #expect(header.contains("\(other.rawValue)"), "\(header)") }
            #expect(header.contains("LIVE"))
        }
    }
}
