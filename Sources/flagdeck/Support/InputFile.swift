#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Reads a file that a person named, or standard input for `-`.
enum InputFile {
    /// The most bytes that are read: 256 MiB.
    static let maximumBytes = 256 << 20

    /// - Throws: ``CommandFailure`` that names the file, before more than the limit is in memory.
    static func read(_ path: String) throws -> [UInt8] {
        let descriptor = path == "-" ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw unreadable(path) }
        defer { if descriptor != STDIN_FILENO { close(descriptor) } }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw unreadable(path) }
        guard path == "-" || status.st_mode & S_IFMT == S_IFREG else {
            throw CommandFailure(.refused, "\(path) is not a file. Nothing was changed.")
        }
        guard Int(status.st_size) <= maximumBytes else { throw tooLarge(path) }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Int(status.st_size) + 1)
        while bytes.count <= maximumBytes {
            let piece = try [UInt8](unsafeUninitializedCapacity: 1 << 20) { buffer, count in
                let got = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
                guard got >= 0 else { throw unreadable(path) }
                count = got
            }
            if piece.isEmpty { return bytes }
            bytes += piece
        }
        throw tooLarge(path)
    }

    private static func unreadable(_ path: String) -> CommandFailure {
        let reason = String(cString: strerror(errno))
        return CommandFailure(.refused, "\(path) cannot be read: \(reason). Nothing was changed.")
    }

    private static func tooLarge(_ path: String) -> CommandFailure {
        CommandFailure(
            .refused,
            "\(path) is larger than 256 MiB, the most that is read. Nothing was changed. "
                + "Split it into smaller files and read them together."
        )
    }
}
