import Foundation
import Testing

/// Webhooks and triggers of the real program, heard by another program over real HTTP.
@Suite(.serialized, .waiting)
struct WebhookTests {
    @Test func `a change is told once, signed, and again where it was not heard`() throws {
        let place = try Place(answers: [500, 503])
        try place.workplace.done("webhook", "create", "Chat", place.address, "--in", "dev")
        let secret = try place.reveal("Chat")
        try place.workplace.done(
            "webhook",
            "edit",
            "Chat",
            "--secret-file",
            place.secretFile,
            "--header",
            "X-Own: a"
        )
        #expect(secret.count == 64)

        let server = try place.serve()
        try place.workplace.done("flag", "on", "gift-wrap", "-e", "dev")
        let posts = try place.heard(3)
        place.stop(server)

        #expect(posts.map { $0["status"].number } == [500, 503, 200])
        #expect(Set(posts.map { $0["delivery"].text ?? "" }).count == 1)
        for post in posts {
            #expect(post["signed"] == .bool(true))
            #expect(post["event"].text == "feature_flag.toggled")
            #expect(post["type"].text == "application/json; charset=utf-8")
            #expect(post["own"].text == "a")
            #expect(post["body"]["events"].text == "feature_flag.toggled")
            #expect(post["body"]["data"]["kind"].text == "feature flag")
            #expect(post["body"]["data"]["object"]["isEnabled"].text == "true")
            #expect(post["body"]["data"]["object"]["key"].text == "gift-wrap")
            #expect(post["body"]["changes"].elements.count == 1)
        }
        let log = try place.deliveries()
        #expect(log.count == 1)
        #expect(log.first?["state"].text == "delivered")
        #expect(log.first?["attempts"].number == 3)
        #expect(log.first?["answer"].text == "heard")
    }

    @Test func `nothing is lost when the program that tells is killed before it is heard`() throws {
        let place = try Place(answers: [])
        try place.workplace.done(
            "webhook",
            "create",
            "Chat",
            place.deafAddress,
            "--secret-file",
            place.secretFile
        )
        let server = try place.serve()
        try place.workplace.done("flag", "on", "gift-wrap", "-e", "dev")
        server.send(SIGKILL)
        _ = try server.end()
        // Nobody tells now; what a command changes is told later too.
        try place.workplace.done("flag", "off", "gift-wrap", "-e", "dev")
        try place.workplace.done("webhook", "edit", "Chat", "--url", place.address)

        let next = try place.serve()
        let posts = try place.heard(2)
        place.stop(next)

        let states = posts.map { $0["body"]["data"]["object"]["isEnabled"].text }
        #expect(Set(states) == ["true", "false"])
        #expect(posts.allSatisfy { $0["signed"] == .bool(true) })
    }

    @Test func `a command tries a webhook, and tells the same once more`() throws {
        let place = try Place(answers: [200, 200, 200, 302])
        try place.workplace.done(
            "webhook",
            "create",
            "Chat",
            place.address,
            "--secret-file",
            place.secretFile
        )
        #expect(try place.workplace.done("webhook", "test", "Chat") == "It was heard: 200 heard\n")
        let server = try place.serve()
        try place.workplace.done("flag", "on", "gift-wrap", "-e", "dev")
        _ = try place.heard(2)
        let told = try required(
            Patience().awaited {
                try place.deliveries().first {
                    $0["state"].text == "delivered" && $0["entry"].number != 0
                }
            },
            "the post was not noted"
        )
        let name = String((told["id"].text ?? "").prefix(8))

        #expect(try place.workplace.done("webhook", "resend", name) == "It was heard: 200 heard\n")
        let moved = try place.workplace.flagdeck("webhook", "resend", name)
        place.stop(server)

        #expect(moved.code == 1)
        #expect(moved.errors == "It was not heard: 302 not now\n")
        let posts = try place.heard(4)
        #expect(posts.count == 4)
        #expect(posts[0]["event"].text == "webhook.test")
        #expect(posts[1]["body"] == posts[2]["body"])
        #expect(posts[1]["delivery"] != posts[2]["delivery"])
    }

