#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// The file system of the machine.
package struct SystemDisk: Disk {
    /// Makes no call.
    package init() {}

    package func open(_ path: String, _ mode: DiskOpenMode) throws(DiskError) -> any DiskFile {
        try SystemFile(path, mode)
    }

    package func names(in directory: String) throws(DiskError) -> [String] {
        guard let stream = opendir(directory) else { throw .last("opendir", directory) }
        defer { closedir(stream) }
        var names: [String] = []
        errno = 0
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { names.append(name) }
            errno = 0
        }
        guard errno == 0 else { throw .last("readdir", directory) }
        return names
    }

    package func item(at path: String) throws(DiskError) -> DiskItem? {
        var status = stat()
        guard lstat(path, &status) == 0 else {
            if errno == ENOENT { return nil }
            throw .last("lstat", path)
        }
        return DiskItem(status)
    }

    package func makeDirectory(_ path: String) throws(DiskError) {
        guard mkdir(path, 0o700) == 0 else { throw .last("mkdir", path) }
    }

    package func rename(_ source: String, to target: String) throws(DiskError) {
        #if canImport(Darwin)
        let result = Darwin.rename(source, target)
        #else
        let result = Glibc.rename(source, target)
        #endif
        guard result == 0 else { throw .last("rename", source) }
    }

    package func unlink(_ path: String) throws(DiskError) {
        #if canImport(Darwin)
        let result = Darwin.unlink(path)
        #else
        let result = Glibc.unlink(path)
        #endif
        guard result == 0 else { throw .last("unlink", path) }
    }

    package func syncDirectory(_ path: String) throws(DiskError) {
        let descriptor = retrying { openDescriptor(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC) }
        guard descriptor >= 0 else { throw .last("open", path) }
        defer { closeDescriptor(descriptor) }
        guard retrying({ fsync(descriptor) }) == 0 else { throw .last("fsync", path) }
    }

    package func freeBytes(at path: String) throws(DiskError) -> Int {
        var status = statvfs()
        guard statvfs(path, &status) == 0 else { throw .last("statvfs", path) }
        let (bytes, overflowed) = Int(clamping: status.f_bavail)
            .multipliedReportingOverflow(by: Int(clamping: status.f_frsize))
        return overflowed ? .max : bytes
    }

    package func danger(at directory: String) throws(DiskError) -> String? {
        guard let item = try item(at: directory) else { return nil }
        guard item.kind == .directory else { return "it is not a directory" }
        guard let type = MountTable.type(ofDevice: item.device),
            MountTable.networkTypes.contains(type)
        else { return nil }
        return "\(type) is a network file system, where locks and syncs cannot be relied on"
    }
}

/// An open file of the machine.
final class SystemFile: DiskFile {
    private let path: String
    private let descriptor: OwnedDescriptor

    init(_ path: String, _ mode: DiskOpenMode) throws(DiskError) {
        let flags =
            switch mode {
            case .read: O_RDONLY
            case .update: O_RDWR
            case .create: O_RDWR | O_CREAT | O_EXCL
            case .createOrUpdate: O_RDWR | O_CREAT
            }
        // A pipe in place of the file would otherwise be waited for until somebody writes to it.
        let safe = O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC
        let number = retrying { openDescriptor(path, flags | safe) }
        guard number >= 0 else { throw .last("open", path) }
        // A stray write to standard output or error must never reach the journal.
        guard Self.isSafe(number) else {
            closeDescriptor(number)
            throw DiskError(operation: "open below descriptor 3", path: path, errno: EBADF)
        }
        self.path = path
        descriptor = OwnedDescriptor(number)
        guard try item().kind == .file else {
            throw DiskError(operation: DiskError.openNoFile, path: path, errno: EINVAL)
        }
    }

    /// Whether no stray write of a program goes to this descriptor.
    static func isSafe(_ descriptor: Int32) -> Bool { descriptor > 2 }

    func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws(DiskError) -> Int {
        let number = try open("pwrite")
        let count = retrying { pwrite(number, bytes.baseAddress, bytes.count, off_t(offset)) }
        guard count > 0 || bytes.isEmpty else { throw .last("pwrite", path) }
        return count
    }

    func read(into bytes: UnsafeMutableRawBufferPointer, at offset: Int) throws(DiskError) -> Int {
        let number = try open("pread")
        adviseLargePages(bytes)
        let count = retrying { pread(number, bytes.baseAddress, bytes.count, off_t(offset)) }
        guard count >= 0 else { throw .last("pread", path) }
        return count
    }

