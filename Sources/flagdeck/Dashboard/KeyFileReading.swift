import Dashboard

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Reads files of customers' keys for the dashboard, a piece at a time.
enum KeyFileReading {
    /// Reads the bytes that are asked for.
    static func piece(_ request: KeyFileRequest) -> Result<KeyFilePiece, KeyFileProblem> {
        Result { () throws(KeyFileProblem) in try read(request) }
    }

    private static func read(_ request: KeyFileRequest) throws(KeyFileProblem) -> KeyFilePiece {
        let path = TypedPath.expanded(request.path)
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw unreadable(request.path) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw unreadable(request.path) }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw KeyFileProblem("\(request.path) is not a file. Type the path of a file.")
        }
        let size = Int(status.st_size)
        guard size <= KeyFileRequest.maximumBytes else {
            throw KeyFileProblem(
                "\(request.path) is larger than 1 GiB, the most that is read. Split it first."
            )
        }
        var wasRead = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: KeyFileRequest.pieceBytes) {
            buffer,
            count in
            wasRead = pread(descriptor, buffer.baseAddress, buffer.count, off_t(request.offset))
            count = max(0, wasRead)
        }
        guard wasRead >= 0 else { throw unreadable(request.path) }
        let end = request.offset + bytes.count
        return KeyFilePiece(bytes: bytes, size: size, next: wasRead > 0 && end < size ? end : nil)
    }

    private static func unreadable(_ path: String) -> KeyFileProblem {
        let reason = String(cString: strerror(errno))
        return KeyFileProblem("\(path) cannot be read: \(reason). Look at the path and try again.")
    }
}
