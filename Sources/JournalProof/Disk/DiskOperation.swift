/// One operation that changes a disk, with everything that is needed to do it again.
///
/// Files and directories are named by the number that the disk gave them; paths are those that
/// held when the operation ran.
package enum DiskOperation: Equatable, Sendable {
    /// A file was made.
    case create(path: String, file: Int)
    /// Bytes were written into a file.
    case write(file: Int, offset: Int, bytes: [UInt8])
    /// A file's content and size were made durable.
    case sync(file: Int)
    /// A sync failed: the system forgets what was not written yet, but still shows it.
    case failedSync(file: Int)
    /// A file was cut or extended, in bytes.
    case truncate(file: Int, size: Int)
    /// A file or directory was renamed.
    case rename(source: String, target: String)
    /// A file's name was removed.
    case unlink(path: String)
    /// A directory was made.
    case makeDirectory(path: String, directory: Int)
    /// The names in a directory were made durable.
    case syncDirectory(path: String)

    /// The same write, torn after `count` bytes; nil when this is no write.
    package func prefix(_ count: Int) -> DiskOperation? {
        guard case .write(let file, let offset, let bytes) = self else { return nil }
        return .write(file: file, offset: offset, bytes: Array(bytes.prefix(count)))
    }

    /// The bytes that a write carries; 0 for everything else.
    package var writtenBytes: Int {
        guard case .write(_, _, let bytes) = self else { return 0 }
        return bytes.count
    }

    /// Whether this gives something the name `path`.
    package func isRename(to path: String) -> Bool {
        guard case .rename(_, path) = self else { return false }
        return true
    }

    /// Whether this is a write of more than `count` bytes.
    package func isWrite(longerThan count: Int) -> Bool { writtenBytes > count }

    /// Whether this writes a slot of the head file.
    package var isHead: Bool { writtenBytes == 512 }
}
