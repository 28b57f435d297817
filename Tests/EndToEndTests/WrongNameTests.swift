import Foundation
import Testing

/// What commands say to a name, a key or a word that is not there, or that is meant otherwise.
@Suite(.waiting)
struct WrongNameTests {
    /// A company with four customers; two have the same name.
    private func company() throws -> Workplace {
        let workplace = try Workplace()
        try workplace.done("init")
        try workplace.done("flag", "create", "gift-wrap", "--name", "Gift wrap")
        try workplace.done("audience", "create", "pro", "--name", "Pro plan")
        let file = try workplace.write(
            """
            key,name,city
            C-1,Ádám Kovács,Pécs
            C-2,Anna Schmidt,Berlin
            C-3,Jo Lee,Seoul
            C-4,Jo Lee,Oslo

            """,
            to: "customers.csv"
        )
        try workplace.done("customer", "import", file)
        return workplace
    }

    @Test(arguments: [
        ["trial", "start", "pro", "Bob", "--until", "Friday"], ["customer", "show", "Bob"],
        ["evaluate", "Bob"], ["audience", "add", "pro", "Bob"],
        ["audience", "exclude", "pro", "Bob"], ["customer", "set", "Bob", "gift-wrap", "on"],
    ])
    func `somebody whom nobody knows is refused, and nothing changes`(words: [String]) throws {
        let workplace = try company()
        let before = try workplace.done("history")

        let outcome = try workplace.start(words).end()

        #expect(outcome.code == 3)
        #expect(outcome.errors.contains("No customer \"Bob\" is known."), "\(outcome)")
        #expect(outcome.errors.contains("--unknown"))
        #expect(outcome.output == "")
        #expect(try workplace.done("history") == before)
    }

    @Test func `a key that nobody has seen yet is taken when somebody says so`() throws {
        let workplace = try company()

        let done = try workplace.done("audience", "add", "pro", "C-9", "--unknown")
        let again = try workplace.done("audience", "remove", "pro", "C-9")

        #expect(done.contains("Added C-9"))
        #expect(again.contains("Took C-9 out"))
    }

    @Test(arguments: ["Ádám Kovács", "adam kovacs"])
    func `a name that is one customer's is that customer`(name: String) throws {
        let workplace = try company()

        let outcome = try workplace.flagdeck("trial", "start", "pro", name, "--until", "a week")

        #expect(outcome.code == 0)
        #expect(outcome.errors.contains("\"Ádám Kovács\" is the customer C-1."))
        #expect(try workplace.done("audience", "members", "pro").contains("C-1"))
    }

    @Test func `a name that several have is answered with their keys`() throws {
        let workplace = try company()

        let outcome = try workplace.flagdeck("customer", "show", "Jo Lee")

        #expect(outcome.code == 3)
        #expect(outcome.errors.contains("2 customers are called \"Jo Lee\""))
        #expect(outcome.errors.contains("C-3 (city Seoul)"))
        #expect(outcome.errors.contains("C-4 (city Oslo)"))
    }

    @Test(arguments: [
        ("Anna Schmit", "C-2 (Anna Schmidt)"), ("kovács", "C-1 (Ádám Kovács)"),
        ("c-2", "C-2 (Anna Schmidt)"),
    ])
    func `whoever was nearly named is offered`(text: String, offer: String) throws {
        let workplace = try company()

        let outcome = try workplace.flagdeck("evaluate", text)

        #expect(outcome.code == 3)
        #expect(outcome.errors.contains("Did you mean \(offer)?"), "\(outcome)")
    }

    @Test func `somebody who is described need not be known`() throws {
        let workplace = try company()

        let answer = try workplace.done("evaluate", "visitor", "gift-wrap", "-a", "country=DE")

        #expect(answer.contains("visitor gets"))
    }

    @Test(arguments: ["Gift wrap", "GIFT WRAP", "Gift-Wrap"])
    func `a flag is found by its name in any case`(name: String) throws {
        let workplace = try company()

        let outcome = try workplace.flagdeck("flag", "show", name)

        #expect(outcome.code == 0)
        #expect(outcome.errors == "\"Gift wrap\" is the flag gift-wrap.\n")
        #expect(outcome.output.hasPrefix("Gift wrap"))
    }

    @Test func `a name that two flags have is answered with their keys`() throws {
        let workplace = try company()
        try workplace.done("flag", "create", "gift-wrap-2", "--name", "Gift wrap")

        let outcome = try workplace.flagdeck("flag", "on", "gift wrap")

        #expect(outcome.code == 3)
        #expect(outcome.errors.contains("gift-wrap and gift-wrap-2. Say which one by its key."))
    }