    func sync() throws(DiskError) {
        let number = try open("fdatasync")
        #if canImport(Darwin)
        let result = fcntl(number, F_FULLFSYNC)
        #else
        let result = fdatasync(number)
        #endif
        guard result == 0 else { throw .last("fdatasync", path) }
    }

    func truncate(to size: Int) throws(DiskError) {
        let number = try open("ftruncate")
        guard retrying({ ftruncate(number, off_t(size)) }) == 0 else {
            throw .last("ftruncate", path)
        }
    }

    func item() throws(DiskError) -> DiskItem {
        let number = try open("fstat")
        var status = stat()
        guard fstat(number, &status) == 0 else { throw .last("fstat", path) }
        return DiskItem(status)
    }

    func lock() throws(DiskError) -> Bool {
        let number = try open("flock")
        if retrying({ flock(number, LOCK_EX | LOCK_NB) }) == 0 { return true }
        guard errno == EWOULDBLOCK else { throw .last("flock", path) }
        return false
    }

    /// Lets the lock go by name before the descriptor: a child that is just being started holds a
    /// copy of the descriptor for a moment, and a lock lives as long as any copy.
    func close() {
        if let number = try? open("close") { _ = flock(number, LOCK_UN) }
        descriptor.close()
    }

    private func open(_ operation: String) throws(DiskError) -> Int32 {
        guard let number = descriptor.number else {
            throw DiskError(operation: operation, path: path, errno: EBADF)
        }
        return number
    }
}

extension DiskItem {
    fileprivate init(_ status: stat) {
        let kind: Kind =
            switch status.st_mode & S_IFMT {
            case S_IFREG: .file
            case S_IFDIR: .directory
            default: .other
            }
        self.init(
            kind: kind,
            device: UInt64(truncatingIfNeeded: status.st_dev),
            number: UInt64(status.st_ino),
            size: Int(status.st_size)
        )
    }
}

extension DiskError {
    /// The failure that the system just reported.
    static func last(_ operation: String, _ path: String) -> DiskError {
        DiskError(operation: operation, path: path, errno: lastErrorNumber())
    }

    /// The system's words for an error number.
    static func text(of errno: Int32) -> String { String(cString: strerror(errno)) }

    /// The operation of a failure that says what was opened is no ordinary file.
    fileprivate static let openNoFile = "open a non-file"

    /// Whether a directory, a link, a pipe or a device lies in place of a file.
    var isAboutKind: Bool {
        operation == Self.openNoFile
            || operation == "open" && [ELOOP, EISDIR, ENXIO].contains(errno)
    }

    /// Whether the failure says that no space is left.
    var isOutOfSpace: Bool { errno == ENOSPC || errno == EDQUOT }
}

/// Wall time in microseconds since 1970, UTC.
func wallClockMicroseconds() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000
}

/// Time since the machine started, in microseconds.
func uptimeMicroseconds() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000
}

/// Lets the thread sleep between two pieces of work that nobody waits for.
func restBriefly() { usleep(useconds_t(JournalLimits.checkRestMilliseconds * 1000)) }

/// This process.
func currentProcessID() -> Int32 { getpid() }

private func lastErrorNumber() -> Int32 { errno }

private func openDescriptor(_ path: String, _ flags: Int32) -> Int32 {
    open(path, flags, 0o600)
}

private func closeDescriptor(_ number: Int32) {
    _ = close(number)
}

/// Repeats a call that a signal interrupted.
private func retrying<Result: SignedInteger>(_ call: () -> Result) -> Result {
    while true {
        let result = call()
        if result != -1 || errno != EINTR { return result }
    }
}

/// Asks for large pages under a large buffer that is about to be filled.
///
/// The system then prepares hundreds of small ones at once. That it may refuse does not matter.
private func adviseLargePages(_ bytes: UnsafeMutableRawBufferPointer) {
    #if os(Linux)
    let page = 2_097_152
    guard let start = bytes.baseAddress, bytes.count >= 4 * page else { return }
    let address = Int(bitPattern: start)
    let first = (address + page - 1) / page * page
    let end = (address + bytes.count) / page * page
    _ = madvise(start + (first - address), end - first, MADV_HUGEPAGE)
    #endif
}
