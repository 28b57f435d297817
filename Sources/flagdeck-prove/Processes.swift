#if os(Linux)
import ArgumentParser
import struct FlagModel.SplitMix64
import Glibc
import JSON

/// `flagdeck-prove processes`: attacks with real processes and real files.
struct Processes: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "processes",
        abstract: "Kill real processes, fail real system calls, fill and cut off real disks.",
        discussion: """
            Prints one row an attack, and ends with 1 when anything was lost, wrongly refused or \
            damaged. Full disks and power cuts need root, and strace must be there for failing \
            system calls; otherwise a row says that it was left out.
            """
    )

    @Option(help: "Repeats a run; it is printed.") var seed: UInt64?
    @Flag(help: "A few of each, for every day.") var short = false
    @Option(help: "Only these attacks, such as C5.") var only: [String] = []
    @Option(help: "How often each one is done, instead of the usual.") var cases: Int?
    @Option(help: "Where the flagdeck program lies; beside this one by default.")
    var program: String?
    @Option(help: "Where files are made.") var folder = "/tmp"
    @Flag(help: "Print JSON lines instead of a table.") var json = false
    @Option(help: "A page to write the table into, between its markers.") var write: String?

    func run() throws {
        let seed = seed ?? UInt64.random(in: 1...999_999)
        say("seed \(seed)")
        var rows: [ProcessesRow] = []
        for attack in Self.attacks where only.isEmpty || only.contains(attack.id) {
            let count = cases ?? (short ? attack.shortCases : attack.longCases)
            let row = run(attack, count, SplitMix64(seed: seed))
            rows.append(row)
            if json {
                print(String(decoding: row.json.canonicalBytes(), as: UTF8.self))
                fflush(nil)
            }
        }
        let table = ProcessesTable(rows: rows)
        if !json { print(table.markdown) }
        if let write { try PageFile.put(table.markdown, under: "processes", into: write) }
        guard rows.allSatisfy(\.isClean) else { throw ExitCode(1) }
    }

    private func run(_ attack: Attack, _ cases: Int, _ random: SplitMix64) -> ProcessesRow {
        say("\(attack.id): \(cases) × \(attack.what)")
        var row = ProcessesRow(attack.id, attack.what)
        let start = ContinuousClock.now
        do {
            let program = program ?? Self.folder(of: ProcessesChild.program) + "/flagdeck"
            let place = Place(folder: folder, program: program)
            try attack.run(cases, random, place, &row)
        } catch {
            row.notes.append("left out: \(error)")
        }
        let length = start.duration(to: .now).components
        row.seconds = Double(length.seconds) + Double(length.attoseconds) / 1e18
        return row
    }

    private func say(_ line: String) {
        var bytes = Array((line + "\n").utf8)
        _ = Glibc.write(2, &bytes, bytes.count)
    }

    private static func folder(of path: String) -> String {
        path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
    }
}

extension Processes {
    /// Where an attack takes place.
    struct Place {
        /// Where files are made.
        var folder: String
        /// The program that is served to people.
        var program: String
    }

    /// One kind of attack.
    struct Attack: Sendable {
        var id: String
        var what: String
        var longCases: Int
        var shortCases: Int
        var run: @Sendable (Int, SplitMix64, Place, inout ProcessesRow) throws -> Void
    }

    static let attacks = [
        Attack(
            id: "C5",
            what: "the writer is killed at a random moment and the journal opened again",
            longCases: 2000,
            shortCases: 30,
            run: ProcessesKills.run
        ),
        Attack(
            id: "L1",
            what: "eight processes want to write, and whoever does is killed",
            longCases: 1000,
            shortCases: 20,
            run: ProcessesLocks.run
        ),
        Attack(
            id: "L2",
            what: "ten readers follow a writer that is killed again and again",
            longCases: 500,
            shortCases: 10,
            run: ProcessesFollowing.run
        ),
        Attack(
            id: "B1",
            what: "a journal is backed up while it is written",
            longCases: 200,
            shortCases: 4,
            run: ProcessesBackups.run
        ),
        Attack(
            id: "E1",
            what: "the nth system call fails, for every n",
            longCases: 1000,
            shortCases: 6,
            run: ProcessesFaults.run
        ),
        Attack(
            id: "FULL",
            what: "a file system of a few MB is full, and has space again",
            longCases: 200,
            shortCases: 5,
            run: ProcessesFullDisk.run
        ),
        Attack(
            id: "C6",
            what: "the disk under ext4 is cut off while it is written",
            longCases: 200,
            shortCases: 3,
            run: ProcessesPowerCuts.run
        ),
        Attack(
            id: "SERVE",
            what: "`flagdeck serve` is killed under 32 writers, who go on with the next one",
            longCases: 200,
            shortCases: 8,
            run: ProcessesService.run
        ),
    ]
}
#endif