    @Test(arguments: [
        (["flag", "show", "giftwrap"], "Did you mean gift-wrap (Gift wrap)?"),
        (["flag", "on", "gift-warp"], "Did you mean gift-wrap (Gift wrap)?"),
        (["audience", "show", "pri"], "Did you mean pro (Pro plan)?"),
        (["flag", "show", "zebra"], "See what there is with: flagdeck flag list"),
    ])
    func `a key that is nearly right is answered with the right one`(
        words: [String],
        advice: String
    ) throws {
        let workplace = try company()

        let outcome = try workplace.start(words).end()

        #expect(outcome.code == 3)
        #expect(outcome.errors.contains(advice), "\(outcome)")
    }

    /// A company with more than flags: a second environment, a person, a webhook and a trigger.
    private func largerCompany() throws -> Workplace {
        let workplace = try company()
        try workplace.done("flag", "create", "gift-card", "--name", "Gift card", "-e", "dev")
        try workplace.done("webhook", "create", "Chat room", "https://chat.example.com/")
        try workplace.done("trigger", "create", "gift-wrap", "off", "--text", "Monitoring")
        try workplace.done("person", "add", "Nora", "--role", "administrator")
        return workplace
    }

    @Test(arguments: [
        (["webhook", "show", "chatroom"], "no webhook \"chatroom\". Did you mean Chat room?"),
        (["webhook", "show", "zebra"], "See what there is with: flagdeck webhook list"),
        (["webhook", "edit", "Chat room", "--in", "prd"], "Did you mean prod (LIVE)?"),
        (["person", "show", "Norra"], "no person \"Norra\". Did you mean Nora?"),
        (["person", "grant", "Nora", "viewer", "--in", "prd"], "Did you mean prod (LIVE)?"),
        (["trigger", "disable", "Monitorin"], "(Monitoring)?"),
        (["environment", "show", "prd"], "no environment \"prd\". Did you mean prod (LIVE)?"),
        (["flag", "list", "-e", "prd"], "no environment \"prd\". Did you mean prod (LIVE)?"),
        (["flag", "compare", "--from", "prd", "--to", "dev"], "Did you mean prod (LIVE)?"),
        (
            ["flag", "compare", "--from", "prod", "--to", "dev", "giftcard"],
            "Did you mean gift-card (Gift card)?"
        ),
        (
            ["flag", "copy", "--from", "prod", "--to", "dev", "gift-warp"],
            "Did you mean gift-wrap (Gift wrap)?"
        ),
    ])
    func `whatever commands name is found in the same way`(
        words: [String],
        advice: String
    ) throws {
        let workplace = try largerCompany()
        let before = try workplace.done("history")

        let outcome = try workplace.start(words).end()

        #expect(outcome.code == 3)
        #expect(outcome.errors.contains(advice), "\(outcome)")
        #expect(try workplace.done("history") == before)
    }

    @Test func `people's names for things are taken everywhere`() throws {
        let workplace = try largerCompany()

        let copied = try workplace.flagdeck(
            "flag",
            "copy",
            "--from",
            "LIVE",
            "--to",
            "dev",
            "gift wrap"
        )
        let disabled = try workplace.flagdeck("trigger", "disable", "monitoring")
        let webhook = try workplace.flagdeck("webhook", "show", "chat ROOM")

        #expect(copied.code == 0 && copied.errors.contains("\"Gift wrap\" is the flag gift-wrap."))
        #expect(disabled.code == 0 && disabled.errors.contains("\"Monitoring\" is the trigger "))
        #expect(webhook.code == 0 && webhook.errors.isEmpty)
        #expect(webhook.output.hasPrefix("Chat room is on."))
    }

    @Test(arguments: [
        (["flag", "lst"], "There is no \"flag lst\". Did you mean \"flag list\"?\n"),
        (
            ["experiment", "result", "x"],
            "There is no \"experiment result\". Did you mean \"experiment results\"?\n"
        ),
        (["flgs"], "There is no command \"flgs\". Did you mean \"flag\"?\n"),
        (["nonsense"], "There is no command \"nonsense\". See: flagdeck --help\n"),
        (
            ["trial", "give", "--help"],
            "There is no \"trial give\". "
                + "Behind \"trial\" there can be: list, show, start, extend, end.\n"
        ),
        (["at", "1", "flag", "lst"], "There is no \"flag lst\". Did you mean \"flag list\"?\n"),
    ])
    func `a word that is no command is answered in one line`(
        words: [String],
        sentence: String
    ) throws {
        let workplace = try Workplace()

        let outcome = try workplace.start(words).end()

        #expect(outcome.code == 2)
        #expect(outcome.errors == sentence)
        #expect(outcome.output == "")
    }
}
