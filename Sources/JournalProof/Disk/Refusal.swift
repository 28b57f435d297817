#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// The kinds of calls that a disk answers, and can refuse.
package enum DiskCall: String, CaseIterable, Sendable {
    /// Opening a file that is there.
    case open
    /// Making a file.
    case create
    /// Listing a directory.
    case names
    /// Asking what a path or an open file is.
    case item
    /// Making a directory.
    case makeDirectory = "mkdir"
    /// Renaming.
    case rename
    /// Removing a name.
    case unlink
    /// Making names durable.
    case syncDirectory = "fsync"
    /// Asking how much is free.
    case freeBytes = "statvfs"
    /// Asking what kind of file system it is.
    case danger = "mounts"
    /// Writing.
    case write = "pwrite"
    /// Reading.
    case read = "pread"
    /// Making a content durable.
    case sync = "fdatasync"
    /// Cutting or extending.
    case truncate = "ftruncate"
    /// Taking a lock.
    case lock = "flock"

    /// Those that change the disk.
    package static let changes: Set<DiskCall> = [
        .create, .makeDirectory, .rename, .unlink, .syncDirectory, .write, .sync, .truncate,
    ]
    /// Every call.
    package static let all = Set(allCases)
}

/// Which call a disk refuses, and how.
package struct Refusal: Sendable {
    /// How many calls that count succeed before.
    package var after: Int
    /// The system's error number; 0 makes the call carry fewer bytes instead of failing.
    package var errno: Int32
    /// Whether all later calls that count are refused too.
    package var isForever: Bool
    /// The kinds of calls that count.
    package var calls: Set<DiskCall>
    /// Of calls that change the disk, only these count.
    package var matches: @Sendable (DiskOperation) -> Bool
    /// How many bytes of a refused write still reach the file, or of a short one are carried.
    package var carriedBytes: Int

    /// Refuses the call after `after` others.
    package init(
        after: Int,
        errno: Int32,
        isForever: Bool = false,
        calls: Set<DiskCall> = DiskCall.changes,
        carriedBytes: Int = 0,
        matches: @escaping @Sendable (DiskOperation) -> Bool = { _ in true }
    ) {
        self.after = after
        self.errno = errno
        self.isForever = isForever
        self.calls = calls
        self.carriedBytes = carriedBytes
        self.matches = matches
    }

    /// Counts a call; what becomes of it.
    mutating func judge(_ call: DiskCall, _ operation: DiskOperation?) -> Verdict {
        guard calls.contains(call), operation.map(matches) ?? true else { return .allowed }
        after -= 1
        guard after < 0, isForever || after == -1 else { return .allowed }
        guard errno == 0 else { return .refused(errno, carriedBytes: carriedBytes) }
        return .short(max(1, carriedBytes))
    }

    /// What becomes of a call.
    enum Verdict {
        case allowed
        case refused(Int32, carriedBytes: Int)
        case short(Int)
    }
}
