import Evaluation
import FlagModel

/// How long it takes to compile an environment, whole and after one change.
enum EvaluationUpdateBench {
    private static let flags = 350
    private static let members = 100_000
    private static let rounds = 21

    /// Measures an environment of 350 flags that all look at an audience of 100,000 members.
    static func run() throws {
        var place = try BenchPlace()
        let audience = try place.audience("everybody") { audience in
            audience.members = try (0..<members).map { try CustomerKey("customer-\($0)") }
        }
        var changes: [Change] = [.createAudience(environment: place.id, audience)]
        for number in 0..<flags {
            var flag = try place.flag("flag-\(number)")
            flag.rules = [rule(number, audience.id)]
            changes.append(.createFlag(environment: place.id, flag))
        }
        try place.make(changes)
        let evaluator = Evaluator(place.state)
        let first = evaluator.flags[0].flag.id
        let toggle = Change.editFlag(environment: place.id, flag: first, .setEnabled(false))
        let growth = Change.editAudience(
            environment: place.id,
            audience: audience.id,
            .addMembers([Insertion(try CustomerKey("somebody-new"))])
        )
        print("\(flags) flags, an audience of \(Words.grouped(members)) members")
        report("compiled afresh") { Evaluator(place.state) }
        for (name, change) in [("one flag turned off", toggle), ("one more member", growth)] {
            try place.make([change])
            report("updated after \(name)") { evaluator.updated(to: place.state) }
        }
    }

    private static func rule(_ number: Int, _ audience: GUID) -> Rule {
        let countries = Condition.listValue(["DE", "FR", "NL"])
        return Rule(
            id: "r1",
            name: "",
            conditions: [
                Condition(id: "1", test: .isInAudience([audience])),
                Condition(id: "2", test: .attribute("country", .isOneOf, countries)),
            ],
            serving: Serving(parts: [("a", number * 100), ("b", 100_000 - number * 100)])
        )
    }

    private static func report(_ name: String, _ work: () -> Evaluator) {
        let times = (0..<rounds).map { _ in
            let start = Stopwatch.threadProcessor()
            let evaluator = work()
            let microseconds = Stopwatch.threadProcessor() - start
            precondition(evaluator.flags.count == flags, "Every flag is compiled.")
            return microseconds
        }
        .sorted()
        let (best, median) = (Int(times[0].rounded()), Int(times[rounds / 2].rounded()))
        print("  \(name): \(Words.grouped(best)) us, median \(Words.grouped(median)) us")
    }
}
