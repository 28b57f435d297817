import JournalProof
import Testing

@testable import Journal

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// Readers in other processes, on real files.
struct HeadWatchTests {
    @Test func `a reader that the system wakes sees every entry once, across writers`()
        async throws
    {
        let folder = try TemporaryFolder()
        let path = folder.path + "/journal"
        try Journal.create(at: path, id: .random())
        let reader = Task.detached { try Self.follow(path, through: 60) }

        for start in [1, 21, 41] {
            let (journal, _) = try Journal.open(at: path, access: .write)
            for number in start..<start + 20 {
                try await journal.append([.example("\(number)")])
            }
            try await journal.rotate()
            await journal.close()
        }

        #expect(try await reader.value == (1...60).map { "c-\($0)" })
    }

    @Test func `a watch says when the journal was put elsewhere`() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/journal"
        try Journal.create(at: path, id: .random())
        let watch = try HeadWatch(directory: path)

        rename(path, path + ".broken")

        #expect(try watch.wait() == .moved)
    }

    @Test func `following writes nothing`() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/journal"
        try Journal.create(at: path, id: .random())
        let before = try SystemDisk().names(in: path).sorted()

        let watch = try HeadWatch(directory: path)
        let (reader, _) = try Journal.open(at: path, access: .read)
        try reader.refresh()

        #expect(try SystemDisk().names(in: path).sorted() == before)
        withExtendedLifetime(watch) {}
    }

    private static func follow(_ path: String, through last: UInt64) throws -> [String] {
        let watch = try HeadWatch(directory: path)
        let (journal, _) = try Journal.open(at: path, access: .read)
        var commands: [String] = []
        while true {
            let end = try journal.refresh().entry
            if end > commands.count {
                let new = try journal.entries(from: UInt64(commands.count) + 1, through: end)
                commands += new.map(\.command)
            }
            if commands.count >= last { return commands }
            _ = try watch.wait()
        }
    }
}
