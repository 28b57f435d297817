import JournalProof
import Testing

@testable import Journal

/// What opening does with snapshots, tails and half-made files.
struct OpeningTests {
    @Test func `opening skips the segments that a snapshot covers`() async throws {
        let life = try await Life(entries: 20)
        try await life.journal.writeSnapshot(
            schemaVersion: 3,
            state: "{\"n\":18}".bytes,
            throughEntry: 18
        )
        await life.journal.close()

        let (journal, report) = try life.open()

        #expect(report.snapshotThroughEntry == 18)
        #expect(report.last.entry == 20)
        #expect(report.checkedFromSequence > 10)
        #expect(journal.newestSnapshot().map { Array($0.state) } == "{\"n\":18}".bytes)
        #expect(journal.newestSnapshot()?.schemaVersion == 3)
        #expect(try journal.entries(from: 1).map(\.number) == Array(1...20))
        await journal.close()
    }

    @Test func `opening reads nothing of a sealed segment whose end a snapshot holds`()
        async throws
    {
        let disk = try await Self.sealed()
        var image = disk.image
        image[Life.segment][600] ^= 1

        let (journal, report) = try Life.open(SimulatedDisk(image))

        #expect(report.snapshotThroughEntry == 4)
        #expect(report.checkedFromSequence == 5)
        #expect(report.recordsChecked == 0)
        #expect(report.last.entry == 4)
        #expect(report.warnings == [])
        let numbers = try await journal.append([.example("5")])
        #expect(numbers == 5...5)
        await #expect(throws: JournalError.self) { try await journal.checkChain() }
        await journal.close()
    }

    @Test func `readers begin behind a sealed segment too`() async throws {
        let (journal, report) = try Life.open(try await Self.sealed(), .read)

        #expect(report.recordsChecked == 0)
        #expect(report.last.entry == 4)
        #expect(try journal.entries(from: 1).map(\.number) == [1, 2, 3, 4])
    }

    @Test func `a head that stands elsewhere than a sealed segment ends is refused`() async throws {
        let life = try await Life(entries: 4)
        try await life.journal.rotate()
        let other = try await Life(entries: 4, actor: "ada")
        try await other.journal.rotate()
        try await life.journal.writeSnapshot(schemaVersion: 1, state: "1".bytes, throughEntry: 4)
        await life.journal.close()
        await other.journal.close()
        var image = life.disk.image
        let head = ProofJournal.path + "/head"
        image[head] = other.disk.image[head]

        #expect(throws: JournalError.self) { try Life.open(SimulatedDisk(image)) }
    }

    @Test func `an unreadable last segment behind a snapshot is moved away`() async throws {
        let life = try await Life(entries: 4)
        try await life.journal.writeSnapshot(schemaVersion: 1, state: "1".bytes, throughEntry: 4)
        await life.journal.close()
        var image = life.disk.image
        let path = ProofJournal.path + "/00000000000000000005.journal"
        image[path] = Array(repeating: 0, count: 300)

        let disk = SimulatedDisk(image)
        let (journal, report) = try Life.open(disk)

        #expect(disk.image.file(at: path) == nil)
        #expect(report.last.entry == 4)
        await journal.close()
    }

    /// A journal of two segments, the second of them empty, and a snapshot of all four entries.
    private static func sealed() async throws -> SimulatedDisk {
        let life = try await Life(entries: 4)
        try await life.journal.rotate()
        try await life.journal.writeSnapshot(schemaVersion: 1, state: "1".bytes, throughEntry: 4)
        await life.journal.close()
        return life.disk
    }

