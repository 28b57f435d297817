import Journal
import Synchronization

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// A disk in memory that remembers every operation, and can refuse one.
final class MemoryDisk: Disk {
    /// Which operation to refuse, and how.
    struct Fault: Sendable {
        /// How many operations succeed before.
        var after: Int
        var errno: Int32
        /// Whether all later operations are refused too.
        var isForever = false
        /// Whether only this kind counts.
        var matches: @Sendable (DiskOperation) -> Bool = { _ in true }
        /// How many bytes of a refused write still reach the file.
        var writtenBytes = 0
    }

    struct State: Sendable {
        var image = DiskImage()
        var log: [DiskOperation] = []
        var locked: Set<Int> = []
        var fault: Fault?
        var nextFile = 1
        var freeBytes = Int.max
    }

    let state: Mutex<State>
    /// Runs before each sync of a file, on the thread that asks for it.
    private let beforeSync: @Sendable (Int) -> Void

    init(_ image: DiskImage = DiskImage(), beforeSync: @escaping @Sendable (Int) -> Void = { _ in })
    {
        var initial = State()
        initial.image = image
        initial.nextFile = (image.contents.keys.max() ?? 0) + 1
        state = Mutex(initial)
        self.beforeSync = beforeSync
    }

    var image: DiskImage { state.withLock { $0.image } }
    var log: [DiskOperation] { state.withLock { $0.log } }

    func inject(_ fault: Fault?) { state.withLock { $0.fault = fault } }

    func perform(_ operation: DiskOperation, _ path: String) throws(DiskError) {
        let failure = state.withLock { state -> Int32? in
            if var fault = state.fault, fault.matches(operation) {
                fault.after -= 1
                state.fault = fault
                if fault.after < 0 {
                    if !fault.isForever { state.fault = nil }
                    if case .write(let file, let offset, let bytes) = operation,
                        fault.writtenBytes > 0
                    {
                        let part = Array(bytes.prefix(fault.writtenBytes))
                        let torn = DiskOperation.write(file: file, offset: offset, bytes: part)
                        state.image.apply(torn)
                        state.log.append(torn)
                    }
                    return fault.errno
                }
            }
            state.image.apply(operation)
            state.log.append(operation)
            return nil
        }
        if let failure {
            throw DiskError(operation: Self.name(of: operation), path: path, errno: failure)
        }
    }

    private static func name(of operation: DiskOperation) -> String {
        switch operation {
        case .create: "open"
        case .write: "pwrite"
        case .sync: "fdatasync"
        case .truncate: "ftruncate"
        case .rename: "rename"
        case .unlink: "unlink"
        case .makeDirectory: "mkdir"
        case .syncDirectory: "fsync"
        }
    }

    func open(_ path: String, _ mode: DiskOpenMode) throws(DiskError) -> any DiskFile {
        let existing = state.withLock { $0.image.files[path] }
        switch (mode, existing) {
        case (.create, .some): throw DiskError(operation: "open", path: path, errno: EEXIST)
        case (.read, nil), (.update, nil):
            throw DiskError(operation: "open", path: path, errno: ENOENT)
        case (_, .some(let file)): return MemoryFile(self, file, path)
        case (_, nil):
            let file = state.withLock { state in
                defer { state.nextFile += 1 }
                return state.nextFile
            }
            try perform(.create(path: path, file: file), path)
            return MemoryFile(self, file, path)
        }
    }

    func names(in directory: String) throws(DiskError) -> [String] {
        let image = self.image
        guard image.directories.contains(directory) else {
            throw DiskError(operation: "opendir", path: directory, errno: ENOENT)
        }
        let paths = Array(image.files.keys) + image.directories
        return paths.compactMap { path in
            guard path.hasPrefix(directory + "/") else { return nil }
            let name = path.dropFirst(directory.count + 1)
            return name.contains("/") ? nil : String(name)
        }
    }

    func item(at path: String) throws(DiskError) -> DiskItem? {
        state.withLock { state in
            if state.image.directories.contains(path) {
                return DiskItem(kind: .directory, device: 1, number: 0, size: 0)
            }
            return state.image.files[path].map { file in
                let size = state.image.contents[file, default: []].count
                return DiskItem(kind: .file, device: 1, number: UInt64(file), size: size)
            }
        }
    }

    func makeDirectory(_ path: String) throws(DiskError) {
        try perform(.makeDirectory(path: path), path)
    }

    func rename(_ source: String, to target: String) throws(DiskError) {
        try perform(.rename(source: source, target: target), source)
    }

    func unlink(_ path: String) throws(DiskError) { try perform(.unlink(path: path), path) }

    func syncDirectory(_ path: String) throws(DiskError) {
        try perform(.syncDirectory(path: path), path)
    }

    func freeBytes(at path: String) throws(DiskError) -> Int { state.withLock { $0.freeBytes } }

    func danger(at directory: String) throws(DiskError) -> String? { nil }

    fileprivate func waitBeforeSync(_ file: Int) { beforeSync(file) }
}

/// An open file of a disk in memory.
private final class MemoryFile: DiskFile {
    private let disk: MemoryDisk
    private let file: Int
    private let path: String
    private let hasLock = Mutex(false)

    init(_ disk: MemoryDisk, _ file: Int, _ path: String) {
        self.disk = disk
        self.file = file
        self.path = path
    }

    func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws(DiskError) -> Int {
        try disk.perform(.write(file: file, offset: offset, bytes: Array(bytes)), path)
        return bytes.count
    }

    func read(into bytes: UnsafeMutableRawBufferPointer, at offset: Int) throws(DiskError) -> Int {
        let content = disk.image.contents[file, default: []]
        guard offset < content.count else { return 0 }
        let part = content[offset..<min(content.count, offset + bytes.count)]
        bytes.copyBytes(from: part)
        return part.count
    }

    func sync() throws(DiskError) {
        disk.waitBeforeSync(file)
        try disk.perform(.sync(file: file), path)
    }

    func truncate(to size: Int) throws(DiskError) {
        try disk.perform(.truncate(file: file, size: size), path)
    }

    func item() throws(DiskError) -> DiskItem {
        let size = disk.image.contents[file, default: []].count
        return DiskItem(kind: .file, device: 1, number: UInt64(file), size: size)
    }

    func lock() throws(DiskError) -> Bool {
        let taken = disk.state.withLock { $0.locked.insert(file).inserted }
        if taken { hasLock.withLock { $0 = true } }
        return taken
    }

    func close() {
        let had = hasLock.withLock { hasLock in
            defer { hasLock = false }
            return hasLock
        }
        if had { disk.state.withLock { _ = $0.locked.remove(file) } }
    }

    deinit { close() }
}
