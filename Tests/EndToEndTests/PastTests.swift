import Foundation
import Testing

/// Looking at the past and taking things back with the real program, alone and while another
/// process has the data.
@Suite(.serialized, .waiting)
struct PastTests {
    /// Entries: 1 init, 2 and 3 make flags, 4 gift-wrap on, 5 its name, 6 gift-wrap off.
    private func prepared() throws -> Workplace {
        let workplace = try Workplace()
        try workplace.done("init")
        try workplace.done("flag", "create", "gift-wrap", "--name", "Gift wrap")
        try workplace.done("flag", "create", "other")
        try workplace.done("flag", "on", "gift-wrap", "--note", "Legal said yes", "--actor", "Ana")
        try workplace.done("flag", "edit", "gift-wrap", "--name", "Wrap", "--actor", "Bo")
        try workplace.done("flag", "off", "gift-wrap", "--actor", "Bo")
        return workplace
    }

    /// A server that has the data, so that every command goes over its socket.
    private func serving(_ workplace: Workplace) throws -> Program {
        let server = try workplace.start(["serve", "--port", "0"])
        try server.prints("Applications connect to")
        return server
    }

    private func lines(_ text: String) -> [String] {
        text.split(separator: "\n").map { String($0) }
    }

    @Test(arguments: [false, true])
    func `any command that reads can be asked of another time`(isShared: Bool) throws {
        let workplace = try prepared()
        let server = isShared ? try serving(workplace) : nil
        defer { server?.send(SIGTERM) }

        let list = try workplace.flagdeck("at", "4", "flag", "list")
        let page = try workplace.done("at", "4", "flag", "show", "gift-wrap", "--json")
        let history = try workplace.done("at", "3", "history")
        let environment = try workplace.done("at", "1", "environment", "show", "prod")
        let evaluated = try workplace.done("at", "4", "evaluate", "C-1", "gift-wrap")
        let customer = try workplace.done("at", "4", "customer", "show", "C-1")
        let exported = try workplace.done("at", "2", "export", "featbit")
        let now = try workplace.done("at", "now", "flag", "list")

        #expect(list.code == 0)
        #expect(list.output.contains("Gift wrap  on "))
        #expect(list.errors.hasPrefix("As things were after entry 4, made "))
        #expect(page.contains("\"enabled\": true"))
        #expect(lines(history).dropFirst().map { $0.prefix(1) } == ["3", "2", "1"])
        #expect(environment.contains("0 flags"))
        #expect(evaluated.contains("C-1 gets On of Gift wrap."))
        #expect(customer.contains("WOULD GET  WAS GIVEN"))
        #expect(exported.contains("gift-wrap") && !exported.contains("\"other\""))
        #expect(now.contains("Wrap   off"))
    }

    @Test(arguments: [
        (["at", "5", "flag", "on", "gift-wrap"], 2, "no command that only looks"),
        (["at", "5", "undo", "4"], 2, "no command that only looks"),
        (["at", "5"], 2, "flagdeck at 5 flag list"), (["at", "soon", "flag"], 2, "soon"),
        (["at", "2999-01-01", "flag"], 2, "not come yet"), (["at", "7", "flag"], 3, "entry 7"),
        (["at", "0", "flag"], 3, "Nothing had been made by then"),
        (["at", "1000", "days", "ago", "flag", "list"], 3, "Nothing had been made by then"),
        (["history", "--from", "soon"], 2, "soon"), (["history", "--kind", "dance"], 2, "on-off"),
        (["history", "show", "7"], 3, "entry 7"), (["history", "compare", "1", "7"], 3, "entry 7"),
        (["history", "--experiment", "none"], 3, "experiment \"none\""),
    ])
    func `what cannot be looked at is refused, and nothing changes`(
        arguments: [String],
        code: Int32,
        text: String
    ) throws {
        let workplace = try prepared()

        let outcome = try workplace.start(arguments).end()

        #expect(outcome.code == code)
        #expect(outcome.output == "")
        #expect(outcome.errors.contains(text), "\(outcome.errors)")
        #expect(try workplace.history().count == 6)
    }

