import Journal
import Testing

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// The journal after a crash at every point of a short life.
struct CrashTests {
    @Test func `a crash after any byte loses nothing acknowledged and refuses nothing`()
        async throws
    {
        let script = try await CrashScript()
        var points = 0
        var wrong: [String] = []

        for index in script.log.indices {
            let before = script.image(after: index)
            let acknowledged = script.acknowledgedEntries(before: index)
            for (cut, image) in states(from: before, script.log[index]) {
                points += 1
                let mark = "operation \(index) byte \(cut)"
                let found = await script.judge(image, acknowledged: acknowledged, mark: mark)
                if let found { wrong.append(found) }
            }
        }

        print("crash points: \(points)")
        #expect(script.entries.count == 9)
        #expect(points > 8000)
        #expect(wrong.prefix(5) == [])
    }

    @Test func `a power loss with any mix of sectors loses nothing acknowledged`() async throws {
        let seed = Self.seed
        print("FLAGDECK_SEED=\(seed)")
        var random = SeededRandom(seed: seed)
        let script = try await CrashScript()
        var wrong: [String] = []

        for index in 0...script.log.count {
            let acknowledged = script.acknowledgedEntries(before: index)
            for turn in 0..<20 {
                let image = script.image(after: index).afterPowerLoss(&random)
                let mark = "operation \(index) turn \(turn)"
                let found = await script.judge(image, acknowledged: acknowledged, mark: mark)
                if let found { wrong.append(found) }
            }
        }

        #expect(wrong.prefix(5) == [])
    }

    @Test func `a crash during the cut of a tail, at any byte, is repaired by the next opening`()
        async throws
    {
        let script = try await CrashScript()
        let last = try #require(script.log.lastIndex { $0.isWrite(longerThan: 100) && !$0.isHead })
        let torn = try #require(script.log[last].prefix(150))
        var image = script.image(after: last)
        image.apply(torn)
        let disk = MemoryDisk(image)
        let (journal, report) = try Journal.open(
            at: CrashScript.path,
            access: .write,
            on: disk,
            options: script.options
        )
        await journal.close()
        #expect(report.tailCuts.map(\.size) == [150])
        var wrong: [String] = []

        for index in disk.log.indices {
            let before = disk.log[..<index].reduce(into: image) { $0.apply($1) }
            for (cut, state) in states(from: before, disk.log[index]) {
                let mark = "operation \(index) byte \(cut)"
                let again = await script.judge(state, acknowledged: 8, mark: mark)
                if let again { wrong.append(again) }
            }
        }

        #expect(wrong.prefix(5) == [])
    }

    @Test func `crash after crash, in recovery too, with and without power loss, loses nothing`()
        async throws
    {
        let seed = Self.seed
        print("FLAGDECK_SEED=\(seed)")
        var random = SeededRandom(seed: seed)
        let script = try await CrashScript()
        let created = try #require(script.log.firstIndex { $0.isRename(to: CrashScript.path) })
        var wrong: [String] = []

        for turn in 0..<300 {
            var image = script.image(after: created + 1)
            var answered: [String] = []
            for _ in 0..<5 {
                let disk = MemoryDisk(image)
                disk.inject(
                    MemoryDisk.Fault(
                        after: .random(in: 0..<30, using: &random),
                        errno: EIO,
                        isForever: true,
                        writtenBytes: .random(in: 0..<900, using: &random)
                    )
                )
                answered += await live(on: disk, turn: answered.count)
                image = disk.image
                if Bool.random(using: &random) { image = image.afterPowerLoss(&random) }
            }
            if let lost = await judge(image, answered) { wrong.append("turn \(turn): \(lost)") }
        }

        #expect(wrong.prefix(5) == [])
    }

    @Test func `an entry of many batches is there as a whole or not at all`() async throws {
        let life = try await Life(entries: 1)
        let before = life.disk.log.count
        try await life.journal.append([.example("many", parts: 600)])
        await life.journal.close()
        let log = life.disk.log
        var counts: [UInt64] = []

        for index in before...log.count {
            var image = log[..<index].reduce(into: DiskImage()) { $0.apply($1) }
            if index < log.count, let half = log[index].prefix(70_000) { image.apply(half) }
            let (journal, _) = try Life.open(MemoryDisk(image), .write)
            let entries = try journal.entries(from: 1).filter { $0.kind == "change-set" }
            #expect(entries.allSatisfy { $0.partCount == 1 || $0.partCount == 600 })
            counts.append(UInt64(entries.count))
            await journal.close()
        }

        #expect(counts.sorted() == counts)
        #expect(Set(counts) == [1, 2])
    }

    /// Opens and appends until the disk refuses; the commands that were answered.
    private func live(on disk: MemoryDisk, turn: Int) async -> [String] {
        var answered: [String] = []
        guard let (journal, _) = try? Life.open(disk) else { return [] }
        for index in 0..<12 {
            let entry = NewEntry.example("\(turn)-\(index)", parts: 1 + index % 3)
            guard (try? await journal.append([entry])) != nil else { break }
            answered.append(entry.command)
            guard index % 4 == 3 else { continue }
            let last = journal.last.entry
            try? await journal.writeSnapshot(schemaVersion: 1, state: [48], throughEntry: last)
        }
        await journal.close()
        return answered
    }

    private func judge(_ image: DiskImage, _ answered: [String]) async -> String? {
        do {
            let (journal, _) = try Life.open(MemoryDisk(image))
            let kept = Set(try journal.entries(from: 1).map(\.command))
            await journal.close()
            let lost = answered.filter { !kept.contains($0) }
            return lost.isEmpty ? nil : "lost \(lost)"
        } catch {
            return "refused: \(error)"
        }
    }

    static var seed: UInt64 {
        getenv("FLAGDECK_SEED").flatMap { UInt64(String(cString: $0)) }
            ?? .random(in: 0...UInt64.max)
    }

    /// The states of a crash in the middle of an operation, the one before it included.
    private func states(
        from image: DiskImage,
        _ operation: DiskOperation
    ) -> [(cut: Int, image: DiskImage)] {
        guard case .write(_, _, let bytes) = operation else { return [(0, image)] }
        return (0..<bytes.count).map { count in
            var torn = image
            if let part = operation.prefix(count) { torn.apply(part) }
            return (count, torn)
        }
    }
}

extension DiskOperation {
    /// The same write, torn after `count` bytes; nil when this is no write.
    func prefix(_ count: Int) -> DiskOperation? {
        guard case .write(let file, let offset, let bytes) = self else { return nil }
        return .write(file: file, offset: offset, bytes: Array(bytes.prefix(count)))
    }

    func isRename(to path: String) -> Bool {
        guard case .rename(_, path) = self else { return false }
        return true
    }

    func isWrite(longerThan count: Int) -> Bool {
        guard case .write(_, _, let bytes) = self else { return false }
        return bytes.count > count
    }

    /// Whether this writes a slot of the head file.
    var isHead: Bool {
        guard case .write(_, _, let bytes) = self else { return false }
        return bytes.count == 512
    }
}
