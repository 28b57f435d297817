/// Makes a new journal: whole under its name, or not at all.
enum JournalCreation {
    /// Builds everything in `<directory>.tmp`, makes it durable, and gives it its name.
    static func run(
        _ directory: JournalDirectory,
        id: JournalID,
        at time: Int64,
        on disk: any Disk
    ) throws(JournalError) {
        let parent = JournalDirectory.parent(of: directory.path)
        do throws(DiskError) {
            guard try disk.item(at: directory.path) == nil else {
                throw DiskError(operation: "exists", path: directory.path, errno: 0)
            }
        } catch {
            guard error.errno == 0 else { throw error.asJournalError }
            throw .exists(path: directory.path)
        }
        let draft = JournalDirectory(path: directory.path + JournalDirectory.temporarySuffix)
        do throws(DiskError) {
            try makeFolders(draft, on: disk)
        } catch {
            throw error.asJournalError
        }
        let lock = try JournalLock.take(at: draft.lock, on: disk, time: time)
        defer { lock.close() }
        do throws(DiskError) {
            try fill(draft, id: id, at: time, on: disk)
            try disk.rename(draft.path, to: directory.path)
            try disk.syncDirectory(parent)
        } catch {
            throw error.asJournalError
        }
    }

    private static func makeFolders(
        _ draft: JournalDirectory,
        on disk: any Disk
    ) throws(DiskError) {
        for path in [draft.path, draft.snapshots, draft.archive, draft.quarantine]
        where try disk.item(at: path) == nil {
            try disk.makeDirectory(path)
        }
    }

    private static func fill(
        _ draft: JournalDirectory,
        id: JournalID,
        at time: Int64,
        on disk: any Disk
    ) throws(DiskError) {
        let keep = Set(JournalDirectory.folders + ["lock"])
        for name in try disk.names(in: draft.path) where !keep.contains(name) {
            try disk.unlink(draft.path + "/" + name)
        }
        try disk.writeDurably([IdentityFile.encode(id)], to: "identity", in: draft.path)
        let genesis = ChainState.genesis(of: id)
        let segment = try NewSegment.create(after: genesis, of: id, in: draft, at: time, on: disk)
        let file = try disk.open(draft.head, .createOrUpdate)
        var head = HeadFile(file, generation: 0)
        try head.write(
            genesis,
            segment: segment.file.firstSequence,
            offset: segment.headerBytes,
            time: time,
            seed: id.checksumSeed
        )
        try head.sync()
        head.close()
        try disk.syncDirectory(draft.path)
    }
}
