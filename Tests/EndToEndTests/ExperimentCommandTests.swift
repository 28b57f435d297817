import Foundation
import Testing

/// Experiments from a script, from the plan to the archive.
@Suite(.waiting)
struct ExperimentCommandTests {
    /// A place with a flag of two versions that is on for half of the people.
    private func shop() throws -> Workplace {
        let workplace = try Workplace()
        try workplace.done("init")
        try workplace.done("flag", "create", "checkout", "--version", "New=n", "--version", "Old=o")
        return workplace
    }

    private func planned(_ more: String...) throws -> Workplace {
        let workplace = try shop()
        let words = ["experiment", "create", "speed", "--flag", "checkout", "--metric", "paid"]
        let result = try workplace.start(words + more).end()
        #expect(result.code == 0, "\(result.errors)")
        return workplace
    }

    private func experiment(_ workplace: Workplace) throws -> [String: Any] {
        let text = try workplace.done("experiment", "show", "speed", "--json")
        let object = try JSONSerialization.jsonObject(with: Data(text.utf8))
        return try #require(object as? [String: Any])
    }

    @Test func `a plan holds what was said, and the usual for the rest`() throws {
        let workplace = try planned(
            "--title",
            "people who pay",
            "--guardrail",
            "refund=refunds",
            "--keep",
            "order",
            "--margin",
            "0.5",
            "--also",
            "click",
            "--people",
            "20000",
            "--smallest-change",
            "2.5%",
            "--layer",
            "shop:0-50"
        )

        let plan = try experiment(workplace)
        #expect(plan["state"] as? String == "planned")
        #expect(plan["name"] as? String == "Speed")
        #expect(plan["flag"] as? String == "checkout")
        #expect((plan["baseline"] as? [String: Any])?["name"] as? String == "Old")
        #expect(plan["days"] as? Int == 14)
        #expect(plan["people"] as? Int == 20_000)
        #expect(plan["smallestChangePercent"] as? Double == 2.5)
        let metric = try #require(plan["metric"] as? [String: Any])
        #expect(metric["measure"] as? String == "conversion")
        #expect(metric["title"] as? String == "people who pay")
        let guardrails = try #require(plan["guardrails"] as? [[String: Any]])
        #expect(guardrails.map { $0["event"] as? String } == ["refund", "order"])
        #expect(guardrails.map { $0["higherIsBetter"] as? Bool } == [false, true])
        #expect(guardrails.map { $0["marginPercent"] as? Double } == [0.5, 0.5])
        let layer = try #require(plan["layer"] as? [String: Any])
        #expect(layer["toPercent"] as? Double == 50)
    }

    @Test func `before the start it says why nobody can say how long it takes`() throws {
        let workplace = try planned("--title", "people who pay", "--people", "900")

        let text = try workplace.done("experiment", "plan", "speed")
        #expect(
            text.contains(
                "Nobody can say how long it takes: no customer was seen in the last 14 days."
            )
        )
        let json = try workplace.done("experiment", "plan", "speed", "--json")
        let object = try JSONSerialization.jsonObject(with: Data(json.utf8))
        let plan = try #require(object as? [String: Any])
        #expect(plan["experiment"] as? String == "speed")
        #expect(plan["wantedChangePercent"] as? Double == 5)
        #expect(plan["smallestChangePercent"] is NSNull)
        #expect((plan["from"] as? [String: Any])?["source"] as? String == "everybody")
    }

    @Test func `it starts, protects its flag, stops and is put away`() throws {
        let workplace = try planned()
        try workplace.done("flag", "on", "checkout")

        let start = try workplace.start(["experiment", "start", "speed"]).end()
        #expect(start.code == 0)
        #expect(start.errors.contains("The flag gives everybody the same version"))
        let archive = try workplace.start(["flag", "archive", "checkout"]).end()
        #expect(archive.code == 3)
        #expect(archive.errors.contains("Stop it first: flagdeck experiment stop speed."))
        let off = try workplace.start(["flag", "off", "checkout"]).end()
        #expect(off.code == 0)
        #expect(off.errors.contains("Careful: Speed is running on Checkout (day 1 of 14)."))
        #expect(try workplace.start(["experiment", "archive", "speed"]).end().code == 3)

        try workplace.done("experiment", "stop", "speed")
        try workplace.done("experiment", "archive", "speed")
        #expect(try workplace.done("experiment", "list", "--json").hasPrefix("[]"))
        #expect(try workplace.done("experiment", "list", "--archived").contains("archived"))
        let runs = try #require(try experiment(workplace)["runs"] as? [[String: Any]])
        #expect(runs.count == 1)
        #expect(runs.first?["endedAt"] is String)
    }

    @Test func `a dry run says what would happen, and changes nothing`() throws {
        let workplace = try planned()
        let before = try workplace.journal()

        let text = try workplace.done("experiment", "start", "speed", "--dry-run")

        #expect(text.contains("started the experiment Speed in LIVE"))
        #expect(text.contains("Dry run: nothing was changed."))
        #expect(try workplace.journal() == before)
    }

    @Test func `the list shows how things were`() throws {
        let workplace = try planned()
        try workplace.done("experiment", "start", "speed")

        #expect(try workplace.done("at", "3", "experiment", "list").contains("planned"))
        #expect(try workplace.done("experiment", "list").contains("running, day 1 of 14"))
    }

    @Test(arguments: [
        (["--measure", "ratio"], "A ratio needs the event that it is divided by"),
        (["--measure", "retention", "--between", "7"], "Retention needs the days between"),
        (["--measure", "often"], "\"often\" cannot be measured"),
        (["--smallest-change", "5.125"], "\"5.125\" is no percentage for --smallest-change"),
        (["--smallest-change", "-5"], "--smallest-change"),
        (["--people", "many"], "\"many\" is no number for --people"),
        (["--layer", "shop"], "\"shop\" is no part of a layer"),
        (["--layer", "shop:50-10"], "is empty: give two percentages from 0 to 100"),
        (["--days", "0"], "days of an experiment, or none"),
        (["--baseline", "Blue"], "has no version \"Blue\", or several. There are: New and Old."),
        (["--audience", "vip"], "There is no audience \"vip\" in LIVE."),
        (["--smallest-change", "101"], "must be 1 to 10,000 hundredths of a percent"),
    ])
    func `what makes no sense is refused in words, and nothing is planned`(
        options: [String],
        words: String
    ) throws {
        let workplace = try shop()
        let create = ["experiment", "create", "speed", "--flag", "checkout", "--metric", "paid"]

        let result = try workplace.start(create + options).end()

        #expect(result.code == 2 || result.code == 3)
        #expect(result.errors.contains(words), "\(result.errors)")
        #expect(try workplace.done("experiment", "list", "--json").hasPrefix("[]"))
    }
}
