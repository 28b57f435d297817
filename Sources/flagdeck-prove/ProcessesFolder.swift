#if os(Linux)
import Glibc
import Journal

/// A folder of one attack; it goes with this value.
final class ProcessesFolder {
    /// Where it is.
    let path: String

    /// Makes one in another folder.
    ///
    /// - Throws: ``ProcessesFailure`` when that is not possible.
    init(in parent: String) throws(ProcessesFailure) {
        do throws(DiskError) {
            path = try ScratchFolder.make("flagdeck-prove", in: parent)
        } catch {
            throw ProcessesFailure("No folder can be made in \(parent).")
        }
    }

    deinit { Self.remove(path) }

    /// Removes a file, or a folder with everything inside.
    static func remove(_ path: String) {
        guard let names = names(in: path) else {
            unlink(path)
            return
        }
        for name in names { remove(path + "/" + name) }
        rmdir(path)
    }

    /// Copies a folder of plain files and folders.
    ///
    /// - Throws: ``ProcessesFailure`` when something cannot be read or written.
    static func copy(_ source: String, to target: String) throws(ProcessesFailure) {
        guard let names = names(in: source) else {
            return try write(bytes(of: source), to: target)
        }
        mkdir(target, 0o700)
        for name in names { try copy(source + "/" + name, to: target + "/" + name) }
    }

    /// Everything in a file.
    static func bytes(of path: String) throws(ProcessesFailure) -> [UInt8] {
        guard let file = fopen(path, "r") else { throw ProcessesFailure("\(path) is not there.") }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = fread(&buffer, 1, buffer.count, file)
            guard count > 0 else { return bytes }
            bytes += buffer[..<count]
        }
    }

    /// Writes a whole file, or adds to one.
    static func write(
        _ bytes: [UInt8],
        to path: String,
        adding: Bool = false
    ) throws(ProcessesFailure) {
        guard let file = fopen(path, adding ? "a" : "w") else {
            throw ProcessesFailure("\(path) cannot be written.")
        }
        let count = fwrite(bytes, 1, bytes.count, file)
        guard fclose(file) == 0, count == bytes.count else {
            throw ProcessesFailure("\(path) cannot be written.")
        }
    }

    /// The names in a folder; `nil` when there is none.
    static func names(in path: String) -> [String]? {
        guard let stream = opendir(path) else { return nil }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }
}
#endif
