import Journal

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// The lives that crashes are put into.
package enum ProofScripts {
    /// Short ones, each about one thing; crash attacks run on all of them.
    package static let all: [any ProofScript] = [
        CreationScript(), RotationScript(), SnapshotScript(), SealingScript(), TailCutScript(),
        FullDiskScript(),
    ]
}

/// Making a journal and its first entry.
package struct CreationScript: ProofScript {
    /// Its name.
    package let name = "create"

    /// Makes it.
    package init() {}

    /// Makes a journal, appends once, closes.
    package func run(on disk: SimulatedDisk, _ notes: inout ProofNotes) async throws {
        try ProofJournal.make(on: disk)
        notes.answered(on: disk)
        let (journal, _) = try ProofJournal.open(disk)
        try await journal.append([.example("first")])
        notes.answered(on: disk, entries: 1)
        await journal.close()
    }
}

/// Appending past the size of a segment.
package struct RotationScript: ProofScript {
    /// Its name.
    package let name = "rotate"

    /// Makes it.
    package init() {}

    /// A journal with two entries.
    package func prepare(_ disk: SimulatedDisk) async throws {
        try await ProofJournal.prepare(disk, entries: 2)
    }

    /// Four entries of several records, in three segments.
    package func run(on disk: SimulatedDisk, _ notes: inout ProofNotes) async throws {
        let (journal, _) = try ProofJournal.open(disk)
        for number in 3...6 {
            try await journal.append([.example("\(number)", parts: number)])
            notes.answered(on: disk, entries: number)
        }
        await journal.close()
    }
}

/// Writing snapshots, and forgetting old ones.
package struct SnapshotScript: ProofScript {
    /// Its name.
    package let name = "snapshot"

    /// Makes it.
    package init() {}

    /// A journal with six entries.
    package func prepare(_ disk: SimulatedDisk) async throws {
        try await ProofJournal.prepare(disk, entries: 6)
    }

    /// Six snapshots, of which two are forgotten, with an entry in between.
    package func run(on disk: SimulatedDisk, _ notes: inout ProofNotes) async throws {
        let (journal, _) = try ProofJournal.open(disk)
        for entry in 1...6 as ClosedRange<UInt64> {
            try await journal.writeSnapshot(
                schemaVersion: 1,
                state: Array("{\"through\":\(entry)}".utf8),
                throughEntry: entry
            )
            guard entry == 3 else { continue }
            try await journal.append([.example("between")])
            notes.answered(on: disk, entries: 7)
            await ProofJournal.settle(disk)
        }
        await journal.close()
    }
}

/// Sealing a segment that a snapshot covers, as a service does before it ends.
package struct SealingScript: ProofScript {
    /// Its name.
    package let name = "seal"

    /// Makes it.
    package init() {}

    /// A journal with three entries.
    package func prepare(_ disk: SimulatedDisk) async throws {
        try await ProofJournal.prepare(disk, entries: 3)
    }

    /// Twice a new segment and a snapshot of everything before it, each time opened again.
    package func run(on disk: SimulatedDisk, _ notes: inout ProofNotes) async throws {
        for number in 4...5 {
            let (journal, _) = try ProofJournal.open(disk)
            try await journal.append([.example("\(number)", parts: 2)])
            notes.answered(on: disk, entries: number)
            await ProofJournal.settle(disk)
            try await journal.rotate()
            try await journal.writeSnapshot(
                schemaVersion: 1,
                state: Array("{\"through\":\(number)}".utf8),
                throughEntry: UInt64(number)
            )
            await journal.close()
        }
        let (journal, _) = try ProofJournal.open(disk)
        try await journal.append([.example("6")])
        notes.answered(on: disk, entries: 6)
        await journal.close()
    }
}

/// Cutting an unfinished end, after a write that failed half-way.
package struct TailCutScript: ProofScript {
    /// Its name.
    package let name = "cut"

    /// Makes it.
    package init() {}

    /// A journal with two entries.
    package func prepare(_ disk: SimulatedDisk) async throws {
        try await ProofJournal.prepare(disk, entries: 2)
    }

    /// An append that fails in the middle of its second record, the cut, and two more entries.
    package func run(on disk: SimulatedDisk, _ notes: inout ProofNotes) async throws {
        try await ProofJournal.tear(disk, carrying: 450)
        let (journal, _) = try ProofJournal.open(disk)
        for number in 3...4 {
            try await journal.append([.example("\(number)")])
            notes.answered(on: disk, entries: number)
        }
        await journal.close()
    }
}

/// Running out of space in the middle of a write, and going on.
package struct FullDiskScript: ProofScript {
    /// Its name.
    package let name = "full disk"

    /// Makes it.
    package init() {}

    /// A journal with two entries.
    package func prepare(_ disk: SimulatedDisk) async throws {
        try await ProofJournal.prepare(disk, entries: 2)
    }

    /// An append that finds no space after 300 bytes, and two that do.
    package func run(on disk: SimulatedDisk, _ notes: inout ProofNotes) async throws {
        let (journal, _) = try ProofJournal.open(disk)
        disk.refuse(Refusal(after: 0, errno: ENOSPC, calls: [.write], carriedBytes: 300))
        _ = try? await journal.append([.example("no space", parts: 2)])
        disk.refuse(nil)
        for number in 3...4 {
            try await journal.append([.example("\(number)", parts: 2)])
            notes.answered(on: disk, entries: number)
        }
        await journal.close()
    }
}

extension ProofJournal {
    /// Makes a journal with small entries.
    package static func prepare(_ disk: SimulatedDisk, entries: Int) async throws {
        try make(on: disk)
        let (journal, _) = try open(disk)
        for number in 0..<entries { try await journal.append([.example("\(number + 1)")]) }
        await journal.close()
    }

    /// Appends an entry of three records, of which only some bytes reach the disk.
    static func tear(_ disk: SimulatedDisk, carrying bytes: Int) async throws {
        let (journal, _) = try open(disk)
        disk.refuse(Refusal(after: 0, errno: EIO, calls: [.write], carriedBytes: bytes))
        _ = try? await journal.append([.example("torn", parts: 3)])
        disk.refuse(nil)
        await journal.close()
    }
}
