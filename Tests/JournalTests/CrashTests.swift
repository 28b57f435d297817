import Journal
import JournalProof
import Testing

/// Crashes in lives that no attack of the list has.
struct CrashTests {
    @Test func `an entry of many batches is there as a whole or not at all`() async throws {
        let life = try await Life(entries: 1)
        let start = life.disk.image
        let before = life.disk.log.count
        try await life.journal.append([.example("many", parts: 600)])
        await life.journal.close()
        let log = life.disk.log[before...]
        var image = start
        var counts: [Int] = []

        for operation in log {
            var torn = image
            if let half = operation.prefix(70_000) { torn.apply(half) }
            let (journal, _) = try Life.open(SimulatedDisk(torn), .write)
            let entries = try journal.entries(from: 1).filter { $0.kind == "change-set" }
            #expect(entries.allSatisfy { $0.partCount == 1 || $0.partCount == 600 })
            counts.append(entries.count)
            await journal.close()
            image.apply(operation)
        }

        #expect(counts.sorted() == counts)
        #expect(Set(counts) == [1, 2])
    }

    @Test func `a journal that was opened is there after a power loss, however it was made`()
        async throws
    {
        let disk = ProofJournal.emptyDisk()
        try ProofJournal.make(on: disk)
        let named = try #require(disk.log.firstIndex { $0.isRename(to: ProofJournal.path) })
        var image = ProofJournal.emptyDisk().image
        for operation in disk.log[...named] { image.apply(operation) }
        let killed = SimulatedDisk(image)
        let (journal, _) = try ProofJournal.open(killed)
        try await journal.append([.example("kept")])
        await journal.close()

        var random = SeededRandom(seed: 1)
        let after = SimulatedDisk(killed.image.afterPowerLoss(.none, &random))
        let (again, _) = try ProofJournal.open(after)

        #expect(try again.entries(from: 1).map(\.command) == ["c-kept"])
        await again.close()
    }
}
