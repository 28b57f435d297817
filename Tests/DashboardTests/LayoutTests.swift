import Testing
import TerminalUI

@testable import Dashboard

struct LayoutTests {
    @Test(arguments: [
        (19, 24, Layout.unusable), (20, 4, .unusable), (20, 5, .tiny), (59, 24, .tiny),
        (60, 14, .tiny), (60, 15, .compact), (99, 60, .compact), (100, 15, .regular),
        (159, 60, .regular), (160, 15, .wide), (300, 80, .wide), (0, 0, .unusable),
    ])
    func `the layout depends on the size only`(columns: Int, rows: Int, layout: Layout) {
        #expect(Layout(Size(columns: columns, rows: rows)) == layout)
    }

    @Test(arguments: ScreenName.allCases)
    func `every size from nothing to huge can be drawn`(screen: ScreenName) {
        let deck = Deck()
        _ = show(screen, in: &deck.state, now: deck.now)
        let columns = Array(0...26) + [39, 40, 59, 60, 61, 79, 99, 100, 101, 159, 160, 161, 300]
        for (index, width) in columns.enumerated() {
            for height in [0, 1, 2, 3, 4, 5, 6, 7, 9, 14, 15, 19, 20, 24, 80] {
                // Every width with some heights, every height with some widths.
                guard (index + height).isMultiple(of: 2) || width > 300 else { continue }
                deck.resize(width, height)
                #expect(draw(deck.state).size == Size(columns: width, rows: height))
            }
        }
    }

    @Test func `going small and back shows the same again`() {
        let deck = Deck()
        deck.press("G").press("kk")
        let before = deck.screen

        deck.resize(40, 10).resize(3, 2).resize(0, 0).resize(200, 50).resize(80, 24)

        #expect(deck.screen == before)
    }

    @Test func `too small says what is needed in the middle`() {
        let deck = Deck(columns: 19, rows: 3)

        #expect(deck.screen == "\n   20x5, please\n\n")
        deck.press("q")
        #expect(deck.effects == [.quit])
    }

    @Test func `LIVE is in sight at every size that can be used`() {
        let deck = Deck()
        for (columns, rows) in [
            (20, 5), (30, 8), (40, 10), (60, 15), (80, 24), (120, 40), (300, 80),
        ] {
            deck.resize(columns, rows).see("LIVE")
        }
    }

    @Test func `wide characters keep the columns in line`() {
        let lines = Deck().screen.split(separator: "\n")
        let wide = lines.first { $0.contains("旗") } ?? ""
        let plain = lines.first { $0.contains("Gift wrap") } ?? ""

        func column(of sign: Character, in line: Substring) -> Int {
            SafeText(line.prefix { $0 != sign }).width
        }
        #expect(column(of: "●", in: wide) == column(of: "○", in: plain))
    }
}
