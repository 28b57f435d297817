import ArgumentParser
import JournalProof

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// Runs every attack on the journal in memory.
struct ProveJournal: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "journal",
        abstract: "Attack the journal on a disk in memory: crashes, damage, failing calls.",
        discussion: """
            Ends with 1 when anything that was answered was lost, a sound journal was refused, or \
            damage was taken for sound.
            """
    )

    @Option(help: "Where all chance comes from; the same seed repeats the run.")
    var seed: UInt64 = 1

    @Flag(help: "Do the short run that the tests do.")
    var short = false

    @Option(help: "How many cases run side by side.")
    var workers = 2

    @Option(help: "Only these attacks, such as C1,D1.")
    var only: String?

    @Option(name: .customLong("write"), help: "Put the table between the marks of this page.")
    var page: String?

    func run() async throws {
        let settings = ProofSettings(seed: seed, isShort: short, workers: workers)
        let chosen = only.map { Set($0.split(separator: ",").map(String.init)) }
        var rows: [ProofTable.Row] = []
        for attack in ProofAttacks.all where chosen?.contains(attack.id) ?? true {
            let row = try await ProofTable.Row(attack, settings)
            print(row.line)
            for example in row.tally.examples { print("      \(example)") }
            fflush(nil)
            rows.append(row)
        }
        let table = ProofTable(name: "journal", seed: seed, isShort: short, rows: rows)
        print("\n" + table.markdown)
        if let page { try PageFile.put(table.markdown, under: table.name, into: page) }
        guard rows.allSatisfy(\.tally.isClean) else { throw ExitCode(1) }
    }
}
