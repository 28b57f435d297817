import Journal

/// A long life with everything in it: calls and entries of several sizes, many segments,
/// snapshots, unfinished writes that are cut, and opening again.
package struct LongScript: ProofScript {
    /// Its name.
    package let name = "long life"
    /// How many commands it has.
    package let commands: Int

    /// A life of so many commands, at least 1.
    package init(commands: Int) { self.commands = commands }

    /// Makes a journal and lives.
    package func run(on disk: SimulatedDisk, _ notes: inout ProofNotes) async throws {
        try ProofJournal.make(on: disk)
        notes.answered(on: disk)
        var journal = try ProofJournal.open(disk).journal
        var count = 0
        for command in 0..<commands {
            let entries = Self.entries(of: command)
            try await journal.append(entries)
            count += entries.count
            notes.answered(on: disk, entries: count)
            await ProofJournal.settle(disk)
            switch command % 20 {
            case 7:
                let last = journal.last.entry
                let state = Array("{\"entries\":\(last)}".utf8)
                try await journal.writeSnapshot(schemaVersion: 1, state: state, throughEntry: last)
            case 12:
                await journal.close()
                try await ProofJournal.tear(disk, carrying: 100 + 37 * (command / 20))
                journal = try ProofJournal.open(disk).journal
            case 17:
                await journal.close()
                journal = try ProofJournal.open(disk).journal
            default: break
            }
        }
        await journal.close()
    }

    private static func entries(of command: Int) -> [NewEntry] {
        switch command % 7 {
        case 1: (0..<3).map { .example("\(command)-\($0)") }
        case 3: [.example("\(command)", parts: 3)]
        case 4: [.example("\(command) " + String(repeating: "long ", count: 20 + command % 30))]
        case 6: [.example("\(command)", parts: 2), .example("\(command) after")]
        default: [.example("\(command)")]
        }
    }
}
