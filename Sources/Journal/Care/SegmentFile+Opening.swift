#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

extension SegmentFile {
    /// Opens the file for reading, also when it moves to the archive at this moment.
    func open(on disk: any Disk) throws(DiskError) -> any DiskFile {
        do throws(DiskError) {
            return try disk.open(path, .read)
        } catch {
            guard error.isAbsent, let archived = try? disk.open(archivedPath, .read) else {
                throw error
            }
            return archived
        }
    }

    /// Where the file lies once it is archived; only for one that is not.
    var archivedPath: String {
        JournalDirectory(path: directory).archive + "/" + name
    }
}

extension DiskError {
    /// Whether the failure says that nothing has this name.
    var isAbsent: Bool { errno == ENOENT }
}
