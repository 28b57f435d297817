extension Journal {
    var folder: SnapshotFolder {
        SnapshotFolder(disk: disk, directory: directory, id: id)
    }

    /// Keeps a state so that the next start need not fold the entries before it.
    ///
    /// It is written beside the journal's own thread, so appends go on meanwhile.
    ///
    /// - Parameters:
    ///   - schemaVersion: the version of the state's own format, at least 0.
    ///   - state: canonical JSON, at most ``JournalLimits/snapshotBytes``.
    ///   - entry: the last entry that the state includes; it must be durable.
    /// - Throws: ``JournalError``; the journal itself is as it was.
    public func writeSnapshot(
        schemaVersion: Int,
        state: [UInt8],
        throughEntry entry: UInt64
    ) async throws(JournalError) {
        guard isWritable else { throw .readOnly }
        guard state.count <= JournalLimits.snapshotBytes else {
            let maximum = JournalLimits.snapshotBytes
            throw .limits(field: "snapshot", size: state.count, maximum: maximum)
        }
        guard schemaVersion >= 0 else { throw .invalid(field: "schema", reason: "is negative") }
        let result = await OwnThread.result { [self] in
            Result { () throws(JournalError) in
                try write(schemaVersion: schemaVersion, state: state, throughEntry: entry)
            }
        }
        try result.get()
    }

    /// The newest snapshot that verifies and that the chain confirms; nil without one.
    public func newestSnapshot() -> JournalSnapshot? { snapshot(atOrBefore: .max) }

    /// The snapshot that opening found, for the first who asks; nil without one.
    public func takeOpenedSnapshot() -> OpenSnapshot? {
        view.withLock { view in
            defer { view.openedSnapshot = nil }
            return view.openedSnapshot
        }
    }

    /// The newest snapshot that the chain confirms and that includes no entry after `entry`.
    ///
    /// Its state is read and checked as it is needed; when some of it does not read back,
    /// ``snapshot(atOrBefore:)`` finds an older one that does.
    public func openSnapshot(atOrBefore entry: UInt64) -> OpenSnapshot? {
        for sequence in ((try? folder.sequences()) ?? []).reversed() {
            guard let through = try? folder.throughEntry(of: sequence), through <= entry,
                let snapshot = folder.open(sequence), snapshot.throughEntry <= entry,
                confirms(snapshot)
            else { continue }
            return snapshot
        }
        return nil
    }

    /// The newest snapshot that verifies, that the chain confirms, and that includes no entry
    /// after `entry`: where time travel starts.
    public func snapshot(atOrBefore entry: UInt64) -> JournalSnapshot? {
        for sequence in ((try? folder.sequences()) ?? []).reversed() {
            guard let through = try? folder.throughEntry(of: sequence), through <= entry,
                let snapshot = folder.read(sequence), snapshot.throughEntry <= entry,
                confirms(snapshot)
            else { continue }
            return snapshot
        }
        return nil
    }

    /// The last entry of every snapshot that verifies and that the chain confirms, oldest first;
    /// ``snapshot(atOrBefore:)`` reads one.
    public func snapshotEntries() -> [UInt64] {
        ((try? folder.sequences()) ?? []).compactMap { sequence in
            folder.read(sequence).flatMap { confirms($0) ? $0.throughEntry : nil }
        }
    }

    private func write(
        schemaVersion: Int,
        state: [UInt8],
        throughEntry entry: UInt64
    ) throws(JournalError) {
        guard let place = try place(ofEntry: entry) else {
            throw .invalid(field: "snapshot", reason: "includes entries that are not there")
        }
        let snapshot = JournalSnapshot(
            throughEntry: entry,
            sequence: place.sequence,
            chainHash: place.chainHash,
            schemaVersion: schemaVersion,
            state: state[...]
        )
        do throws(DiskError) {
            try folder.write(snapshot)
            // Each may be the last witness of what damaged entries did.
            if view.withLock({ $0.damage }) == nil { try folder.prune() }
        } catch {
            throw error.isOutOfSpace ? .full(path: directory.snapshots) : error.asJournalError
        }
    }

    /// Whether the chain has the snapshot's hash where the snapshot says.
    func confirms(_ snapshot: some PlacedInChain) -> Bool {
        let segments = view.withLock { $0.segments }
        if let start = segments.start(after: snapshot.sequence) { return start.confirms(snapshot) }
        guard let place = try? place(ofEntry: snapshot.throughEntry) else { return false }
        return place.sequence == snapshot.sequence && place.chainHash == snapshot.chainHash
    }

    /// The last record of an entry; nil when there is no such entry.
    private func place(ofEntry entry: UInt64) throws(JournalError) -> RecordLine? {
        guard entry > 0, entry <= last.entry else { return nil }
        _ = try reader(from: entry, through: entry)
        let segments = view.withLock { $0.segments }
        return try EntryLocator(disk: disk, seed: seed).lastRecord(ofEntry: entry, in: segments)?
            .line
    }
}
