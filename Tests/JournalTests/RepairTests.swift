import JournalProof
import Testing

@testable import Journal

/// What is made of a damaged journal: never less than what was stated, and the original stays.
struct RepairTests {
    @Test
    func `a plan names what is wrong, what is good, what reads back behind, and what is lost`()
        async throws
    {
        let (disk, _) = try await Self.damaged(entry: 12)

        let plan = try Journal.repairPlan(at: ProofJournal.path, on: disk)

        #expect(plan.problems.count == 1)
        #expect(plan.problems.first?.entry == 12)
        #expect(plan.goodThrough == 11)
        #expect(plan.later.map(\.number) == Array(13...30))
        #expect(plan.lastKnownEntry == 30)
        #expect(plan.unreadable == [12...12])
        #expect(plan.lost(keepingThrough: 11) == 19)
        #expect(!plan.isOnlyMissing)
        #expect(disk.log == [])
    }

    @Test func `keeping the good entries makes a journal that opens and tells of the repair`()
        async throws
    {
        let (disk, life) = try await Self.damaged(entry: 12)
        let broken = disk.image.files(below: ProofJournal.path)
        let plan = try Journal.repairPlan(at: ProofJournal.path, on: disk)

        let report = try Journal.repair(plan, .keepThrough(11), losing: 19, .example)

        #expect(report.keptThrough == 11)
        #expect(report.told == 12)
        #expect(report.salvaged.isEmpty)
        #expect(report.brokenDirectory == ProofJournal.path + ".broken-00001764000000000000")
        let isUntouched = disk.image.files(below: report.brokenDirectory) == broken
        #expect(isUntouched)
        let (journal, opening) = try Life.open(disk)
        #expect(opening.warnings == [])
        let entries = try journal.entries(from: 1)
        #expect(Array(entries.dropLast()) == (try life.journal.entries(from: 1, through: 11)))
        let told = try #require(entries.last)
        #expect(told.kind == "journal.repaired")
        #expect(told.actor == "mira")
        let text = String(decoding: told.payload, as: UTF8.self)
        #expect(text.contains("\"lost\":19"))
        #expect(text.contains("\"lastKnown\":30"))
        #expect(text.contains("\"reason\":\"the law asks for it\""))
        try await journal.append([.example("next")])
        #expect(journal.last.entry == 13)
        await journal.close()
    }

    @Test func `heads that were written down before the damage still hold`() async throws {
        let (disk, life) = try await Self.damaged(entry: 12)
        let early = try #require(try life.journal.records(of: 9).first)
        let plan = try Journal.repairPlan(at: ProofJournal.path, on: disk)
        _ = try Journal.repair(plan, .keepThrough(11), losing: 19, .example)

        let report = try Journal.verify(
            at: ProofJournal.path,
            expecting: nil,
            heads: [
                ExpectedHead(source: "a", sequence: 9, chainHash: early.chainHash),
                ExpectedHead(source: "b", sequence: 30, chainHash: life.journal.last.chainHash),
            ],
            on: disk
        )

        #expect(report.confirmedHeads == 1)
        #expect(report.problems.map(\.description) == ["b names record 30, which is not there."])
    }

    @Test func `salvaged entries come behind, with their contents as they were`() async throws {
        let (disk, life) = try await Self.damaged(entry: 12)
        let plan = try Journal.repairPlan(at: ProofJournal.path, on: disk)

        let report = try Journal.repair(plan, .salvage([13, 14, 20]), losing: 16, .example)

        #expect(report.salvaged.map(\.0) == [13, 14, 20])
        #expect(report.salvaged.map(\.1) == [13, 14, 15])
        let (journal, _) = try Life.open(disk)
        let entries = try journal.entries(from: 13)
        let originals = try [13, 14, 20].compactMap { try life.journal.entry($0) }
        #expect(entries.map(\.payload) == originals.map(\.payload))
        #expect(entries.map(\.command) == originals.map(\.command))
        #expect(entries.map(\.timeMicroseconds) == originals.map(\.timeMicroseconds))
        let told = try #require(try journal.entry(12))
        #expect(String(decoding: told.payload, as: UTF8.self).contains("[[13,13,2],[20,15,1]]"))
        await journal.close()
    }

