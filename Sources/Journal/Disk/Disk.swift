/// What the journal needs of a file system: the real one, or one in memory that can crash.
///
/// Every method is one system call, or as good as one, so that a test can stop between any two.
package protocol Disk: Sendable {
    /// Opens a file that may not be a symbolic link; its descriptor is at least 3.
    func open(_ path: String, _ mode: DiskOpenMode) throws(DiskError) -> any DiskFile
    /// The names in a directory, without `.` and `..`, in no order.
    func names(in directory: String) throws(DiskError) -> [String]
    /// What `path` is; nil when nothing is there. Does not follow a symbolic link.
    func item(at path: String) throws(DiskError) -> DiskItem?
    /// Makes a directory with mode 0700.
    func makeDirectory(_ path: String) throws(DiskError)
    /// Renames within one file system.
    func rename(_ source: String, to target: String) throws(DiskError)
    /// Removes a file.
    func unlink(_ path: String) throws(DiskError)
    /// Makes the names in a directory durable.
    func syncDirectory(_ path: String) throws(DiskError)
    /// The bytes that are free for this user.
    func freeBytes(at path: String) throws(DiskError) -> Int
    /// Why files in `directory` cannot be trusted, for example because it is on a network.
    func danger(at directory: String) throws(DiskError) -> String?
}

/// An open file.
///
/// It closes itself when it is no longer used.
package protocol DiskFile: AnyObject, Sendable {
    /// Writes some bytes at `offset` and returns how many; may write fewer than asked.
    func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws(DiskError) -> Int
    /// Reads bytes at `offset` and returns how many; 0 at the end.
    func read(into bytes: UnsafeMutableRawBufferPointer, at offset: Int) throws(DiskError) -> Int
    /// Makes the content and size durable.
    func sync() throws(DiskError)
    /// Cuts or extends the file.
    func truncate(to size: Int) throws(DiskError)
    /// What the file is.
    func item() throws(DiskError) -> DiskItem
    /// Takes the exclusive lock without waiting; false when another open file has it.
    func lock() throws(DiskError) -> Bool
    /// Closes the file now.
    func close()
}

/// How a file is opened.
package enum DiskOpenMode: Sendable {
    /// For reading; the file must exist.
    case read
    /// For reading and writing; the file must exist.
    case update
    /// For writing; the file must not exist and gets mode 0600.
    case create
    /// For writing; made with mode 0600 when it does not exist.
    case createOrUpdate
}

/// What a path or an open file is.
package struct DiskItem: Hashable, Sendable {
    /// What kind of thing it is.
    package enum Kind: Sendable {
        /// An ordinary file.
        case file
        /// A directory.
        case directory
        /// Anything else, a symbolic link among others.
        case other
    }

    /// What kind of thing it is.
    package var kind: Kind
    /// The device on which it lies.
    package var device: UInt64
    /// Its number on the device.
    package var number: UInt64
    /// Its size in bytes.
    package var size: Int

    /// Describes an item.
    package init(kind: Kind, device: UInt64, number: UInt64, size: Int) {
        self.kind = kind
        self.device = device
        self.number = number
        self.size = size
    }

    /// Whether both are the same file, whatever its size.
    package func isSame(as other: DiskItem) -> Bool {
        device == other.device && number == other.number
    }
}

/// A system call that failed.
package struct DiskError: Error, Hashable, Sendable {
    /// The call.
    package var operation: String
    /// The file, directory or name.
    package var path: String
    /// The system's error number.
    package var errno: Int32

    /// Describes a failure.
    package init(operation: String, path: String, errno: Int32) {
        self.operation = operation
        self.path = path
        self.errno = errno
    }

    /// The same failure for the module's surface.
    var asJournalError: JournalError {
        isAboutKind
            ? .foreign(path: path, reason: "it is not an ordinary file")
            : .io(operation: operation, path: path, errno: errno)
    }
}

extension DiskFile {
    /// Writes all bytes, however many calls it takes.
    func writeAll(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws(DiskError) {
        var done = 0
        while done < bytes.count {
            done += try write(.init(rebasing: bytes[done...]), at: offset + done)
        }
    }

    /// Writes all bytes, however many calls it takes.
    func writeAll(_ bytes: [UInt8], at offset: Int) throws(DiskError) {
        let result = bytes.withUnsafeBytes { buffer in
            Result { () throws(DiskError) in try writeAll(buffer, at: offset) }
        }
        try result.get()
    }

    /// Reads `count` bytes, or fewer when the file ends before.
    func bytes(at offset: Int, count: Int) throws(DiskError) -> [UInt8] {
        var failure: DiskError?
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            let raw = UnsafeMutableRawBufferPointer(buffer)
            do throws(DiskError) {
                while initialized < count {
                    let rest = UnsafeMutableRawBufferPointer(rebasing: raw[initialized...])
                    let read = try read(into: rest, at: offset + initialized)
                    guard read > 0 else { break }
                    initialized += read
                }
            } catch {
                failure = error
            }
        }
        if let failure { throw failure }
        return bytes
    }

    /// Reads the whole file.
    func allBytes() throws(DiskError) -> [UInt8] {
        try bytes(at: 0, count: try item().size)
    }
}

extension Disk {
    /// Reads a whole file; nil when nothing is there.
    func contents(of path: String) throws(DiskError) -> [UInt8]? {
        guard try item(at: path) != nil else { return nil }
        return try open(path, .read).allBytes()
    }

    /// The names in a directory; none when it is not there, as a copy may leave empty ones out.
    func namesIfThere(in directory: String) throws(DiskError) -> [String] {
        try item(at: directory) == nil ? [] : names(in: directory)
    }

    /// Writes a new file under a temporary name, makes it durable and gives it its name.
    ///
    /// The directory is synced too, so that afterwards the file is there whatever happens.
    func writeDurably(
        _ pieces: [[UInt8]],
        to name: String,
        in directory: String
    ) throws(DiskError) {
        let path = directory + "/" + name
        let temporary = path + ".tmp"
        if try item(at: temporary) != nil { try unlink(temporary) }
        let file = try open(temporary, .create)
        var offset = 0
        for piece in pieces {
            try file.writeAll(piece, at: offset)
            offset += piece.count
        }
        try file.sync()
        file.close()
        try rename(temporary, to: path)
        try syncDirectory(directory)
    }
}
