import FlagModel
import Testing
import TerminalUI

@testable import Dashboard

/// Screens of rules, conditions, imports and comparisons, as accepted.
struct AudienceScreenTests {
    /// A screen and how to get there.
    enum Screen: String, CaseIterable {
        case rules = "audience-rules"
        case attributes = "conditions-attributes"
        case values = "conditions-values"
        case conditions = "conditions"
        case importForm = "import-form"
        case columns = "import-columns"
        case counted = "import-counted"
        case newFromList = "audience-from-list"
        case compared = "audiences-compared"

        func deck(_ size: Size) -> Deck {
            let deck = Deck(Fixture.quiet, columns: size.columns, rows: size.rows)
            deck.service.files.texts["~/c.csv"] = "name,key\nAnna,C-1\nMia,C-2\nMia,C-2\n"
            deck.press("2").press("G").press(.enter)
            go(deck)
            return deck.rest()
        }

        private func go(_ deck: Deck) {
            switch self {
            case .rules, .attributes, .values, .conditions: conditions(deck)
            case .importForm: deck.press("i")
            case .columns: deck.press("i").type("~/c.csv").press(.control("s"))
            case .counted: deck.press("i").type("~/c.csv").press(.control("s")).press(.enter)
            case .newFromList: deck.press(.escape).press("i").type("Newsletter")
            case .compared: deck.press("=").press(.down, .enter)
            }
        }

        private func conditions(_ deck: Deck) {
            deck.press("n")
            if self == .attributes { return }
            deck.press(.enter, .enter)
            if self == .values { return }
            deck.press(" ").press(" ").press(.enter).press("n").type("plan").press(.enter)
            deck.type("is not").press(.enter).type("Free").press(.enter)
            if self == .rules { deck.press(.control("s")) }
        }
    }

    @Test(arguments: Screen.allCases, GoldenScreenTests.sizes)
    func `a screen about audiences looks as accepted`(screen: Screen, size: Size) throws {
        let canvas = draw(screen.deck(size).state)

        try GoldenScreenTests.compare(
            canvas.plainText() + "---\n" + canvas.roleText(),
            with: "\(screen.rawValue)-\(size.columns)x\(size.rows).txt"
        )
    }

    @Test(arguments: Screen.allCases)
    func `every size can be drawn and moved in`(screen: Screen) {
        let deck = screen.deck(Size(columns: 80, rows: 24))

        for columns in [0, 1, 19, 20, 21, 39, 59, 60, 79, 100, 160, 300] {
            for rows in [0, 1, 4, 5, 6, 9, 15, 20, 80] {
                deck.resize(columns, rows).press(.pageDown, .up, .pageUp, .down)
                #expect(draw(deck.state).size == Size(columns: columns, rows: rows))
            }
        }
    }
}