    @Test func `another number of lost entries is refused with the right one`() async throws {
        let (disk, _) = try await Self.damaged(entry: 12)
        let plan = try Journal.repairPlan(at: ProofJournal.path, on: disk)
        let before = disk.image

        #expect(throws: RepairProblem.otherCount(19)) {
            try Journal.repair(plan, .keepThrough(11), losing: 18, .example)
        }
        #expect(throws: RepairProblem.notGood(through: 11)) {
            try Journal.repair(plan, .keepThrough(12), losing: 18, .example)
        }
        #expect(throws: RepairProblem.notReadable(12)) {
            try Journal.repair(plan, .salvage([12]), losing: 18, .example)
        }
        #expect(throws: RepairProblem.notReadable(13)) {
            try Journal.repair(plan, .salvage([14, 13]), losing: 17, .example)
        }
        #expect(throws: RepairProblem.notOnlyMissing) {
            try Journal.repair(plan, .acceptMissing(through: 11), losing: 19, .example)
        }
        let isUnchanged = disk.image == before
        #expect(isUnchanged)
    }

    @Test func `a sound journal is not repaired`() async throws {
        let life = try await Life(entries: 3)
        await life.journal.close()
        let plan = try Journal.repairPlan(at: ProofJournal.path, on: life.disk)

        #expect(plan.problems == [])
        #expect(throws: RepairProblem.nothingWrong) {
            try Journal.repair(plan, .keepThrough(3), losing: 0, .example)
        }
    }

    @Test func `a journal that somebody writes is not repaired`() async throws {
        let (disk, _) = try await Self.damaged(entry: 3)
        let plan = try Journal.repairPlan(at: ProofJournal.path, on: disk)
        let lock = try disk.open(ProofJournal.path + "/lock", .createOrUpdate)
        _ = try lock.lock()

        #expect(throws: RepairProblem.self) {
            try Journal.repair(plan, .keepThrough(2), losing: 28, .example)
        }
        #expect(disk.image.directory(at: ProofJournal.path) != nil)
        lock.close()
    }

    @Test func `an older copy under a newer head is accepted only when it is asked for`()
        async throws
    {
        let life = try await Life(entries: 20)
        let old = life.disk.image
        for number in 21...25 { try await life.journal.append([.example("\(number)")]) }
        await life.journal.close()
        var image = old
        image[ProofJournal.path + "/head"] = life.disk.image[ProofJournal.path + "/head"]
        let disk = SimulatedDisk(image)
        #expect(throws: JournalError.self) { try Life.open(disk) }

        let plan = try Journal.repairPlan(at: ProofJournal.path, on: disk)
        let report = try Journal.repair(plan, .acceptMissing(through: 20), losing: 5, .example)

        #expect(plan.isOnlyMissing)
        #expect(plan.later == [])
        #expect(report.lost == 5)
        let (journal, _) = try Life.open(disk)
        #expect(journal.last.entry == 21)
        await journal.close()
    }

    @Test func `an entry whose first record is damaged is not taken for a whole one`()
        async throws
    {
        let life = try await Life(entries: 3)
        try await life.journal.append([.example("many", parts: 3)])
        try await life.journal.append([.example("5")])
        await life.journal.close()
        var image = life.disk.image
        let records = try life.journal.records(of: 4)
        image[Life.segment][records[0].offset + 250] ^= 1

        let plan = try Journal.repairPlan(at: ProofJournal.path, on: SimulatedDisk(image))

        #expect(plan.goodThrough == 3)
        #expect(plan.later.map(\.number) == [5])
        #expect(plan.unreadable == [4...4])
    }

    @Test func `a damaged identity, first line or whole file is survived`() async throws {
        let (sound, _) = try await Self.sound()
        let second = ProofJournal.path + "/" + JournalDirectory.segmentName(9)
        for damage in ["identity", "first line", "whole file"] {
            var image = sound.image
            switch damage {
            case "identity": image[ProofJournal.path + "/identity"][5] ^= 1
            case "first line": image[second][20] ^= 1
            default: image.remove(second)
            }
            let disk = SimulatedDisk(image)
            let plan = try Journal.repairPlan(at: ProofJournal.path, on: disk)
            let good: UInt64 = damage == "identity" ? 30 : 8
            #expect(plan.goodThrough == good, "\(damage)")
            #expect(plan.lastKnownEntry == 30, "\(damage)")

            _ = try Journal.repair(plan, .keepThrough(good), losing: 30 - good, .example)

            #expect(try Life.verified(ProofJournal.path, on: disk) == good + 1)
        }
    }

    @Test func `a forgotten start stays forgotten`() async throws {
        let life = try await ArchiveTests.life()
        _ = try await life.journal.archive()
        _ = try await life.journal.forget(through: 16, losing: 16, .example)
        await life.journal.close()
        var image = life.disk.image
        let record = try #require(try life.journal.records(of: 28).first)
        let path = ProofJournal.path + "/" + record.segment
        image[path][record.offset + 210] ^= 1
        let disk = SimulatedDisk(image)

        let plan = try Journal.repairPlan(at: ProofJournal.path, on: disk)
        #expect(throws: RepairProblem.notGood(through: 27)) {
            try Journal.repair(plan, .keepThrough(3), losing: 28, .example)
        }
        // The entry that told of the forgetting is lost; the one about the repair repeats it.
        _ = try Journal.repair(plan, .keepThrough(27), losing: 4, .example)

        let report = try Journal.verify(at: ProofJournal.path, expecting: nil, on: disk)
        #expect(report.problems == [])
        #expect(report.firstEntry == 17)
        #expect(report.entries == 28)
    }

    /// Thirty entries in files of eight.
    static func sound() async throws -> (SimulatedDisk, Life) {
        let life = try await Life(entries: 30)
        await life.journal.close()
        return (SimulatedDisk(life.disk.image), life)
    }

    /// The same with one bit of an entry's body flipped.
    static func damaged(entry: UInt64) async throws -> (SimulatedDisk, Life) {
        let (sound, life) = try await sound()
        var image = sound.image
        let record = try #require(try life.journal.records(of: entry).first)
        image[ProofJournal.path + "/" + record.segment][record.offset + 210] ^= 1
        return (SimulatedDisk(image), life)
    }
}
