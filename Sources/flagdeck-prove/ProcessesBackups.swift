#if os(Linux)
import FlagModel
import Glibc
import Journal

/// B1: the journal is backed up while it is written; the copy opens and holds what it should.
enum ProcessesBackups {
    /// Seconds that a backup may take.
    static let patienceSeconds = 120
    /// Backups of one journal before a new one is begun.
    static let backupsPerJournal = 5
    /// What the program answers to words that it does not know.
    static let wrongUsage: Int32 = 2

    static func run(
        _ backups: Int,
        _ random: SplitMix64,
        _ place: Processes.Place,
        _ row: inout ProcessesRow
    ) throws {
        var random = random
        var entries = 0
        while row.cases < backups {
            let folder = try ProcessesFolder(in: place.folder)
            let directory = folder.path + "/data/journal"
            mkdir(folder.path + "/data", 0o700)
            try Journal.create(at: directory, id: .random())
            let writer = try ProcessesChild.role([
                "writer", directory, "--run", "b\(row.cases)", "--tasks", "4", "--pause", "300",
            ])
            var ledger = ProcessesLedger()
            var copies: [[UInt64]] = []
            for number in 1...min(backupsPerJournal, backups - row.cases) {
                let moment = ContinuousClock.now + .microseconds(Int(random.next() % 30_000))
                while ContinuousClock.now < moment, let lines = writer.pipe.lines(until: moment) {
                    for line in lines { ledger.note(line) }
                }
                row.cases += 1
                let target = folder.path + "/copy-\(number)"
                guard try backUp(place.program, folder.path + "/data", target, &row) else {
                    continue
                }
                copies.append(inspect(target, ledger, &row))
                for line in writer.pipe.lines() ?? [] { ledger.note(line) }
            }
            writer.kill()
            while let lines = writer.pipe.lines(), !lines.isEmpty {
                for line in lines { ledger.note(line) }
            }
            _ = try ProcessesKills.open(directory, &row) { ledger.checkAgain($0, &$1) }
            for copy in copies where Array(ledger.hashes.prefix(copy.count)) != copy {
                row.damage("a copy of \(copy.count) entries is not the beginning of the journal")
            }
            entries += ledger.hashes.count
        }
        row.notes.append("\(entries) entries written meanwhile")
    }

    /// - Returns: whether a copy was made.
    private static func backUp(
        _ program: String,
        _ data: String,
        _ target: String,
        _ row: inout ProcessesRow
    ) throws(ProcessesFailure) -> Bool {
        let words = [program, "journal", "backup", target, "--data", data]
        let (_, ending) = try ProcessesChild(words, silent: true).finish(within: patienceSeconds)
        if ending == .code(wrongUsage) {
            throw ProcessesFailure("\(program) cannot make backups")
        }
        if ending != .code(0) { row.refuse("a backup ended: \(String(describing: ending))") }
        return ending == .code(0)
    }

    /// Everything that was acknowledged before the backup began must be in the copy.
    ///
    /// - Returns: a number for each entry of the copy, as the ledger has them.
    private static func inspect(
        _ target: String,
        _ before: ProcessesLedger,
        _ row: inout ProcessesRow
    ) -> [UInt64] {
        var ledger = before
        do throws(JournalError) {
            let journal = try Journal.open(at: target + "/journal", access: .read).journal
            ledger.checkAgain(journal, &row)
        } catch {
            row.refuse("opening a copy: \(error.code): \(error.description)")
        }
        return ledger.hashes
    }
}
#endif
