import Journal
import JournalProof

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// Makes and reads the journals that are kept for ever.
enum GoldenJournal {
    /// Makes one that is not there, when asked to by `FLAGDECK_REGENERATE`.
    static func make(_ name: String, at folder: String) async throws {
        guard getenv("FLAGDECK_REGENERATE") != nil, access(folder, F_OK) != 0 else { return }
        mkdir(folder, 0o755)
        let path = folder + "/journal"
        let disk = SystemDisk()
        try Journal.create(at: path, id: ProofJournal.id, timeMicroseconds: 1, on: disk)
        try await fill(name, try open(path), path)
        let reader = try Journal.open(at: path, access: .read).journal
        let lines = try reader.entries(from: 1).map(line) + ["end \(reader.last.chainHash)"]
        try write(Array(lines.joined(separator: "\n").utf8), to: folder + "/entries.txt")
    }

    private static func open(_ path: String) throws -> Journal {
        let options = ProofJournal.options
        return try Journal.open(at: path, access: .write, on: SystemDisk(), options: options)
            .journal
    }

    private static func fill(_ name: String, _ journal: Journal, _ path: String) async throws {
        switch name {
        case "v1-segments":
            for number in 1...14 {
                try await journal.append([.example("\(number)", parts: 1 + number % 4)])
            }
            try await journal.writeSnapshot(
                schemaVersion: 1,
                state: Array("{\"entries\":12}".utf8),
                throughEntry: 12
            )
        case "v1-tail-cut":
            try await journal.append([.example("before"), .example("whole", parts: 2)])
            await journal.close()
            let segment = path + "/00000000000000000001.journal"
            try write(Array(bytes(of: segment) + "00000000000000000004 torn".utf8), to: segment)
            let again = try open(path)
            try await again.append([.example("after")])
            await again.close()
        case "v1-texts":
            var entry = NewEntry.example("texts")
            entry.actor = "Zoë \"Z\" \\ 旗"
            entry.command = "line\nfeed\u{1}"
            entry.version = 1_000_000
            entry.payloadParts = [Array("{\"a\":[1,-2,null,true],\"time\":3,\"ü\":\"\\n\"}".utf8)]
            try await journal.append([entry])
        default:
            for text in ["one", "two", "three"] { try await journal.append([.example(text)]) }
        }
        await journal.close()
    }

    /// Everything that an entry has, in one line.
    static func line(_ entry: JournalEntry) -> String {
        let texts = [entry.kind, entry.actor.debugDescription, entry.command.debugDescription]
        return "\(entry.number) \(entry.firstSequence)-\(entry.lastSequence) \(entry.version) "
            + "\(entry.timeMicroseconds) \(entry.partCount) " + texts.joined(separator: " ") + " "
            + String(decoding: entry.payload, as: UTF8.self)
    }

    /// A journal of the machine as a disk in memory.
    static func image(of path: String) throws -> DiskImage {
        let disk = SystemDisk()
        var image = DiskImage(directory: "/data")
        var folders = [("", ProofJournal.path)]
        while let (inner, target) = folders.popLast() {
            image.make(target)
            for name in try disk.names(in: path + inner) {
                guard let item = try disk.item(at: path + inner + "/" + name) else { continue }
                if item.kind == .directory {
                    folders.append((inner + "/" + name, target + "/" + name))
                } else {
                    image[target + "/" + name] = bytes(of: path + inner + "/" + name)
                }
            }
        }
        return image
    }

    static func text(of path: String) -> String { String(decoding: bytes(of: path), as: UTF8.self) }

    private static func bytes(of path: String) -> [UInt8] {
        guard let file = fopen(path, "r") else { return [] }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while case let count = fread(&buffer, 1, buffer.count, file), count > 0 {
            bytes += buffer[..<count]
        }
        return bytes
    }

    private static func write(_ bytes: [UInt8], to path: String) throws {
        guard let file = fopen(path, "w") else {
            throw JournalError.io(operation: "fopen", path: path, errno: errno)
        }
        defer { fclose(file) }
        _ = fwrite(bytes, 1, bytes.count, file)
    }
}
