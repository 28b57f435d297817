import JournalProof
import Testing

@testable import Journal

/// Sealing on demand, the archive, and forgetting.
struct ArchiveTests {
    @Test func `a sealed segment is followed by the next one, an empty one is not sealed`()
        async throws
    {
        let life = try await Life(entries: 2)

        let first = try await life.journal.rotate()
        let second = try await life.journal.rotate()
        try await life.journal.append([.example("3")])
        await life.journal.close()

        let (again, _) = try life.open()
        #expect(first)
        #expect(!second)
        #expect(try again.entries(from: 1).map(\.number) == [1, 2, 3])
        #expect(life.disk.image[ProofJournal.path + "/00000000000000000003.journal"] != [])
        await again.close()
        await #expect(throws: JournalError.closed) { try await again.rotate() }
    }

    @Test func `what the oldest of the newest snapshots covers is archived and still read`()
        async throws
    {
        let life = try await Self.life()
        let (reader, _) = try Life.open(life.disk, .read)

        let report = try await life.journal.archive()
        let nothing = try await life.journal.archive()
        await life.journal.close()

        #expect(report.segments == [1, 9].map { JournalDirectory.segmentName($0) })
        #expect(report.throughEntry == 16)
        #expect(report.neededFromEntry == 20)
        #expect(nothing.segments == [])
        #expect(try life.journal.entries(from: 1).map(\.number) == Array(1...30))
        #expect(try reader.entries(from: 1).map(\.number) == Array(1...30))
        let verified = try Journal.verify(at: ProofJournal.path, expecting: nil, on: life.disk)
        #expect(verified.problems == [])
        #expect(verified.archivedSegments == 2)
        let (again, _) = try life.open()
        #expect(try again.entries(from: 1).map(\.number) == Array(1...30))
        await again.close()
    }

    @Test func `a crash at any operation of archiving loses nothing`() async throws {
        let life = try await Self.life()
        await life.journal.close()
        let crashes = try await CareCrashes(life.disk.image) { disk in
            let (journal, _) = try Life.open(disk)
            _ = try await journal.archive()
            await journal.close()
        }

        for (mark, image) in crashes.images {
            let (journal, _) = try Life.open(SimulatedDisk(image))
            #expect(try journal.entries(from: 1).count == 30, "\(mark)")
            await journal.close()
        }
        #expect(crashes.count > 4)
    }

    @Test func `a segment that is seen in both places while it moves is read once`() async throws {
        let life = try await Self.life()
        await life.journal.close()
        var image = life.disk.image
        let name = JournalDirectory.segmentName(1)
        image.link(ProofJournal.path + "/archive/" + name, to: Life.segment)

        let (journal, _) = try Life.open(SimulatedDisk(image))

        #expect(try journal.entries(from: 1).count == 30)
        await journal.close()
    }

    @Test func `forgetting removes exactly what it states and says so in the history`()
        async throws
    {
        let life = try await Self.life()
        _ = try await life.journal.archive()
        let hash = try #require(try life.journal.records(of: 16).first?.chainHash)

        let plan = try life.journal.forgetting(through: 16)
        let done = try await life.journal.forget(through: 16, losing: 16, .example)
        await life.journal.close()

        #expect(plan == done)
        #expect(plan.count == 16)
        #expect(plan.end.chainHash == hash)
        let (again, _) = try life.open()
        #expect(again.firstEntry == 17)
        #expect(try again.entries(from: 17).map(\.number) == Array(17...31))
        #expect(throws: JournalError.forgotten(through: 16)) { try again.entries(from: 16) }
        #expect(try again.entries(newestFirstBefore: 20, limit: 9).map(\.number) == [19, 18, 17])
        let told = try #require(try again.entry(31))
        #expect(told.kind == "journal.forgotten")
        #expect(told.actor == "mira")
        #expect(String(decoding: told.payload, as: UTF8.self).contains("\"entries\":16"))
        await again.close()
        let report = try Journal.verify(at: ProofJournal.path, expecting: nil, on: life.disk)
        #expect(report.problems == [])
        #expect(report.notes == [])
        #expect(report.forgotten == plan.end)
        #expect(report.firstEntry == 17)
    }