    @Test func `a template is tried, kept, and makes what is posted`() throws {
        let place = try Place(answers: [])
        let work = place.workplace
        let template = try work.write(
            #"{"text": "{{operator}}: {{#each changes}}{{this}}{{/each}}", "key": "routing-key"}"#,
            to: "template"
        )
        let broken = try work.write("{\n\"text\": {{operator}}\n}", to: "broken")

        let tried = try Document.read(work.done("webhook", "preview", "--template", template))
        #expect(tried["key"].text == "routing-key")
        #expect(tried["text"].text?.contains("gave it the tag shop") == true)
        for words in [["preview"], ["create", "Chat", place.address]] {
            let refused = try work.start(["webhook"] + words + ["--template", broken]).end(
                within: 60
            )
            #expect(refused.code == 3)
            #expect(refused.errors.contains("does not make JSON"), "\(refused)")
            #expect(refused.errors.contains("in line 2"), "\(refused)")
        }
        #expect(try work.done("webhook", "list").contains("No other system is told"))

        try work.done("webhook", "create", "Chat", place.address, "--template", template)
        #expect(!(try work.done("webhook", "show", "Chat").contains("routing-key")))
        #expect(try work.done("webhook", "show", "Chat", "--reveal").contains("routing-key"))
        let server = try place.serve()
        try work.done("flag", "on", "gift-wrap", "-e", "dev")
        let post = try required(place.heard(1).first, "nothing was told")
        place.stop(server)

        #expect(post["body"]["key"].text == "routing-key")
        #expect(post["body"]["text"].text?.contains("turned Gift wrap on") == true, "\(post)")
        #expect(post["event"].text == "feature_flag.toggled")
    }

    @Test func `a monitoring system turns a flag off, and only with its token`() throws {
        let place = try Place(answers: [])
        try place.workplace.done("flag", "on", "gift-wrap", "-e", "dev")
        let server = try place.serve()
        let made = try place.workplace.done(
            "trigger",
            "create",
            "gift-wrap",
            "off",
            "--text",
            "error rate alarm",
            "-e",
            "dev"
        )
        let address = try required(
            made.split(separator: "\n").last.map(String.init),
            "no address was printed"
        )
        #expect(address.hasPrefix(place.server(server)))

        #expect(try place.ask(address, "GET") == "405")
        #expect(try place.ask(address + "x") == "404")
        #expect(try place.ask(address) == "200")
        #expect(try place.ask(address) == "200")
        let history = try Document.read(
            place.workplace.done("history", "--limit", "2", "--json")
        )
        let actors = history.elements.map { $0["actor"].text }
        #expect(actors.count { $0 == "trigger: error rate alarm" } == 1)

        let list = try Document.read(place.workplace.done("trigger", "list", "--json"))
        let name = list.elements.first?["id"].text ?? ""
        try place.workplace.done("trigger", "disable", name)
        try place.workplace.done("flag", "on", "gift-wrap", "-e", "dev")
        #expect(try place.ask(address) == "404")
        try place.workplace.done("trigger", "enable", name)
        #expect(try place.ask(address) == "200")
        place.stop(server)

        let token = address.suffix(40)
        let files = try place.workplace.files(below: place.workplace.data)
        #expect(files.values.allSatisfy { $0.range(of: Data(token.utf8)) == nil })
    }

