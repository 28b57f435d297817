import Foundation
import Testing

/// Reviews from scripts of two people, each a real user of the system at the socket of one server.
@Suite(.serialized, .waiting)
struct ReviewCommandTests {
    /// A shop that wants a review by one other person, Nora who is `nobody`, and Dan who is
    /// `daemon`.
    private final class Place {
        let workplace: Workplace
        private let server: Program

        init() throws {
            workplace = try Workplace()
            try workplace.done("init")
            try workplace.done("flag", "create", "gift-wrap")
            try workplace.done("person", "add", "Zoe", "--role", "administrator")
            for (name, user) in [("Nora", "nobody"), ("Dan", "daemon")] {
                try workplace.done("person", "add", name, "--user", user, "--role", "reviewer")
            }
            try workplace.done("environment", "edit", "prod", "--review", "1")
            server = try workplace.start(["serve", "--port", "0", "--group", "nogroup"])
            try server.prints("Stop with Ctrl-C")
            chmod(workplace.path, 0o711)
        }

        deinit { server.send(SIGKILL) }

        func nora(_ command: String) throws -> Outcome { try become("nobody", "nogroup", command) }

        func dan(_ command: String) throws -> Outcome { try become("daemon", "nogroup", command) }

        func become(_ user: String, _ group: String, _ command: String) throws -> Outcome {
            try workplace.shell(
                "exec setpriv --reuid \(user) --regid \(group) --clear-groups "
                    + "\"\(Program.path)\" \(command)"
            )
        }

        /// The only draft as programs see it.
        func draft() throws -> Document {
            let shown = try dan("review show gift-wrap --json")
            return try Document.read(shown.output)
        }

        var isOn: Bool {
            get throws {
                let shown = try dan("flag show gift-wrap --json")
                return try Document.read(shown.output)["enabled"] == .bool(true)
            }
        }
    }

    private func expect(
        _ outcome: Outcome,
        _ code: Int32,
        _ words: String = "",
        at location: SourceLocation = #_sourceLocation
    ) {
        #expect(outcome.code == code, "\(outcome)", sourceLocation: location)
        let text = code == 0 ? outcome.output : outcome.errors
        #expect(words.isEmpty || text.contains(words), "\(outcome)", sourceLocation: location)
    }

    @Test(.enabled(if: PersonCommandTests.mayBecomeOthers))
    func `one drafts, the other asks, sends back and approves, and it is published as one entry`()
        throws
    {
        let place = try Place()
        expect(try place.nora("flag on gift-wrap"), 3, "LIVE wants 1 other person to approve")
        expect(try place.nora("flag on gift-wrap --draft --note Christmas"), 0, "gift-wrap-")
        expect(try place.dan("review list"), 0, "waits for 1 approval")
        expect(try place.dan("review show gift-wrap"), 0, "Nora wants: turned Gift wrap on")
        let first = try place.draft()
        #expect(first["state"].text == "waiting" && first["ready"] == .bool(false))

        expect(try place.nora("review approve gift-wrap"), 3, "somebody else must decide about it")
        expect(try place.nora("review publish gift-wrap"), 3, "still needs the approval of 1")
        expect(try place.dan("draft comment gift-wrap '@Nora why now?'"), 0)
        expect(try place.nora("draft show gift-wrap"), 0, "@Nora why now?")
        expect(try place.dan("review send-back gift-wrap"), 2, "--because")
        expect(try place.dan("review send-back gift-wrap --because 'Too early'"), 0)
        expect(try place.nora("review publish gift-wrap"), 3, "Dan sent the draft")
        #expect(try place.draft()["state"].text == "sent-back")

        expect(try place.nora("flag edit gift-wrap --owner Shop --add-to gift-wrap"), 0)
        let read = Int(first["revision"].number ?? -1)
        let old = try place.dan("review approve gift-wrap --revision \(read)")
        expect(old, 3, "was changed while you read it")
        let now = Int(try place.draft()["revision"].number ?? -1)
        #expect(now > read)
        expect(try place.dan("review approve gift-wrap --revision \(now) --because Fine"), 0)
        #expect(try place.draft()["ready"] == .bool(true))
        #expect(try !place.isOn)

        let before = try place.workplace.history().first?.sequence ?? 0
        expect(try place.nora("review publish --dry-run"), 0)
        #expect(try !place.isOn)
        expect(try place.nora("review publish --note Go"), 0, "turned Gift wrap on")
        #expect(try place.isOn)
        let entry = try required(place.workplace.history().first, "there is an entry")
        #expect(entry.sequence == before + 1)
        #expect(entry.actor == "Nora" && entry.note == "Go")
        expect(try place.nora("review publish"), 0, "Nothing is approved and waits")
        expect(try place.nora("review publish gift-wrap"), 3, "There is no draft")

        expect(try place.dan("review agenda"), 0)
        expect(try place.dan("review agenda --months 13"), 2, "--months takes 1 to 12")
        let minutes = try place.dan("review minutes")
        expect(minutes, 0, "# Review of LIVE")
        #expect(minutes.output.contains("Nora") && minutes.output.contains("Dan"), "\(minutes)")
    }

    @Test(.enabled(if: PersonCommandTests.mayBecomeOthers))
    func `an emergency is named, explained and marked for ever, and not for everybody`() throws {
        let place = try Place()
        expect(try place.nora("flag on gift-wrap --draft"), 0)
        expect(try place.nora("review publish --emergency --note now"), 2, "Name the drafts")
        expect(
            try place.nora("review publish gift-wrap --emergency"),
            3,
            "Say why this cannot wait"
        )
        #expect(try !place.isOn)

        let note = "--note 'The shop is down'"
        expect(try place.nora("review publish gift-wrap --emergency \(note)"), 0)
        #expect(try place.isOn)
        let entry = try required(place.workplace.history().first, "there is an entry")
        #expect(entry.sentence.contains("without a review"), "\(entry.sentence)")
        #expect(entry.actor == "Nora" && entry.note == "The shop is down")
        expect(try place.dan("review minutes"), 0, "without a review")

        try place.workplace.done("person", "grant", "Nora", "editor")
        try place.workplace.done("person", "revoke", "Nora", "reviewer")
        expect(try place.nora("flag off gift-wrap --draft"), 0)
        let refused = try place.nora("review publish gift-wrap --emergency \(note)")
        expect(refused, 3, "Nora may not publish without a review")
        #expect(try place.isOn)
    }

    @Test(.enabled(if: PersonCommandTests.mayBecomeOthers))
    func `who may not is told so, and a draft can be dropped`() throws {
        let place = try Place()
        try place.workplace.done("person", "grant", "Dan", "viewer")
        try place.workplace.done("person", "revoke", "Dan", "reviewer")
        expect(try place.nora("flag on gift-wrap --draft"), 0)

        expect(try place.dan("review show gift-wrap"), 0, "Nora wants")
        expect(try place.dan("review approve gift-wrap"), 3, "Dan may not")
        expect(try place.dan("review send-back gift-wrap --because no"), 3, "Dan may not")
        expect(try place.dan("review publish gift-wrap"), 3, "Dan may not")
        expect(try place.dan("draft drop gift-wrap"), 3, "Dan may not")
        expect(try place.dan("review approve"), 2)
        expect(try place.dan("review approve other"), 3, "There is no draft \"other\"")
        expect(try place.become("daemon", "daemon", "review list"), 4)
        #expect(try place.draft()["state"].text == "waiting")

        expect(try place.nora("draft drop gift-wrap"), 0)
        expect(try place.nora("draft list"), 0, "No drafts wait")
    }
}
