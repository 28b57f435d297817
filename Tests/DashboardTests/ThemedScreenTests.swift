import Testing
import TerminalUI

@testable import Dashboard

/// Every screen in three sizes and three themes, as the bytes that a picture of it has.
///
/// The other golden files hold what screens say and mean; this one notices when a theme shows them
/// in another way. `FLAGDECK_REGENERATE=1` accepts what is drawn now.
struct ThemedScreenTests {
    private static let themes = ["default", "high-contrast", "mono"]

    @Test func `every screen looks as accepted in every theme`() throws {
        var lines: [String] = []
        for screen in ScreenName.allCases {
            for size in GoldenScreenTests.sizes {
                let canvas = GoldenScreenTests.drawing(screen, size, glyphs: .unicode)
                for name in Self.themes {
                    let theme = try #require(Theme.builtIn(named: name))
                    let mark = Self.fingerprint(canvas.svg(theme: theme))
                    lines.append("\(screen.rawValue) \(size.columns)x\(size.rows) \(name) \(mark)")
                }
            }
        }

        try GoldenScreenTests.compare(lines.joined(separator: "\n") + "\n", with: "themes.txt")
    }

    @Test(arguments: ScreenName.allCases)
    func `without colours every screen still shows where it is`(screen: ScreenName) {
        let size = Size(columns: 80, rows: 24)
        let canvas = GoldenScreenTests.drawing(screen, size, glyphs: .unicode)
        let isShown = canvas.plainText().contains("▸") || canvas.cursor != nil
        let hasChoice = canvas.roleText().contains { $0.isUppercase }
        #expect(!hasChoice || isShown, "\(canvas.plainText())")
    }

    /// 64 bits of FNV-1a in hexadecimal; enough to notice a change, not to withstand an attacker.
    private static func fingerprint(_ text: String) -> String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        return String(hash, radix: 16)
    }
}
