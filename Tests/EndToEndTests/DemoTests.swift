import Foundation
import Testing

/// The demo, worked by somebody who reads the screen.
struct DemoTests {
    @Test func `a flag is found, turned off, published, and it stands in the history`() throws {
        let terminal = try Self.demo()

        try terminal.press("/")
        try terminal.see("Find:")
        try terminal.type("points for reviews")
        try terminal.see("1 of 113")
        try terminal.press("Enter")
        try terminal.press("t")
        try terminal.see("Draft saved: Points for reviews on → off")
        try terminal.press("p")
        try terminal.see("Publish to LIVE")
        try terminal.see("type its name")
        try terminal.typeKeyByKey("Points for reviews")
        try terminal.press("Enter")
        let published = try terminal.see("Published 6 changes")
        #expect(published.contains { $0.contains("Points for reviews") && $0.contains("○ off") })

        try terminal.press("6")
        try terminal.see("published 6 changes")
        try terminal.press("1")
        try terminal.see("Points for reviews")
    }

    @Test func `a customer joins VIP by a part of the name, and leaves again with u`() throws {
        let terminal = try Self.demo()
        try terminal.press("2")
        try terminal.see("12 audiences")
        try terminal.press("/")
        try terminal.see("Find:")
        try terminal.type("vip")
        try terminal.see("2 of 12")
        try terminal.press("Enter")
        try terminal.see("VIP selected") { lines in
            lines.contains { $0.contains("▸ VIP") && !$0.contains("VIP 2024") }
        }
        try terminal.press("a")
        try terminal.see("customer")
        try terminal.type("etxeb")
        try terminal.see("Sofía Etxeberria")
        try terminal.press("Enter")
        try terminal.see("joins VIP")

        let number = try Self.publish(in: terminal)
        try terminal.see("Published \(number) changes")
        try terminal.press("u")
        try terminal.see("Undid")
        try terminal.press("6")
        let history = try terminal.see("undid 1,134")
        for sentence in ["undid 1,134", "published \(number) changes", "to the audience VIP"] {
            #expect(history.contains { $0.contains(sentence) })
        }
    }

    @Test func `u puts everything that was published back, and the history tells`() throws {
        let terminal = try Self.demo()
        try terminal.press("p")
        let number = try Self.typeNumber(in: terminal)
        try terminal.see("Published \(number) changes")

        try terminal.press("u")
        try terminal.see("Undid")
        try terminal.see("4 drafts")
        try terminal.press("6")
        let screen = try terminal.see("undid 1,133")

        let undone = try #require(screen.firstIndex { $0.contains("undid 1,133") })
        let published = try #require(screen.firstIndex { $0.contains(" published \(number)") })
        #expect(undone < published)
    }

    @Test func `help says what keys do, and Esc closes it`() throws {
        let terminal = try Self.demo()

        try terminal.press("?")
        try terminal.see("Turn the flag on or off")
        try terminal.press("Escape")

        try terminal.seeNo("Turn the flag on or off")
        try terminal.see("113 flags")
    }

    /// A terminal of 80 by 24 with the demo in it.
    private static func demo() throws -> RealTerminal {
        let terminal = try RealTerminal(try Workplace())
        try terminal.enter("flagdeck demo")
        try terminal.see("113 flags", seconds: 30)
        return terminal
    }

    /// Publishes all drafts and returns their number.
    private static func publish(in terminal: RealTerminal) throws -> Int {
        try terminal.press("p")
        return try typeNumber(in: terminal)
    }

    /// Reads the number of changes in the box that publishes, types it and presses Enter.
    private static func typeNumber(in terminal: RealTerminal) throws -> Int {
        let screen = try terminal.see("type the number of changes:").joined(separator: "\n")
        let match = screen.firstMatch(of: #/These (\d+) changes/#)
        let number = try required(match.flatMap { Int($0.1) }, "no number in\n\(screen)")
        try terminal.typeKeyByKey("\(number)")
        try terminal.press("Enter")
        return number
    }
}