    @Test func `forgetting refuses another count, a middle of a file, and no snapshot`()
        async throws
    {
        let life = try await Self.life()
        await #expect(throws: ForgettingProblem.nothingArchived) {
            try await life.journal.forget(through: 8, losing: 8, .example)
        }
        _ = try await life.journal.archive()
        let before = life.disk.image

        await #expect(throws: ForgettingProblem.otherCount(8)) {
            try await life.journal.forget(through: 8, losing: 9, .example)
        }
        await #expect(throws: ForgettingProblem.notAtEndOfFile(possible: [8, 16])) {
            try await life.journal.forget(through: 9, losing: 9, .example)
        }
        for path in before.paths where path.hasSuffix(".snapshot") {
            try life.disk.unlink(path)
        }
        await #expect(throws: ForgettingProblem.noSnapshot) {
            try await life.journal.forget(through: 8, losing: 8, .example)
        }
        #expect(life.journal.last.entry == 30)
        await life.journal.close()
    }

    @Test func `a crash at any operation of forgetting leaves all or what was told`()
        async throws
    {
        let life = try await Self.life()
        _ = try await life.journal.archive()
        await life.journal.close()
        let crashes = try await CareCrashes(life.disk.image) { disk in
            let (journal, _) = try Life.open(disk)
            _ = try await journal.forget(through: 16, losing: 16, .example)
            await journal.close()
        }
        var firsts: Set<UInt64> = []

        for (mark, image) in crashes.images {
            let disk = SimulatedDisk(image)
            let (journal, _) = try Life.open(disk)
            firsts.insert(journal.firstEntry)
            let entries = try journal.entries(from: journal.firstEntry)
            #expect(entries.count { $0.kind == "change-set" } == 31 - Int(journal.firstEntry))
            #expect(journal.newestSnapshot()?.throughEntry == 29, "\(mark)")
            try journal.finishForgetting()
            await journal.close()
            let report = try Journal.verify(at: ProofJournal.path, expecting: nil, on: disk)
            #expect(report.problems == [], "\(mark)")
            #expect(report.notes == [], "\(mark)")
        }
        #expect(firsts == [1, 17])
    }

    @Test func `a start that is missing without being forgotten is refused`() async throws {
        let life = try await Self.life()
        await life.journal.close()
        try life.disk.unlink(Life.segment)

        #expect(throws: JournalError.self) { try Life.open(life.disk) }
    }

    @Test func `a forgotten start that no entry tells of is a problem`() async throws {
        let life = try await Self.life()
        _ = try await life.journal.archive()
        _ = try await life.journal.forget(through: 8, losing: 8, .example)
        await life.journal.close()
        var image = life.disk.image
        let path = ProofJournal.path + "/forgotten"
        var mark = try #require(image[path].withUnsafeBytes { ForgottenMark($0) })
        mark.told = 20
        image[path] = mark.bytes

        let report = try Journal.verify(
            at: ProofJournal.path,
            expecting: nil,
            on: SimulatedDisk(image)
        )

        #expect(
            report.problems.map(\.description) == [
                "Entry 20 does not tell that entries 1 to 8 were forgotten."
            ]
        )
    }

    @Test func `the snapshot that stands for forgotten entries is never pruned`() async throws {
        let life = try await Self.life()
        _ = try await life.journal.archive()
        _ = try await life.journal.forget(through: 16, losing: 16, .example)
        for entry in [25, 26, 27, 28, 30] as [UInt64] {
            try await life.journal.writeSnapshot(schemaVersion: 1, state: [48], throughEntry: entry)
        }

        #expect(life.journal.snapshot(atOrBefore: 23)?.throughEntry == 20)
        await life.journal.close()
    }

    /// Thirty entries in files of eight, and snapshots of 20, 24 and 29.
    static func life() async throws -> Life {
        let life = try await Life(entries: 30)
        for entry in [20, 24, 29] as [UInt64] {
            try await life.journal.writeSnapshot(
                schemaVersion: 1,
                state: "\(entry)".bytes,
                throughEntry: entry
            )
        }
        return life
    }
}
