import Foundation
import Testing

/// A list of customers on its way from a file into an audience and a flag, in a real terminal.
@Suite(.waiting)
struct ListImportTests {
    /// 5,000 keys, three of them twice, with two blank lines and one that is no key.
    private static let list: String = {
        var lines = (1...5000).map { "C-\($0)" } + ["C-1", "C-2", "C-3", "", "  "]
        lines.append(String(repeating: "x", count: 513))
        return lines.joined(separator: "\n") + "\n"
    }()

    /// A workplace with a list, and a flag in LIVE.
    private func workplace() throws -> Workplace {
        let workplace = try Workplace()
        try workplace.write(Self.list, to: "letter.txt")
        try workplace.done("init")
        try workplace.done("flag", "create", "gift-wrap", "--name", "Gift wrap")
        return workplace
    }

    @Test func `a file of 5,000 keys is told, becomes a draft, and is published`() throws {
        let workplace = try workplace()
        let screen = try DrivenScreen("flagdeck --actor Jo", in: workplace)

        try screen.press([.key("2"), .key("i"), .text("Letter July"), .key("Tab"), .key("Tab")])
        try screen.press([.text(workplace.path + "/letter.txt"), .key("Enter")])
        try screen.terminal.see("5,000 keys: 5,000 new, 3 repeated, 2 blank lines.")
        try screen.terminal.see("1 left out: longer than 512 bytes, or no text.")
        try screen.terminal.see("Nothing is saved yet.")
        #expect(try workplace.history(limit: 10).count == 2)
        try screen.press([.key("Enter")])
        try screen.terminal.see("Draft saved: new audience Letter July with 5,000")

        // It still waits, and a flag can ask for it all the same.
        try screen.press([.key("c"), .text("gift"), .key("Enter")])
        try screen.terminal.see("A new rule of Gift wrap: who is it about?")
        try screen.press([.key("C-s"), .key("Enter"), .key("p"), .text("2"), .key("Enter")])
        try screen.terminal.see("Published 2 changes")

        let shown = try Document.read(
            workplace.done("audience", "show", "letter-july", "--json")
        )
        #expect(shown["members"].elements.count == 5000)
        let flag = try workplace.done("flag", "show", "gift-wrap")
        #expect(flag.contains("Letter July"))
    }

    @Test func `a file that is not there is told, and nothing is lost that was typed`() throws {
        let workplace = try workplace()
        let screen = try DrivenScreen("flagdeck --actor Jo", in: workplace)

        try screen.press([.key("2"), .key("i"), .text("Letter July"), .key("Tab"), .key("Tab")])
        try screen.press([.text(workplace.path + "/nothing.txt"), .key("Enter")])

        try screen.terminal.see("nothing.txt cannot be read: No such file")
        try screen.press([.key("Enter")])
        let lines = try screen.terminal.see("New audience from a list")
        #expect(lines.contains { $0.contains("Letter July") }, "\(lines)")
        #expect(lines.contains { $0.contains("nothing.txt") }, "\(lines)")
        #expect(try workplace.history(limit: 10).count == 2)
    }

    @Test func `Esc before the yes leaves everything as it was`() throws {
        let workplace = try workplace()
        let screen = try DrivenScreen("flagdeck --actor Jo", in: workplace)

        try screen.press([.key("2"), .key("i"), .text("Letter July"), .key("Tab"), .key("Tab")])
        try screen.press([.text(workplace.path + "/letter.txt"), .key("Enter")])
        try screen.terminal.see("5,000 keys")
        try screen.press([.key("Escape")])
        try screen.terminal.seeNo("5,000 keys")

        #expect(try workplace.history(limit: 10).count == 2)
        #expect(try Document.read(workplace.done("audience", "list", "--json")).elements.isEmpty)
    }
}
