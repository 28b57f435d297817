internal import Experiments
internal import FlagModel

/// What the service has counted of experiments, and what it says, run by run.
struct ResultAnswers: Equatable, Sendable {
    /// One run of one experiment.
    struct Run: Hashable, Sendable {
        var experimentID: GUID
        /// From 0.
        var number: Int
    }

    /// What is known of a run.
    struct Answer: Equatable, Sendable {
        /// The plan that was asked with; another one asks anew.
        var plan: Experiment
        /// The last question; answers to earlier ones are late.
        var generation: Int
        var isUnderWay = true
        /// Whether as much was counted twice in a row; until then more may be on its way.
        var isSettled = false
        /// What was counted, when it came.
        var counts: ExperimentCounts?
        /// What it says at the moment that is looked at; `nil` while nothing was counted by then.
        var result: ExperimentResult?
        /// Why it could not be asked, in a sentence.
        var problem: String?
    }

    /// Questions that are under way at once.
    static let atOnce = 4
    /// Runs that the list asks about, at the most.
    static let maximum = 300
    /// How often an answer on screen is asked for again.
    static let refreshMilliseconds = 60_000
    /// How often a run is asked for again that nobody came to yet, or that is still being counted.
    static let hopingMilliseconds = 5_000

    private(set) var answers: [Run: Answer] = [:]
    /// Runs to ask about, the next one first.
    private(set) var waiting: [Run] = []

    subscript(run: Run) -> Answer? { answers[run] }

    /// Notes runs to ask about, those on screen first.
    mutating func want(_ runs: [(run: Run, plan: Experiment)]) {
        let wanted = runs.prefix(Self.maximum).filter { run, plan in answers[run]?.plan != plan }
        let known = Set(waiting)
        waiting += wanted.map(\.run).filter { !known.contains($0) }
    }

    /// Notes that a run is to be asked about again.
    mutating func wantAgain(_ run: Run) {
        guard answers[run]?.isUnderWay != true, !waiting.contains(run) else { return }
        waiting.append(run)
    }

    /// The next run to ask about; `nil` while enough is under way.
    mutating func next() -> Run? {
        guard answers.values.count(where: \.isUnderWay) < Self.atOnce, !waiting.isEmpty else {
            return nil
        }
        return waiting.removeFirst()
    }

    /// Notes a question; what is known stays on screen until its answer.
    mutating func asked(_ run: Run, plan: Experiment, generation: Int) {
        var answer = answers[run] ?? Answer(plan: plan, generation: generation)
        (answer.plan, answer.generation, answer.isUnderWay) = (plan, generation, true)
        answers[run] = answer
    }

    /// The run whose last question has this number.
    func run(of generation: Int) -> Run? {
        answers.first { $0.value.generation == generation }?.key
    }

    /// Takes what was counted, or why it could not be.
    mutating func take(_ run: Run, counts: ExperimentCounts?, problem: String?) {
        answers[run]?.isUnderWay = false
        answers[run]?.problem = problem
        guard let counts else { return }
        let before = answers[run]?.counts
        answers[run]?.isSettled = before?.eventCount == counts.eventCount
        answers[run]?.counts = counts
    }

    /// Keeps what the counts of a run say.
    mutating func say(_ run: Run, _ result: ExperimentResult?) { answers[run]?.result = result }

    /// Whether nothing is under way and nothing waits.
    var isQuiet: Bool { waiting.isEmpty && !answers.values.contains(where: \.isUnderWay) }
}

extension Experiment {
    /// The run that the screen speaks of: the last one; `nil` before the first.
    var shownRun: ResultAnswers.Run? {
        runs.isEmpty ? nil : ResultAnswers.Run(experimentID: id, number: runs.count - 1)
    }
}

extension ExperimentCounts {
    /// What had been counted by a moment: whole days only; `nil` when no day was over.
    func counted(by moment: Moment) -> ExperimentCounts? {
        if moment >= asOf { return self }
        var counts = self
        counts.days = days.filter { $0.until <= moment }
        guard let last = counts.days.last else { return nil }
        counts.asOf = last.until
        return counts
    }
}
