import JournalProof
import Testing

@testable import Journal

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// Calls that the system refuses, each with its own message.
struct RefusalTests {
    @Test(arguments: [EMFILE, EACCES, EROFS])
    func `a file that cannot be opened is named with the reason, and nothing is changed`(
        errno: Int32
    ) async throws {
        let life = try await Life(entries: 2)
        await life.journal.close()
        let before = life.disk.image
        let disk = SimulatedDisk(before)
        disk.refuse(Refusal(after: 0, errno: errno, isForever: true, calls: [.open]))

        let error = #expect(throws: JournalError.self) { try Life.open(disk) }

        let lock = ProofJournal.path + "/lock"
        #expect(error == .io(operation: "open", path: lock, errno: errno))
        #expect(error?.description.contains(String(cString: strerror(errno))) == true)
        #expect(disk.image == before)
    }

    @Test func `a directory in which nothing can be written is refused before anything is made`()
        throws
    {
        let disk = ProofJournal.emptyDisk()
        disk.refuse(Refusal(after: 0, errno: EROFS, isForever: true))

        let error = #expect(throws: JournalError.self) { try ProofJournal.make(on: disk) }

        #expect(error == .io(operation: "mkdir", path: ProofJournal.path + ".tmp", errno: EROFS))
        #expect(disk.log == [])
    }

    @Test func `a file system that cannot be trusted is refused by name`() async throws {
        let life = try await Life(entries: 1)
        await life.journal.close()
        life.disk.claimDanger("nfs4 is a network file system")

        let error = #expect(throws: JournalError.self) { try Life.open(life.disk) }

        #expect(
            error
                == .unsafeLocation(
                    path: ProofJournal.path,
                    reason: "nfs4 is a network file system"
                )
        )
    }

    @Test func `a network file system is known by the device's line`() {
        let table = """
            36 25 0:31 / /home rw,relatime shared:1 - nfs4 host:/home rw
            37 25 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
            """

        let types = [31, 8 << 8 | 1, 9 << 8].map { MountTable.type(ofDevice: $0, in: table) }

        #expect(types == ["nfs4", "ext4", nil])
        #expect(MountTable.networkTypes.contains("nfs4"))
        #expect(!MountTable.networkTypes.contains("ext4"))
    }

    @Test(
        arguments: [(-1, false), (0, false), (2, false), (3, true), (4, true)] as [(Int32, Bool)]
    )
    func `descriptors of the terminal are not used`(descriptor: Int32, isSafe: Bool) {
        #expect(SystemFile.isSafe(descriptor) == isSafe)
    }

    @Test(arguments: ["identity", "head", "lock"])
    func `a symbolic link in place of any file is refused`(name: String) throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/journal"
        try Journal.create(at: path, id: .random())
        #expect(rename(path + "/" + name, folder.path + "/elsewhere") == 0)
        #expect(symlink(folder.path + "/elsewhere", path + "/" + name) == 0)

        let error = #expect(throws: JournalError.self) {
            try Journal.open(at: path, access: .write)
        }

        let reason = "it is not an ordinary file"
        #expect(error == .foreign(path: path + "/" + name, reason: reason))
    }

    @Test func `a directory in place of a segment is refused`() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/journal"
        try Journal.create(at: path, id: .random())
        let segment = path + "/00000000000000000001.journal"
        #expect(unlink(segment) == 0)
        #expect(mkdir(segment, 0o700) == 0)

        let error = #expect(throws: JournalError.self) {
            try Journal.open(at: path, access: .write)
        }

        #expect(error?.code == "journal.foreign")
        #expect(error?.description.contains(segment) == true)
    }

    @Test func `a write that fails ends the journal, as nobody knows what it left`() async throws {
        let life = try await Life(entries: 1)
        life.disk.refuse(Refusal(after: 0, errno: EIO, calls: [.write], carriedBytes: 90))

        await #expect(throws: JournalError.notDurable(errno: EIO)) {
            try await life.journal.append([.example("torn")])
        }
        await #expect(throws: JournalError.notDurable(errno: EIO)) {
            try await life.journal.append([.example("later")])
        }

        #expect(life.journal.failure == .notDurable(errno: EIO))
        await life.journal.close()
    }

    @Test func `after a new segment has its name, the old one is never added to`() async throws {
        let life = try await Life(entries: 2)
        life.disk.refuse(Refusal(after: 0, errno: ENOSPC, calls: [.syncDirectory]))

        _ = try? await life.journal.append([.example("many", parts: 9)])
        life.disk.refuse(nil)
        _ = try? await life.journal.append([.example("later")])
        await life.journal.close()

        let (again, report) = try Life.open(life.disk)
        #expect(report.last.entry == 2)
        #expect(try again.entries(from: 1).map(\.command) == ["c-1", "c-2"])
        await again.close()
    }

    @Test func `an entry that rots after opening is refused when it is read`() async throws {
        let life = try await Life(entries: 3)
        life.disk.edit { image in
            let bytes = image[Life.segment]
            image[Life.segment][bytes.count - 20] ^= 1
        }

        let error = #expect(throws: JournalError.self) { try life.journal.entries(from: 1) }

        #expect(error?.code == "journal.corrupt")
        #expect(error?.description.contains("body checksum") == true)
        await life.journal.close()
    }
}