    @Test func `of a snapshot only what is asked for is read, and it is checked`() async throws {
        let life = try await Life(entries: 2)
        let state = (0..<200_000).map { UInt8(ascii: "0") + UInt8($0 % 10) }
        try await life.journal.writeSnapshot(schemaVersion: 1, state: state, throughEntry: 2)
        await life.journal.close()
        let path = ProofJournal.path + "/snapshots/00000000000000000002.snapshot"
        var image = life.disk.image
        let start = image[path].count - 1 - state.count
        image[path][start + 70_000] ^= 1

        let (journal, report) = try Life.open(SimulatedDisk(image))
        let found = try #require(journal.takeOpenedSnapshot()).state

        #expect(report.snapshotThroughEntry == 2)
        #expect(found.count == state.count)
        #expect(found.bytes(in: 0..<65_536).map { Array($0) } == Array(state[..<65_536]))
        #expect(found.bytes(in: 65_535..<65_537) == nil)
        #expect(found.bytes(in: 65_536..<65_537) == nil)
        #expect(found.bytes(in: 131_071..<131_072) == nil)
        #expect(found.bytes(in: 131_072..<200_000).map { Array($0) } == Array(state[131_072...]))
        #expect(found.bytes(in: 199_999..<200_000) == state[199_999...])
        #expect(found.bytes(in: 5..<5) == [])
        #expect(journal.newestSnapshot() == nil)
        await journal.close()
    }

    @Test func `a snapshot of the first format is read as ever`() async throws {
        let life = try await Life(entries: 4)
        let chain = life.journal.last.chainHash
        await life.journal.close()
        let header =
            "{\"chain\":\"\(chain)\",\"entry\":4,\"format\":1,\"journal\":\"\(ProofJournal.id)\","
            + "\"length\":7,\"schema\":1,\"sequence\":4}\n"
        let covered = header.bytes + "{\"n\":4}\n".bytes
        var image = life.disk.image
        let path = ProofJournal.path + "/snapshots/00000000000000000004.snapshot"
        image[path] = covered + "\(Digest(of: [covered]))\n".bytes

        let (journal, report) = try Life.open(SimulatedDisk(image))

        #expect(report.snapshotThroughEntry == 4)
        #expect(journal.newestSnapshot().map { Array($0.state) } == "{\"n\":4}".bytes)
        let opened = journal.takeOpenedSnapshot()?.state
        #expect(opened?.bytes(in: 0..<7).map { Array($0) } == "{\"n\":4}".bytes)
        await journal.close()
        image[path][header.utf8.count + 5] ^= 1
        let (other, ignored) = try Life.open(SimulatedDisk(image))
        #expect(ignored.snapshotThroughEntry == nil)
        await other.close()
    }

    @Test func `a snapshot that does not verify is ignored with a warning`() async throws {
        let life = try await Life(entries: 4)
        try await life.journal.writeSnapshot(schemaVersion: 1, state: "1".bytes, throughEntry: 4)
        await life.journal.close()
        let path = ProofJournal.path + "/snapshots/00000000000000000004.snapshot"
        var accepted: [Int] = []
        let image = life.disk.image

        let state = image[path].count - 2
        for offset in image[path].indices {
            var damaged = image
            damaged[path][offset] ^= 0x10
            let (journal, report) = try Life.open(SimulatedDisk(damaged))
            // What is wrong in the state itself is seen when it is read.
            let isSeen =
                offset == state
                ? journal.takeOpenedSnapshot().map { $0.state.bytes(in: 0..<1) == nil } ?? false
                : report.snapshotThroughEntry == nil && report.warnings.count == 1
            if !isSeen || journal.newestSnapshot() != nil || journal.last.entry != 4 {
                accepted.append(offset)
            }
            await journal.close()
        }

        #expect(image[path].count > 200)
        #expect(accepted == [])
    }

