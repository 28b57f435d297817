import Foundation
import Testing

/// One process owns a data directory; the others work through it, and one of them takes over.
@Suite(.serialized, .waiting)
struct OwnershipTests {
    @Test func `a command works while a dashboard is open, and the dashboard shows what it did`()
        throws
    {
        let workplace = try Workplace.withBenchmark()
        let terminal = try RealTerminal(workplace)
        try terminal.enter("flagdeck")
        try terminal.see("5 flags")
        try workplace.awaitSocket()

        try workplace.done("flag", "create", "gift-wrap", "--name", "Gift wrap")

        try terminal.see("1 changed elsewhere, R sorts")
        try terminal.press("R")
        try terminal.see("6 flags")
        try terminal.see("Gift wrap")
        #expect(try workplace.history().first?.sentence.contains("Gift wrap") == true)
    }

    @Test func `two dashboards see each other's changes`() throws {
        let workplace = try Workplace.withBenchmark()
        let first = try RealTerminal(workplace)
        try first.enter("flagdeck")
        try first.see("5 flags")
        try workplace.awaitSocket()
        let second = try RealTerminal(workplace, server: "second")
        try second.enter("flagdeck")
        try second.see("5 flags")

        try second.press("t")
        try second.see("Draft saved")
        try first.see("5 Review·1")
        try first.press("j", "t")

        try first.see("5 Review·2")
        try second.see("5 Review·2")
    }

    @Test func `a half-typed form outlives the process that had the data`() throws {
        let workplace = try Workplace.withBenchmark()
        let first = try RealTerminal(workplace)
        try first.enter("flagdeck")
        try first.see("5 flags")
        try workplace.awaitSocket()
        let owner = try first.processID
        let second = try RealTerminal(workplace, server: "second")
        try second.enter("flagdeck")
        try second.see("5 flags")
        try second.press("n")
        try second.see("New flag")
        try second.type("Gift")
        try second.see("Gift")

        kill(owner, SIGKILL)
        try Program.awaitEnd(of: owner)
        try second.type(" wrap")
        let form = try second.see("Gift wrap")
        try second.press("C-s")

        #expect(form.contains { $0.contains("gift-wrap") })
        try second.see("5 Review·1")
        let made = try #require(try workplace.history().first)
        #expect(made.sequence == 3)
        #expect(made.sentence.contains("Gift wrap"))
    }

    @Test func `a killed owner takes nothing with it that was confirmed`() throws {
        var random = SeededKills.random("owner")
        let workplace = try Workplace.withBenchmark()
        let first = try RealTerminal(workplace)
        try first.enter("flagdeck")
        try first.see("5 flags")
        try workplace.awaitSocket()
        let owner = try first.processID
        let second = try RealTerminal(workplace, server: "second")
        try second.enter("flagdeck")
        try second.see("5 flags")

        let workers = try (0..<3).map { worker in
            let script = """
                for n in 1 2 3 4 5 6 7 8; do
                    flagdeck flag create flag-\(worker)-$n && echo made flag-\(worker)-$n
                done
                """
            return try Program(
                ["/bin/sh", "-c", script],
                variables: workplace.variables,
                outputFolder: workplace.path
            )
        }
        let before = Int.random(in: 2...18, using: &random)
        _ = try Patience().awaited {
            try workplace.history(limit: 100).count >= before ? true : nil
        }
        kill(owner, SIGKILL)
        let outcomes = try workers.map { try $0.end() }
        try second.see("24 changed")

        let sentences = try workplace.history(limit: 100).map(\.sentence)
        for (worker, outcome) in outcomes.enumerated() {
            for number in 1...8 {
                let key = "flag-\(worker)-\(number)"
                #expect(outcome.output.contains("made \(key)\n"), "\(outcome)")
                #expect(sentences.filter { $0.contains(Self.name(key)) }.count == 1)
            }
        }
        #expect(try workplace.done("journal", "verify").contains("26 entries"))
    }

    /// The name that a flag gets from its key.
    private static func name(_ key: String) -> String {
        (key.prefix(1).uppercased() + key.dropFirst()).replacing("-", with: " ")
    }

    @Test func `a dashboard gives the data to a server and works on as before`() throws {
        let workplace = try Workplace.withBenchmark()
        let terminal = try RealTerminal(workplace)
        try terminal.enter("flagdeck")
        try terminal.see("5 flags")
        try workplace.awaitSocket()
        try terminal.press("n")
        try terminal.see("New flag")
        try terminal.type("Gift")

        let server = try workplace.start(["serve", "--port", "0"])
        try server.prints("Applications connect to")
        let second = try workplace.flagdeck("serve", "--port", "0")
        try terminal.type(" wrap")
        try terminal.see("Gift wrap")
        try terminal.press("C-s")
        try terminal.see("5 Review·1")
        try workplace.done("flag", "create", "from-a-script")

        #expect(second.code == 4)
        #expect(second.errors.contains("already served by process \(server.processID) of user"))
        #expect(server.ended() == nil)
        server.send(SIGTERM)
        #expect(try server.end().code == 0)
        try terminal.press("j", "t")
        try terminal.see("5 Review·2")
        #expect(try workplace.history().map(\.sequence) == [5, 4, 3, 2, 1])
    }

    @Test func `the journal can be verified while the dashboard is open`() throws {
        let workplace = try Workplace.withBenchmark()
        let terminal = try RealTerminal(workplace)
        try terminal.enter("flagdeck")
        try terminal.see("5 flags")

        let outcome = try workplace.flagdeck("journal", "verify")

        #expect(outcome.code == 0)
        #expect(outcome.output.contains("The journal is whole: 2 entries"))
    }

    @Test func `only its owner may connect to the socket`() throws {
        let workplace = try Workplace.withBenchmark()
        let terminal = try RealTerminal(workplace)
        try terminal.enter("flagdeck")
        try terminal.see("5 flags")
        try workplace.awaitSocket()
        let socket = workplace.data + "/flagdeck.sock"
        let mode = try FileManager.default.attributesOfItem(atPath: socket)[.posixPermissions]

        #expect(mode as? Int == 0o600)
    }
}

extension Workplace {
    /// Waits until others can join the process that has the data.
    func awaitSocket() throws {
        let found = try Watch.answer(in: [data]) {
            FileManager.default.fileExists(atPath: data + "/flagdeck.sock") ? true : nil
        }
        guard found == true else { throw Unexpected("nobody shares \(data)") }
    }
}
