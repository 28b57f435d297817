import FlagModel
import Testing
import TerminalUI

@testable import Dashboard

/// Screens of audiences, experiments and history that need a few keys to get to, as accepted.
struct PaneScreenTests {
    /// A screen and how to get there.
    enum Screen: String, CaseIterable {
        /// The screens that begin with a shop of their own.
        static let told: [Screen] = [
            .historyFiltered, .historyPicking, .entryOpened, .compared, .pastHistory, .pastFlags,
            .pastCustomer, .pastWhy, .undoObstacle, .comparing, .copying,
        ]

        case members = "members"
        case never = "never"
        case takingOut = "taking-out"
        case pasted = "pasted"
        case plan = "plan"
        case pickFlag = "pick-flag"
        case noExperiments = "no-experiments"
        case entry = "entry"
        case takingBack = "taking-back"
        case newEntries = "new-entries"
        case unknownCustomer = "unknown-customer"
        case nobodyKnown = "nobody-known"
        case why = "why"
        case whyShares = "why-shares"
        case customerChange = "customer-change"
        case connected = "connected"
        case use = "use"
        case historyFiltered = "history-filtered"
        case historyPicking = "history-picking"
        case entryOpened = "entry-opened"
        case compared = "compared"
        case pastHistory = "past-history"
        case pastFlags = "past-flags"
        case pastCustomer = "past-customer"
        case pastWhy = "past-why"
        case undoObstacle = "undo-obstacle"
        case shares = "shares"
        case named = "named"
        case version = "version"
        case publishNames = "publish-names"
        case onlySome = "only-some"
        case narrowed = "flags-narrowed"
        case marked = "flags-marked"
        case withMarked = "with-marked"
        case views = "views"
        case cloning = "clone"
        case comparing = "comparing"
        case copying = "copying"

        func go(_ deck: Deck) throws {
            switch self {
            case .members, .never, .takingOut, .pasted: audience(deck)
            case .shares, .publishNames: impact(deck)
            case .named: deck.press("/").type("student").press(.enter, .enter, .up, .enter)
            case .version: deck.press(.enter).press("v").type("Red").press(.tab).type("re")
            case .plan: deck.press("3").press("n").press(.enter)
            case .pickFlag: deck.press("3").press("n")
            case .noExperiments: deck.press("E").press(.down, .enter).press("3").rest()
            case .unknownCustomer: deck.press("4").type("C-99").press(.enter)
            case .nobodyKnown:
                deck.service.customers = []
                deck.press("4")
            case .why: deck.press("4").type("anna").press(.enter).press(.enter)
            case .whyShares: deck.press("4").type("C-99").press(.enter, .enter)
            case .customerChange: deck.press("4").type("C-99").press(.enter).press("o")
            case .connected:
                deck.service.applications = ApplicationsSessionTests.report
                deck.press("C")
            case .use:
                deck.service.counts = FlagTrafficTests.day
                deck.press(.enter)
            case .entry, .takingBack, .newEntries: try history(deck)
            case .onlySome: deck.press("f")
            case .narrowed: deck.press("f").type("owner li").press(.enter)
            case .marked: deck.press("   ").press("/").type("re").press(.enter)
            case .withMarked: deck.press("   ").press("m")
            case .views: deck.press("v")
            case .cloning: deck.press("N")
            default: break
            }
        }

        /// A shop on this screen.
        func deck(_ size: Size, glyphs: Glyphs = .unicode) throws -> Deck {
            let (columns, rows) = (size.columns, size.rows)
            guard Self.told.contains(self) else {
                let deck = Deck(columns: columns, rows: rows, glyphs: glyphs)
                try go(deck)
                return deck
            }
            let deck =
                switch self {
                case .pastCustomer, .pastWhy:
                    try PastCustomerTests.anna(columns: columns, rows: rows)
                case .comparing, .copying: ComparingTests.shop(columns: columns, rows: rows)
                case .undoObstacle: try UndoPlanTests.deck(columns: columns, rows: rows)
                default: try PastSessionTests.story(columns: columns, rows: rows).press("6")
                }
            deck.state.glyphs = glyphs
            look(deck)
            return deck.rest()
        }

