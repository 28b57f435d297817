import Foundation
import Testing

/// Plans and trials from a script, in the words of people who do not program.
@Suite(.waiting)
struct PlanCommandTests {
    /// A year in which nothing is over yet.
    private static let year = Calendar(identifier: .gregorian).component(.year, from: .now) + 1

    private func shop() throws -> Workplace {
        let workplace = try Workplace()
        try workplace.done("init")
        try workplace.done("flag", "create", "advent-banner", "--name", "Advent banner")
        try workplace.done("flag", "create", "new-checkout", "--name", "New checkout")
        try workplace.done("audience", "create", "pro", "--name", "Pro plan")
        return workplace
    }

    private func plans(_ workplace: Workplace) throws -> [[String: Any]] {
        let text = try workplace.done("schedule", "list", "--json")
        let object = try JSONSerialization.jsonObject(with: Data(text.utf8))
        return try #require(object as? [[String: Any]])
    }

    @Test(arguments: ["Etc/UTC", ":Zulu", "UTC", "no zone"])
    func `whatever the system calls it, UTC is said as people say it`(name: String) throws {
        let workplace = try shop()
        let words = ["schedule", "create", "--on", "advent-banner", "--at", "2 hours"]

        _ = try workplace.start(words, variables: ["TZ": name]).end()

        #expect(try plans(workplace).first?["zone"] as? String == "UTC")
    }

    @Test func `a campaign goes on and back, is stopped, released and called off`() throws {
        let workplace = try shop()
        let made = try workplace.done(
            "schedule",
            "create",
            "--on",
            "advent-banner",
            "--on",
            "new-checkout",
            "--at",
            "\(Self.year)-12-04 09:00",
            "--until",
            "\(Self.year)-12-27 00:00",
            "--zone",
            "Europe/Berlin",
            "--title",
            "Advent"
        )
        #expect(made.contains(": Advent. Entry "), "its own name is used")
        #expect(made.contains("\(Self.year)-12-04 09:00  turned Advent banner on in LIVE"))
        #expect(made.contains("\(Self.year)-12-27 00:00  turned Advent banner off in LIVE"))
        let plan = try #require(try plans(workplace).first)
        #expect(plan["at"] as? String == "\(Self.year)-12-04T08:00:00.000Z")
        #expect(plan["zone"] as? String == "Europe/Berlin")
        #expect((plan["steps"] as? [String])?.count == 1)

        try workplace.done("schedule", "hold", "Advent")
        #expect(try plans(workplace).first?["stopped"] as? Bool == true)
        #expect(try workplace.done("schedule", "show", "advent").contains("It is stopped."))
        try workplace.done("schedule", "release", "Advent")
        #expect(try plans(workplace).first?["stopped"] as? Bool == false)
        try workplace.done("schedule", "cancel", "Advent")
        #expect(try plans(workplace).isEmpty)
    }

    @Test func `a share is raised step by step, and a weekend comes back`() throws {
        let workplace = try shop()
        let steps = try workplace.done(
            "schedule",
            "create",
            "--flag",
            "new-checkout",
            "--step",
            "\(Self.year)-12-04 09:00=10%",
            "--step",
            "\(Self.year)-12-07 09:00=everyone",
            "--zone",
            "UTC"
        )
        #expect(
            steps.contains("\(Self.year)-12-07 09:00  changed New checkout 10% → 100% for everyone")
        )
        try workplace.done(
            "schedule",
            "create",
            "--on",
            "advent-banner",
            "--every",
            "friday 18:00",
            "--until",
            "monday 08:00"
        )
        let back = try plans(workplace).compactMap { $0["comesBack"] as? String }
        #expect(back == ["every Friday at 18:00, and every Monday at 08:00"])
    }

    @Test func `a flag is on until a time, and for good once somebody says so`() throws {
        let workplace = try shop()
        try workplace.done("flag", "on", "advent-banner", "--until", "Friday 18:00")
        #expect(
            try plans(workplace).map { $0["title"] as? String }
                == ["Advent banner goes off again in LIVE"]
        )
        try workplace.done("flag", "on", "advent-banner")
        #expect(try plans(workplace).isEmpty)
    }

    @Test(arguments: [("9am", "09:00"), ("9 pm", "21:00"), ("12am", "00:00"), ("noon", "12:00")])
    func `times of day are understood with am and pm`(written: String, clock: String) throws {
        let workplace = try shop()

        try workplace.done(
            "schedule",
            "create",
            "--on",
            "advent-banner",
            "--at",
            "4 Dec \(Self.year) \(written)"
        )

        #expect(try workplace.done("schedule", "list").contains("\(Self.year)-12-04 \(clock)"))
    }

    @Test func `a trial is not offered to have no end`() throws {
        let workplace = try shop()

        let outcome = try workplace.flagdeck("trial", "start", "pro", "C-1", "--until", "25:00")

        #expect(outcome.code == 2)
        #expect(outcome.errors.contains("Write a week, Friday 18:00 or 6 Dec."))
    }

    @Test func `a trial says what it gives, is extended and ends`() throws {
        let workplace = try shop()
        let begun = try workplace.done("trial", "start", "pro", "C-1", "--until", "30 days")
        #expect(begun.contains("No flag gives C-1 anything else by it."))
        #expect(try workplace.done("trial", "list").contains("C-1"))
        let again = try workplace.start(["trial", "start", "pro", "C-1", "--until", "a week"]).end()
        #expect(again.code == 3)
        #expect(again.errors.contains("flagdeck trial extend pro C-1 --until \"a week\""))
        try workplace.done("trial", "extend", "pro", "C-1", "--until", "\(Self.year)-12-04 09:00")
        #expect(
            try workplace.done("trial", "show", "pro", "C-1").contains("\(Self.year)-12-04 09:00")
        )
        try workplace.done("trial", "end", "pro", "C-1")
        #expect(try plans(workplace).isEmpty)
        #expect(try workplace.done("audience", "members", "pro", "--json").contains("[]"))
    }

    @Test(arguments: [
        (["--on", "advent-banner"], "Say when"),
        (["--at", "Friday 9:00"], "Say what shall happen"),
        (["--on", "advent-banner", "--at", "4 Dec"], "does not say at which time"),
        (["--on", "advent-banner", "--at", "Monday 25:00"], "\"Friday 9:00\" or \"2 hours\"."),
        (["--on", "advent-banner", "--at", "Friday 9:00", "--zone", "Mars"], "no zone \"Mars\""),
        (["--on", "advent-banner", "--every", "sometimes"], "does not say how often"),
        (["--on", "nothing", "--at", "Friday 9:00"], "There is no flag \"nothing\""),
        (["--flag", "new-checkout", "--step", "Friday 9:00"], "Write a time and a share"),
        (["--share", "new-checkout=lots", "--at", "Friday 9:00"], "is no share"),
    ])
    func `what cannot be planned says what to write`(words: [String], sentence: String) throws {
        let workplace = try shop()

        let result = try workplace.start(["schedule", "create"] + words).end()

        #expect(result.code == 2 || result.code == 3)
        #expect(result.errors.contains(sentence), "\(result.errors)")
        #expect(try plans(workplace).isEmpty)
    }
}
