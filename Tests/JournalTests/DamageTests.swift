import Journal
import JournalProof
import Testing

/// What damage to each file does: it is refused or harmless, never silent.
///
/// Segments are attacked in `FlipAttacks` and `RecordAttacks`.
struct DamageTests {
    static let segments = [
        "00000000000000000001.journal", "00000000000000000005.journal",
    ]

    @Test func `every byte of the head file flipped changes nothing`() async throws {
        let script = try await Self.script()
        let image = try await finished(script)
        let head = ProofJournal.path + "/head"
        var refused: [Int] = []

        for offset in image[head].indices {
            var damaged = image
            damaged[head][offset] ^= 0x10
            if open(damaged, script) != nil { refused.append(offset) }
        }

        #expect(image[head].count == 1024)
        #expect(refused == [])
    }

    @Test func `every byte of the identity file flipped is refused`() async throws {
        let script = try await Self.script()
        let image = try await finished(script)
        let identity = ProofJournal.path + "/identity"
        var accepted: [Int] = []

        for offset in image[identity].indices {
            var damaged = image
            damaged[identity][offset] ^= 0x10
            if open(damaged, script) == nil { accepted.append(offset) }
        }

        #expect(accepted == [])
    }

    @Test func `a tail removed at any byte is refused when the head is there`() async throws {
        let script = try await Self.script()
        let image = try await finished(script)
        let last = try #require(segmentPaths(image).last)
        var accepted: [Int] = []

        for size in image[last].indices {
            var damaged = image
            damaged[last] = Array(image[last].prefix(size))
            if open(damaged, script) == nil { accepted.append(size) }
        }

        #expect(accepted == [])
    }

    @Test func `a segment that is not there is refused`() async throws {
        let script = try await Self.script()
        let image = try await finished(script)

        let accepted = segmentPaths(image).filter { path in
            var damaged = image
            damaged.remove(path)
            return open(damaged, script) == nil
        }

        #expect(accepted == [])
    }

    @Test func `an unknown name is refused and named`() async throws {
        let script = try await Self.script()
        var image = try await finished(script)
        image[ProofJournal.path + "/notes.txt"] = []

        let error = open(image, script)

        #expect(
            error == .foreign(path: ProofJournal.path + "/notes.txt", reason: "unknown name")
        )
    }

    @Test func `a segment of another journal is refused`() async throws {
        let script = try await Self.script()
        let other = ProofJournal.emptyDisk()
        let otherID = JournalID(high: 5, low: 6)
        try Journal.create(
            at: ProofJournal.path,
            id: otherID,
            timeMicroseconds: 1,
            on: other
        )
        var image = try await finished(script)
        let first = ProofJournal.path + "/" + Self.segments[0]
        image[first] = other.image[first]

        let error = open(image, script)

        #expect(
            error == .foreign(path: first, reason: "it belongs to journal \(otherID)")
        )
    }

    @Test func `the message says what, where and what next`() async throws {
        let script = try await Self.script()
        var image = try await finished(script)
        let first = ProofJournal.path + "/" + Self.segments[0]
        image[first][600] ^= 1

        let text = try #require(open(image, script)).description

        #expect(text.contains("left untouched"))
        #expect(text.contains(first + ", byte "))
        #expect(text.contains("Good before it: "))
        #expect(text.contains("docs/how-to/restore.md"))
    }

    @Test func `refusing changes nothing`() async throws {
        let script = try await Self.script()
        var image = try await finished(script)
        let first = ProofJournal.path + "/" + Self.segments[0]
        image[first][600] ^= 1
        let disk = SimulatedDisk(image)

        _ = try? Journal.open(
            at: ProofJournal.path,
            access: .write,
            on: disk,
            options: ProofJournal.options
        )

        let changes = disk.log.filter { operation in
            if case .sync = operation { return false }
            if case .syncDirectory = operation { return false }
            if case .write(let file, _, _) = operation { return file != disk.lockFile }
            if case .truncate(let file, _) = operation { return file != disk.lockFile }
            return true
        }
        #expect(changes == [])
    }

    private static func script() async throws -> ProofRecording {
        try await ProofRecording(LongScript(commands: 8))
    }

    /// The script's journal without its snapshot, so that opening checks every segment.
    private func finished(_ script: ProofRecording) async throws -> DiskImage {
        var image = try #require(script.images.last)
        for path in image.paths where path.hasSuffix(".snapshot") { image.remove(path) }
        return image
    }

    private func segmentPaths(_ image: DiskImage) -> [String] {
        image.paths.filter { $0.hasSuffix(".journal") }.sorted()
    }

    private func open(_ image: DiskImage, _ script: ProofRecording) -> JournalError? {
        do throws(JournalError) {
            _ = try Journal.open(
                at: ProofJournal.path,
                access: .write,
                on: SimulatedDisk(image),
                options: ProofJournal.options
            )
            return nil
        } catch {
            return error
        }
    }
}

extension SimulatedDisk {
    var lockFile: Int? { image.file(at: ProofJournal.path + "/lock") }
}
