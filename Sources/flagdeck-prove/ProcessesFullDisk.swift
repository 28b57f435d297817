#if os(Linux)
import ArgumentParser
import FlagModel
import Glibc
import JSON
import Journal

/// A real file system of a few MB that is filled while a journal on it is written.
struct ProcessesFullDisk: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "full-disk")

    @Argument(help: "The folder in the small file system.") var folder: String
    @Option(help: "How often it is filled.") var cases: Int
    @Option(help: "Repeats a run.") var seed: UInt64

    /// Kinds of small file systems, and how a shell mounts them on `$1`.
    static let fileSystems = [
        ("tmpfs", "mount -t tmpfs -o size=4m none \"$1\""),
        (
            "ext4",
            "truncate -s 8M \"$1.img\" && mkfs.ext4 -q -m 0 -O ^has_journal \"$1.img\" "
                + "&& mount -o loop \"$1.img\" \"$1\""
        ),
    ]

    /// Runs this attack in a mount namespace of its own.
    static func run(
        _ cases: Int,
        _ random: SplitMix64,
        _ place: Processes.Place,
        _ row: inout ProcessesRow
    ) throws {
        var random = random
        for (name, mounting) in fileSystems {
            let folder = try ProcessesFolder(in: place.folder)
            let found = try ProcessesNamespace.row(
                after: mounting,
                on: folder.path + "/small",
                role: [
                    "full-disk", folder.path + "/small", "--cases",
                    "\((cases + 1) / fileSystems.count)", "--seed", "\(random.next() >> 1)",
                ]
            )
            row.add(found)
            row.notes = row.notes.map { $0.hasPrefix("full:") ? name + $0.dropFirst(4) : $0 }
        }
    }

    func run() throws {
        var random = SplitMix64(seed: seed)
        var row = ProcessesRow("FULL", "")
        let directory = folder + "/journal"
        try Journal.create(at: directory, id: .random())
        var ledger = ProcessesLedger()
        var (refusals, openings) = (0, 0)
        for number in 1...max(1, cases) {
            row.cases += 1
            // So much is left before it is full.
            try fill(leaving: Int(random.next() % 300_000))
            let run = "d\(number)"
            guard let journal = opened(directory, &row) else {
                // Nothing could be written at all: it must open once there is space.
                openings += 1
                free()
                if let journal = opened(directory, &row, mustWork: true) {
                    ledger.check(journal, &row)
                    ProcessesRole.waiting { await journal.close() }
                }
                continue
            }
            let lines = appended(to: journal, until: { $0.hasPrefix("failed") }, run, most: 4000)
            for line in lines { ledger.note(line) }
            if let last = lines.last, last.hasPrefix("failed") {
                refusals += 1
                if last != "failed journal.full" { row.refuse("on a full disk: \(last)") }
            }
            checkReading(directory, ledger.acknowledged.count, &row)
            free()
            let after = appended(to: journal, until: { _ in false }, run + "-after", most: 3)
            for line in after {
                ledger.note(line)
                if line.hasPrefix("failed") { row.refuse("after space was freed: \(line)") }
            }
            ledger.check(journal, &row)
            ProcessesRole.waiting { await journal.close() }
            if try isLarge(directory) {
                ProcessesFolder.remove(directory)
                try Journal.create(at: directory, id: .random())
                ledger = ProcessesLedger()
            }
        }
        row.notes.append("full: \(refusals) appends refused, \(openings) openings refused")
        ProcessesRole.say(String(decoding: row.json.canonicalBytes(), as: UTF8.self))
    }

    private func opened(
        _ directory: String,
        _ row: inout ProcessesRow,
        mustWork: Bool = false
    ) -> Journal? {
        do throws(JournalError) {
            return try Journal.open(
                at: directory,
                access: .write,
                on: SystemDisk(),
                options: ProcessesRole.options(segmentBytes: 200_000, freeBytes: 0)
            ).journal
        } catch {
            let isTold: Bool
            switch error {
            case .full: isTold = true
            case .io(_, _, let number): isTold = number == ENOSPC
            default: isTold = false
            }
            if mustWork || !isTold { row.refuse("opening: \(error.code): \(error.description)") }
            return nil
        }
    }

    /// Appends one entry after the other, and says how each one went.
    private func appended(
        to journal: Journal,
        until isEnough: @escaping @Sendable (String) -> Bool,
        _ run: String,
        most: Int
    ) -> [String] {
        let said = ProcessesLines()
        ProcessesRole.waiting {
            for number in 1...most {
                let command = "\(number % 5 == 0 ? "long-" : "")\(run)-\(number)"
                var line: String
                do throws(JournalError) {
                    let entries = try await journal.append([ProcessesEntry.new(command)])
                    line = "ok \(entries.lowerBound) \(command)"
                } catch {
                    line = "failed \(error.code)"
                }
                said.add(line)
                if isEnough(line) { return }
            }
        }
        return said.all
    }

    /// A reader needs no space.
    private func checkReading(_ directory: String, _ atLeast: Int, _ row: inout ProcessesRow) {
        do throws(JournalError) {
            let journal = try Journal.open(at: directory, access: .read).journal
            // The head file may be one batch behind what was answered.
            if try journal.entries(from: 1).count + 1 < atLeast {
                row.lose(1, "a reader of the full disk sees too little")
            }
        } catch {
            row.refuse("reading a full disk: \(error.code): \(error.description)")
        }
    }

    private var filler: String { folder + "/filler" }

    /// Fills the file system except for some bytes.
    private func fill(leaving bytes: Int) throws {
        free()
        let file = open(filler, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        guard file >= 0 else { throw ProcessesFailure("\(filler) cannot be made") }
        defer { close(file) }
        let block = [UInt8](repeating: 1, count: 4096)
        var size = 0
        while true {
            let count = write(file, block, block.count)
            guard count > 0 else { break }
            size += count
        }
        _ = ftruncate(file, off_t(max(0, size - bytes)))
        fsync(file)
    }

    private func free() { unlink(filler) }

    private func isLarge(_ directory: String) throws -> Bool {
        let names = ProcessesFolder.names(in: directory) ?? []
        return names.count > 8
    }
}
#endif
