import Foundation
import Testing

/// The files in which a person keeps colours and keys, edited by hand.
@Suite(.waiting)
struct PersonFilesTests {
    private let workplace: Workplace

    init() throws { workplace = try Workplace() }

    private var folder: String { workplace.path + "/home/config/flagdeck" }

    private func write(_ text: String, to name: String) throws {
        try FileManager.default.createDirectory(
            atPath: folder + "/themes",
            withIntermediateDirectories: true
        )
        try Data(text.utf8).write(to: URL(filePath: folder + "/" + name))
    }

    private func text(of name: String) throws -> String {
        try String(contentsOfFile: folder + "/" + name, encoding: .utf8)
    }

    @Test func `lines that are not understood are told, and the others hold`() throws {
        try write("# mine\nmouse = \"often\"\n", to: "config.toml")
        try write("flags.toggle = \"F5\"\nno.such = \"x\"\nundo = \"Hyper-X\"\n", to: "keys.toml")
        let terminal = try RealTerminal(workplace, variables: KeptDemo.variables)

        try terminal.enter("flagdeck demo")

        try terminal.see("Some of your settings were not understood")
        let screen = try terminal.see("Everything else holds.")
        for words in [
            "config.toml, line 2", "keys.toml, line 2: nothing is called \"no.such\".",
            "keys.toml, line 3: there is no key \"Hyper-X\".",
        ] {
            #expect(screen.contains { $0.contains(words) }, "\(words)\n\(screen)")
        }
        try terminal.press("Enter")
        try terminal.press("Down")
        try terminal.see("F5 on/off")
    }

    @Test func `a file that cannot be read is told and never written`() throws {
        let broken = "# mine\ntheme = \n"
        try write(broken, to: "config.toml")
        let terminal = try RealTerminal(
            workplace,
            columns: 120,
            rows: 40,
            variables: KeptDemo.variables
        )
        try terminal.enter("flagdeck demo")
        try terminal.see("config.toml, line 2")
        try terminal.press("Enter")
        try terminal.seeNo("config.toml, line 2")

        try terminal.press(":")
        try terminal.see("What would you like to do?")
        try terminal.type("colours: dark")
        try terminal.see("> colours: dark")
        try terminal.press("Enter")

        try terminal.see("Not kept: line 2 of")
        #expect(try text(of: "config.toml") == broken)
    }

    @Test func `the screen follows the terminal from light to dark and back`() throws {
        try write("theme-light = \"chalk\"\n", to: "config.toml")
        try write("name = \"chalk\"\n[glyphs]\npointer = \"~\"\n", to: "themes/chalk.toml")
        let terminal = try RealTerminal(workplace, variables: KeptDemo.variables)
        try terminal.enter("flagdeck demo")
        try terminal.seeWhole("▸ Summer sale banner")

        // As terminals that know mode 2031 say it.
        try terminal.type("\u{1B}[?997;2n")
        try terminal.see("~ Summer sale banner")
        try terminal.type("\u{1B}[?997;1n")

        try terminal.see("▸ Summer sale banner")
    }

    @Test func `a choice is kept beside what somebody wrote by hand`() throws {
        try write("# mine\nvim = false # arrows\n", to: "config.toml")
        let terminal = try RealTerminal(workplace, variables: KeptDemo.variables)
        try terminal.enter("flagdeck demo")
        try terminal.seeWhole("▸ Summer sale banner")

        try terminal.press(":")
        try terminal.see("What would you like to do?")
        try terminal.type("colours: high")
        try terminal.see("> colours: high")
        try terminal.press("Enter")
        try terminal.see("They stay.")

        let kept = try text(of: "config.toml")
        #expect(kept.contains("# mine\nvim = false # arrows\n"))
        #expect(kept.contains("theme = \"high-contrast\""))
    }

    @Test func `text that is no text is told by its file`() throws {
        try FileManager.default.createDirectory(
            atPath: folder,
            withIntermediateDirectories: true
        )
        let bytes = Data([0x66, 0xFF, 0xFE, 0x00])
        try bytes.write(to: URL(filePath: folder + "/keys.toml"))
        let terminal = try RealTerminal(
            workplace,
            columns: 120,
            rows: 40,
            variables: KeptDemo.variables
        )

        try terminal.enter("flagdeck demo")

        try terminal.see("keys.toml cannot be read as text")
        try terminal.press("Enter")
        try terminal.seeWhole("▸ Summer sale banner")
        #expect(FileManager.default.contents(atPath: folder + "/keys.toml") == bytes)
    }
}
