import JournalProof

/// What many made-up teams did, and what went wrong.
package struct ReviewTally: Sendable {
    /// What must never happen.
    package enum Failure: String, Sendable, CaseIterable {
        /// Something was live, or would be, that nobody had approved.
        case unapproved
        /// Something that was approved or kept was not there.
        case lost
        /// The journal gave another state.
        case replay
    }

    /// Teams.
    package var teams = 0
    /// What was asked for, undo included.
    package var proposals = 0
    /// How much of it was refused.
    package var refusals = 0
    /// Decisions about drafts.
    package var decisions = 0
    /// Drafts that became real with their approvals.
    package var published = 0
    /// What happened without a review because it reached few customers.
    package var small = 0
    /// Drafts that became real in an emergency.
    package var emergencies = 0
    /// Entries that were taken back.
    package var undone = 0
    /// Decisions that had to be made again although the same text lay there.
    package var repeated = 0
    /// How often each failure happened.
    package var failures: [Failure: Int] = [:]
    /// The first few of them, in words.
    package var examples: [String] = []

    /// Nothing happened yet.
    package init() {}

    /// Whether nothing went wrong.
    package var isClean: Bool { failures.isEmpty }

    mutating func note(_ failure: Failure, _ example: String) {
        failures[failure, default: 0] += 1
        if examples.count < 5 { examples.append(example) }
    }

    mutating func add(_ other: ReviewTally, number: Int) {
        teams += other.teams
        proposals += other.proposals
        refusals += other.refusals
        decisions += other.decisions
        published += other.published
        small += other.small
        emergencies += other.emergencies
        undone += other.undone
        repeated += other.repeated
        failures.merge(other.failures, uniquingKeysWith: +)
        let room = max(0, 10 - examples.count)
        examples += other.examples.prefix(room).map { "team \(number): \($0)" }
    }

    /// A table, and below it how to repeat it.
    package func markdown(seed: UInt64) -> String {
        let rows: [(String, Int)] = [
            ("teams of 2 to 8 people", teams), ("things they asked for", proposals),
            ("of these refused", refusals), ("approvals and drafts sent back", decisions),
            ("drafts published with their approvals", published),
            ("changes that reached too few customers for a review", small),
            ("drafts published in an emergency", emergencies), ("entries taken back", undone),
            ("**live, or planned, without an approval**", failures[.unapproved] ?? 0),
            ("**approved or kept, and lost**", failures[.lost] ?? 0),
            ("**journals that gave another state**", failures[.replay] ?? 0),
        ]
        let lines = rows.map { "| \($0.0) | \($0.1.grouped) |" }
        return (["| what | how often |", "|---|---:|"] + lines + ["", "Seed \(seed)."])
            .joined(separator: "\n")
    }
}

/// Runs made-up teams one after the other, several at a time.
package struct ReviewRunner: Sendable {
    /// Where all chance comes from.
    package let seed: UInt64
    /// How many teams.
    package let count: Int
    /// How many things each team does.
    package let steps: Int
    /// How many teams work side by side.
    package let workers: Int

    /// Sets it up.
    package init(seed: UInt64, count: Int, steps: Int = 40, workers: Int = 2) {
        self.seed = seed
        self.count = count
        self.steps = steps
        self.workers = workers
    }

    /// Runs one of them again.
    ///
    /// - Parameters:
    ///   - number: which one; 0 is the first.
    ///   - told: is given a line for each thing that somebody asked for.
    /// - Returns: what the team did, and what went wrong.
    /// - Throws: whatever the service throws that is no refusal.
    package func run(
        only number: Int,
        told: @escaping @Sendable (String) -> Void
    ) async throws -> ReviewTally {
        var tale = try await ReviewTale(seed: seed, number: number)
        tale.told = told
        var tally = ReviewTally()
        tally.add(try await tale.run(steps: steps), number: number)
        return tally
    }

    /// Runs them; the tally does not depend on the number of workers.
    ///
    /// - Parameter progress: is told the number of teams that are done.
    /// - Returns: what they did, and what went wrong.
    /// - Throws: whatever the service throws that is no refusal.
    package func run(progress: (Int) -> Void = { _ in }) async throws -> ReviewTally {
        var parts = [ReviewTally?](repeating: nil, count: count)
        var done = 0
        try await withThrowingTaskGroup(of: (Int, ReviewTally).self) { group in
            var next = 0
            func add() {
                guard next < count else { return }
                let (number, seed, steps) = (next, seed, steps)
                next += 1
                group.addTask {
                    var tale = try await ReviewTale(seed: seed, number: number)
                    return (number, try await tale.run(steps: steps))
                }
            }
            for _ in 0..<max(1, workers) { add() }
            while let (number, tally) = try await group.next() {
                parts[number] = tally
                done += 1
                progress(done)
                add()
            }
        }
        return parts.enumerated().reduce(into: ReviewTally()) { all, part in
            if let tally = part.element { all.add(tally, number: part.offset) }
        }
    }
}
