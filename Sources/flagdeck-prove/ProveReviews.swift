import ArgumentParser
import ReviewProof

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// Lets made-up teams draft, read, approve and publish, and looks for what nobody approved.
struct ProveReviews: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reviews",
        abstract: "Make up teams by the ten thousand, and look for what happened unapproved.",
        discussion: """
            The service is the real one, on a disk in memory. What people read and said is kept in \
            a book beside it. Ends with 1 when anything was live that nobody had approved, \
            anything approved was lost, or a journal gave another state.
            """
    )

    @Option(help: "Where all chance comes from; the same seed repeats the run.")
    var seed: UInt64 = 20_261_129

    @Option(help: "How many teams work side by side.")
    var workers = 2

    @Option(help: "Run this team alone, and print all that it asks for; 0 is the first.")
    var only: Int?

    @Option(name: .customLong("write"), help: "Put the table between the marks of this page.")
    var page: String?

    @Argument(help: "How many teams.") var count = 10_000

    func validate() throws {
        guard (1...1_000_000).contains(count), (1...64).contains(workers) else {
            throw ValidationError("Take 1 to 1,000,000 teams, and 1 to 64 workers.")
        }
        guard only == nil || page == nil else {
            throw ValidationError("One team alone makes no table: leave out --write.")
        }
        guard only.map({ (0..<1_000_000).contains($0) }) ?? true else {
            throw ValidationError("Take a team from 0 to 999,999.")
        }
    }

    func run() async throws {
        print("Seed \(seed).")
        let runner = ReviewRunner(seed: seed, count: count, workers: workers)
        if let only {
            let tally = try await runner.run(only: only) { print($0) }
            for example in tally.examples { print(example) }
            guard tally.isClean else { throw ExitCode(1) }
            return
        }
        let tally = try await runner.run { done in
            guard done % 500 == 0 else { return }
            print("\(done) of \(count) teams")
            fflush(nil)
        }
        for example in tally.examples { print(example) }
        print(tally.markdown(seed: seed))
        if let page { try PageFile.put(tally.markdown(seed: seed), under: "reviews", into: page) }
        guard tally.isClean else { throw ExitCode(1) }
    }
}
