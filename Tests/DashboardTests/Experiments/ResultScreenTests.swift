import FlagModel
import Testing
import TerminalUI

@testable import Dashboard

/// Screens of results, as accepted.
struct ResultScreenTests {
    /// A screen and how to get there.
    enum Screen: String, CaseIterable {
        case list = "results"
        case win = "result-win"
        case uneven = "result-uneven"
        case anyway = "result-anyway"
        case mixed = "result-mixed"
        case undecided = "result-undecided"
        case harmed = "result-harmed"
        case early = "result-early"
        case nobody = "result-nobody"
        case planned = "result-planned"
        case beforeStart = "result-before-start"
        case stopped = "result-stopped"
        case same = "result-same"
        case numbers = "result-numbers"
        case groups = "result-groups"
        case check = "result-check"
        case waiting = "result-waiting"
        case otherDay = "result-other-day"
        case starting = "result-starting"
        case finishing = "result-finishing"
        case export = "result-export"

        func deck(_ size: Size, glyphs: Glyphs = .unicode) -> Deck {
            guard let story else {
                return ExperimentShop.deck(columns: size.columns, rows: size.rows, glyphs: glyphs)
            }
            let deck = ExperimentShop.deck(
                story,
                columns: size.columns,
                rows: size.rows,
                glyphs: glyphs
            )
            deck.state.attributes[Fixture.live] = deck.service.attributes
            switch self {
            case .anyway: deck.press(.down, .down, .enter)
            case .numbers: deck.press(.enter)
            case .groups: deck.press("b").press(.enter)
            case .check: deck.press("c")
            case .waiting, .beforeStart: deck.press("W")
            case .otherDay: deck.press("[").press("[")
            case .starting: deck.press("t")
            case .finishing: deck.press("f")
            case .export: deck.press("x").press(.enter)
            default: break
            }
            return deck.rest()
        }

        private var story: ExperimentShop.Story? {
            switch self {
            case .list: nil
            case .win, .numbers, .groups, .check, .waiting, .otherDay, .finishing, .export: .win
            case .uneven, .anyway: .uneven
            case .mixed: .mixed
            case .undecided: .undecided
            case .harmed: .harmed
            case .early: .early
            case .nobody: .nobody
            case .planned, .beforeStart, .starting: .planned
            case .stopped: .loss
            case .same: .same
            }
        }
    }

    @Test(arguments: Screen.allCases, GoldenScreenTests.sizes)
    func `a screen of a result looks as accepted`(screen: Screen, size: Size) throws {
        let canvas = draw(screen.deck(size).state)

        try GoldenScreenTests.compare(
            canvas.plainText() + "---\n" + canvas.roleText(),
            with: "\(screen.rawValue)-\(size.columns)x\(size.rows).txt"
        )
    }

    @Test(arguments: Screen.allCases)
    func `a screen of a result is ASCII where it must be`(screen: Screen) throws {
        let text = draw(screen.deck(Size(columns: 80, rows: 24), glyphs: .ascii).state).plainText()

        #expect(text.utf8.allSatisfy { $0 < 0x80 }, "\(text)")
        guard screen == .win || screen == .list else { return }
        try GoldenScreenTests.compare(text, with: "\(screen.rawValue)-80x24-ascii.txt")
    }

    @Test(arguments: Screen.allCases)
    func `every size can be drawn and moved in`(screen: Screen) {
        let deck = screen.deck(Size(columns: 80, rows: 24))

        for columns in [0, 1, 19, 20, 21, 39, 59, 60, 79, 100, 160, 300] {
            for rows in [0, 1, 4, 5, 6, 9, 15, 20, 80] {
                deck.resize(columns, rows).press(.pageDown, .up, .pageUp, .end, .home)
                #expect(draw(deck.state).size == Size(columns: columns, rows: rows))
            }
        }
    }

    @Test func `a screen reader hears the answer and can choose what to do`() {
        let deck = ExperimentShop.deck(.uneven, columns: 99, rows: 44)
        let screen = PlainScreen(deck.state)

        #expect(screen.lines.contains { $0.contains("Do not use these numbers.") })
        #expect(screen.lines.contains { $0.contains("chosen: Ask the data team") })
        #expect(screen.lines.contains { $0.hasPrefix("3. Show me anyway") })
    }
}
