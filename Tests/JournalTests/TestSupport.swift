import Journal

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// A directory of the machine that is removed with this value.
final class TemporaryFolder {
    let path: String

    init() throws {
        var name = Array("/tmp/flagdeck-journal-XXXXXX".utf8CString)
        let made = name.withUnsafeMutableBufferPointer { $0.baseAddress.flatMap { mkdtemp($0) } }
        guard let made else {
            throw JournalError.io(operation: "mkdtemp", path: "/tmp", errno: errno)
        }
        path = String(cString: made)
    }

    deinit {
        Self.remove(path)
    }

    private static func remove(_ path: String) {
        if let stream = opendir(path) {
            while let entry = readdir(stream) {
                let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                    String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
                }
                if name != ".", name != ".." { remove(path + "/" + name) }
            }
            closedir(stream)
            rmdir(path)
        } else {
            unlink(path)
        }
    }
}

extension String {
    var bytes: [UInt8] { Array(utf8) }
}