    @Test func `a snapshot of another history is ignored`() async throws {
        let life = try await Life(entries: 4)
        await life.journal.close()
        let other = try await Life(entries: 4, actor: "ada")
        try await other.journal.writeSnapshot(schemaVersion: 1, state: "1".bytes, throughEntry: 4)
        await other.journal.close()
        let path = ProofJournal.path + "/snapshots/00000000000000000004.snapshot"
        var image = life.disk.image
        image[path] = other.disk.image[path]

        let (journal, report) = try Life.open(SimulatedDisk(image))

        #expect(report.snapshotThroughEntry == nil)
        #expect(report.warnings == ["Snapshot 4 is not of this history and is ignored."])
        #expect(journal.newestSnapshot() == nil)
        await journal.close()
    }

    @Test func `the three newest snapshots and the first of each long run are kept`() async throws {
        let life = try await Life(entries: 8)
        for entry in 2...8 as ClosedRange<UInt64> {
            try await life.journal.writeSnapshot(
                schemaVersion: 1,
                state: "\(entry)".bytes,
                throughEntry: entry
            )
        }

        let kept = (0...9).map { life.journal.snapshot(atOrBefore: $0)?.throughEntry }

        #expect(kept == [nil, nil, 2, 2, 2, 2, 6, 7, 8, 8])
        await life.journal.close()
    }

    @Test func `a torn tail is cut, kept and recorded`() async throws {
        let life = try await Life(entries: 2)
        await life.journal.close()
        var image = life.disk.image
        let size = image[Life.segment].count
        image[Life.segment] += "00000000000000000003 half a line".bytes

        let disk = SimulatedDisk(image)
        let (journal, report) = try Life.open(disk)

        let cut = try #require(report.tailCuts.first)
        #expect(cut.offset == size)
        #expect(cut.size == 32)
        #expect(report.last.entry == 3)
        let kept = disk.image[ProofJournal.path + "/" + cut.keptAt]
        #expect(kept == "00000000000000000003 half a line".bytes)
        let entry = try #require(try journal.entry(3))
        #expect(entry.kind == "journal.tail-cut")
        #expect(String(decoding: entry.payload, as: UTF8.self).contains("\"bytes\":32"))
        await journal.close()
        let (again, second) = try Life.open(disk)
        #expect(second.tailCuts == [])
        #expect(second.last.entry == 3)
        await again.close()
    }

    @Test(arguments: [1, 2, 3, 4])
    func `an entry whose last record is not there disappears as a whole`(parts: Int) async throws {
        let life = try await Life(entries: 2)
        await life.journal.close()
        let before = life.disk.image
        let (more, _) = try life.open()
        try await more.append([.example("many", parts: 5)])
        await more.close()
        var image = life.disk.image
        let lines = image[Life.segment].split(separator: 10, omittingEmptySubsequences: false)
        image[Life.segment] = Array(lines[..<(3 + parts)].joined(separator: [10])) + [10]
        image[ProofJournal.path + "/head"] = before[ProofJournal.path + "/head"]

        let (journal, report) = try Life.open(SimulatedDisk(image))

        #expect(report.tailCuts.map(\.offset) == [before[Life.segment].count])
        #expect(try journal.entries(from: 1).map(\.command) == ["c-1", "c-2", ""])
        await journal.close()
    }

    @Test func `a half-made segment is moved away`() async throws {
        let life = try await Life(entries: 2)
        await life.journal.close()
        var image = life.disk.image
        let path = ProofJournal.path + "/00000000000000000003.journal.tmp"
        image[path] = "{\"chain".bytes

        let disk = SimulatedDisk(image)
        let (journal, report) = try Life.open(disk)

        #expect(disk.image.file(at: path) == nil)
        #expect(disk.image.paths.contains { $0.hasSuffix("3.journal.tmp") })
        #expect(report.warnings.count == 1)
        #expect(report.last.entry == 2)
        await journal.close()
    }

    @Test func `a last segment that holds nothing readable is moved away`() async throws {
        let life = try await Life(entries: 2)
        await life.journal.close()
        var image = life.disk.image
        let path = ProofJournal.path + "/00000000000000000003.journal"
        image[path] = Array(repeating: 0, count: 300)

        let disk = SimulatedDisk(image)
        let (journal, report) = try Life.open(disk)

        #expect(disk.image.file(at: path) == nil)
        #expect(report.last.entry == 2)
        await journal.close()
    }

