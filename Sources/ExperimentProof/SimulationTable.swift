import FlagModel

/// What came of simulations, as text for a terminal and for a page.
package struct SimulationTable: Sendable {
    /// Where all chance came from.
    package let seed: UInt64
    /// What came of each simulation.
    package var rows: [Row] = []

    /// Nothing yet.
    package init(seed: UInt64) { self.seed = seed }

    /// What came of one simulation.
    package struct Row: Sendable {
        /// Which one.
        package let simulation: Simulation
        /// How many experiments there were.
        package let runs: Int
        /// The answers to each question.
        package let answers: [Answers]
        /// How long it took, in seconds.
        package let seconds: Double

        /// Puts the parts together.
        package init(_ simulation: Simulation, runs: Int, answers: [Answers], seconds: Double) {
            self.simulation = simulation
            self.runs = runs
            self.answers = answers
            self.seconds = seconds
        }

        /// Whether everything holds that must.
        package var holds: Bool {
            zip(simulation.questions, answers).allSatisfy { $1.hold($0.limit) }
        }

        /// Lines for a terminal.
        package var lines: [String] {
            let head = "\(simulation.id): \(simulation.what); \(Words.grouped(runs)) experiments"
            return [head + ", \(Int(seconds.rounded())) s"]
                + zip(simulation.questions, answers).map { question, answers in
                    let (found, limit) = SimulationTable.texts(question.limit, answers)
                    let failed = answers.hold(question.limit) ? "" : "   DOES NOT HOLD"
                    return "     \(question.what): \(found)\(limit.isEmpty ? "" : " (\(limit))")"
                        + failed
                }
        }
    }

    /// Whether everything holds that must.
    package var holds: Bool { rows.allSatisfy(\.holds) }

    /// A table, and below it how to repeat it.
    package var markdown: String {
        var lines = [
            "| | what is simulated | experiments | what is asked | found | must be |",
            "|---|---|---:|---|---:|---:|",
        ]
        for row in rows {
            for (index, question) in row.simulation.questions.enumerated() {
                let (found, limit) = Self.texts(question.limit, row.answers[index])
                let failed = row.answers[index].hold(question.limit) ? "" : " **does not hold**"
                let head =
                    index == 0
                    ? [row.simulation.id, row.simulation.what, Words.grouped(row.runs)]
                    : ["", "", ""]
                let cells = head + [question.what, found, limit + failed]
                lines.append("| " + cells.joined(separator: " | ") + " |")
            }
        }
        let total = rows.reduce(0) { $0 + $1.runs }
        let minutes = Int((rows.reduce(0) { $0 + $1.seconds } / 60).rounded(.up))
        lines += ["", "Seed \(seed): \(Words.grouped(total)) experiments in \(minutes) minutes."]
        return lines.joined(separator: "\n")
    }

    /// What was found, and what it must be.
    static func texts(_ limit: Simulation.Limit, _ answers: Answers) -> (String, String) {
        let share = percent(answers.average)
        switch limit {
        case .told: return (share, "")
        case .even(let least): return (decimals(answers.evenness, 3), "above \(decimals(least, 3))")
        case .average(let range):
            return (share, "\(percent(range.lowerBound)) to \(percent(range.upperBound))")
        case .share(let range):
            if range.lowerBound <= 0 { return (share, "at most \(percent(range.upperBound))") }
            if range.upperBound >= 1 { return (share, "at least \(percent(range.lowerBound))") }
            return (share, "\(percent(range.lowerBound)) to \(percent(range.upperBound))")
        }
    }

    private static func percent(_ share: Double) -> String { decimals(100 * share, 2) + " %" }

    /// A number with so many decimals.
    private static func decimals(_ number: Double, _ places: Int) -> String {
        var factor = 1
        for _ in 0..<places { factor *= 10 }
        let parts = Int((number.magnitude * Double(factor)).rounded())
        let rest = String(parts % factor)
        let padded = String(repeating: "0", count: places - rest.count) + rest
        return (number < 0 && parts > 0 ? "-" : "") + "\(parts / factor).\(padded)"
    }
}
