import Foundation
import Testing

/// A question about one customer, answered by somebody who reads the screen.
@Suite(.waiting)
struct CustomerTests {
    @Test func `support finds a customer and sees what she gets, and why`() throws {
        let terminal = try RealTerminal.demo()

        try terminal.press("4")
        try terminal.see("Find:")
        try terminal.fill("Find: ", with: "C-10428")
        try terminal.see("▸ Anna Schmidt")
        try terminal.press("Enter")
        let sheet = try terminal.see("different from what most customers get")
        #expect(sheet.contains { $0.contains("Anna Schmidt") && $0.contains("C-10428") })
        #expect(sheet.contains { $0.contains("city Berlin, country Germany") })

        try terminal.press("Enter")
        let why = try terminal.see("HOW IT WAS DECIDED, IN ORDER")
        #expect(why.contains { $0.contains("1 ✓ The flag is on.") })
        try terminal.press("y")
        try terminal.see("Sent to the terminal's clipboard: why, as one paragraph.")

        try terminal.press("Escape")
        try terminal.see("DIFFERENT FROM MOST CUSTOMERS")
        try terminal.press("w")
        try terminal.see("[6 History]")
    }

    @Test func `a key that nobody knows is answered, too`() throws {
        let terminal = try RealTerminal.demo()

        try terminal.press("4")
        try terminal.see("Find:")
        try terminal.fill("Find: ", with: "nobody-7")
        try terminal.see("Look at the key \"nobody-7\" as typed")
        try terminal.press("Enter")

        try terminal.see(
            "Not seen yet: shown as an application would name them with no attributes."
        )
    }

    @Test func `applications are one key away, with the secrets for them`() throws {
        let terminal = try RealTerminal.demo()

        try terminal.press("C")
        let screen = try terminal.see("SECRETS OF LIVE  2")
        let row = try #require(screen.first { $0.contains("Server Key") && $0.contains("…") })
        try terminal.press("G")
        try terminal.press("y")
        try terminal.see("Sent to the terminal's clipboard: Client Key, the client secret")

        // Four letters of it are on the screen, and no more.
        let shown = try #require(row.firstMatch(of: #/(\S+)…/#)).1
        #expect(shown.count == 4)
    }
}
