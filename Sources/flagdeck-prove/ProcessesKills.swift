#if os(Linux)
import FlagModel
import Journal

/// C5: the writer is killed, and what it had acknowledged must be there.
enum ProcessesKills {
    /// Kills of one journal before a new one is begun.
    static let killsPerJournal = 50
    /// Seconds that a writer has to open the journal.
    static let openingSeconds = 60

    static func run(
        _ kills: Int,
        _ random: SplitMix64,
        _ place: Processes.Place,
        _ row: inout ProcessesRow
    ) throws {
        var random = random
        var (entries, cuts) = (0, 0)
        while row.cases < kills {
            let folder = try ProcessesFolder(in: place.folder)
            let directory = folder.path + "/journal"
            try Journal.create(at: directory, id: .random())
            var ledger = ProcessesLedger()
            for _ in 0..<min(killsPerJournal, kills - row.cases) {
                row.cases += 1
                try killOne(directory, run: row.cases, &ledger, &random, &row)
                // Otherwise the next writer meets what this one left.
                if random.next() % 2 == 0 {
                    cuts += try open(directory, &row) { journal, row in ledger.check(journal, &row)
                    }
                }
            }
            cuts += try open(directory, &row) { ledger.checkAgain($0, &$1) }
            entries += ledger.acknowledged.count
        }
        row.notes.append("\(entries) entries acknowledged, \(cuts) unfinished writes found")
    }

    /// Lets a writer work for a random while and kills it.
    private static func killOne(
        _ directory: String,
        run: Int,
        _ ledger: inout ProcessesLedger,
        _ random: inout SplitMix64,
        _ row: inout ProcessesRow
    ) throws {
        let tasks = 1 << (random.next() % 6)
        let writer = try ProcessesChild.role([
            "writer", directory, "--run", "r\(run)", "--tasks", "\(tasks)",
        ])
        // One in eight dies while it starts or opens.
        let early = random.next() % 8 == 0
        var moment = ContinuousClock.now
        if early {
            moment += .microseconds(Int(random.next() % 30_000))
        } else {
            let first = writer.pipe.lines(until: moment + .seconds(openingSeconds)) ?? []
            note(first, &ledger, &row)
            moment = .now + .microseconds(Int(random.next() % 40_000))
        }
        while ContinuousClock.now < moment, let lines = writer.pipe.lines(until: moment) {
            note(lines, &ledger, &row)
        }
        writer.kill()
        while let lines = writer.pipe.lines(), !lines.isEmpty { note(lines, &ledger, &row) }
    }

    private static func note(
        _ lines: [String],
        _ ledger: inout ProcessesLedger,
        _ row: inout ProcessesRow
    ) {
        for line in lines {
            ledger.note(line)
            if line.hasPrefix("refused") || line.hasPrefix("failed") { row.refuse(line) }
        }
    }

    /// Opens a journal that nobody writes.
    ///
    /// - Returns: how many unfinished writes were cut off.
    static func open(
        _ directory: String,
        _ row: inout ProcessesRow,
        _ body: (Journal, inout ProcessesRow) -> Void
    ) throws -> Int {
        do throws(JournalError) {
            let (journal, report) = try Journal.open(
                at: directory,
                access: .write,
                on: SystemDisk(),
                options: ProcessesRole.options(segmentBytes: 65_536, freeBytes: 0)
            )
            body(journal, &row)
            ProcessesRole.waiting { await journal.close() }
            return report.tailCuts.count
        } catch {
            row.refuse("opening: \(error.code): \(error.description)")
            return 0
        }
    }
}
#endif