    @Test func `without a head file opening warns and makes one`() async throws {
        let life = try await Life(entries: 2)
        await life.journal.close()
        var image = life.disk.image
        let head = ProofJournal.path + "/head"
        image.remove(head)

        let disk = SimulatedDisk(image)
        let (journal, report) = try Life.open(disk)

        #expect(report.warnings.count == 1)
        #expect(disk.image[head].count >= 512)
        await journal.close()
    }

    @Test func `a sealed segment is read from the archive as from its old place`() async throws {
        let life = try await Life(entries: 20)
        await life.journal.close()
        var image = life.disk.image
        let archived = ProofJournal.path + "/archive/00000000000000000001.journal"
        image.apply(.rename(source: Life.segment, target: archived))

        let (journal, report) = try Life.open(SimulatedDisk(image))

        #expect(report.last.entry == 20)
        #expect(try journal.entries(from: 1).map(\.number) == Array(1...20))
        await journal.close()
    }

    @Test func `a crash while a journal is made leaves none, and the next attempt makes one`()
        async throws
    {
        let disk = ProofJournal.emptyDisk()
        try Journal.create(
            at: ProofJournal.path,
            id: ProofJournal.id,
            timeMicroseconds: 1,
            on: disk
        )
        let log = disk.log
        let named = try #require(log.firstIndex { $0.isRename(to: ProofJournal.path) })

        for index in 1...named {
            let half = SimulatedDisk(
                log[..<index].reduce(into: ProofJournal.emptyDisk().image) { $0.apply($1) }
            )
            #expect(throws: JournalError.absent(path: ProofJournal.path)) { try Life.open(half) }
            let id = JournalID(high: 7, low: UInt64(index))
            try Journal.create(at: ProofJournal.path, id: id, timeMicroseconds: 2, on: half)
            let (journal, report) = try Life.open(half)
            #expect(journal.id == id)
            #expect(report.warnings == [])
            await journal.close()
        }
    }

    @Test func `a journal is not made over another one`() async throws {
        let life = try await Life(entries: 1)
        await life.journal.close()

        #expect(throws: JournalError.exists(path: ProofJournal.path)) {
            try Journal.create(
                at: ProofJournal.path,
                id: ProofJournal.id,
                timeMicroseconds: 1,
                on: life.disk
            )
        }
    }

    @Test func `a newer format is refused`() async throws {
        let life = try await Life(entries: 1)
        await life.journal.close()
        var image = life.disk.image
        let path = ProofJournal.path + "/identity"
        image[path] = CheckedLine.encode("{\"format\":2}")

        #expect(throws: JournalError.tooNew(path: path, format: 2)) {
            try Life.open(SimulatedDisk(image))
        }
    }
}

/// A journal in memory with a number of entries.
struct Life {
    let disk: SimulatedDisk
    let journal: Journal

    static let segment = ProofJournal.path + "/00000000000000000001.journal"

    init(entries: Int, actor: String = "mira") async throws {
        disk = ProofJournal.emptyDisk()
        try Journal.create(
            at: ProofJournal.path,
            id: ProofJournal.id,
            timeMicroseconds: 1,
            on: disk
        )
        journal = try Self.open(disk).journal
        for number in 1...entries {
            var entry = NewEntry.example("\(number)")
            entry.actor = actor
            try await journal.append([entry])
        }
    }

    func open() throws -> (journal: Journal, report: OpeningReport) { try Self.open(disk) }

    static func open(
        _ disk: SimulatedDisk,
        _ access: Journal.Access = .write
    ) throws -> (journal: Journal, report: OpeningReport) {
        try Journal.open(
            at: ProofJournal.path,
            access: access,
            on: disk,
            options: ProofJournal.options
        )
    }
}
