import Testing
import TerminalUI

@testable import Dashboard

/// What happens next, the page of a plan, and the forms that give times, as accepted.
struct PlanGoldenScreenTests {
    /// A screen and how to get there.
    enum Screen: String, CaseIterable {
        case calendar = "calendar"
        case plan = "calendar-plan"
        case next = "flag-next"
        case time = "time-flag"
        case steps = "time-steps"
        case draft = "time-draft"
        case card = "review-plan"
        case publishing = "publish-plan"
        case trialPlans = "trial-plans"
        case trial = "trial-form"
        case onTrial = "on-trial"

        func deck(_ size: Size, glyphs: Glyphs = .unicode) -> Deck {
            let deck = PlanShop.deck(columns: size.columns, rows: size.rows, glyphs: glyphs)
            switch self {
            case .calendar: deck.press("P")
            case .plan: deck.press("P").press(.down, .enter)
            case .next: deck.press("/").type("loyalty").press(.enter)
            case .time: deck.press("/").type("gift").press(.enter).press("S")
            case .steps: deck.press("/").type("gift").press(.enter).press("S").press(.right, .right)
            case .draft: deck.press("5").press("S")
            case .card: deck.press("5")
            case .publishing: deck.press("p")
            case .trialPlans: deck.press("4").type("paul").press(.enter).press("T")
            case .trial:
                deck.press("4").type("paul").press(.enter).press("T").type("vip").press(.enter)
            case .onTrial: deck.press("4").type("anna").press(.enter)
            }
            return deck.rest()
        }
    }

    @Test(arguments: Screen.allCases, GoldenScreenTests.sizes)
    func `a screen about what happens later looks as accepted`(screen: Screen, size: Size) throws {
        let canvas = draw(screen.deck(size).state)

        try GoldenScreenTests.compare(
            canvas.plainText() + "---\n" + canvas.roleText(),
            with: "\(screen.rawValue)-\(size.columns)x\(size.rows).txt"
        )
    }

    @Test(arguments: Screen.allCases)
    func `a screen about what happens later is ASCII where it must be`(screen: Screen) {
        let text = draw(screen.deck(Size(columns: 80, rows: 24), glyphs: .ascii).state).plainText()

        #expect(text.utf8.allSatisfy { $0 < 0x80 }, "\n\(text)")
    }

    @Test(arguments: Screen.allCases)
    func `every size can be drawn and moved in`(screen: Screen) {
        let deck = screen.deck(Size(columns: 80, rows: 24))

        for columns in [0, 1, 19, 20, 21, 39, 59, 60, 79, 99, 100, 160, 300] {
            for rows in [0, 1, 4, 5, 6, 9, 15, 20, 80] {
                deck.resize(columns, rows).press(.pageDown, .up, .pageUp, .end, .home, .down)
                #expect(draw(deck.state).size == Size(columns: columns, rows: rows))
            }
        }
    }
}
