import JSON

/// What forgetting the start of a history removes, or removed.
public struct Forgetting: Hashable, Sendable {
    /// The first entry that goes.
    public var firstEntry: UInt64
    /// The last entry that goes.
    public var lastEntry: UInt64
    /// The chain position at that entry, where the rest of the history begins.
    public var end: JournalPosition
    /// The files that go, oldest first.
    public var segments: [String]
    /// The last entry of the snapshot that stands for what goes.
    public var snapshotEntry: UInt64

    /// How many entries go.
    public var count: UInt64 { lastEntry - firstEntry + 1 }
}

/// Why the start of a history cannot be forgotten.
public enum ForgettingProblem: Error, Hashable, Sendable {
    /// Only whole archived files can go; these are the last entries of those there are.
    case notAtEndOfFile(possible: [UInt64])
    /// No entry is in the archive.
    case nothingArchived
    /// No snapshot that verifies holds the state at the entry or later.
    case noSnapshot
    /// Another number of entries goes than the caller said.
    case otherCount(UInt64)
    /// The journal could not do it.
    case journal(JournalError)
}

extension Journal {
    /// What forgetting through an entry would remove; nothing is changed.
    ///
    /// - Parameter entry: the last entry that goes; the last one of a file in the archive.
    /// - Returns: exactly what would be lost.
    /// - Throws: ``ForgettingProblem`` saying what stands in the way.
    public func forgetting(
        through entry: UInt64
    ) throws(ForgettingProblem) -> Forgetting {
        let archived = archived()
        guard let first = archived.first else { throw .nothingArchived }
        guard let index = archived.firstIndex(where: { $0.last == entry }) else {
            throw .notAtEndOfFile(possible: archived.map(\.last))
        }
        guard let snapshot = try standIn(for: entry) else { throw .noSnapshot }
        let segments = view.withLock { $0.segments }
        let end = segments[index + 1].start
        return Forgetting(
            firstEntry: first.segment.firstEntry,
            lastEntry: entry,
            end: JournalPosition(
                entry: end.entry,
                sequence: end.sequence,
                chainHash: end.chainHash
            ),
            segments: archived[...index].map(\.segment.file.name),
            snapshotEntry: snapshot.throughEntry
        )
    }

    /// Removes entries from the start of the history for good, and tells of it in an entry.
    ///
    /// Only whole files of the archive go, and only when a snapshot holds the state at the entry
    /// or later; that snapshot is kept from then on. An entry `journal.forgotten` with the range
    /// and the chain hash is durable before anything is removed.
    ///
    /// - Parameters:
    ///   - entry: the last entry that goes; the last one of a file in the archive.
    ///   - count: how many entries the caller expects to lose; must be exact.
    ///   - request: who asks, when and why; it stays in the history.
    /// - Returns: what was lost.
    /// - Throws: ``ForgettingProblem``; nothing was removed when it is one of the first four.
    public func forget(
        through entry: UInt64,
        losing count: UInt64,
        _ request: CareRequest
    ) async throws(ForgettingProblem) -> Forgetting {
        let plan = try forgetting(through: entry)
        guard plan.count == count else { throw .otherCount(plan.count) }
        guard let snapshot = try standIn(for: entry) else { throw .noSnapshot }
        do throws(JournalError) {
            let told = try await append(own: plan.entry(snapshot, request))
            let mark = ForgottenMark(
                journal: id,
                entry: plan.end.entry,
                sequence: plan.end.sequence,
                chainHash: plan.end.chainHash,
                snapshot: snapshot.sequence,
                told: told
            )
            try remove(plan, mark)
        } catch {
            throw .journal(error)
        }
        return plan
    }

    /// Removes files that a crash left although the journal says that they were forgotten.
    ///
    /// - Returns: how many files were removed.
    /// - Throws: ``JournalError/io(operation:path:errno:)``.
    @discardableResult
    public func finishForgetting() throws(JournalError) -> Int {
        guard isWritable else { throw .readOnly }
        guard let mark = try ForgottenMark.read(in: directory, on: disk) else { return 0 }
        do throws(DiskError) {
            var removed = 0
            let folders = [
                (directory.archive, JournalDirectory.segmentSuffix),
                (directory.snapshots, JournalDirectory.snapshotSuffix),
            ]
            for (folder, suffix) in folders {
                for name in try disk.namesIfThere(in: folder).sorted() {
                    guard let number = JournalDirectory.number(in: name, suffix: suffix),
                        number < mark.sequence || suffix == JournalDirectory.segmentSuffix,
                        number <= mark.sequence
                    else { continue }
                    try disk.unlink(folder + "/" + name)
                    removed += 1
                }
                try disk.syncDirectory(folder)
            }
            return removed
        } catch {
            throw error.asJournalError
        }
    }

    private func remove(_ plan: Forgetting, _ mark: ForgottenMark) throws(JournalError) {
        do throws(DiskError) {
            try disk.writeDurably([mark.bytes], to: ForgottenMark.name, in: directory.path)
        } catch {
            throw error.asJournalError
        }
        view.withLock { view in
            view.segments.removeAll { $0.file.firstSequence <= mark.sequence }
        }
        try finishForgetting()
    }

    /// The oldest snapshot that verifies and holds the state at an entry or later.
    private func standIn(for entry: UInt64) throws(ForgettingProblem) -> JournalSnapshot? {
        let sequences: [UInt64]
        do throws(JournalError) {
            sequences = try folder.sequences()
        } catch {
            throw .journal(error)
        }
        for sequence in sequences {
            guard let snapshot = folder.read(sequence), snapshot.throughEntry >= entry,
                confirms(snapshot)
            else { continue }
            return snapshot
        }
        return nil
    }
}

extension Forgetting {
    /// The entry that tells of it.
    fileprivate func entry(_ snapshot: JournalSnapshot, _ request: CareRequest) -> OwnEntry {
        let state = snapshot.state.withUnsafeBytes { Digest(of: $0) }
        return OwnEntry(
            kind: "journal.forgotten",
            actor: request.actor,
            time: request.timeMicroseconds,
            payload: [
                "chain": .string(end.chainHash.hex),
                "entries": .integer(Int(count)),
                "first": .integer(Int(firstEntry)),
                "last": .integer(Int(lastEntry)),
                "reason": .string(request.shortReason),
                "sequence": .integer(Int(end.sequence)),
                "snapshot": .integer(Int(snapshot.sequence)),
                "stateSHA256": .string(state.hex),
            ]
        )
    }
}
