import Foundation
import Testing

/// The dashboard on terminals of all sizes and kinds.
@Suite(.waiting)
struct ScreenTests {
    @Test func `every size is usable, and the way back as well`() throws {
        let workplace = try Workplace.withBenchmark()
        let terminal = try RealTerminal(workplace)
        try terminal.enter("flagdeck")
        let before = try terminal.seeWhole("▸ custom rule with segment")

        try terminal.resize(columns: 40, rows: 10)
        let small = try terminal.see("10 lines with the selected flag") { lines in
            lines.count == 10 && lines.contains { $0.contains("▸ custom rule") }
        }
        #expect(small.allSatisfy { Columns.width(of: $0) <= 40 })
        try terminal.press("j")
        try terminal.see("▸ two custom")

        try terminal.resize(columns: 20, rows: 5)
        let tiny = try terminal.see("5 lines with the selected flag") { lines in
            lines.count == 5 && lines.contains { $0.contains("two custom") }
        }
        #expect(tiny.allSatisfy { Columns.width(of: $0) <= 20 })
        try terminal.press("k")
        try terminal.see("custom rule")

        try terminal.resize(columns: 300, rows: 80)
        let wide = try terminal.see("80 lines with the selected flag") { lines in
            lines.count == 80 && lines.contains { $0.contains("▸ custom rule with segment") }
                && lines[79].contains("quit")
        }
        #expect(wide.contains { Columns.width(of: $0) > 200 })

        try terminal.resize(columns: 80, rows: 24)
        try terminal.see("the same screen as before") { $0 == before }
        try terminal.press("q")
        try terminal.seeNo("5 flags")
    }

    @Test func `a size that is no size is waited out`() throws {
        let workplace = try Workplace.withBenchmark()
        let terminal = try RealTerminal(workplace)
        try terminal.enter("flagdeck")
        let before = try terminal.seeWhole("▸ custom rule with segment")

        try terminal.resize(columns: 1, rows: 1)
        try terminal.see("one line") { $0.count == 1 }
        try terminal.resize(columns: 80, rows: 24)

        try terminal.see("the same screen as before") { $0 == before }
    }

    @Test func `a storm of sizes and keys ends in a whole screen`() throws {
        var random = SeededKills.random("sizes")
        let workplace = try Workplace.withBenchmark()
        let terminal = try RealTerminal(workplace)
        try terminal.enter("flagdeck")
        let before = try terminal.seeWhole("▸ custom rule with segment")

        for _ in 0..<30 {
            try terminal.resize(
                columns: Int.random(in: 1...200, using: &random),
                rows: Int.random(in: 1...60, using: &random)
            )
            let key = ["j", "k", "2", "1", "?"].randomElement(using: &random)
            try terminal.press(try #require(key), "Escape")
        }
        try terminal.resize(columns: 80, rows: 24)
        try terminal.see("a screen of 24 lines") { $0.count == 24 && $0[0].contains("Flags") }
        // A key that comes with Escape is another key, so a person presses it again.
        let isBack = try Patience().awaited { () -> Bool? in
            let screen = try terminal.screen()
            if screen[0].contains("[1 Flags]"), screen[23].contains("quit") { return true }
            try terminal.press(screen[23].contains("quit") ? "1" : "Escape")
            return nil
        }
        #expect(isBack == true)
        try terminal.press("Home")

        try terminal.see("the same screen as before") { $0 == before }
    }

    @Test(arguments: [["NO_COLOR": "1"], ["TERM": "vt100"]])
    func `without colours no colour is written`(variables: [String: String]) throws {
        let workplace = try Workplace.withBenchmark()
        let terminal = try RealTerminal(workplace, variables: variables)
        try terminal.enter(variables.map { "export \($0)=\($1); flagdeck" }.joined())
        try terminal.seeWhole("5 flags")

        let screen = try terminal.screen(withColours: true).joined(separator: "\n")

        #expect(Self.colours(in: screen) == [])
        #expect(screen.contains("\u{1B}["))
    }

    @Test func `with colours there are some`() throws {
        let workplace = try Workplace.withBenchmark()
        let terminal = try RealTerminal(workplace)
        try terminal.enter("flagdeck")
        try terminal.seeWhole("5 flags")

        let screen = try terminal.screen(withColours: true).joined(separator: "\n")

        #expect(Self.colours(in: screen) != [])
    }

    @Test func `in the C locale there is nothing but ASCII`() throws {
        let workplace = try Workplace.withBenchmark()
        let terminal = try RealTerminal(workplace)
        try terminal.enter("LC_ALL=C flagdeck")

        let screen = try terminal.seeWhole("5 flags")

        #expect(screen.allSatisfy { line in line.allSatisfy { $0.isASCII } })
        #expect(screen.contains { $0.contains("custom rule with segment") && $0.contains("on") })
    }

    @Test func `a terminal that cannot move its cursor gets plain lines`() throws {
        let workplace = try Workplace.withBenchmark()
        let terminal = try RealTerminal(workplace)
        try terminal.enter("TERM=dumb flagdeck")

        try terminal.see("custom rule with segment")
        try terminal.enter("q")

        try terminal.see("READY>")
        #expect(try terminal.fact("#{alternate_on}") == "0")
    }

    @Test(arguments: [
        ("TERM=no-such-thing flagdeck", "does not know the terminal"),
        ("TERM= flagdeck", "TERM is not set"),
        ("flagdeck < /dev/null", "needs a terminal"),
        ("flagdeck | cat", "needs a terminal"),
    ])
    func `without a screen there is one clear sentence`(line: String, sentence: String) throws {
        let workplace = try Workplace.withBenchmark()
        let terminal = try RealTerminal(workplace, columns: 200)

        try terminal.enter(line + "; echo code ${PIPESTATUS[0]}")
        let screen = try terminal.see("code 4")

        let said = screen.filter { !$0.isEmpty && !$0.contains("READY>") }
        #expect(said.count == 2)
        #expect(said[0].contains(sentence))
        #expect(try terminal.fact("#{alternate_on} #{cursor_flag}") == "0 1")
    }

    /// The colours that are set in a text with escape sequences.
    private static func colours(in screen: String) -> [String] {
        screen.matches(of: #/\x1B\[([0-9;:]*)m/#)
            .flatMap { $0.1.split(separator: ";").map(String.init) }
            .filter { $0.wholeMatch(of: #/[349][0-8].*|10[0-7]/#) != nil }
    }
}
