/// What moved to the archive.
public struct ArchiveReport: Hashable, Sendable {
    /// The file names, oldest first.
    public var segments: [String]
    /// The last entry that lies in the archive now; nil when it is empty.
    public var throughEntry: UInt64?
    /// The entry of the snapshot that the next start may need; nil without a snapshot.
    public var neededFromEntry: UInt64?
}

extension Journal {
    /// Moves the segments that no start needs any more to `archive/`.
    ///
    /// These are the sealed ones that the oldest of the newest snapshots covers wholly. Nothing is
    /// rewritten: everything in the archive can be read as before, also by readers that are under
    /// way. Repeating it after a crash does the rest.
    ///
    /// - Returns: what moved; nothing when no start would be quicker.
    /// - Throws: ``JournalError/readOnly``, or ``JournalError/io(operation:path:errno:)``.
    public func archive() async throws(JournalError) -> ArchiveReport {
        guard isWritable else { throw .readOnly }
        let result = await OwnThread.result { [self] in
            Result { () throws(JournalError) in try moveToArchive() }
        }
        return try result.get()
    }

    private func moveToArchive() throws(JournalError) -> ArchiveReport {
        let oldest = try newestSnapshots().last
        let segments = view.withLock { $0.segments }
        var moved: [SegmentFile] = []
        for (one, next) in zip(segments, segments.dropFirst())
        where one.file.directory == directory.path && next.start.sequence <= oldest?.sequence ?? 0 {
            moved.append(one.file)
        }
        if !moved.isEmpty { try move(moved) }
        return ArchiveReport(
            segments: moved.map(\.name),
            throughEntry: archived().last?.last,
            neededFromEntry: oldest?.throughEntry
        )
    }

    private func move(_ files: [SegmentFile]) throws(JournalError) {
        do throws(DiskError) {
            for file in files { try disk.rename(file.path, to: file.archivedPath) }
            // The new names first: a file may be found twice after a power loss, never nowhere.
            try disk.syncDirectory(directory.archive)
            try disk.syncDirectory(directory.path)
        } catch {
            throw error.asJournalError
        }
        let archive = directory.archive
        view.withLock { view in
            for index in view.segments.indices where files.contains(view.segments[index].file) {
                let first = view.segments[index].file.firstSequence
                view.segments[index].file = SegmentFile(firstSequence: first, directory: archive)
            }
        }
    }

    /// At most so many of the newest snapshots that verify, as are always kept; newest first.
    private func newestSnapshots() throws(JournalError) -> [JournalSnapshot] {
        var found: [JournalSnapshot] = []
        for sequence in try folder.sequences().reversed() {
            guard let snapshot = folder.read(sequence), confirms(snapshot) else { continue }
            found.append(snapshot)
            if found.count == JournalLimits.newestSnapshots { break }
        }
        return found
    }

    /// The archived segments with the numbers of their entries, oldest first.
    func archived() -> [(segment: SegmentView, last: UInt64)] {
        let segments = view.withLock { $0.segments }
        return zip(segments, segments.dropFirst()).compactMap { one, next in
            one.file.directory == directory.archive ? (one, next.firstEntry - 1) : nil
        }
    }
}
