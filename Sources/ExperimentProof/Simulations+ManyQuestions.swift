internal import Experiments
internal import Statistics

extension Simulations {
    /// Guardrails of versions that are the same: harm is wrong.
    var guardrails: [Simulation] {
        [
            guardrails("F6a", "one guardrail", 20_000, count: 1, limit: 0.025),
            guardrails("F6b", "five guardrails", 20_000, count: 5, limit: 0.1),
        ]
    }

    private func guardrails(
        _ id: String,
        _ what: String,
        _ runs: Int,
        count: Int,
        limit: Double
    ) -> Simulation {
        let behaviours = Array(repeating: Behaviour.rate(0.1), count: count + 1)
        let run = daily(behaviours, customers: 1000)
        return Simulation(
            id,
            "no difference, \(what), daily looks",
            runs: self.runs(runs),
            [.init("harm, at any look", .atMost(limit))]
        ) {
            let plan = try run.plan()
            let counts = try run.counts(plan, using: &$0)
            // What is said of a guardrail at a look does not depend on the looks before.
            let isHarmed = counts.days.indices.contains { look in
                let result = ExperimentResult(of: plan, counts: counts.only(look))
                return result.metrics.contains { $0.versions[0].safety == .harmed }
            }
            return [isHarmed ? 1 : 0]
        }
    }

    /// More than one new version, and more than one metric that decides.
    var manyVersions: [Simulation] {
        let run = fourWeeks(.rate(0.1), lifts: [0, 0, 0, 0])
        let both = fourWeeks(.rate(0.1), .rate(0.04), lifts: [0, 0, 0, 0])
        return [
            Simulation(
                "F7a",
                "three new versions that are the same as the old one, daily looks",
                runs: runs(10_000),
                [
                    .init("a version is better, at any look", .atMost(0.05)),
                    .init("any answer", .told),
                ]
            ) {
                let plan = try run.plan()
                let result = ExperimentResult(of: plan, counts: try run.counts(plan, using: &$0))
                let versions = result.metrics[0].versions
                let answers = [
                    versions.contains { $0.outcome == .better },
                    versions.contains { $0.outcome != .open },
                ]
                return answers.map { $0 ? 1 : 0 }
            },
            Simulation(
                "F7b",
                "three new versions, two metrics that decide (the rule alone, on the fold's sums)",
                runs: runs(10_000),
                [.init("a version is better in a metric, at any look", .atMost(0.05))]
            ) {
                let counts = try both.counts(try both.plan(), using: &$0)
                let rule = try DecisionRule(plannedCount: Double(both.customers / 2))
                let hasWin = try counts.days.enumerated().contains { look, day in
                    let moment: Look = look == both.looks - 1 ? .plannedEnd : .running
                    return try rule.decide(Self.candidates(day.periods[0].arms), at: moment)
                        .contains(.win)
                }
                return [hasWin ? 1 : 0]
            },
        ]
    }

    /// Each new version beside the first one, in each metric, but where all are alike so far.
    private static func candidates(_ arms: [ArmCounts]) throws -> [Candidate] {
        let count = arms[0].metrics.count * (arms.count - 1)
        return try arms[0].metrics.indices.flatMap { metric in
            let moments = arms.map { ArmSample.mean($0.metrics[metric].sums.moments(.yesOrNo)) }
            return try moments.dropFirst().compactMap { moment -> Candidate? in
                let pair = try Comparison(control: moments[0], treatment: moment)
                guard let effect = try? pair.effect(.absolute) else { return nil }
                return Candidate(effect: effect, weight: 1 / Double(count))
            }
        }
    }

    /// Whether people were split as planned.
    var splits: [Simulation] {
        [
            split("F8a", "as planned, daily looks", 20_000, fourWeeks(.rate(0)), .atMost(0.01)),
            split(
                "F8b",
                "as planned, hourly looks",
                20_000,
                hourly(.rate(0)),
                .atMost(0.01)
            ),
            split(
                "F8c",
                "48 to 52 instead of 50 to 50, 28,000 customers, daily looks",
                10_000,
                daily([.rate(0)], customers: 1000, parts: size == .full ? [48, 52] : [35, 65]),
                .atLeast(0.99)
            ),
        ]
    }

    private func split(
        _ id: String,
        _ what: String,
        _ runs: Int,
        _ run: SimulatedRun,
        _ limit: Simulation.Limit
    ) -> Simulation {
        Simulation(
            id,
            "people are split \(what)",
            runs: self.runs(runs),
            [.init("the split is called broken", limit)]
        ) {
            let plan = try run.plan()
            let result = ExperimentResult(of: plan, counts: try run.counts(plan, using: &$0))
            return [result.split.isBroken ? 1 : 0]
        }
    }
}
