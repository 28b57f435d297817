import Foundation
import Testing

/// The demo, worked by somebody who reads the screen.
@Suite(.waiting)
struct DemoTests {
    @Test func `a flag is found, turned off, published, and it stands in the history`() throws {
        let terminal = try Self.demo()

        try terminal.press("/")
        try terminal.see("Find:")
        try terminal.fill("Find: ", with: "points for reviews")
        try terminal.see("1 of 113")
        try terminal.press("Enter")
        try terminal.press("t")
        try terminal.see("Draft saved: Points for reviews on → off")
        try terminal.press("p")
        try terminal.see("Ctrl-O publishes the others'")
        try terminal.press("C-o")
        try terminal.see("These 5 changes")
        let box = try terminal.see("type this name and press Enter:")
        #expect(box.contains { $0.contains("Points for reviews") && $0.contains("on → off") })
        let number = try Self.number(in: box)
        try terminal.typeKeyByKey("Points for reviews", behind: "> ")
        try terminal.press("Enter")
        try terminal.see("Published \(number) changes")
        try terminal.see("the flag is off") { lines in
            lines.contains { $0.contains("Points for reviews") && $0.contains("○ off") }
        }

        try terminal.press("6")
        try terminal.see("published \(number) changes in LIVE")
    }

    @Test func `a customer joins VIP by a part of the name, and leaves again with u`() throws {
        let terminal = try Self.demo()
        try terminal.press("2")
        try terminal.see("12 audiences")
        try terminal.press("/")
        try terminal.see("Find:")
        try terminal.fill("Find: ", with: "vip")
        try terminal.see("2 of 12")
        try terminal.press("Enter")
        try terminal.see("VIP selected") { lines in
            lines.contains { $0.contains("▸ VIP") && !$0.contains("VIP 2024") }
        }
        try terminal.press("a")
        try terminal.see("Add to VIP")
        try Self.awaitCustomers(in: terminal)
        try terminal.fill("> ", with: "etxeberria")
        // The count is painted before the list below it.
        let found = try terminal.see("28 found, the first one selected") { lines in
            lines.contains { $0.contains("28 found") }
                && lines.contains { $0.contains("▸") && $0.contains("Etxeberria") }
        }
        let line = try #require(found.first { $0.contains("▸") })
        let key = try #require(line.firstMatch(of: #/C-\d+/#)).0
        try terminal.press("Enter")
        let draft = try terminal.see("Draft saved: ")
        #expect(draft.contains { $0.contains("Etxeberria (\(key)) joins VIP") })

        try terminal.press("p")
        try terminal.see("Ctrl-O publishes the others'")
        try terminal.press("C-o")
        try terminal.see("These 5 changes")
        let number = try Self.typeNumber(in: terminal)
        try terminal.see("Published \(number) changes")
        try terminal.press("u")
        try terminal.see("Made ")
        try terminal.press("6")

        let sentences = ["You   made ", "taken back: published \(number): ", "to the aud"]
        try terminal.see("\(sentences), newest first") { lines in
            let places = sentences.compactMap { text in
                lines.firstIndex { $0.contains(text) }
            }
            return places.count == sentences.count && places == places.sorted()
        }
    }

    @Test func `u puts everything that was published back, and the history tells`() throws {
        let terminal = try Self.demo()
        let before = try terminal.see("5 Review·4")
        try terminal.press("p")
        let number = try Self.typeNumber(in: terminal)
        try terminal.see("Published \(number) changes")
        try terminal.seeNo("5 Review·4")

        try terminal.press("u")
        try terminal.see("Made ")
        let after = try terminal.see("5 Review·4")
        try terminal.press("6")

        // The time since the change is another one.
        #expect(after[3].prefix(70) == before[3].prefix(70))
        try terminal.see("You   made ")
        try terminal.see("taken back: published \(number): ")
    }

    @Test func `help says what keys do, and Esc closes it`() throws {
        let terminal = try Self.demo()

        // The first flag waits for somebody else's draft.
        try terminal.press("Down")
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
        try terminal.see("113 flags")
        return terminal
    }

    /// Types and takes back letters until somebody is found: the customers come after the screen.
    private static func awaitCustomers(in terminal: RealTerminal) throws {
        let arrived = try Patience().awaited { () -> Bool? in
            try terminal.type("e")
            try terminal.see("> e")
            let screen = try terminal.screen()
            try terminal.press("BSpace")
            try terminal.seeNo("> e")
            return screen.contains { $0.contains(" found") && !$0.contains(" 0 found") }
                ? true : nil
        }
        _ = try required(arrived, "no customers came")
    }

    /// Types the number that the box shows to publish, and presses Enter.
    private static func typeNumber(in terminal: RealTerminal) throws -> Int {
        let number = try number(in: terminal.see("To publish, type"))
        try terminal.typeKeyByKey("\(number)", behind: "press Enter: ")
        try terminal.press("Enter")
        return number
    }

    /// How many changes the box says will happen together.
    private static func number(in box: [String]) throws -> Int {
        let text = box.joined(separator: "\n")
        let match = text.firstMatch(of: #/These (\d+) changes/#)
        return try required(match.flatMap { Int($0.1) }, "no number in\n\(text)")
    }
}
