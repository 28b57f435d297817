#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A file of the repository that a test compares with.
public struct TextFile {
    /// Where it is, from the root of the repository or, with a slash in front, of the system.
    public let path: String

    /// The file at a path from the root of the repository.
    public init(path: String) {
        self.path = path
    }

    /// The file at a path from the root of the system.
    public init(absolute path: String) {
        self.path = path
    }

    private var absolutePath: String {
        guard !path.hasPrefix("/") else { return path }
        let here = #filePath.split(separator: "/", omittingEmptySubsequences: false)
        return here.dropLast(3).joined(separator: "/") + "/" + path
    }

    /// The bytes; empty when there is no such file.
    public var bytes: [UInt8] {
        guard let file = fopen(absolutePath, "r") else { return [] }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = fread(&buffer, 1, buffer.count, file)
            guard count > 0 else { return bytes }
            bytes += buffer.prefix(count)
        }
    }

    /// Whether there is such a file.
    public var exists: Bool { access(absolutePath, F_OK) == 0 }

    /// Writes the file anew.
    public func write(_ bytes: [UInt8]) {
        guard let file = fopen(absolutePath, "w") else { return }
        defer { fclose(file) }
        fwrite(bytes, 1, bytes.count, file)
    }

    /// Whether generated files should be written anew: `FLAGDECK_REGENERATE=1`.
    public static var isRegenerating: Bool {
        getenv("FLAGDECK_REGENERATE").map { String(cString: $0) } == "1"
    }
}
