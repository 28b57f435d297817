import Journal
import Synchronization

/// An open file of a disk in memory.
final class SimulatedFile: DiskFile {
    private let disk: SimulatedDisk
    private let file: Int
    private let path: String
    private let hasLock = Mutex(false)

    init(_ disk: SimulatedDisk, _ file: Int, _ path: String) {
        self.disk = disk
        self.file = file
        self.path = path
    }

    func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws(DiskError) -> Int {
        let operation = DiskOperation.write(file: file, offset: offset, bytes: Array(bytes))
        return try disk.perform(.write, operation, path)
    }

    func read(into bytes: UnsafeMutableRawBufferPointer, at offset: Int) throws(DiskError) -> Int {
        let most = try disk.ask(.read, path)
        let content = disk.state.withLock { $0.image.bytes(of: file) }
        guard offset < content.count else { return 0 }
        let end = min(content.count, offset + min(most, bytes.count))
        content.withUnsafeBytes { bytes.copyMemory(from: .init(rebasing: $0[offset..<end])) }
        return end - offset
    }

    func sync() throws(DiskError) {
        disk.waitBeforeSync(file)
        try disk.perform(.sync, .sync(file: file), path)
    }

    func truncate(to size: Int) throws(DiskError) {
        try disk.perform(.truncate, .truncate(file: file, size: size), path)
    }

    func item() throws(DiskError) -> DiskItem {
        try disk.ask(.item, path)
        let size = disk.state.withLock { $0.image.bytes(of: file).count }
        return DiskItem(kind: .file, device: 1, number: UInt64(file), size: size)
    }

    func lock() throws(DiskError) -> Bool {
        try disk.ask(.lock, path)
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
