#if os(Linux)
import ArgumentParser
import FlagModel
import Glibc
import Journal

/// L2: readers follow while the writer is killed and started again.
enum ProcessesFollowing {
    /// How many follow.
    static let readers = 10
    /// Seconds that they have to read the last entry.
    static let patienceSeconds = 60

    static func run(
        _ kills: Int,
        _ random: SplitMix64,
        _ place: Processes.Place,
        _ row: inout ProcessesRow
    ) throws {
        var random = random
        let folder = try ProcessesFolder(in: place.folder)
        let directory = folder.path + "/journal"
        try Journal.create(at: directory, id: .random())
        let pipe = try ProcessesPipe()
        var following = ProcessesFollowers()
        let count = min(readers, max(2, kills / 2))
        let children = try (0..<count).map { _ in
            try ProcessesChild.role(["reader", directory], pipe: pipe)
        }
        var ledger = ProcessesLedger()
        while row.cases < kills {
            row.cases += 1
            let writer = try ProcessesChild.role([
                "writer", directory, "--run", "f\(row.cases)", "--tasks", "4", "--pause", "500",
            ])
            let first = writer.pipe.lines(until: .now + .seconds(patienceSeconds)) ?? []
            let moment = ContinuousClock.now + .microseconds(Int(random.next() % 40_000))
            var lines = first
            while ContinuousClock.now < moment, let more = writer.pipe.lines(until: moment) {
                lines += more
                following.take(pipe.lines() ?? [], &row)
            }
            writer.kill()
            while let more = writer.pipe.lines(), !more.isEmpty { lines += more }
            for line in lines {
                ledger.note(line)
                if line.hasPrefix("refused") || line.hasPrefix("failed") { row.refuse(line) }
            }
            following.take(pipe.lines() ?? [], &row)
        }
        _ = try ProcessesKills.open(directory, &row) { ledger.check($0, &$1) }
        let last = ledger.hashes.count
        let end = ContinuousClock.now + .seconds(patienceSeconds)
        while following.atEnd(last) < count, let lines = pipe.lines(until: end), !lines.isEmpty {
            following.take(lines, &row)
        }
        let behind = count - following.atEnd(last)
        if behind > 0 { row.refuse("\(behind) readers never saw entry \(last)") }
        following.compare(with: ledger.hashes, &row)
        for child in children {
            if let ending = child.ending { row.damage("a reader ended: \(ending)") }
        }
        row.notes.append("\(count) readers, \(last) entries, \(following.looks) looks")
    }
}

/// What readers said that they had seen.
struct ProcessesFollowers {
    private var seen: [(entry: Int, hash: UInt64)] = []
    private var newest: [Substring: Int] = [:]

    /// How often a reader saw something new.
    var looks: Int { seen.count }

    /// Reads lines `at READER ENTRY HASH`; anything else is a failure.
    mutating func take(_ lines: [String], _ row: inout ProcessesRow) {
        for line in lines {
            let words = line.split(separator: " ")
            guard words.count == 4, words[0] == "at", let entry = Int(words[2]),
                let hash = UInt64(words[3])
            else {
                row.refuse("a reader: \(line)")
                continue
            }
            if entry < newest[words[1], default: 0] { row.damage("went back: \(line)") }
            newest[words[1]] = entry
            seen.append((entry, hash))
        }
    }

    /// How many readers have seen an entry.
    func atEnd(_ entry: Int) -> Int { newest.values.count { $0 >= entry } }

    /// Everything that was ever seen must be in the history as it is at the end.
    func compare(with hashes: [UInt64], _ row: inout ProcessesRow) {
        for (entry, hash) in seen where entry > 0 {
            if entry > hashes.count {
                row.lose(1, "a reader saw entry \(entry), the journal ends at \(hashes.count)")
            } else if hashes[entry - 1] != hash {
                row.damage("a reader saw another history up to entry \(entry)")
            }
        }
    }
}

/// Follows a journal, woken by changes of its head file, and says what it has seen.
struct ProcessesReader: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "reader")

    @Argument(help: "The journal's directory.") var directory: String

    /// Milliseconds after which it looks whether anybody still listens to it.
    static let restMilliseconds: Int32 = 500

    func run() throws {
        let parent = getppid()
        do throws(JournalError) {
            let journal = try Journal.open(at: directory, access: .read).journal
            let watch = inotify_init1(Int32(IN_CLOEXEC | IN_NONBLOCK))
            inotify_add_watch(watch, directory + "/head", UInt32(IN_MODIFY))
            var (seen, hash): (UInt64, UInt64) = (0, 0)
            while getppid() == parent {
                try look(journal, &seen, &hash)
                Self.wait(watch)
                try journal.refresh()
            }
        } catch {
            ProcessesRole.say("refused \(error.code) \(error.description)")
            throw ExitCode(3)
        }
    }

    private func look(
        _ journal: Journal,
        _ seen: inout UInt64,
        _ hash: inout UInt64
    ) throws(JournalError) {
        let before = seen
        var reader = try journal.reader(from: seen + 1)
        while let entry = try reader.next() {
            seen += 1
            if entry.number != seen { ProcessesRole.say("saw \(entry.number) instead of \(seen)") }
            if let flaw = ProcessesEntry.flaw(of: entry) { ProcessesRole.say(flaw) }
            hash = ProcessesEntry.mix(hash, entry)
        }
        if seen > before { ProcessesRole.say("at \(getpid()) \(seen) \(hash)") }
    }

    /// Returns when the head file has changed, or after a rest.
    private static func wait(_ watch: Int32) {
        var place = pollfd(fd: watch, events: Int16(POLLIN), revents: 0)
        _ = poll(&place, 1, restMilliseconds)
        var buffer = [UInt8](repeating: 0, count: 4096)
        while read(watch, &buffer, buffer.count) > 0 {}
    }
}
#endif
