import Foundation
import Testing

/// The mouse in a real terminal: reports arrive as bytes, as terminals send them.
@Suite(.waiting)
struct MouseTests {
    /// The place of a text on the screen, counted from 1 as reports do.
    private func place(of text: String, on terminal: RealTerminal) throws -> (x: Int, y: Int) {
        let lines = try terminal.screen()
        let row = try required(lines.firstIndex { $0.contains(text) }, "no \(text)")
        let start = try required(lines[row].range(of: text)?.lowerBound, "no \(text)")
        return (Columns.width(of: String(lines[row][..<start])) + 1, row + 1)
    }

    /// Presses and lets go of the first button, in xterm's extended coordinates (its mode 1006).
    private func click(_ text: String, on terminal: RealTerminal) throws {
        let (x, y) = try place(of: text, on: terminal)
        try terminal.type("\u{1B}[<0;\(x);\(y)M\u{1B}[<0;\(x);\(y)m")
    }

    @Test func `a click selects a line, and the next one opens it`() throws {
        let terminal = try RealTerminal.demo()

        try click("Student discount", on: terminal)
        try terminal.see("▸ Student discount")
        #expect(try terminal.screen().contains { $0.contains("── Student discount") })
        try click("Student discount  ", on: terminal)

        try terminal.see("WHO GETS WHAT")
    }

    @Test func `a click on a tab shows it, and one on a key of the last row does it`() throws {
        let terminal = try RealTerminal.demo()

        try click("2 Audiences", on: terminal)
        try terminal.see("[2 Audiences]")
        try click("6 History", on: terminal)
        try terminal.see("[6 History]")
        try click("2 Audiences", on: terminal)
        try terminal.see("[2 Audiences]")
        try click("n new", on: terminal)

        try terminal.see("New audience")
    }

    @Test func `the wheel moves three lines`() throws {
        let terminal = try RealTerminal.demo()
        let (x, y) = try place(of: "Voice search", on: terminal)

        try terminal.type("\u{1B}[<65;\(x);\(y)M")
        try terminal.see("▸ Help in Turkish")
        try terminal.type("\u{1B}[<64;\(x);\(y)M")

        try terminal.see("▸ Summer sale banner")
    }

    @Test func `M gives the mouse to the terminal and takes it again`() throws {
        let terminal = try RealTerminal.demo()
        #expect(try terminal.fact("#{mouse_any_flag}") == "1")

        try terminal.press("M")
        try terminal.see("The mouse is the terminal's again")
        #expect(try terminal.fact("#{mouse_any_flag}") == "0")
        try terminal.press("M")
        try terminal.see("the mouse", seconds: RealTerminal.patience) { _ in
            (try? terminal.fact("#{mouse_any_flag}")) == "1"
        }
    }

    @Test func `reports that are cut off or far outside do no harm`() throws {
        let terminal = try RealTerminal.demo()

        try terminal.type("\u{1B}[<0;9999;9999M\u{1B}[<0;0;0M\u{1B}[<0;4")
        try terminal.press("Escape")
        try click("Voice search", on: terminal)

        try terminal.see("▸ Voice search")
    }
}
