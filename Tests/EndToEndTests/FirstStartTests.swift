import Foundation
import Testing

/// The first start, before there is any data.
@Suite(.waiting)
struct FirstStartTests {
    @Test func `a first start offers three ways, and the first flag can be made`() throws {
        let workplace = try Workplace()
        let terminal = try RealTerminal(workplace, variables: ["NEW": workplace.path + "/new"])
        try terminal.enter("flagdeck --data $NEW")

        let welcome = try terminal.see("Welcome to Flagdeck.")
        #expect(welcome.contains { $0.contains("x   look at a demo") })
        #expect(welcome.contains { $0.contains("i   import") })
        #expect(welcome.contains { $0.contains("n   make the first flag") })
        #expect(welcome.joined().contains(workplace.path + "/new"))
        #expect(!FileManager.default.fileExists(atPath: workplace.path + "/new"))

        try terminal.press("n")
        try terminal.see("New flag")
        try terminal.type("Gift wrap")
        try terminal.see("gift-wrap")
        try terminal.press("C-s")
        try terminal.see("Draft saved")
        try terminal.press("p")
        try terminal.see("Publish to LIVE")
        try terminal.press("1")
        try terminal.press("Enter")
        try terminal.see("Published 1 change")
        try terminal.press("q")
        try terminal.seeNo("Published 1 change")

        let flags = try workplace.done("flag", "list", "--json", "--data", workplace.path + "/new")
        #expect(try Document.read(flags).elements.map(\.["key"].text) == ["gift-wrap"])
    }

    @Test func `a first start can import`() throws {
        let workplace = try Workplace()
        try FileManager.default.copyItem(
            atPath: Workplace.fixture("segments"),
            toPath: workplace.path + "/s.json"
        )
        let terminal = try RealTerminal(workplace)
        try terminal.enter("flagdeck")
        try terminal.see("Welcome to Flagdeck.")

        try terminal.press("i")
        try terminal.see("Import a file")
        try terminal.type(workplace.path + "/s.json")
        try terminal.press("C-s")
        try terminal.see("No flags yet.")
        try terminal.press("2")
        try terminal.see("2 audiences")
    }

    @Test func `an import that fails at the first start leaves the welcome and no data`() throws {
        let workplace = try Workplace()
        let file = try workplace.write("[{]", to: "bad.json")
        let terminal = try RealTerminal(workplace)
        try terminal.enter("flagdeck")
        try terminal.see("Welcome to Flagdeck.")

        try terminal.press("i")
        try terminal.see("Import a file")
        try terminal.type(file)
        try terminal.press("C-s")
        try terminal.see("line 1")

        #expect(!FileManager.default.fileExists(atPath: workplace.data))
    }

    @Test(arguments: ["q", "TERM", "close"])
    func `the demo leaves nothing behind, however it ends`(ending: String) throws {
        let workplace = try Workplace()
        let terminal = try RealTerminal(workplace)
        try terminal.enter("flagdeck demo")
        try terminal.see("113 flags")
        #expect(try FileManager.default.contentsOfDirectory(atPath: workplace.path + "/tmp") != [])

        switch ending {
        case "q": try terminal.press("q")
        case "TERM": kill(try terminal.processID, SIGTERM)
        default: try terminal.close()
        }
        try terminal.awaitEnd()

        #expect(try FileManager.default.contentsOfDirectory(atPath: workplace.path + "/tmp") == [])
        #expect(!FileManager.default.fileExists(atPath: workplace.data))
    }
}
