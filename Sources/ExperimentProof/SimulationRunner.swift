/// Runs simulations on several processors.
package struct SimulationRunner: Sendable {
    /// Where all chance comes from.
    package var seed: UInt64
    /// How many experiments; `nil` for as many as a simulation says.
    package var runs: Int?
    /// How many experiments go side by side.
    package var workers: Int

    /// How many experiments one worker takes at once.
    private static let batch = 25

    /// Sets it up.
    package init(seed: UInt64, runs: Int? = nil, workers: Int = 2) {
        self.seed = seed
        self.runs = runs
        self.workers = workers
    }

    /// How many experiments a simulation gets.
    package func runs(of simulation: Simulation) -> Int { runs ?? simulation.runs }

    /// Runs a simulation; the answers do not depend on the number of workers.
    ///
    /// - Parameters:
    ///   - simulation: what to run.
    ///   - progress: is told the number of experiments that are done, now and then.
    /// - Returns: the answers to each question.
    /// - Throws: whatever an experiment throws.
    package func answers(
        of simulation: Simulation,
        progress: (Int) -> Void = { _ in }
    ) async throws -> [Answers] {
        let runs = runs(of: simulation)
        let batches = stride(from: 0, to: runs, by: Self.batch).map {
            $0..<min($0 + Self.batch, runs)
        }
        var parts = [[Answers]?](repeating: nil, count: batches.count)
        var done = 0
        try await withThrowingTaskGroup(of: (Int, [Answers]).self) { group in
            var next = 0
            func add() {
                guard next < batches.count else { return }
                let index = next
                let range = batches[index]
                next += 1
                let seed = seed
                group.addTask {
                    (index, try Self.batch(range, of: simulation, seed: seed))
                }
            }
            for _ in 0..<max(1, workers) { add() }
            while let (index, answers) = try await group.next() {
                parts[index] = answers
                done += batches[index].count
                progress(done)
                add()
            }
        }
        // Put together in order, so that sums have the same last digits every time.
        return parts.reduce(into: simulation.questions.map { Answers(to: $0) }) { all, part in
            for (question, answers) in (part ?? []).enumerated() { all[question].add(answers) }
        }
    }

    private static func batch(
        _ range: Range<Int>,
        of simulation: Simulation,
        seed: UInt64
    ) throws -> [Answers] {
        var all = simulation.questions.map { Answers(to: $0) }
        for run in range {
            var chance = Chance(seed: seed, simulation: simulation.id, run: run)
            let answers = try simulation.answer(&chance)
            for (question, answer) in answers.enumerated() { all[question].add(answer) }
        }
        return all
    }
}
