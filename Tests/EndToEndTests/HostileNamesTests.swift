import Foundation
import Testing

/// Names from a file are text: they neither act on a terminal nor shift what stands beside them.
@Suite(.waiting)
struct HostileNamesTests {
    /// Names that do harm where text is written to a terminal as it comes.
    static let names = [
        "\u{1B}]0;pwned\u{7}title", "\u{1B}[2J\u{1B}[Hwiped", "\u{9B}31mred",
        "\u{1B}Pq#0;2\u{1B}\\x",
        "safe\u{202E}gnp.exe", "a\u{2066}b\u{2069}c", "zero\u{200B}\u{200D}\u{FEFF}width",
        "family 👨‍👩‍👧‍👦 👍🏽 🇩🇪", "功能开关 结账", "e\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}x",
        "tab\tline\nend\r", String(repeating: "長", count: 128), String(repeating: "W", count: 128),
        "bell\u{7}\u{8}\u{8}\u{8}\u{8}", "\u{AD}soft \u{2028} \u{E000}",
    ]

    @Test func `hostile names leave the screen as it should be`() throws {
        let workplace = try Self.workplace()
        let terminal = try RealTerminal(workplace)
        try terminal.enter("flagdeck")
        try terminal.see("\(Self.names.count) flags")

        for _ in Self.names {
            let screen = try terminal.see("a whole screen") { $0[23].contains("quit") }
            #expect(screen[0].hasPrefix("[1 Flags] 2 Audiences"))
            for rule in [1, 17] {
                #expect(screen[rule].hasPrefix("── "))
                // A name that fills the line ends with a blank, which the screen's text is without.
                #expect((79...80).contains(Columns.width(of: screen[rule])))
            }
            let rows = screen[3...16].filter { !$0.isEmpty }
            #expect(rows.count == 14)
            #expect(rows.map { Columns.place(of: "●", in: $0) } == rows.map { _ in 31 })
            #expect(screen.allSatisfy { Columns.width(of: $0) <= 80 })
            try terminal.press("j")
        }
        #expect(try terminal.fact("#{pane_title}") == "Flagdeck: Flags in LIVE")
        #expect(try terminal.fact("#{window_bell_flag}") == "0")
    }

    @Test(arguments: [
        ["flag", "list"], ["history"], ["flag", "list", "--json"], ["audience", "list"],
    ])
    func `listings on standard output hold nothing that acts`(arguments: [String]) throws {
        let workplace = try Self.workplace()

        let output = try workplace.start(arguments).end().output

        let acting = output.unicodeScalars.first { scalar in
            switch scalar.properties.generalCategory {
            case .control: scalar != "\n"
            case .format, .lineSeparator, .paragraphSeparator, .privateUse: true
            default: false
            }
        }
        #expect(acting == nil)
        #expect(output.count > 50)
    }

    @Test func `the list on standard output is aligned`() throws {
        let workplace = try Self.workplace()

        let lines = try workplace.done("flag", "list").split(separator: "\n").map(String.init)

        let columns = lines.dropFirst().map { line in
            line.range(of: "  on  ").map { Columns.width(of: String(line[..<$0.lowerBound])) }
        }
        #expect(lines.count == Self.names.count + 1)
        #expect(Set(columns).count == 1)
        #expect(columns.first != .some(nil))
    }

    /// A data directory with a flag of each name.
    private static func workplace() throws -> Workplace {
        let workplace = try Workplace()
        try workplace.done("init")
        let flags = names.enumerated().map { FeatBitFile.flag($0, name: $1) }
        let file = try workplace.write("[\(flags.joined(separator: ","))]", to: "hostile.json")
        try workplace.done("import", "featbit", file)
        return workplace
    }
}

/// Documents of FeatBit, made for a test.
enum FeatBitFile {
    /// A whole flag that is on for everyone; numbers make its identity.
    static func flag(_ number: Int, name: String, rules: String = "[]", share: String = "1")
        -> String
    {
        let id = "00000000-0000-4000-8000-" + String(repeating: "0", count: 8) + "\(1000 + number)"
        return """
            {"id":"\(id)","key":"flag-\(number)","name":\(quoted(name)),
             "variationType":"boolean","variations":[{"id":"a","name":"On","value":"true"},
             {"id":"b","name":"Off","value":"false"}],"targetUsers":[],"rules":\(rules),
             "isEnabled":true,"disabledVariationId":"b","fallthrough":{"dispatchKey":null,
             "includedInExpt":false,"variations":[
               {"id":"a","rollout":[0,\(share)],"exptRollout":1}]},
             "tags":[],"isArchived":false,"createdAt":"2026-01-05T09:00:00.000Z",
             "updatedAt":"2026-01-05T09:00:00.\(100 + number)Z"}
            """
    }

    /// A text as JSON, everything but ASCII spelled out.
    private static func quoted(_ text: String) -> String {
        let units = text.utf16.map { unit in
            (0x20..<0x7F).contains(unit) && unit != 0x22 && unit != 0x5C
                ? String(UnicodeScalar(UInt8(unit)))
                : "\\u" + String(0x10000 + Int(unit), radix: 16).dropFirst()
        }
        return "\"\(units.joined())\""
    }
}
