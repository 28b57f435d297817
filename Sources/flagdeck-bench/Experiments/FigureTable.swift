/// What a measurement found, with what it must be, as a table for people and for the documents.
struct FigureTable {
    private var rows: [[String]] = []
    /// Whether everything is as it must be.
    private(set) var holds = true

    /// Adds a figure that must be at least, or at most, so large.
    mutating func add(
        _ name: String,
        _ value: Double,
        _ unit: String,
        atLeast least: Double? = nil,
        atMost most: Double? = nil
    ) {
        let isGood = value >= least ?? value && value <= most ?? value
        if !isGood { holds = false }
        let limit =
            least.map { "at least \(Stopwatch.text($0))" }
            ?? most.map { "at most \(Stopwatch.text($0))" } ?? ""
        rows.append([
            name, "\(Stopwatch.text(value)) \(unit)", limit + (isGood ? "" : ", does not hold"),
        ])
    }

    /// Adds a figure of which nothing is asked.
    mutating func tell(_ name: String, _ text: String) { rows.append([name, text, ""]) }

    /// The table in Markdown.
    var markdown: String {
        let head = ["| measured | found | must be |", "|---|---:|---|"]
        return (head + rows.map { "| " + $0.joined(separator: " | ") + " |" })
            .joined(separator: "\n")
    }
}
