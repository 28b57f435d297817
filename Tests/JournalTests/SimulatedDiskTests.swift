import Journal
import JournalProof
import Testing

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// The disk that the proofs stand on: it forgets exactly what was not synced.
struct SimulatedDiskTests {
    @Test func `a name is there after a power loss once its directory was synced`() throws {
        let disk = ProofJournal.emptyDisk()
        let file = try disk.open("/data/a", .create)
        try write("text", to: file)
        try file.sync()

        let before = lost(disk).paths
        try disk.syncDirectory("/data")
        let after = lost(disk)

        #expect(before == [])
        #expect(after.paths == ["/data/a"])
        #expect(after["/data/a"] == "text".bytes)
    }

    @Test func `a content is there after a power loss once its file was synced`() throws {
        let disk = try diskWithFile("old")
        let file = try disk.open("/data/a", .update)
        try write("new", to: file)

        let before = lost(disk)["/data/a"]
        try file.sync()

        #expect(before == "old".bytes)
        #expect(lost(disk)["/data/a"] == "new".bytes)
    }

    @Test func `a rename between directories needs a sync of both`() throws {
        let disk = try diskWithFile("text")
        try disk.makeDirectory("/data/kept")
        try disk.syncDirectory("/data")
        try disk.rename("/data/a", to: "/data/kept/a")

        try disk.syncDirectory("/data/kept")
        let half = lost(disk).paths
        try disk.syncDirectory("/data")

        #expect(half == ["/data/a"])
        #expect(lost(disk).paths == ["/data/kept/a"])
    }

    @Test func `after a failed sync the bytes are shown, and never become durable`() throws {
        let disk = try diskWithFile("old")
        let file = try disk.open("/data/a", .update)
        try write("new", to: file)
        disk.refuse(Refusal(after: 0, errno: EIO, calls: [.sync]))

        #expect(throws: DiskError.self) { try file.sync() }
        try file.sync()

        #expect(disk.image["/data/a"] == "new".bytes)
        #expect(lost(disk)["/data/a"] == "old".bytes)
    }

    @Test(arguments: [(9, 3), (10, 4), (11, 4)])
    func `a disk takes as many bytes as it has`(capacity: Int, written: Int) throws {
        let disk = try diskWithFile("123456")
        disk.limit(toBytes: capacity)
        let file = try disk.open("/data/b", .create)

        let count = try "abcd".bytes.withUnsafeBytes { bytes in try file.write(bytes, at: 0) }

        #expect(count == written)
        #expect(try disk.freeBytes(at: "/data") == capacity - 6 - written)
    }

    @Test func `a full disk says so`() throws {
        let disk = try diskWithFile("123456")
        disk.limit(toBytes: 6)
        let file = try disk.open("/data/b", .create)

        let error = #expect(throws: DiskError.self) { try write("a", to: file) }

        #expect(error?.errno == ENOSPC)
    }

    @Test func `one seed gives one power loss, another seed another`() async throws {
        let recording = try await ProofRecording(LongScript(commands: 4))
        let image = recording.images[recording.images.count / 2]
        let losses = [UInt64(7), 7, 8].map { seed in
            (0..<50).map { turn in
                var random = SeededRandom(seed: seed, case: turn)
                return image.afterPowerLoss(.drawn, &random)
            }
        }

        #expect(losses[0] == losses[1])
        #expect(losses[0] != losses[2])
    }

    @Test(arguments: [0, 1, 5])
    func `the call after so many others is refused, once`(after: Int) throws {
        let disk = try diskWithFile("text")
        disk.refuse(Refusal(after: after, errno: EIO, calls: [.item]))

        let answers = (0..<8).map { _ in (try? disk.item(at: "/data/a")) != nil }

        #expect(answers == (0..<8).map { $0 != after })
    }

    private func diskWithFile(_ text: String) throws -> SimulatedDisk {
        var image = ProofJournal.emptyDisk().image
        image["/data/a"] = text.bytes
        return SimulatedDisk(image)
    }

    private func lost(_ disk: SimulatedDisk) -> DiskImage {
        var random = SeededRandom(seed: 1)
        return disk.image.afterPowerLoss(.none, &random)
    }

    private func write(_ text: String, to file: any DiskFile) throws {
        let result = text.bytes.withUnsafeBytes { bytes in
            Result { try file.write(bytes, at: 0) }
        }
        #expect(try result.get() == text.utf8.count)
    }
}
