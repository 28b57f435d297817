import Journal
import JournalProof
import Testing

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// A journal in a directory of the machine.
struct RealFilesTests {
    @Test func `entries survive closing and opening again`() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/journal"
        try Journal.create(at: path, id: .random())

        let (journal, _) = try Journal.open(at: path, access: .write)
        let numbers = try await journal.append([.example("one"), .example("two")])
        await journal.close()
        let (again, report) = try Journal.open(at: path, access: .write)

        #expect(numbers == 1...2)
        #expect(report.last.entry == 2)
        #expect(report.warnings == [])
        #expect(try again.entries(from: 1).map(\.payload) == ["\"one\"".bytes, "\"two\"".bytes])
        await again.close()
    }

    @Test func `a second writer is refused and told who the first is`() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/journal"
        try Journal.create(at: path, id: .random())
        let (journal, _) = try Journal.open(at: path, access: .write)

        let error = #expect(throws: JournalError.self) {
            try Journal.open(at: path, access: .write)
        }

        #expect(error == .locked(path: path + "/lock", processID: getpid()))
        #expect(error?.description.contains("process \(getpid())") == true)
        await journal.close()
        let (next, _) = try Journal.open(at: path, access: .write)
        await next.close()
    }

    @Test func `files are for the owner only`() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/journal"
        try Journal.create(at: path, id: .random())
        let (journal, _) = try Journal.open(at: path, access: .write)
        try await journal.append([.example("one")])
        await journal.close()

        let names = ["", "/lock", "/identity", "/head", "/00000000000000000001.journal"]
        let modes = names.map { name in
            var status = stat()
            return lstat(path + name, &status) == 0 ? status.st_mode & 0o777 : 0
        }

        #expect(modes == [0o700, 0o600, 0o600, 0o600, 0o600])
    }

    @Test func `a symbolic link in place of a file is refused`() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/journal"
        try Journal.create(at: path, id: .random())
        let segment = path + "/00000000000000000001.journal"
        #expect(rename(segment, folder.path + "/elsewhere") == 0)
        #expect(symlink(folder.path + "/elsewhere", segment) == 0)

        let error = #expect(throws: JournalError.self) {
            try Journal.open(at: path, access: .write)
        }

        #expect(error == .io(operation: "open", path: segment, errno: ELOOP))
    }

    @Test func `sixty-four writers at once get numbers without gaps`() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/journal"
        try Journal.create(at: path, id: .random())
        let (journal, _) = try Journal.open(at: path, access: .write)

        let numbers = try await withThrowingTaskGroup(of: [UInt64].self) { group in
            for writer in 0..<64 {
                group.addTask {
                    var numbers: [UInt64] = []
                    for turn in 0..<20 {
                        let entry = NewEntry.example("\(writer) \(turn)")
                        numbers.append(try await journal.append([entry]).lowerBound)
                    }
                    return numbers
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }

        #expect(numbers.sorted() == Array(1...1280))
        #expect(journal.last.entry == 1280)
        let newest = try journal.entries(newestFirstBefore: nil, limit: 3)
        #expect(newest.map(\.number) == [1280, 1279, 1278])
        await journal.close()
    }
}
