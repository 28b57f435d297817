import Journal

/// What follows from snapshots must be what follows from all entries.
package enum SnapshotAttacks {
    /// S1: a snapshot at every entry, and the rest folded after it.
    package static let everyPoint = Attack(
        id: "S1",
        what: "a snapshot at every entry and the rest after it give the same state as everything"
    ) { settings in
        let script = LongScript(commands: settings.size(short: 6, long: 60))
        let recording = try await ProofRecording(script)
        guard let image = recording.images.last else { return Tally() }
        let whole = fold(recording.entries[...], from: [])
        return await Tally.sweep(recording.entries.count, workers: settings.workers) {
            index,
            tally in
            let entry = recording.entries[index].number
            let flaw = await flaw(image, entry, fold(recording.entries[...index], from: []), whole)
            tally.add(flaw, "snapshot at entry \(entry)")
        }
    }

    private static func flaw(
        _ image: DiskImage,
        _ entry: UInt64,
        _ state: [UInt8],
        _ whole: [UInt8]
    ) async -> Flaw? {
        var image = image
        for path in image.paths where path.hasSuffix(".snapshot") { image.remove(path) }
        let disk = SimulatedDisk(image, keepsLog: false)
        do {
            let (writer, _) = try ProofJournal.open(disk)
            try await writer.writeSnapshot(schemaVersion: 1, state: state, throughEntry: entry)
            await writer.close()
            let (journal, report) = try ProofJournal.open(disk)
            defer { Task { await journal.close() } }
            guard report.snapshotThroughEntry == entry, let found = journal.newestSnapshot() else {
                return .refused("the snapshot was not used")
            }
            let rest = try journal.entries(from: entry + 1).filter { $0.kind == "change-set" }
            await journal.close()
            return fold(rest[...], from: Array(found.state)) == whole
                ? nil : .silent("another state")
        } catch {
            return .refused("\(error)")
        }
    }

    /// A state that depends on every byte and on the order: 16 digits.
    private static func fold(_ entries: ArraySlice<JournalEntry>, from state: [UInt8]) -> [UInt8] {
        var hash = UInt64(String(decoding: state, as: UTF8.self)) ?? 14_695_981_039_346_656_037
        for entry in entries {
            for byte in Array(entry.command.utf8) + entry.payload {
                hash = (hash ^ UInt64(byte)) &* 1_099_511_628_211
            }
        }
        return Array(String(hash).utf8)
    }
}
