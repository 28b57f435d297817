/// The snapshots of a journal.
struct SnapshotFolder: Sendable {
    let disk: any Disk
    let directory: JournalDirectory
    let id: JournalID

    /// The sequences of all snapshots, oldest first, whether or not they verify.
    func sequences() throws(JournalError) -> [UInt64] {
        do throws(DiskError) {
            return try disk.namesIfThere(in: directory.snapshots).compactMap {
                JournalDirectory.number(in: $0, suffix: JournalDirectory.snapshotSuffix)
            }.sorted()
        } catch {
            throw error.asJournalError
        }
    }

    /// Reads a snapshot; nil when it does not verify or is not what its name says.
    func read(_ sequence: UInt64) -> JournalSnapshot? {
        let path = self.path(sequence)
        guard let bytes = try? disk.contents(of: path),
            let snapshot = SnapshotFile.read(bytes, of: id), snapshot.sequence == sequence
        else { return nil }
        return snapshot
    }

    /// Opens a snapshot of which the state is read and checked later; nil when the rest of it does
    /// not verify or is not what its name says.
    func open(_ sequence: UInt64) -> OpenSnapshot? {
        guard let file = try? disk.open(path(sequence), .read),
            let snapshot = try? SnapshotFile.open(file, of: id), snapshot.sequence == sequence
        else { return nil }
        return snapshot
    }

    /// The last entry that a snapshot says it includes, without reading all of it.
    func throughEntry(of sequence: UInt64) throws(DiskError) -> UInt64? {
        let start = try disk.open(path(sequence), .read)
            .bytes(at: 0, count: CheckedLine.longestBytes)
        return SnapshotFile.throughEntry(start)
    }

    /// Writes a snapshot under its own name, durably.
    func write(_ snapshot: JournalSnapshot) throws(DiskError) {
        try disk.writeDurably(
            SnapshotFile.encode(snapshot, of: id),
            to: JournalDirectory.snapshotName(snapshot.sequence),
            in: directory.snapshots
        )
    }

    /// Removes what neither a start nor time travel needs.
    ///
    /// Kept are the newest few and, for ever, the first of each long run of entries.
    func prune() throws(DiskError) {
        guard let sequences = try? sequences() else { return }
        // What stands for a forgotten history is no cache any more.
        let pinned = (try? ForgottenMark.read(in: directory, on: disk))?.snapshot
        var keptRuns: Set<UInt64> = []
        for sequence in sequences.dropLast(JournalLimits.newestSnapshots)
        where sequence != pinned {
            guard let entry = try throughEntry(of: sequence) else { continue }
            if keptRuns.insert(entry / JournalLimits.entriesPerKeptSnapshot).inserted { continue }
            try disk.unlink(path(sequence))
        }
    }

    func path(_ sequence: UInt64) -> String {
        directory.snapshots + "/" + JournalDirectory.snapshotName(sequence)
    }
}
