import ArgumentParser
import ExperimentProof

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// Runs every simulation that the results of experiments have to pass.
struct ProveExperiments: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "experiments",
        abstract: "Make up experiments by the ten thousand, and count the wrong answers.",
        discussion: """
            Customers are made up one by one, counted as real ones are, and judged as real \
            results are. Ends with 1 when a limit does not hold.
            """
    )

    @Option(help: "Where all chance comes from; the same seed repeats the run.")
    var seed: UInt64 = 20_260_302

    @Option(help: "How many experiments of each kind, instead of 10,000 to 40,000.")
    var runs: Int?

    @Option(help: "How many experiments run side by side.")
    var workers = 2

    @Option(help: "Only these, such as F3,F9b; F9 is all of F9a, F9b and so on.")
    var only: String?

    @Option(name: .customLong("write"), help: "Put the table between the marks of this page.")
    var page: String?

    func validate() throws {
        guard runs.map({ (1...1_000_000).contains($0) }) ?? true else {
            throw ValidationError("--runs must be from 1 to 1,000,000.")
        }
        guard (1...64).contains(workers) else {
            throw ValidationError("--workers must be from 1 to 64.")
        }
        guard !chosen.isEmpty else {
            let names = Simulations.all(.full).map(\.id).joined(separator: ", ")
            throw ValidationError("There is no simulation \(only ?? ""). There are \(names).")
        }
    }

    private var chosen: [Simulation] {
        guard let only else { return Simulations.all(.full) }
        let names = only.split(separator: ",")
        return Simulations.all(.full).filter { simulation in
            names.contains { $0 == simulation.id || $0 == simulation.family }
        }
    }

    func run() async throws {
        let runner = SimulationRunner(seed: seed, runs: runs, workers: workers)
        var table = SimulationTable(seed: seed)
        let clock = ContinuousClock()
        for simulation in chosen {
            let start = clock.now
            let total = runner.runs(of: simulation)
            let answers = try await runner.answers(of: simulation) { done in
                let seconds = (clock.now - start) / .seconds(1)
                let left = Int((seconds / Double(done) * Double(total - done)).rounded(.up))
                Self.tell("\(simulation.id): \(done) of \(total), about \(left) s left")
            }
            Self.tell("")
            let seconds = (clock.now - start) / .seconds(1)
            let row = SimulationTable.Row(
                simulation,
                runs: total,
                answers: answers,
                seconds: seconds
            )
            print(row.lines.joined(separator: "\n"))
            fflush(nil)
            table.rows.append(row)
        }
        if let page { try PageFile.put(table.markdown, under: "experiments", into: page) }
        guard table.holds else { throw ExitCode(1) }
    }

    /// Shows a line in place of the last one, on a terminal only.
    private static func tell(_ line: String) {
        guard isatty(2) == 1 else { return }
        let bytes = Array(("\r\u{1B}[K" + line).utf8)
        _ = write(2, bytes, bytes.count)
    }
}
