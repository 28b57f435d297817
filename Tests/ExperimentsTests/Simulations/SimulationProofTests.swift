import ExperimentProof
import Experiments
import Testing

/// Eighty small experiments of each kind, through the real fold and the real results.
///
/// The seed is fixed, so a test that passes always passes; its limit has room for what chance does
/// once in a thousand times. `flagdeck-prove experiments` does the same with tens of thousands of
/// large ones, and without that room.
struct SimulationProofTests {
    static let runner = SimulationRunner(seed: 1, workers: 1)

    /// How likely chance has to be before it is not blamed.
    static let rare = 0.001

    @Test(arguments: Simulations.all(.short))
    func `the rules keep their promises`(simulation: Simulation) async throws {
        let answers = try await Self.runner.answers(of: simulation)
        for (question, answers) in zip(simulation.questions, answers) {
            #expect(
                answers.chance(of: question.limit) > Self.rare,
                "\(simulation.id), \(question.what): \(answers.average)"
            )
        }
    }

    @Test func `a rule that takes an ordinary test every day does not keep them`() async throws {
        let run = SimulatedRun([.rate(0.1)], customersPerLook: 60, looks: 10)
        let question = Simulation.Question("an answer", .share(0...0.05))
        let peeking = Simulation("peeking", "daily ordinary tests", runs: 100, [question]) {
            let plan = try run.plan()
            let counts = try run.counts(plan, using: &$0)
            let isAnswered = counts.days.indices.contains { look in
                let day = counts.upTo(look)
                let result = ExperimentResult(of: plan, counts: day, now: day.asOf)
                return result.metrics[0].versions[0].pValues.map { $0.once < 0.05 } ?? false
            }
            return [isAnswered ? 1 : 0]
        }

        let answers = try await Self.runner.answers(of: peeking)

        #expect(answers[0].chance(of: question.limit) < Self.rare)
    }

    @Test(arguments: [
        Behaviour.rate(0), .revenue(buyers: 0.5, logDeviation: 1, isCapped: true),
        .clicksByVisits(rate: 0.2), .spending(correlation: 0.8),
        .returning(buyers: 0.5, logDeviation: 1),
    ])
    func `all looks at once are the looks one by one`(behaviour: Behaviour) throws {
        for seed in 1...2 as ClosedRange<UInt64> {
            let run = SimulatedRun(
                [behaviour, .rate(0.3)],
                lifts: [0, 0.5],
                customersPerLook: 20,
                looks: 48,
                looksPerDay: 24
            )
            var chance = Chance(seed: seed)
            let plan = try run.plan()
            let counts = try run.counts(plan, using: &chance)
            var outcome = VersionResult.Outcome.open
            for look in counts.days.indices {
                let result = ExperimentResult(
                    of: plan,
                    counts: counts.upTo(look),
                    now: counts.days[look].until
                )
                let alone = ExperimentResult(
                    of: plan,
                    counts: counts.only(look),
                    now: counts.days[look].until
                )
                #expect(result.metrics[1].versions[0].safety == alone.metrics[1].versions[0].safety)
                let now = result.metrics[0].versions[0].outcome
                if outcome == .open { outcome = now }
                #expect((now == .open) == (outcome == .open))
            }
        }
    }

    @Test func `the number of workers changes nothing`() async throws {
        let simulation = try #require(Simulations.all(.short).first)
        let one = try await SimulationRunner(seed: 7, runs: 30, workers: 1).answers(of: simulation)
        let four = try await SimulationRunner(seed: 7, runs: 30, workers: 4).answers(of: simulation)
        #expect(one == four)
        #expect(one[0].count == 30)
        let other = try await SimulationRunner(seed: 8, runs: 30).answers(of: simulation)
        #expect(other != one)
    }
}

/// What makes a limit hold.
struct AnswersTests {
    static func answers(_ yes: Int, of count: Int, _ limit: Simulation.Limit) -> Answers {
        var answers = Answers(to: Simulation.Question("", limit))
        for index in 0..<count { answers.add(index < yes ? 1 : 0) }
        return answers
    }

    @Test(arguments: [(5, true), (6, false)])
    func `a share may be as large as its limit`(yes: Int, holds: Bool) {
        let limit = Simulation.Limit.share(0...0.05)
        #expect(Self.answers(yes, of: 100, limit).hold(limit) == holds)
    }

    @Test func `the chance of a share is that of the binomial distribution`() {
        let limit = Simulation.Limit.share(0...0.5)
        #expect(Self.answers(0, of: 3, limit).chance(of: limit) == 1)
        #expect(abs(Self.answers(3, of: 3, limit).chance(of: limit) - 0.125) < 1e-12)
        #expect(abs(Self.answers(2, of: 3, limit).chance(of: limit) - 0.5) < 1e-12)
        let least = Simulation.Limit.share(0.5...1)
        #expect(abs(Self.answers(0, of: 3, least).chance(of: least) - 0.125) < 1e-12)
        #expect(Self.answers(3, of: 3, least).chance(of: least) == 1)
    }

    @Test func `no answer at all holds nothing`() {
        for limit in [.share(0...1), .average(0...1), .even(0.001)] as [Simulation.Limit] {
            #expect(!Self.answers(0, of: 0, limit).hold(limit))
        }
    }

    @Test func `numbers that are not spread evenly are seen`() {
        var (even, uneven) = (Self.answers(0, of: 0, .even(0)), Self.answers(0, of: 0, .even(0)))
        for index in 1...99 {
            even.add(Double(index) / 100)
            uneven.add(Double(index * index) / 10_000)
        }
        #expect(even.hold(.even(0.001)))
        #expect(!uneven.hold(.even(0.001)))
    }

    @Test func `a table says what does not hold`() {
        let limit = Simulation.Limit.share(0...0.05)
        let question = Simulation.Question("a wrong answer", limit)
        let simulation = Simulation("X1", "a test", runs: 100, [question]) { _ in [0] }
        var table = SimulationTable(seed: 3)
        table.rows.append(
            .init(simulation, runs: 100, answers: [Self.answers(5, of: 100, limit)], seconds: 1)
        )
        #expect(table.holds)
        #expect(table.markdown.contains("| X1 | a test | 100 | a wrong answer | 5.00 % | at most"))
        table.rows.append(
            .init(simulation, runs: 100, answers: [Self.answers(6, of: 100, limit)], seconds: 1)
        )
        #expect(!table.holds)
        #expect(table.markdown.contains("6.00 % | at most 5.00 % **does not hold** |"))
        #expect(table.rows[1].lines.last?.hasSuffix("DOES NOT HOLD") == true)
    }
}
