#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Small files of an operator and of a person: keys, lists of checkpoints, settings.
enum PlainFile {
    /// Whether something has this name.
    static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    /// Whether nothing at all has this name, not even a link that leads nowhere.
    static func isFree(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) != 0 && errno == ENOENT
    }

    /// The text of a regular file of at most 256 bytes; `nil` for anything else, links too.
    static func smallText(_ path: String) -> String? {
        // A pipe or a device must not be waited for.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
            status.st_size <= 256
        else { return nil }
        var bytes = [UInt8](repeating: 0, count: 256)
        let count = read(descriptor, &bytes, bytes.count)
        return count < 0 ? nil : String(validating: bytes.prefix(count), as: UTF8.self)
    }

    /// Whether anybody but the owner may read or write a file.
    static func isOpenToOthers(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & 0o077 != 0
    }

    /// Whether somebody who is neither its owner nor of its group may read or write a file.
    static func isOpenToEverybody(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & 0o007 != 0
    }

    /// The path without links and dots; nil when nothing is there.
    static func resolved(_ path: String) -> String? {
        guard let real = realpath(path, nil) else { return nil }
        defer { free(real) }
        return String(cString: real)
    }

    /// Writes a new file that only its owner may read, durably.
    ///
    /// - Throws: ``CommandFailure`` when something has the name already.
    static func create(_ text: String, at path: String) throws {
        try write(text, to: path, O_WRONLY | O_CREAT | O_EXCL)
    }

    /// Adds to the end of a file, durably; makes it when it is not there.
    static func append(_ text: String, to path: String) throws {
        try write(text, to: path, O_WRONLY | O_CREAT | O_APPEND)
    }

    /// Writes a file whole or not at all, durably: it is the old one or the new one, never a half.
    ///
    /// A link stays a link: what it leads to is replaced.
    ///
    /// - Throws: ``CommandFailure`` when it cannot be written; nothing has changed then.
    static func replace(_ text: String, at path: String) throws {
        let target = resolved(path) ?? path
        // A name of its own for every writer, so that none takes another's half for the whole.
        let draft = "\(target).\(UInt32.random(in: .min ... .max)).new"
        try create(text, at: draft)
        guard rename(draft, target) == 0 else {
            let failure = failure(path)
            remove(draft)
            throw failure
        }
    }

    /// Renames a file that is not understood, so that it is not lost.
    ///
    /// - Returns: its path now; `nil` when it could not be renamed and is where it was.
    static func putAside(_ path: String) -> String? {
        let names = (1...99).lazy.map { "\(path).bad-\($0)" }
        guard let aside = names.first(where: { !exists($0) }), rename(path, aside) == 0 else {
            return nil
        }
        return aside
    }

    /// Removes a file that this process made.
    static func remove(_ path: String) { unlink(path) }

    private static func write(_ text: String, to path: String, _ flags: Int32) throws {
        let descriptor = open(path, flags | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw failure(path) }
        defer { close(descriptor) }
        let bytes = Array(text.utf8)
        var done = 0
        while done < bytes.count {
            let count = bytes[done...].withUnsafeBytes { buffer in
                #if canImport(Glibc)
                Glibc.write(descriptor, buffer.baseAddress, buffer.count)
                #else
                Darwin.write(descriptor, buffer.baseAddress, buffer.count)
                #endif
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw failure(path) }
            done += count
        }
        guard fsync(descriptor) == 0 else { throw failure(path) }
    }

    private static func failure(_ path: String) -> CommandFailure {
        let reason = String(cString: strerror(errno))
        return CommandFailure(.refused, "\(path) cannot be written: \(reason).")
    }
}
