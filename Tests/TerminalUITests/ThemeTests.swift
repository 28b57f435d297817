import Testing

@testable import TerminalUI

struct ThemeTests {
    @Test(arguments: [(256, 33), (16, 12), (8, 6), (0, -1)])
    func `the best look that the terminal can show is taken`(colours: Int, foreground: Int) throws {
        let theme = try Theme(toml: "[roles]\ndraft = \"#0087ff | bright-blue | cyan\"")

        #expect(theme.resolve(.draft, colours: colours).foreground == foreground)
    }

    @Test func `the selection lies over the role`() throws {
        let theme = try Theme(toml: "[roles]\nselected = \"on 250\"\nbad = \"red bold\"")

        let look = theme.resolve(.bad, isSelected: true)

        #expect(look == Theme.Resolved(foreground: 1, background: 250, attributes: [.bold]))
    }

    @Test(arguments: [
        (
            "[roles]\ntext = \"default\"\nbad = \"redd\"",
            ThemeError.unknownWord(
                line: 3,
                role: "bad",
                word: "redd"
            )
        ),
        ("name = \"x\"\n\n[roles]\nnope = \"red\"", .unknownName(line: 4, name: "nope")),
        ("colour = 1", .unknownName(line: 1, name: "colour")),
        ("[roles]\non = 5", .notText(line: 2, name: "on")),
        ("[glyphs]\non = \"ab\"", .signWidth(line: 2, name: "on", width: 2)),
        ("[glyphs]\non = \"\\u001B\"", .signWidth(line: 2, name: "on", width: 6)),
        ("[roles]\non = \"red on\"", .unknownWord(line: 2, role: "on", word: "on")),
        ("[roles]\non = \"red green\"", .unknownWord(line: 2, role: "on", word: "green")),
        ("roles = 1", .notText(line: 1, name: "roles")),
    ])
    func `a wrong line is named`(source: String, error: ThemeError) {
        #expect(throws: error) { try Theme(toml: source) }
    }

    @Test func `what is no TOML is refused with its line`() {
        #expect {
            try Theme(toml: "name = \"x\"\n[roles\n")
        } throws: { error in
            guard case .syntax(let line, _)? = error as? ThemeError else { return false }
            return line == 2
        }
    }

    @Test func `signs may be replaced one by one or as a set`() throws {
        let one = try Theme(toml: "[glyphs]\non = \"+\"")
        let all = try Theme(toml: "[glyphs]\nset = \"ascii\"")

        #expect(one.glyphs.on == "+")
        #expect(one.glyphs.off == "○")
        #expect(all.glyphs == .ascii)
    }

    @Test func `text that is too faint is a problem`() throws {
        let theme = try Theme(toml: "[roles]\ntext = \"#ffffff on #000000\"\ndim = \"#444444\"")

        let problems = theme.check()

        // Under the selection it looks like ordinary text.
        #expect(problems.map(\.role) == [.dim])
        #expect(problems.allSatisfy { $0.needed == 4.5 && $0.ratio < 2.5 && $0.ratio > 2 })
    }

    @Test func `black and white have the greatest contrast`() {
        #expect(abs(RGB(0xFFFFFF).contrast(with: RGB(0)) - 21) < 0.001)
        #expect(abs(RGB(0x777777).contrast(with: RGB(0xFFFFFF)) - 4.478) < 0.001)
    }
}
