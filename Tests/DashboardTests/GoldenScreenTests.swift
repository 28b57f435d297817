import FoundationEssentials
import Testing
import TerminalUI

@testable import Dashboard

/// Every screen at three sizes, as text and as roles, beside what was accepted before.
///
/// `FLAGDECK_REGENERATE=1 swift test --filter GoldenScreenTests` accepts what is drawn now.
struct GoldenScreenTests {
    static let sizes = [
        Size(columns: 40, rows: 10), .init(columns: 80, rows: 24), .init(columns: 120, rows: 40),
    ]

    @Test(arguments: ScreenName.allCases, sizes)
    func `a screen looks as accepted`(screen: ScreenName, size: Size) throws {
        let canvas = Self.drawing(screen, size, glyphs: .unicode)

        try Self.compare(
            canvas.plainText() + "---\n" + canvas.roleText(),
            with: "\(screen.rawValue)-\(size.columns)x\(size.rows).txt"
        )
    }

    @Test(arguments: ScreenName.allCases)
    func `a screen in ASCII is ASCII and looks as accepted`(screen: ScreenName) throws {
        let canvas = Self.drawing(screen, Size(columns: 80, rows: 24), glyphs: .ascii)
        let text = canvas.plainText()

        #expect(text.utf8.allSatisfy { $0 < 0x80 })
        try Self.compare(text, with: "\(screen.rawValue)-80x24-ascii.txt")
    }

    /// The screen after its effects are answered.
    static func drawing(_ screen: ScreenName, _ size: Size, glyphs: Glyphs) -> Canvas {
        let deck = Deck(columns: size.columns, rows: size.rows, glyphs: glyphs)
        deck.press("/").type("trust").press(.enter).press("t").press(.escape).press("gg")
        deck.state.toast = nil
        for effect in show(screen, in: &deck.state, now: deck.now) {
            if let answer = deck.service.answer(effect, at: deck.now) { deck.send(answer) }
        }
        deck.rest()
        return draw(deck.state)
    }

    private static let folder =
        "\(#filePath)".split(separator: "/").dropLast()
        .reduce("") { "\($0)/\($1)" } + "/Golden"

    static func compare(_ text: String, with name: String) throws {
        let path = "\(folder)/\(name)"
        if ProcessInfo.processInfo.environment["FLAGDECK_REGENERATE"] == "1" {
            try Data(text.utf8).write(to: URL(filePath: path))
            return
        }
        let accepted = try String(decoding: Data(contentsOf: URL(filePath: path)), as: UTF8.self)
        #expect(text == accepted, "\(name) looks different:\n\(text)\naccepted:\n\(accepted)")
    }
}
