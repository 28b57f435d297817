import Foundation
import Testing

/// People, roles and tokens from the command line, and as real users of the system.
@Suite(.serialized, .waiting)
struct PersonCommandTests {
    private func workplace() throws -> Workplace {
        let workplace = try Workplace()
        try workplace.done("init")
        try workplace.done("person", "add", "Zoe", "--role", "administrator")
        return workplace
    }

    @Test func `people are written down, listed, and told what they may do`() throws {
        let workplace = try workplace()

        let added = try workplace.done("person", "add", "Ben", "--role", "editor", "--in", "prod")
        #expect(added.hasPrefix("Wrote down Ben as editor in LIVE. Entry 3;"))
        try workplace.done("person", "grant", "Ben", "reviewer", "--tag", "shop")
        let list = try workplace.done("person", "list")
        #expect(list.contains("editor in LIVE and reviewer everywhere for what is tagged shop"))
        let can = try workplace.done("person", "can", "ben")
        #expect(can.contains("decide who may do what") && can.contains("needs an administrator"))
        try workplace.done("person", "revoke", "Ben", "editor", "--in", "prod")
        let json = try workplace.done("person", "list", "--json")
        #expect(json.contains("\"reviewer\"") && !json.contains("\"editor\""))

        let last = try workplace.flagdeck("person", "remove", "Zoe")
        #expect(last.code == 3)
        #expect(last.errors.hasPrefix("Zoe is the last administrator everywhere."))
        try workplace.done("person", "remove", "Ben")
        try workplace.done("person", "remove", "Zoe")
        #expect(try workplace.done("person", "list").hasPrefix("Nobody is written down"))
    }

    @Test func `acting as somebody is doing what they may`() throws {
        let workplace = try workplace()
        try workplace.done("person", "add", "Vic")

        let refused = try workplace.flagdeck("flag", "create", "wrap", "--actor", "Vic")

        #expect(refused.code == 3)
        #expect(
            refused.errors
                == "Vic may not change flags, audiences and experiments in LIVE: that needs an "
                + "editor there. Ask Zoe.\n"
        )
        try workplace.done("flag", "create", "wrap", "--actor", "Zoe")
    }

    @Test func `a token is shown once, listed without itself, and taken back`() throws {
        let workplace = try workplace()

        let made = try workplace.done(
            "token",
            "create",
            "Zoe",
            "--name",
            "script",
            "--expires",
            "30d"
        )
        let token = try required(made.split(separator: "\n").last, "a token is shown")
        #expect(token.hasPrefix("fdk_"))
        let listed = try workplace.done("token", "list")
        #expect(listed.contains("script") && listed.contains("good until"))
        let secret = token.split(separator: "_", maxSplits: 2).last.map(String.init) ?? ""
        let written = try workplace.files(below: workplace.data).values
        #expect(written.allSatisfy { $0.range(of: Data(secret.utf8)) == nil })
        try workplace.done("token", "revoke", "Zoe", "script")
        #expect(try workplace.done("token", "list") == "There are no tokens.\n")
    }

    @Test func `a role that is taken turns keys off in a dashboard that is open`() throws {
        let workplace = try Workplace.withBenchmark()
        try workplace.done("person", "add", "Zoe", "--role", "administrator")
        try workplace.done("person", "add", "Ana", "--role", "editor")
        try workplace.done("person", "grant", "Ana", "viewer")
        let terminal = try RealTerminal(workplace)
        try terminal.enter("flagdeck --actor Ana")
        try terminal.see("5 flags")
        try terminal.see("t on/off")
        try workplace.awaitSocket()

        try workplace.done("person", "revoke", "Ana", "editor", "--actor", "Zoe")

        try terminal.see("Your roles changed: you are viewer everywhere now.")
        try terminal.press("t")
        try terminal.see("Only editors may")
        try terminal.see("ask Zoe.")
        try terminal.press("O")
        try terminal.see("You are Ana: viewer everywhere.")
        #expect(try workplace.history().first?.actor == "Zoe")
    }

    /// Whether these tests may become other users.
    static var mayBecomeOthers: Bool {
        geteuid() == 0 && FileManager.default.isExecutableFile(atPath: "/usr/bin/setpriv")
            && getpwnam("nobody") != nil && getpwnam("daemon") != nil && getgrnam("nogroup") != nil
    }

    @Test(.enabled(if: mayBecomeOthers))
    func `another user of the system does what they are written down for, and nothing else`()
        throws
    {
        let workplace = try workplace()
        try workplace.done("person", "add", "Nora", "--user", "nobody", "--role", "editor")
        let server = try workplace.start(["serve", "--port", "0", "--group", "nogroup"])
        defer { server.send(SIGKILL) }
        try server.prints("http://")
        chmod(workplace.path, 0o711)

        let made = try become("nobody", "nogroup", workplace, "flag create wrap --actor Zoe")
        #expect(made.code == 0, "\(made)")
        #expect(try workplace.history().first?.actor == "Nora")
        let settings = try become("nobody", "nogroup", workplace, "environment create staging")
        #expect(settings.code == 3, "\(settings)")
        #expect(settings.errors.hasPrefix("Nora may not change projects and environments"))
        let stranger = try become("daemon", "nogroup", workplace, "flag create other")
        #expect(stranger.code == 4, "\(stranger)")
        #expect(stranger.errors.contains("daemon is not written down here. Ask an administrator"))
        let outsider = try become("daemon", "daemon", workplace, "flag create other")
        #expect(outsider.code == 4, "\(outsider)")

        try workplace.done("person", "revoke", "Nora", "editor")
        let revoked = try become("nobody", "nogroup", workplace, "flag list")
        #expect(revoked.errors.contains("Nora may not look at this data"))
    }

    private func become(
        _ user: String,
        _ group: String,
        _ workplace: Workplace,
        _ command: String
    ) throws -> Outcome {
        let line =
            "exec setpriv --reuid \(user) --regid \(group) --clear-groups "
            + "\"\(Program.path)\" \(command)"
        return try workplace.shell(line)
    }
}