        /// The shares of the banner, moved so that some lose it; or who that is.
        private func impact(_ deck: Deck) {
            deck.service.customers = ImpactTests.people(1000)
            deck.press("/").type("sale").press(.enter, .enter)
            deck.press(.enter).type("15").rest()
            if self == .publishNames { deck.press(.enter).press("p").press(.control("n")) }
        }

        private func look(_ deck: Deck) {
            switch self {
            case .historyFiltered:
                deck.press("f").press(.down, .enter).type("li").press(.enter)
                deck.press("f").press(.down, .down, .down, .enter).type("1 jul").press(
                    .enter,
                    .enter
                )
            case .historyPicking: deck.press("f")
            case .comparing: deck.press("=").press(" ")
            case .copying: deck.press("=").press(.enter)
            case .entryOpened: deck.press("G").press(.enter)
            case .compared: deck.press(" ").press("j").press(" ").press("=")
            case .pastHistory: deck.press("G").press("v")
            case .pastFlags: deck.press("G").press("v").press("1")
            case .pastWhy: deck.press(.enter)
            case .undoObstacle: deck.press("u")
            default: break
            }
        }

        private func audience(_ deck: Deck) {
            deck.press("2").press("G").press(.enter).press("a").type("höfer").press(.enter).rest()
            switch self {
            case .never: deck.press(.tab)
            case .takingOut: deck.press("j").press("d")
            case .pasted:
                deck.press("a")
                deck.send(.paste("C-1\nC-2\nC-10428"))
            default: break
            }
        }

        private func history(_ deck: Deck) throws {
            try deck.other("Ana", HistorySessionTests.enable(14, true), note: "the shop asked")
            try deck.other("Jo", HistorySessionTests.enable(11, false))
            deck.press("p").press(.control("o")).type("2").press(.enter).press("6").rest()
            switch self {
            case .entry: deck.press(.enter)
            case .takingBack: deck.press("u")
            default:
                deck.press("j")
                try deck.other("Jo", HistorySessionTests.enable(11, true))
            }
        }
    }

    @Test(arguments: [
        Screen.unknownCustomer, .why, .whyShares, .connected, .use, .pastHistory, .pastCustomer,
    ])
    func `a screen with signs of its own is ASCII where it must be`(screen: Screen) throws {
        let deck = try screen.deck(Size(columns: 80, rows: 24), glyphs: .ascii)
        let text = draw(deck.state).plainText()

        #expect(text.utf8.allSatisfy { $0 < 0x80 })
        try GoldenScreenTests.compare(text, with: "\(screen.rawValue)-80x24-ascii.txt")
    }

    @Test(arguments: Screen.allCases, GoldenScreenTests.sizes)
    func `a screen of a pane looks as accepted`(screen: Screen, size: Size) throws {
        let deck = try screen.deck(size)
        let canvas = draw(deck.state)

        try GoldenScreenTests.compare(
            canvas.plainText() + "---\n" + canvas.roleText(),
            with: "\(screen.rawValue)-\(size.columns)x\(size.rows).txt"
        )
    }

    @Test(arguments: Screen.allCases)
    func `every size can be drawn and moved in`(screen: Screen) throws {
        let deck = try screen.deck(Size(columns: 80, rows: 24))

        for columns in [0, 1, 19, 20, 21, 39, 59, 60, 79, 100, 160, 300] {
            for rows in [0, 1, 4, 5, 6, 9, 15, 20, 80] {
                deck.resize(columns, rows).press(.pageDown, .up, .pageUp, .end, .home)
                #expect(draw(deck.state).size == Size(columns: columns, rows: rows))
            }
        }
    }
}