    @Test func `where changes are reviewed, a trigger acts once others approved it`() throws {
        let place = try Place(answers: [])
        let (flagdeck, there) = (place.workplace, ["-e", "dev"])
        _ = try flagdeck.start(["flag", "on", "gift-wrap"] + there).end()
        try flagdeck.done("environment", "edit", "dev", "--review", "1")
        let server = try place.serve()
        let words = ["trigger", "create", "gift-wrap", "off", "--text", "alarm"] + there

        let refused = try flagdeck.start(words).end()
        let drafted = try flagdeck.start(words + ["--draft", "--actor", "Jo"]).end()
        let address = try required(
            drafted.output.split(separator: "\n").last { $0.hasPrefix("http://") }.map(String.init),
            "no address: \(drafted)"
        )
        #expect(refused.code == 3 && refused.errors.contains("approve this first"))
        #expect(!refused.output.contains("http://"))
        #expect(drafted.output.contains("It does nothing before the draft is published."))
        #expect(try place.ask(address) == "404")

        let drafts = try Document.read(flagdeck.done("draft", "list", "--json"))
        let name = try required(drafts.elements.last?["name"].text, "no draft")
        try flagdeck.done("review", "approve", name, "--actor", "Ana")
        try flagdeck.done("review", "publish", name, "--actor", "Jo")
        #expect(try place.ask(address) == "200")
        place.stop(server)

        let last = try flagdeck.history().first
        #expect(last?.actor == "trigger: alarm")
        let minutes = try flagdeck.start(
            ["review", "minutes", "--since", "an hour ago"] + there
        ).end()
        #expect(minutes.output.contains("trigger: alarm turned Gift wrap off"), "\(minutes)")
    }
}

/// Data with one flag, and another system that hears.
private final class Place {
    let workplace: Workplace
    let address: String
    private let hearer: Program
    private let posts: String

    static let secret = "a secret of two systems"

    /// A port of the discard service: nobody listens there.
    let deafAddress = "http://127.0.0.1:9/"

    var secretFile: String { workplace.path + "/secret" }

    init(answers: [Int]) throws {
        workplace = try Workplace()
        posts = workplace.path + "/posts"
        try workplace.write(Self.secret + "\n", to: "secret")
        try workplace.write("", to: "posts")
        try workplace.done("init")
        try workplace.done("flag", "create", "gift-wrap", "-e", "dev")
        hearer = try Python.start(
            [Python.folder + "/webhooks.py", posts, Self.secret] + answers.map { "\($0)" },
            in: workplace
        )
        let hearer = hearer
        let said = try hearer.prints("\n")
        address = "http://127.0.0.1:\(said.prefix { $0 != "\n" })/hook"
    }

    deinit {
        hearer.send(SIGKILL)
        _ = try? hearer.end()
    }

    /// A server on a free port, once it answers.
    func serve() throws -> Program {
        let server = try workplace.start(["serve", "--port", "0"])
        try server.prints("Ctrl-C")
        return server
    }

    /// The address that a server has printed.
    func server(_ server: Program) -> String {
        let word = server.output.split(separator: " ").first { $0.hasPrefix("http") } ?? ""
        return String(word.hasSuffix(".") ? word.dropLast() : word)
    }

    func stop(_ server: Program) {
        server.send(SIGTERM)
        _ = try? server.end()
    }

    /// What the other system has heard, once it is so many posts.
    func heard(_ count: Int) throws -> [Document] {
        try required(
            Watch.answer(in: [posts]) { () -> [Document]? in
                let lines = try String(contentsOfFile: posts, encoding: .utf8)
                    .split(separator: "\n")
                guard lines.count >= count else { return nil }
                return try lines.map { try Document.read(String($0)) }
            },
            "fewer than \(count) posts were heard"
        )
    }

    func deliveries() throws -> [Document] {
        try Document.read(workplace.done("webhook", "deliveries", "--json")).elements
    }

    /// The secret of a webhook.
    func reveal(_ name: String) throws -> String {
        try Document.read(workplace.done("webhook", "show", name, "--reveal", "--json"))["secret"]
            .text ?? ""
    }

    /// The status that an address answers with.
    func ask(_ address: String, _ method: String = "POST") throws -> String {
        let script =
            "import sys, urllib.request, urllib.error\n"
            + "request = urllib.request.Request(sys.argv[1], method=sys.argv[2])\n"
            + "try: print(urllib.request.urlopen(request).status)\n"
            + "except urllib.error.HTTPError as error: print(error.code)\n"
        let outcome = try Python.start(["-c", script, address, method], in: workplace).end()
        return outcome.output.trimmingCharacters(in: .newlines)
    }
}