    @Test(arguments: [false, true])
    func `history is found by who, what and when`(isShared: Bool) throws {
        let workplace = try prepared()
        let server = isShared ? try serving(workplace) : nil
        defer { server?.send(SIGTERM) }
        func numbers(_ words: String...) throws -> [String] {
            let outcome = try workplace.start(["history"] + words).end()
            return lines(outcome.output).dropFirst().map { String($0.prefix(1)) }
        }

        #expect(try numbers("--person", "bO") == ["6", "5"])
        #expect(try numbers("--flag", "gift-wrap", "--kind", "on-off") == ["6", "4"])
        #expect(try numbers("--kind", "made", "--kind", "words") == ["5", "3", "2", "1"])
        #expect(
            try numbers("--from", "today", "--before", "4", "--limit", "2").prefix(2) == ["3", "2"]
        )
        #expect(try numbers("--until", "1 day ago").isEmpty)
    }

    @Test(arguments: [false, true])
    func `an entry is shown before and after, and so are two moments`(isShared: Bool) throws {
        let workplace = try prepared()
        let server = isShared ? try serving(workplace) : nil
        defer { server?.send(SIGTERM) }

        let entry = try workplace.done("history", "show", "4")
        let compared = lines(try workplace.done("history", "compare", "3", "now"))
        let same = try workplace.done("history", "compare", "6", "now")

        #expect(
            lines(entry).filter { !$0.hasPrefix("Entry 4, by Ana, ") } == [
                "Turned Gift wrap on in LIVE.", "Why: Legal said yes",
                "WHAT                          BEFORE  AFTER",
                "Gift wrap in LIVE  on or off  off     on",
                "Take it back with: flagdeck undo 4",
            ]
        )
        #expect(compared.last == "Wrap in LIVE  name  Gift wrap  Wrap")
        #expect(compared.count == 3)
        #expect(same.contains("Nothing differs."))
    }

    @Test(arguments: [false, true])
    func `undo says what stands in the way, and takes back what fits`(isShared: Bool) throws {
        let workplace = try prepared()
        let server = isShared ? try serving(workplace) : nil
        defer { server?.send(SIGTERM) }

        let refused = try workplace.flagdeck("undo", "4")
        let dry = try workplace.done("undo", "5", "--dry-run")
        let made = try workplace.done("undo", "5")
        let nothing = try workplace.flagdeck("undo", "4", "--what-fits")

        #expect(refused.code == 3)
        #expect(refused.output == "")
        #expect(
            refused.errors.contains(
                "Wrap (on or off) was changed again by entry 6: Bo turned Wrap off in LIVE, "
            )
        )
        #expect(refused.errors.contains("flagdeck undo 6"))
        #expect(dry.contains("renamed Wrap to Gift wrap in LIVE"))
        #expect(made.hasPrefix("Renamed Wrap to Gift wrap in LIVE, to take back 5. Entry 7;"))
        #expect(nothing.code == 3)
        #expect(try workplace.history().count == 7)
    }

    @Test func `a part of an entry is taken back when that is asked for`() throws {
        let workplace = try prepared()
        try workplace.done("flag", "edit", "other", "--name", "Else", "--owner", "Jo")
        try workplace.done("flag", "edit", "other", "--owner", "Bo", "--actor", "Bo")

        let refused = try workplace.flagdeck("undo", "7")
        let made = try workplace.done("undo", "7", "--what-fits")

        #expect(refused.code == 3)
        #expect(refused.errors.contains("This can still be put back:\n  renamed Else to Other"))
        #expect(refused.errors.contains("flagdeck undo 7 --what-fits"))
        #expect(made.hasPrefix("Renamed Else to Other in LIVE, to take back a part of 7."))
    }
}
