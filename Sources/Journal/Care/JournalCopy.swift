#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// A copy of a journal that is being made under a temporary name.
///
/// Everything is durable before the copy gets its name, so that a half-made one does not exist. A
/// crash leaves a directory whose name ends in `.unfinished`; the next copy uses it again. What was
/// ever opened for writing has a file `lock` and is never taken for one.
struct JournalCopy {
    let disk: any Disk
    /// Where the copy is made.
    let draft: JournalDirectory
    /// What was copied so far.
    private(set) var files: [BackupManifest.File] = []

    static let suffix = ".unfinished"

    /// Makes the folders of an empty journal, or empties those that a crash left.
    ///
    /// - Throws: an error with `EEXIST` when a journal that was used is there.
    init(at draft: JournalDirectory, on disk: any Disk) throws(DiskError) {
        self.disk = disk
        self.draft = draft
        guard try disk.item(at: draft.lock) == nil else {
            throw DiskError(operation: "a copy", path: draft.path, errno: EEXIST)
        }
        for path in [draft.path, draft.snapshots, draft.archive, draft.quarantine] {
            if try disk.item(at: path) == nil {
                try disk.makeDirectory(path)
            } else {
                for name in try disk.names(in: path) where !JournalDirectory.folders.contains(name)
                {
                    try disk.unlink(path + "/" + name)
                }
            }
        }
    }

    /// Writes a file of the copy and makes its content durable; its name with ``sync()``.
    mutating func write(_ bytes: [UInt8], to name: String) throws(DiskError) {
        let file = try disk.open(draft.path + "/" + name, .create)
        try file.writeAll(bytes, at: 0)
        try file.sync()
        file.close()
        let hash = bytes.withUnsafeBytes { Digest(of: $0) }
        files.append(BackupManifest.File(path: name, size: bytes.count, hash: hash))
    }

    /// Copies a segment, or its first bytes, to the folder in which it lies.
    ///
    /// - Returns: false when it has fewer bytes than asked for.
    mutating func write(
        _ segment: SegmentFile,
        of directory: JournalDirectory,
        bytes count: Int?
    ) throws(DiskError) -> Bool {
        let file = try segment.open(on: disk)
        let size = try file.item().size
        let asked = count ?? size
        let bytes = try file.bytes(at: 0, count: asked)
        let isArchived = segment.directory == directory.archive
        try write(bytes, to: (isArchived ? "archive/" : "") + segment.name)
        return bytes.count == asked
    }

    /// Writes a head file that names the end of the copy.
    mutating func writeHead(
        _ end: ChainState,
        segment: UInt64,
        offset: Int,
        time: Int64,
        seed: CRC32C
    ) throws(DiskError) {
        let slot = HeadSlot(
            generation: 2,
            sequence: end.sequence,
            segment: segment,
            offset: UInt64(offset),
            chainHash: end.chainHash,
            timeMicroseconds: time
        )
        try write(slot.bytes(seed: seed), to: "head")
    }

    /// Makes the names durable.
    func sync() throws(DiskError) {
        for path in [draft.snapshots, draft.archive, draft.quarantine, draft.path] {
            try disk.syncDirectory(path)
        }
    }
}
