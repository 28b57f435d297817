#if os(Linux)
import ArgumentParser
import FlagModel
import Glibc
import JSON
import Journal

/// C6: the disk under a real ext4 is cut off while a journal on it is written.
///
/// The disk is a file in another file system. Freezing that one stops the disk between two writes
/// of the kernel, and a copy of the file is then what a power cut at this moment leaves: everything
/// that had reached the disk, nothing of what was only in memory. The copy is mounted and opened.
/// Not shown by this: a disk that lies about its own cache.
struct ProcessesPowerCuts: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "power-cuts")

    @Argument(help: "The folder in the file system that can be frozen.") var folder: String
    @Option(help: "How often the disk is cut off.") var cases: Int
    @Option(help: "Repeats a run.") var seed: UInt64

    /// Runs this attack in a mount namespace of its own.
    static func run(
        _ cases: Int,
        _ random: SplitMix64,
        _ place: Processes.Place,
        _ row: inout ProcessesRow
    ) throws {
        var random = random
        let folder = try ProcessesFolder(in: place.folder)
        let mounting =
            "truncate -s 64M \"$1.img\" && mkfs.ext4 -q -O ^has_journal \"$1.img\" "
            + "&& mount -o loop \"$1.img\" \"$1\""
        row.add(
            try ProcessesNamespace.row(
                after: mounting,
                on: folder.path + "/outer",
                role: [
                    "power-cuts", folder.path + "/outer", "--cases", "\(cases)", "--seed",
                    "\(random.next() >> 1)",
                ]
            )
        )
    }

    /// Cuts before the disk is made anew, so that it does not fill up.
    static let cutsPerDisk = 10

    private var disk: String { folder + "/disk" }
    private var mounted: String { folder + "/mounted" }
    private var copy: String { folder + "/../copy" }
    private var copyMounted: String { folder + "/../copy-mounted" }

    func run() throws {
        var random = SplitMix64(seed: seed)
        var row = ProcessesRow("C6", "")
        for path in [mounted, copyMounted] { mkdir(path, 0o700) }
        var (entries, cuts) = (0, 0)
        while row.cases < cases {
            try shell("rm -f '\(disk)'; truncate -s 24M '\(disk)'; mkfs.ext4 -q '\(disk)'")
            try shell("mount -o loop '\(disk)' '\(mounted)'")
            defer { try? shell("umount '\(mounted)'") }
            let directory = mounted + "/journal"
            try Journal.create(at: directory, id: .random())
            var ledger = ProcessesLedger()
            for _ in 0..<min(Self.cutsPerDisk, cases - row.cases) {
                row.cases += 1
                let run = "p\(row.cases)"
                try cut(directory, run, &ledger, &random, &row, &cuts)
            }
            entries += ledger.acknowledged.count
        }
        row.notes.append("\(entries) entries acknowledged, \(cuts) unfinished writes found")
        ProcessesRole.say(String(decoding: row.json.canonicalBytes(), as: UTF8.self))
    }

    /// One cut: what was acknowledged before it must be in the copy.
    private func cut(
        _ directory: String,
        _ run: String,
        _ ledger: inout ProcessesLedger,
        _ random: inout SplitMix64,
        _ row: inout ProcessesRow,
        _ cuts: inout Int
    ) throws {
        let tasks = 1 << (random.next() % 5)
        let writer = try ProcessesChild.role([
            "writer", directory, "--run", run, "--tasks", "\(tasks)",
        ])
        let first = writer.pipe.lines(until: .now + .seconds(60)) ?? []
        for line in first { ledger.note(line) }
        let moment = ContinuousClock.now + .microseconds(Int(random.next() % 60_000))
        while ContinuousClock.now < moment, let lines = writer.pipe.lines(until: moment) {
            for line in lines { ledger.note(line) }
        }
        // What is said from here on may or may not be on the disk. One shell does it all: a disk
        // must not stay frozen when this process is killed.
        try shell(
            "fsfreeze -f '\(folder)' && { cp --sparse=always '\(disk)' '\(copy)'; code=$?; "
                + "fsfreeze -u '\(folder)'; exit $code; }"
        )
        var onDisk = ledger
        try inspect(&onDisk, &row, &cuts)
        writer.kill()
        while let lines = writer.pipe.lines(), !lines.isEmpty {
            for line in lines {
                ledger.note(line)
                if line.hasPrefix("failed") { row.refuse(line) }
            }
        }
        _ = try ProcessesKills.open(directory, &row) { ledger.check($0, &$1) }
    }

    private func inspect(
        _ ledger: inout ProcessesLedger,
        _ row: inout ProcessesRow,
        _ cuts: inout Int
    ) throws {
        try shell("mount -o loop '\(copy)' '\(copyMounted)'")
        defer { try? shell("umount '\(copyMounted)'; rm -f '\(copy)'") }
        cuts += try ProcessesKills.open(copyMounted + "/journal", &row) {
            ledger.checkAgain($0, &$1)
        }
    }

    private func shell(_ command: String) throws(ProcessesFailure) {
        let child = try ProcessesChild(["sh", "-c", command])
        let ending = child.finish(within: 60).ending
        guard ending == .code(0) else {
            throw ProcessesFailure("\(command): \(ending.map { "\($0)" } ?? "hangs")")
        }
    }
}
#endif
