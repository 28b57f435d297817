import JournalProof
import Testing

@testable import Journal

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// Repairs of thousands of damaged journals, and of crashes inside a repair.
struct RepairSweepTests {
    @Test func `no repair loses more than its plan states, and none changes the original`()
        async throws
    {
        let seed = ProofTests.seed
        print("FLAGDECK_SEED=\(seed)")
        var random = SeededRandom(seed: seed)
        let (sound, life) = try await RepairTests.sound()
        let originals = try life.journal.entries(from: 1)
        var repaired = 0
        var wrong: [String] = []

        for turn in 0..<Self.turns {
            var damage = Damage(sound.image, &random)
            damage.happen(&random)
            let disk = SimulatedDisk(damage.image)
            let plan = try Journal.repairPlan(at: ProofJournal.path, on: disk)
            guard !plan.problems.isEmpty else { continue }
            let judge = Judge(originals: originals, mark: "turn \(turn) \(damage.what)")
            if let found = judge.plan(plan) { wrong.append(found) }
            let salvaged = plan.later.filter { !$0.isOwn }.map(\.number)
            let mode: RepairMode =
                Bool.random(using: &random) ? .keepThrough(plan.goodThrough) : .salvage(salvaged)
            let count =
                plan.lost(keepingThrough: plan.goodThrough)
                - (mode == .salvage(salvaged) ? UInt64(salvaged.count) : 0)
            let report = try Journal.repair(plan, mode, losing: count, .example)
            if let found = try judge.repair(report, disk, damage.image) { wrong.append(found) }
            repaired += 1
        }

        print("repaired: \(repaired)")
        #expect(repaired > Self.turns / 2)
        #expect(wrong.prefix(5) == [])
    }

    /// `$FLAGDECK_REPAIRS`, or 300.
    private static let turns =
        getenv("FLAGDECK_REPAIRS").flatMap { Int(String(cString: $0)) } ?? 300

    @Test func `a crash at any operation of a repair leaves the original or the new one`()
        async throws
    {
        let (damaged, _) = try await RepairTests.damaged(entry: 12)
        let start = damaged.image
        let broken = start.files(below: ProofJournal.path)
        let crashes = try await CareCrashes(start) { disk in
            let plan = try Journal.repairPlan(at: ProofJournal.path, on: disk)
            _ = try Journal.repair(plan, .salvage([13]), losing: 18, .example)
        }
        var random = SeededRandom(seed: ProofTests.seed)
        var ends: Set<UInt64> = []

        for (mark, image) in crashes.images + crashes.powerLosses(&random) {
            let disk = SimulatedDisk(image)
            let aside = ProofJournal.path + ".broken-00001764000000000000"
            let isAside = image.directory(at: aside) != nil
            let isUntouched = image.files(below: isAside ? aside : ProofJournal.path) == broken
            #expect(isUntouched, "\(mark)")
            if !isAside {
                #expect(throws: JournalError.self, "\(mark)") { try Life.open(disk) }
                let plan = try Journal.repairPlan(at: ProofJournal.path, on: disk)
                var again = CareRequest.example
                again.timeMicroseconds += 1
                _ = try Journal.repair(plan, .salvage([13]), losing: 18, again)
            }
            let (journal, _) = try Life.open(disk)
            ends.insert(journal.last.entry)
            await journal.close()
        }
        #expect(ends == [13])
        #expect(crashes.count > 25)
    }
}

/// Something that happens to a journal's files.
private struct Damage {
    var image: DiskImage
    var what = ""
    private let path: String

    init(_ image: DiskImage, _ random: inout SeededRandom) {
        self.image = image
        let files = image.paths.filter { $0.hasSuffix(".journal") }.sorted()
        path = files[Int.random(in: 0..<files.count, using: &random)]
    }

    mutating func happen(_ random: inout SeededRandom) {
        let size = image[path].count
        let place = Int.random(in: 0..<size, using: &random)
        switch Int.random(in: 0..<8, using: &random) {
        case 0, 1: flip(place, &random)
        case 2: zero(place / 512 * 512)
        case 3: image[path] = Array(image[path].prefix(place))
        case 4: image.remove(path)
        case 5: lines { lines, index in lines.remove(at: index) }
        case 6: lines { lines, index in lines.insert(lines[index], at: index) }
        default: lines { lines, index in lines.swapAt(index, lines.count - 1) }
        }
        what += " \(path.suffix(12)) \(place)"
        if Bool.random(using: &random), Bool.random(using: &random) {
            image.remove(ProofJournal.path + "/head")
        }

        func lines(_ change: (inout [[UInt8]], Int) -> Void) {
            var lines = image[path].split(separator: 10).map { Array($0) + [10] }
            change(&lines, Int.random(in: 0..<lines.count, using: &random))
            image[path] = Array(lines.joined())
            what = "lines"
        }
    }

    private mutating func flip(_ place: Int, _ random: inout SeededRandom) {
        image[path][place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        what = "flip"
    }

    private mutating func zero(_ place: Int) {
        for index in place..<min(place + 512, image[path].count) { image[path][index] = 0 }
        what = "zero"
    }
}

/// Compares plans and repairs with what the journal held before it was damaged.
private struct Judge {
    let originals: [JournalEntry]
    let mark: String

    func plan(_ plan: RepairPlan) -> String? {
        for later in plan.later {
            let original = originals[Int(later.number) - 1]
            guard later.entry.payloadParts == [original.payload],
                later.entry.command == original.command
            else { return "\(mark): entry \(later.number) is not what it was" }
        }
        return nil
    }

    func repair(_ report: RepairReport, _ disk: SimulatedDisk, _ before: DiskImage) throws
        -> String?
    {
        let untouched = disk.image.files(below: report.brokenDirectory)
        guard untouched == before.files(below: ProofJournal.path) else {
            return "\(mark): the original was changed"
        }
        let verified = try Journal.verify(at: ProofJournal.path, expecting: nil, on: disk)
        guard verified.problems == [] else { return "\(mark): not sound" }
        let (journal, _) = try Life.open(disk, .read)
        let entries = try journal.entries(from: 1).filter { !$0.kind.hasPrefix("journal.") }
        let known = Set(originals.map(\.command))
        guard entries.allSatisfy({ known.contains($0.command) }) else {
            return "\(mark): an entry is there that never was"
        }
        guard Set(entries.map(\.command)).count == entries.count else {
            return "\(mark): an entry is there twice"
        }
        // Without a head file and behind the end, nothing can say how much there was.
        let hasHead = before.file(at: ProofJournal.path + "/head") != nil
        let lost = UInt64(originals.count - entries.count)
        guard !hasHead || lost <= report.lost else {
            return "\(mark): \(lost) entries are lost, \(report.lost) were stated"
        }
        return nil
    }
}
