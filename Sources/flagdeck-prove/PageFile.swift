import ArgumentParser

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// A page of the documents that a run writes its figures into.
enum PageFile {
    /// Replaces what stands between `<!-- NAME begin -->` and `<!-- NAME end -->`.
    ///
    /// - Parameters:
    ///   - text: what to put there, without the marks.
    ///   - name: the name in the marks.
    ///   - path: the page's file.
    /// - Throws: a sentence for the person who ran it.
    static func put(_ text: String, under name: String, into path: String) throws {
        let page = try read(path)
        let begin = "<!-- \(name) begin -->"
        let end = "<!-- \(name) end -->"
        let parts = page.split(separator: begin, maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2 else { throw ValidationError("\(path) has no line \(begin)") }
        let rest = parts[1].split(separator: end, maxSplits: 1, omittingEmptySubsequences: false)
        guard rest.count == 2 else { throw ValidationError("\(path) has no line \(end)") }
        try write("\(parts[0])\(begin)\n\(text)\n\(end)\(rest[1])", to: path)
    }

    /// A file's text.
    static func read(_ path: String) throws -> String {
        guard let file = fopen(path, "r") else {
            throw ValidationError("\(path) cannot be read: \(String(cString: strerror(errno)))")
        }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while case let count = fread(&buffer, 1, buffer.count, file), count > 0 {
            bytes += buffer[..<count]
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Writes a file's text.
    static func write(_ text: String, to path: String) throws {
        guard let file = fopen(path, "w") else {
            throw ValidationError("\(path) cannot be written: \(String(cString: strerror(errno)))")
        }
        defer { fclose(file) }
        let bytes = Array(text.utf8)
        guard fwrite(bytes, 1, bytes.count, file) == bytes.count else {
            throw ValidationError("\(path) was not written in full.")
        }
    }
}
