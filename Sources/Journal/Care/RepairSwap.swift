/// Puts a repaired journal in the place of a damaged one, so that a crash leaves one of them whole.
///
/// ```
/// journal.repairing-<time>   being built
/// journal.repaired-<time>    whole and durable
/// journal.broken-<time>      the damaged one
/// ```
///
/// Nothing is ever deleted. Between the two last renames no `journal` is there; whoever opens it
/// for writing next does the last one.
enum RepairSwap {
    static let building = ".repairing-"
    static let ready = ".repaired-"
    static let broken = ".broken-"

    static func path(_ directory: JournalDirectory, _ stage: String, _ time: Int64) -> String {
        directory.path + stage + FixedWidth.text(UInt64(max(0, time)))
    }

    /// Gives the built journal its place, and the damaged one another.
    static func run(
        _ directory: JournalDirectory,
        at time: Int64,
        on disk: any Disk
    ) throws(DiskError) {
        let parent = JournalDirectory.parent(of: directory.path)
        try disk.rename(path(directory, building, time), to: path(directory, ready, time))
        try disk.syncDirectory(parent)
        try disk.rename(directory.path, to: path(directory, broken, time))
        try disk.syncDirectory(parent)
        try disk.rename(path(directory, ready, time), to: directory.path)
        try disk.syncDirectory(parent)
    }

    /// Does the last rename that a crash left undone.
    static func finishInterrupted(
        _ directory: JournalDirectory,
        on disk: any Disk
    ) throws(JournalError) {
        do throws(DiskError) {
            guard let ready = try waiting(directory, on: disk) else { return }
            try disk.rename(ready, to: directory.path)
            try disk.syncDirectory(JournalDirectory.parent(of: directory.path))
        } catch {
            throw error.asJournalError
        }
    }

    /// The repaired journal that only lacks its name; nil when there is none.
    static func waiting(
        _ directory: JournalDirectory,
        on disk: any Disk
    ) throws(DiskError) -> String? {
        let parent = JournalDirectory.parent(of: directory.path)
        guard try disk.item(at: directory.path) == nil, try disk.item(at: parent) != nil else {
            return nil
        }
        let trimmed = directory.path.split(separator: "/").last.map(String.init) ?? ""
        let times = try disk.names(in: parent).compactMap { name -> UInt64? in
            let start = trimmed + ready
            return name.hasPrefix(start) ? FixedWidth.number(name.dropFirst(start.count)) : nil
        }
        for time in times.sorted().reversed() {
            let text = FixedWidth.text(time)
            guard try disk.item(at: directory.path + broken + text) != nil else { continue }
            return directory.path + ready + text
        }
        return nil
    }
}

extension Journal {
    /// Whether a journal is in a directory, or a repaired one that a crash kept from its name.
    public static func exists(at directory: String) -> Bool {
        let disk = SystemDisk()
        guard (try? disk.item(at: directory)) == nil else { return true }
        return (try? RepairSwap.waiting(JournalDirectory(path: directory), on: disk)) != nil
    }
}

extension Journal {
    /// Gives a repaired journal its name when a crash stopped the repair just before.
    ///
    /// - Throws: ``JournalError/io(operation:path:errno:)``.
    public static func finishInterruptedRepair(
        at directory: String
    ) throws(JournalError) {
        try RepairSwap.finishInterrupted(JournalDirectory(path: directory), on: SystemDisk())
    }
}
