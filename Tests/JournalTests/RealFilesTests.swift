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
        let path = try await journal(in: folder)

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

        #expect(error == .foreign(path: segment, reason: "it is not an ordinary file"))
    }

    /// Things that are no ordinary file, each with a way to make it at a path.
    enum Oddity: CaseIterable {
        case pipe, directory, link

        func make(at path: String) -> Bool {
            switch self {
            case .pipe: mkfifo(path, 0o600) == 0
            case .directory: mkdir(path, 0o700) == 0
            case .link: symlink("/dev/zero", path) == 0
            }
        }
    }

    @Test(arguments: ["00000000000000000001.journal", "head", "identity"], Oddity.allCases)
    func `what is no ordinary file is refused at once, and named`(
        name: String,
        oddity: Oddity
    ) throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/journal"
        try Journal.create(at: path, id: .random())
        #expect(unlink(path + "/" + name) == 0)
        #expect(oddity.make(at: path + "/" + name))
        let refused = JournalError.foreign(
            path: path + "/" + name,
            reason: "it is not an ordinary file"
        )

        for access in [Journal.Access.read, .write] {
            #expect(throws: refused) { try Journal.open(at: path, access: access) }
        }
        let report = try? Journal.verify(at: path)

        #expect(report?.problems.map(\.path) ?? [path + "/" + name] == [path + "/" + name])
    }

    @Test(arguments: Oddity.allCases)
    func `a snapshot that is no ordinary file is ignored, and verify names it`(
        oddity: Oddity
    ) async throws {
        let folder = try TemporaryFolder()
        let path = try await journal(in: folder)
        let snapshot = path + "/snapshots/00000000000000000001.snapshot"
        #expect(oddity.make(at: snapshot))

        let (again, report) = try Journal.open(at: path, access: .read)
        let verified = try Journal.verify(at: path)

        #expect(report.warnings == ["Snapshot 1 does not read back and is ignored."])
        #expect(again.last.entry == 1)
        #expect(again.newestSnapshot() == nil)
        #expect(verified.problems.map(\.path) == [snapshot])
    }

    @Test(arguments: ["head.tmp", "identity.tmp", "lock.tmp", "forgotten.tmp"])
    func `what a crash left half-made of our own files is moved away`(name: String) async throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/journal"
        try Journal.create(at: path, id: .random())
        let left = open(path + "/" + name, O_CREAT | O_WRONLY, 0o600)
        #expect(left >= 0)
        close(left)

        let (reader, read) = try Journal.open(at: path, access: .read)
        let (writer, written) = try Journal.open(at: path, access: .write)
        await writer.close()

        #expect(reader.last.entry == 0)
        #expect(read.warnings == [])
        #expect(written.warnings == ["\(name) was left half-made by a crash and moved away."])
        #expect(access(path + "/" + name, F_OK) != 0)
    }

    @Test func `a segment under a second name is found`() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/journal"
        try Journal.create(at: path, id: .random())
        let (journal, _) = try Journal.open(at: path, access: .write)
        try await journal.append([.example("one")])
        _ = try await journal.rotate()
        try await journal.append([.example("two")])
        await journal.close()
        let first = path + "/00000000000000000001.journal"
        let others = [
            path + "/00000000000000000009.journal",
            path + "/archive/00000000000000000009.journal",
            path + "/archive/00000000000000000001.journal",
        ]

        for other in others {
            #expect(link(first, other) == 0)
            let problems = try Journal.verify(at: path).problems
            #expect(unlink(other) == 0)

            #expect(problems.map(\.path) == [other])
        }
        #expect(try Journal.verify(at: path).problems == [])
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

    /// A closed journal with one entry.
    ///
    /// - Returns: its path.
    private func journal(in folder: TemporaryFolder) async throws -> String {
        let path = folder.path + "/journal"
        try Journal.create(at: path, id: .random())
        let (journal, _) = try Journal.open(at: path, access: .write)
        try await journal.append([.example("one")])
        await journal.close()
        return path
    }
}
