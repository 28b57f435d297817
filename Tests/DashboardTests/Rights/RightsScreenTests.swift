import FlagModel
import Testing
import TerminalUI

@testable import Dashboard

/// The page about who may do what as accepted, in its sizes.
struct RightsScreenTests {
    /// A state of it.
    enum Screen: String, CaseIterable {
        case own = "rights-own"
        case person = "rights-person"
        case refused = "rights-refused"
        case nobody = "rights-nobody"

        func deck(_ size: Size) throws -> Deck {
            let (columns, rows) = (size.columns, size.rows)
            switch self {
            case .own:
                let deck = try RightsShop.deck(as: "Ana", columns: columns, rows: rows)
                return deck.press("O")
            case .person:
                let deck = try RightsShop.deck(as: "Zoe", columns: columns, rows: rows)
                return deck.press("O").press(.down, .down)
            case .refused:
                return try RightsShop.deck(as: "Vic", columns: columns, rows: rows).press("?")
            case .nobody: return Deck(columns: columns, rows: rows).press("O")
            }
        }
    }

    @Test(arguments: Screen.allCases, GoldenScreenTests.sizes)
    func `the page about who may do what looks as accepted`(screen: Screen, size: Size) throws {
        let canvas = draw(try screen.deck(size).state)

        try GoldenScreenTests.compare(
            canvas.plainText() + "---\n" + canvas.roleText(),
            with: "\(screen.rawValue)-\(size.columns)x\(size.rows).txt"
        )
    }

    @Test(arguments: Screen.allCases)
    func `the page can be drawn and moved in at every size`(screen: Screen) throws {
        let deck = try screen.deck(Size(columns: 80, rows: 24))

        for columns in [0, 1, 19, 20, 21, 39, 59, 60, 79, 99, 100, 160, 300] {
            for rows in [0, 1, 4, 5, 6, 9, 15, 20, 80] {
                deck.resize(columns, rows).press(.pageDown, .up, .pageUp, .end, .home, .down)
                #expect(draw(deck.state).size == Size(columns: columns, rows: rows))
            }
        }
    }
}
