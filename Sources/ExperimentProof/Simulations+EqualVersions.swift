internal import Experiments
internal import FlagModel

extension Simulations {
    /// Versions that are all the same: an answer is wrong.
    static var equalVersions: [Simulation] {
        [
            equal("F1", "one in 10 does it, 500 a day, daily looks", 20_000, fourWeeks(.rate(0.1))),
            equal(
                "F2",
                "one in 100 does it, 100 a day, daily looks",
                20_000,
                SimulatedRun([.rate(0.01)], customersPerLook: 200, looks: 28)
            ),
            equal(
                "F3",
                "one in 10 does it, 21 an hour, hourly looks",
                10_000,
                SimulatedRun([.rate(0.1)], customersPerLook: 42, looks: 672, looksPerDay: 24)
            ),
            equal(
                "F4a",
                "one in 10 buys, amounts lognormal with s = 1.2",
                10_000,
                fourWeeks(.revenue(buyers: 0.1, logDeviation: 1.2, isCapped: false))
            ),
            equal(
                "F4b",
                "the same with s = 2",
                10_000,
                fourWeeks(.revenue(buyers: 0.1, logDeviation: 2, isCapped: false))
            ),
            equal(
                "F4c",
                "the same with s = 2, the largest of 1,000 cut",
                10_000,
                fourWeeks(.revenue(buyers: 0.1, logDeviation: 2, isCapped: true))
            ),
            equal(
                "F5a",
                "clicks for each visit, 1 to 10 visits and an own rate each",
                10_000,
                fourWeeks(.clicksByVisits(rate: 0.2))
            ),
            equal(
                "F5b",
                "spending that goes with what was spent before, correlation 0.8",
                10_000,
                fourWeeks(.spending(correlation: 0.8))
            ),
            equal(
                "F5c",
                "one in 10 buys, and half of them again some days later, and so on",
                10_000,
                fourWeeks(.returning(buyers: 0.1, logDeviation: 1.2))
            ),
        ]
    }

    private static func equal(
        _ id: String,
        _ what: String,
        _ runs: Int,
        _ run: SimulatedRun
    ) -> Simulation {
        let questions: [Simulation.Question] = [
            .init("an answer, at any look", .atMost(0.05)),
            .init("of them: better", .told),
            .init("of them: worse", .told),
        ]
        return Simulation(id, "both versions are the same: \(what)", runs: runs, questions) {
            let plan = try run.plan()
            let result = ExperimentResult(of: plan, counts: try run.counts(plan, using: &$0))
            let outcome = result.metrics[0].versions[0].outcome
            return [outcome != .open, outcome == .better, outcome == .worse].map { $0 ? 1 : 0 }
        }
    }
}

extension ExperimentResult {
    /// What counts say to a reader who looks right then.
    init(of plan: Experiment, counts: ExperimentCounts) {
        self.init(of: plan, counts: counts, now: counts.asOf)
    }

    /// Whether the answer is that a version is better.
    var isWin: Bool {
        switch verdict {
        case .win, .guardrailUnknown: true
        default: false
        }
    }
}
