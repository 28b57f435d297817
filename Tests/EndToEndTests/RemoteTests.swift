import Foundation
import Testing

/// Commands and the dashboard on a Flagdeck that another process serves over HTTP.
@Suite(.waiting)
struct RemoteTests {
    /// A server with the flags of the benchmark, and a place without any data.
    private struct Served {
        let home: Workplace
        let away: Workplace
        let server: Program
        let address: String
        let tokenFile: String

        init() throws {
            home = try Workplace.withBenchmark()
            away = try Workplace()
            tokenFile = away.path + "/token"
            let server = try home.start(["serve", "--port", "0", "--owner-token", tokenFile])
            self.server = server
            let output = try server.prints("Stop with Ctrl-C")
            let start = try required(output.firstRange(of: "http://"), output)
            address = String(output[start.lowerBound...].prefix { $0 != " " }.dropLast())
        }

        func connected(_ arguments: String...) -> [String] {
            arguments + ["--connect", address, "--token-file", tokenFile]
        }

        func done(_ arguments: String...) throws -> String {
            let words = arguments + ["--connect", address, "--token-file", tokenFile]
            let outcome = try away.start(words).end()
            guard outcome.code == 0 else { throw Unexpected("\(words): \(outcome)") }
            return outcome.output
        }
    }

    @Test func `commands elsewhere do what they do at home`() throws {
        let served = try Served()
        defer { served.server.send(SIGKILL) }

        let list = try served.done("flag", "list")
        let made = try served.done("flag", "create", "gift-wrap", "--note", "from elsewhere")
        _ = try served.done("flag", "on", "gift-wrap")
        let history = try served.done("history")

        let atHome = try served.home.done("flag", "list").split(separator: "\n")
        #expect(list.split(separator: "\n").dropFirst().allSatisfy { atHome.contains($0) })
        #expect(list.contains("custom rule"))
        #expect(made.contains("Made the flag Gift wrap"))
        #expect(history.contains("from elsewhere"))
        #expect(try served.home.history().first?.sentence.contains("Gift wrap on") == true)
        #expect(!FileManager.default.fileExists(atPath: served.away.data))
    }

    @Test func `the dashboard elsewhere shows the list and what others change`() throws {
        let served = try Served()
        defer { served.server.send(SIGKILL) }
        let terminal = try RealTerminal(served.away)
        try terminal.enter(
            "flagdeck --connect \(served.address) --token-file \(served.tokenFile)"
        )
        try terminal.see("5 flags")

        try served.home.done("flag", "create", "gift-wrap", "--name", "Gift wrap")
        try terminal.see("1 changed elsewhere, R sorts")
        try terminal.press("R")
        try terminal.see("6 flags")
        try terminal.press("t")
        try terminal.see("Draft saved")

        let drafts = try served.home.history().first?.sentence
        #expect(drafts?.contains("draft") == true)
        try terminal.press("q")
        try terminal.seeNo("6 flags")
    }

    @Test func `tokens are given out and taken back at home and elsewhere`() throws {
        let served = try Served()
        defer { served.server.send(SIGKILL) }
        // The server has the data: at home each of these goes over its socket.
        try served.home.done("person", "add", "Zoe", "--role", "administrator")
        try served.home.done("person", "add", "Vic")
        func token(in output: String) throws -> String {
            let line = output.split(separator: "\n").last { $0.hasPrefix("fdk_") }
            return String(try required(line, "no token in \(output)"))
        }
        let zoe = try token(in: served.home.done("token", "create", "Zoe", "--name", "home"))
        func elsewhere(_ token: String, _ words: String...) throws -> Outcome {
            let variables = ["FLAGDECK_CONNECT": served.address, "FLAGDECK_TOKEN": token]
            return try served.away.start(words, variables: variables).end()
        }

        let made = try elsewhere(zoe, "token", "create", "Vic", "--name", "away")
        let vic = try token(in: made.output)
        let listed = try elsewhere(vic, "token", "list")
        #expect(listed.output.contains("home") && listed.output.contains("away"))
        #expect(!listed.output.contains(vic.dropFirst(16).prefix(20)))
        #expect(try served.home.done("token", "list") == listed.output)

        let refused = try elsewhere(vic, "token", "create", "Vic", "--name", "more")
        #expect(refused.code == 3)
        #expect(
            refused.errors == "Vic may not give out or revoke tokens: that needs an "
                + "administrator everywhere. Ask Zoe.\n"
        )
        #expect(!refused.output.contains("fdk_"))
        let revoked = try elsewhere(zoe, "token", "revoke", "Vic", "away")
        #expect(revoked.code == 0, "\(revoked)")
        #expect(try elsewhere(vic, "flag", "list").code == 4)
        try served.home.done("token", "revoke", "Zoe", "home")
        #expect(try elsewhere(zoe, "flag", "list").code == 4)
        #expect(try served.home.done("token", "list") == "There are no tokens.\n")
        let actors = try served.home.history().prefix(3).map(\.actor)
        #expect(actors.dropFirst() == ["Zoe", "Zoe"])
    }

    @Test func `what is wrong with the address or the token is said`() throws {
        let served = try Served()
        defer { served.server.send(SIGKILL) }
        let token = try String(contentsOfFile: served.tokenFile, encoding: .utf8)
        let cut = String(token.prefix(40))
        let variables = ["FLAGDECK_CONNECT": served.address, "FLAGDECK_TOKEN": cut]
        let mistyped = try served.away.flagdeck("flag", "list", variables: variables)
        let none = try served.away.flagdeck("flag", "list", "--connect", served.address)
        let local = try served.away.start(served.connected("journal", "verify")).end()
        chmod(served.tokenFile, 0o644)
        let open = try served.away.start(served.connected("flag", "list")).end()

        #expect((mistyped.code, none.code, local.code, open.code) == (3, 2, 2, 3))
        #expect(mistyped.errors.contains("was cut off"))
        #expect(none.errors.contains("--token-file"))
        #expect(local.errors.contains("where they lie"))
        #expect(open.errors.contains("chmod 600"))
        let secret = token.dropFirst(16).prefix(20)
        for outcome in [mistyped, none, local, open] {
            #expect(!outcome.errors.contains(secret))
            #expect(!outcome.output.contains(secret))
        }
    }

    @Test func `the owner's token is for its owner, and goes with the server`() throws {
        let served = try Served()
        defer { served.server.send(SIGKILL) }
        let mode = try FileManager.default.attributesOfItem(atPath: served.tokenFile)
        let token = try String(contentsOfFile: served.tokenFile, encoding: .utf8)
        _ = try served.done("flag", "create", "gift-wrap")
        let secret = Data(token.utf8.dropFirst(16).prefix(20))
        served.server.send(SIGTERM)
        let end = try served.server.end()
        let files = try served.home.files(below: served.home.path)

        #expect(mode[.posixPermissions] as? Int == 0o600)
        #expect(end.code == 0)
        #expect(!FileManager.default.fileExists(atPath: served.tokenFile))
        #expect(files.values.allSatisfy { $0.firstRange(of: secret) == nil })
        #expect(!end.output.contains(token.dropFirst(16).prefix(20)))
    }
}
