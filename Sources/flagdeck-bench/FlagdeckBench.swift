/// Measures what the documents state, on the machine and file system where it runs.
///
/// `flagdeck-bench NAME [ARGUMENTS]` runs one measurement; without a name it says which there are.
@main
enum FlagdeckBench {
    /// One measurement, by the name that is typed.
    struct Measurement: Sendable {
        var name: String
        /// What it measures and which arguments it takes, in one line.
        var summary: String
        var run: @Sendable (_ arguments: [String]) async throws -> Void
    }

    static let all: [Measurement] = [
        Measurement(name: "journal", summary: "[DIRECTORY]: durable appends, and opening") {
            for figure in try await JournalBench.run(in: $0.first ?? "/tmp") { print(figure) }
        },
        Measurement(
            name: "evaluate",
            summary: "[--scenario FILE | --answers N]: answers per second of processor time",
            run: { try EvaluationBench.run($0) }
        ),
    ]

    static func main() async throws {
        let words = CommandLine.arguments.dropFirst()
        guard let found = all.first(where: { $0.name == words.first }) else {
            for one in all { print("flagdeck-bench \(one.name) \(one.summary)") }
            return
        }
        try await found.run(Array(words.dropFirst()))
    }
}
