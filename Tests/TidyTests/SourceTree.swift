#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The package's own files, as text.
enum SourceTree {
    struct File {
        /// From the package's root.
        let path: String
        let lines: [Substring]

        /// Written by a program; its first lines say so.
        var isGenerated: Bool { lines.prefix(3).contains { $0.contains("Generated") } }

        /// The modules that the file imports.
        var imports: [String] {
            lines.compactMap { line in
                let words = line.split(separator: " ")
                guard let index = words.firstIndex(of: "import"), index <= 2,
                    words.count > index + 1
                else { return nil }
                return String(words[index + 1])
            }
        }
    }

    /// The directory that holds `Package.swift`.
    static let root = #filePath.split(separator: "/", omittingEmptySubsequences: false)
        .dropLast(3).joined(separator: "/")

    /// The folders of `Sources`.
    static var modules: [String] { names(in: root + "/Sources") }

    /// The Swift files below a folder, by path.
    static func files(in folder: String) -> [File] {
        var files: [File] = []
        for name in names(in: root + "/" + folder) {
            let path = folder + "/" + name
            if name.hasSuffix(".swift") {
                let text = contents(of: root + "/" + path)
                let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
                files.append(File(path: path, lines: lines))
            } else {
                files += self.files(in: path)
            }
        }
        return files
    }

    /// The text of a file; empty when it cannot be read.
    static func contents(of path: String) -> String {
        guard let file = fopen(path, "r") else { return "" }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while case let count = fread(&buffer, 1, buffer.count, file), count > 0 {
            bytes += buffer[..<count]
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The names in a folder, in order; none for one that cannot be read.
    static func names(in path: String) -> [String] {
        guard let handle = opendir(path) else { return [] }
        defer { closedir(handle) }
        var names: [String] = []
        while let entry = readdir(handle) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if !name.hasPrefix(".") { names.append(name) }
        }
        return names.sorted()
    }
}
