/// The lock that keeps a second writer out, held for as long as the journal is open.
enum JournalLock {
    /// Takes the lock and notes in its file who holds it.
    ///
    /// - Throws: ``JournalError/locked(path:processID:)`` when another open journal has it.
    static func take(
        at path: String,
        on disk: any Disk,
        time: Int64
    ) throws(JournalError) -> any DiskFile {
        do throws(DiskError) {
            let file = try disk.open(path, .createOrUpdate)
            guard try file.lock() else {
                throw DiskError(operation: "flock", path: try holder(file), errno: 0)
            }
            try file.truncate(to: 0)
            try file.writeAll(Array("\(currentProcessID()) \(time)\n".utf8), at: 0)
            return file
        } catch {
            guard error.operation == "flock", error.errno == 0 else { throw error.asJournalError }
            throw .locked(path: path, processID: Int32(error.path))
        }
    }

    private static func holder(_ file: any DiskFile) throws(DiskError) -> String {
        let text = String(decoding: try file.bytes(at: 0, count: 64), as: UTF8.self)
        return text.split(separator: " ").first.map(String.init) ?? ""
    }
}
