/// Measures what the documents state, on the machine and file system where it runs.
///
/// `flagdeck-bench [DIRECTORY]` works in a new folder inside DIRECTORY, by default `/tmp`, and
/// removes it.
@main
enum FlagdeckBench {
    static func main() async throws {
        let parent = CommandLine.arguments.dropFirst().first ?? "/tmp"
        for figure in try await JournalBench.run(in: parent) { print(figure) }
    }
}
