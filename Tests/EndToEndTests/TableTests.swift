import Foundation
import Testing

/// Lists as tables for a spreadsheet.
@Suite(.serialized, .waiting)
struct TableTests {
    private func prepared() throws -> Workplace {
        let workplace = try Workplace()
        try workplace.done("init")
        try workplace.done(
            "flag",
            "create",
            "gift-wrap",
            "--name",
            "=HYPERLINK(\"x\"), wrap",
            "--note",
            "@once"
        )
        try workplace.done("flag", "on", "gift-wrap", "--actor", "Ana")
        try workplace.done("audience", "create", "vip", "--name", "VIP")
        try workplace.done("audience", "add", "vip", "C-1", "C-2")
        return workplace
    }

    /// The cells of a table whose cells hold neither commas nor quotes.
    private func rows(_ table: String) -> [[String]] {
        table.components(separatedBy: "\r\n").dropLast().map { $0.components(separatedBy: ",") }
    }

    @Test func `a list of flags says of where and when it is, and holds no formula`() throws {
        let workplace = try prepared()

        let table = try workplace.done("at", "2", "flag", "list", "--format", "csv")

        let lines = table.components(separatedBy: "\r\n")
        #expect(lines[0] == "flag,name,now,who gets it,tags,environment,entry,as of")
        let row = try #require(lines.dropFirst().first)
        #expect(row.hasPrefix(#"gift-wrap,"'=HYPERLINK(""x""), wrap",off,nobody,,main/prod,2,20"#))
        #expect(lines.count == 3 && lines[2].isEmpty)
    }

    @Test func `other moments have other rows`() throws {
        let workplace = try prepared()

        let before = try rows(workplace.done("at", "4", "audience", "list", "--format", "csv"))
        let after = try rows(workplace.done("audience", "list", "--format", "csv"))

        #expect(
            before[0] == [
                "audience", "name", "members", "kept out", "rules", "used by", "environment",
                "entry", "as of",
            ]
        )
        #expect(before[1].prefix(8) == ["vip", "VIP", "0", "0", "0", "", "main/prod", "4"])
        #expect(after[1].prefix(8) == ["vip", "VIP", "2", "0", "0", "", "main/prod", "5"])
    }

    @Test func `a history is a row for each entry, and says when there are older ones`() throws {
        let workplace = try prepared()

        let outcome = try workplace.flagdeck("history", "--format", "csv", "--limit", "2")
        let oldest = try workplace.done("at", "2", "history", "--format", "csv", "--limit", "1")

        let rows = rows(outcome.output)
        #expect(rows[0] == ["number", "time", "who", "what", "why", "changes"])
        #expect(rows.dropFirst().map(\.[0]) == ["5", "4"])
        #expect(outcome.errors == "… older ones: the same command with --before 4\n")
        #expect(oldest.contains(",'@once,"))
    }

    @Test func `a customer's table says what every flag gives, and what was given`() throws {
        let workplace = try prepared()

        let now = try rows(workplace.done("customer", "show", "C-1", "--format", "csv"))
        let then = try rows(workplace.done("at", "3", "customer", "show", "C-1", "--format", "csv"))

        #expect(now[0].suffix(4) == ["because", "environment", "entry", "as of"])
        #expect(
            then[0].suffix(7) == [
                "because", "was given", "given since", "given last", "environment", "entry",
                "as of",
            ]
        )
        #expect(then[1].suffix(3).prefix(2) == ["main/prod", "3"])
    }

    @Test func `json is one format among them`() throws {
        let workplace = try prepared()

        let short = try workplace.done("flag", "list", "--json")

        #expect(try workplace.done("flag", "list", "--format", "json") == short)
        #expect(try workplace.flagdeck("flag", "list", "--format", "xls").code == 2)
    }
}
