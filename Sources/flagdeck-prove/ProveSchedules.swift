import ArgumentParser
import ScheduleProof

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// Lets plans of every kind live through a year.
struct ProveSchedules: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schedules",
        abstract:
            "Let plans live through a year in many zones while clocks are set and power goes.",
        discussion: """
            The clock and the disk are in memory; the service and the journal are the real ones. \
            Ends with 1 when anything happened twice, not at all, or at another time than its rule \
            says.
            """
    )

    @Option(help: "Where all chance comes from; the same seed repeats the run.")
    var seed: UInt64 = 1

    @Option(help: "How many days pass.") var days = 365

    @Option(help: "How many zones run side by side.") var workers = 2

    @Option(help: "Only these zones, such as Europe/Berlin,Asia/Tokyo.") var only: String?

    @Option(name: .customLong("write"), help: "Put the table between the marks of this page.")
    var page: String?

    func validate() throws {
        guard (1...365).contains(days) else { throw ValidationError("--days must be 1 to 365.") }
        guard (1...64).contains(workers) else {
            throw ValidationError("--workers must be from 1 to 64.")
        }
    }

    func run() async throws {
        let proof = ScheduleProof(seed: seed, days: days)
        let chosen = only.map { Set($0.split(separator: ",").map(String.init)) }
        let zones = ProofZones.all.filter { chosen?.contains($0.name) ?? true }
        print("seed \(seed)")
        fflush(nil)
        var tallies: [Int: ScheduleTally] = [:]
        try await withThrowingTaskGroup(of: (Int, ScheduleTally).self) { group in
            for index in zones.indices {
                if index >= workers { try await take(from: &group, zones, into: &tallies) }
                group.addTask { (index, try await proof.run(zones[index])) }
            }
            while tallies.count < zones.count {
                try await take(from: &group, zones, into: &tallies)
            }
        }
        let rows = zones.indices.compactMap { index in
            tallies[index].map { (zone: zones[index].name, tally: $0) }
        }
        let table = proof.markdown(rows)
        print("\n" + table)
        if let page { try PageFile.put(table, under: "schedules", into: page) }
        guard rows.allSatisfy(\.tally.flaws.isEmpty) else { throw ExitCode(1) }
    }

    private func take(
        from group: inout ThrowingTaskGroup<(Int, ScheduleTally), any Error>,
        _ zones: [ProofZone],
        into tallies: inout [Int: ScheduleTally]
    ) async throws {
        guard let (index, tally) = try await group.next() else { return }
        tallies[index] = tally
        print("\(zones[index].name): \(tally.occurrences) times, \(tally.flaws.count) wrong")
        for flaw in tally.flaws.prefix(5) { print("      \(flaw)") }
        fflush(nil)
    }
}
