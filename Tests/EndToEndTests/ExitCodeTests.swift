import Foundation
import Testing

/// Scripts rely on how a command ends, and people on what it says then.
@Suite(.waiting)
struct ExitCodeTests {
    @Test(arguments: [
        ["flag", "list"], ["flag", "show", "returns-true"], ["flag", "off", "returns-true"],
        ["flag", "on", "returns-true"], ["audience", "show", "segment-01"], ["history"],
        ["environment", "list"], ["environment", "show", "prod"], ["export", "featbit"],
        ["journal", "verify"], ["journal", "show", "2"], ["theme", "list"], ["--version"],
        ["screenshot", "flags"],
    ])
    func `0: it is done, and nothing is complained about`(arguments: [String]) throws {
        let workplace = try Workplace.withBenchmark()

        let outcome = try workplace.start(arguments).end()

        #expect(outcome.code == 0)
        #expect(outcome.errors == "")
        #expect(outcome.output != "")
    }

    @Test(arguments: [
        ["--data", "DATA", "flag", "list"], ["flag", "list", "--data", "DATA"],
        ["-e", "prod", "--data", "DATA", "flag", "list"],
    ])
    func `0: options for every command stand before it or after it`(arguments: [String]) throws {
        let workplace = try Workplace.withBenchmark()
        let named = arguments.map { $0 == "DATA" ? workplace.data : $0 }

        let outcome = try workplace.start(named, variables: ["FLAGDECK_DATA": ""]).end()

        #expect(outcome.code == 0)
        #expect(outcome.output.contains("returns-true"))
    }

    @Test func `1: nobody is found`() throws {
        let workplace = try Workplace.withBenchmark()

        let outcome = try workplace.flagdeck("customer", "find", "zebra")

        #expect(outcome.code == 1)
        #expect(outcome.output.contains("zebra"))
    }

    @Test func `1: a theme that cannot be read`() throws {
        let workplace = try Workplace()
        let file = try workplace.write("name = \n", to: "mine.toml")

        let outcome = try workplace.flagdeck("theme", "check", file)

        #expect(outcome.code == 1)
        #expect(outcome.errors.contains("mine.toml"))
    }

    @Test(arguments: [
        ["flag", "list", "--nonsense"], ["flag", "on"], ["nonsense"], ["history", "--limit", "0"],
        ["history", "--limit", "many"], ["undo", "-1"], ["audience", "add", "segment-01"],
        ["screenshot", "nowhere"], ["screenshot", "flags", "--size", "80"],
    ])
    func `2: it is not written as it must be`(arguments: [String]) throws {
        let workplace = try Workplace.withBenchmark()

        let outcome = try workplace.start(arguments).end()

        #expect(outcome.code == 2)
        #expect(outcome.output == "")
        #expect(outcome.errors != "")
        #expect(try workplace.history().count == 2)
    }

    @Test(arguments: [
        (["flag", "on", "absent"], "absent"), (["flag", "delete", "returns-true"], "archived"),
        (["flag", "create", "returns-true"], "returns-true"), (["flag", "create", "a b"], "a b"),
        (["undo", "1"], "in use"), (["undo", "99"], "99"), (["init"], "already"),
        (["audience", "archive", "segment-01"], "segment-01"), (["journal", "show", "99"], "99"),
        (["import", "featbit", "/nowhere.json"], "/nowhere.json"),
        (["flag", "list", "-e", "absent"], "absent"),
    ])
    func `3: it is refused by name, and nothing changes`(
        arguments: [String],
        name: String
    ) throws {
        let workplace = try Workplace.withBenchmark()
        let before = try workplace.journal()

        let outcome = try workplace.start(arguments).end()

        #expect(outcome.code == 3)
        #expect(outcome.output == "")
        #expect(outcome.errors.contains(name))
        #expect(try workplace.journal() == before)
    }

    @Test(arguments: [["flag", "list"], ["history"], ["journal", "verify"], ["flag", "on", "a"]])
    func `4: there is no data, and it says how to make some`(arguments: [String]) throws {
        let workplace = try Workplace()

        let outcome = try workplace.start(arguments).end()

        #expect(outcome.code == 4)
        #expect(outcome.output == "")
        #expect(outcome.errors.contains(workplace.data))
        #expect(!FileManager.default.fileExists(atPath: workplace.data))
    }

    @Test func `5: a flipped byte is named by file, byte and entry`() throws {
        let workplace = try Self.damaged()

        let outcome = try workplace.flagdeck("journal", "verify")

        #expect(outcome.code == 5)
        let said = outcome.output + outcome.errors
        #expect(said.contains(".journal, byte "))
        #expect(said.firstMatch(of: #/entry [2-5]\b/#) != nil)
        let json = try Document.read(workplace.flagdeck("journal", "verify", "--json").output)
        #expect(json["problems"].elements.first?["file"].text?.hasSuffix(".journal") == true)
        #expect(json["problems"].elements.first?["byte"] != .null)
        #expect(json["problems"].elements.first?["entry"] != .null)
    }

    @Test(arguments: [
        ["flag", "list"], ["flag", "off", "returns-true"], ["history"],
    ])
    func `5: a damaged journal is not opened and not changed`(arguments: [String]) throws {
        let workplace = try Self.damaged()
        let before = try workplace.journal()

        let outcome = try workplace.start(arguments).end()

        #expect(outcome.code == 5)
        #expect(outcome.output == "")
        #expect(outcome.errors.contains(".journal"))
        #expect(try workplace.journal() == before)
    }

    @Test func `5: the dashboard does not open a damaged journal`() throws {
        let workplace = try Self.damaged()
        let before = try workplace.journal()
        let terminal = try RealTerminal(workplace)

        try terminal.enter("flagdeck; echo code $?")
        let screen = try terminal.see("code 5")

        #expect(screen.joined().contains(".journal"))
        #expect(try terminal.fact("#{alternate_on} #{cursor_flag}") == "0 1")
        #expect(try workplace.journal() == before)
    }

    /// A journal of six entries with another byte in its middle.
    private static func damaged() throws -> Workplace {
        let workplace = try Workplace.withBenchmark()
        for key in ["off", "on", "off", "on"] { try workplace.done("flag", key, "returns-true") }
        let file = workplace.data + "/journal/00000000000000000001.journal"
        var bytes = try Data(contentsOf: URL(filePath: file))
        bytes[bytes.count / 2] ^= 1
        try bytes.write(to: URL(filePath: file))
        return workplace
    }

    @Test(arguments: [
        ("flagdeck flag list <&-", 0), ("flagdeck flag list >&-", 4),
        ("flagdeck flag list 2>&-", 0),
        ("flagdeck flag on absent 2>&-", 3), ("flagdeck flag list <&- >&- 2>&-", 4),
    ])
    func `what the shell closed makes no damage of it`(line: String, code: Int32) throws {
        let workplace = try Workplace.withBenchmark()

        #expect(try workplace.shell(line).code == code)
    }

    @Test func `without HOME, nothing is kept in the present folder`() throws {
        let workplace = try Workplace()
        let folder = workplace.path + "/here"

        let outcome = try workplace.shell(
            "mkdir \(folder) && cd \(folder) && unset HOME FLAGDECK_DATA XDG_DATA_HOME "
                + "XDG_CONFIG_HOME XDG_STATE_HOME; flagdeck flag list; ls -A"
        )

        #expect(!outcome.output.contains(".local"))
        #expect(!outcome.errors.contains(" ./"))
    }
}
