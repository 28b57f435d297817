#if os(Linux)
import ArgumentParser
import FlagModel
import Glibc
import Journal

/// L1: of many processes that want to write, one does, and when it dies another one may.
enum ProcessesLocks {
    /// How many want to.
    static let openers = 8
    /// Seconds until somebody must have the journal after whoever had it is gone.
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
        func opener() throws -> ProcessesChild {
            try .role(["opener", directory, folder.path + "/marker"], pipe: pipe)
        }
        var children: [pid_t: ProcessesChild] = [:]
        for _ in 0..<openers {
            let child = try opener()
            children[child.id] = child
        }
        var order = ProcessesTurns()
        while row.cases < kills {
            let moment = ContinuousClock.now + .seconds(patienceSeconds)
            while order.holder == nil {
                guard let lines = pipe.lines(until: moment), !lines.isEmpty else {
                    return row.refuse("nobody could open the journal for \(patienceSeconds) s")
                }
                order.take(lines, &row) { children[$0]?.ending }
            }
            usleep(UInt32(random.next() % 20_000))
            order.take(pipe.lines() ?? [], &row) { children[$0]?.ending }
            guard let holder = order.holder, let child = children.removeValue(forKey: holder)
            else { continue }
            row.cases += 1
            order.killed = holder
            child.kill()
            let next = try opener()
            children[next.id] = next
        }
        for child in children.values { child.kill() }
        order.takeLast(pipe.lines() ?? [], &row)
        var ledger = order.ledger
        _ = try ProcessesKills.open(directory, &row) { ledger.check($0, &$1) }
        row.notes.append("\(order.turns) turns, \(ledger.hashes.count) entries")
    }
}

/// What the processes said about having the journal, in the order in which they said it.
struct ProcessesTurns {
    /// Who has it.
    private(set) var holder: pid_t?
    /// How often somebody had it.
    private(set) var turns = 0
    /// What was acknowledged.
    private(set) var ledger = ProcessesLedger()
    /// Who was killed last: it may have said something before.
    var killed: pid_t? {
        didSet { if killed == holder { holder = nil } }
    }

    /// Reads what was said until all were killed, one after the other: whoever was killed first had
    /// no chance to say `close` before the next one opened, so whose turn it was is not asked.
    mutating func takeLast(_ lines: [String], _ row: inout ProcessesRow) {
        for line in lines {
            ledger.note(line)
            let word = line.prefix { $0 != " " }
            if !["open", "close", "ok"].contains(word) { row.damage(line) }
        }
    }

    /// Reads lines `open PROCESS`, `close PROCESS`, `ok NUMBER COMMAND` and `two WORDS`.
    ///
    /// - Parameters:
    ///   - lines: what was said, in order.
    ///   - row: what was found is added to it.
    ///   - ending: how a process ended that nobody here killed; `nil` while it runs. One that fell
    ///     over says no `close`, which is another fault than two that have the journal.
    mutating func take(
        _ lines: [String],
        _ row: inout ProcessesRow,
        ending: (pid_t) -> ProcessesChild.Ending?
    ) {
        for line in lines {
            ledger.note(line)
            let words = line.split(separator: " ")
            let process = words.count > 1 ? pid_t(words[1]) : nil
            switch words.first {
            case "open":
                turns += 1
                if let holder {
                    let end = ending(holder).map { "; it ended by itself: \($0)" } ?? ""
                    row.damage("\(line) while process \(holder) had it\(end)")
                }
                holder = process == killed ? nil : process
            case "close": if holder == process { holder = nil }
            case "ok": break
            default: row.damage(line)
            }
        }
    }
}

/// Opens, appends and closes for ever, and leaves a mark while it has the journal.
struct ProcessesOpener: ParsableCommand, Sendable {
    static let configuration = CommandConfiguration(commandName: "opener")

    @Argument(help: "The journal's directory.") var directory: String
    @Argument(help: "A file that is there while somebody has the journal.") var marker: String

    func run() throws {
        var turn = 0
        while true {
            turn += 1
            do throws(JournalError) {
                let journal = try Journal.open(at: directory, access: .write).journal
                ProcessesRole.say("open \(getpid())")
                mark()
                hold(journal, turn)
                unlink(marker)
                ProcessesRole.say("close \(getpid())")
                ProcessesRole.waiting { await journal.close() }
            } catch {
                guard case .locked = error else {
                    ProcessesRole.say("refused \(error.code) \(error.description)")
                    throw ExitCode(3)
                }
            }
            usleep(UInt32.random(in: 0...1500))
        }
    }

    private func hold(_ journal: Journal, _ turn: Int) {
        let command = "o\(getpid())-\(turn)"
        ProcessesRole.waiting {
            do throws(JournalError) {
                let entries = try await journal.append([ProcessesEntry.new(command)])
                ProcessesRole.say("ok \(entries.lowerBound) \(command)")
            } catch {
                ProcessesRole.say("failed \(error.code) \(error.description)")
            }
        }
        usleep(UInt32.random(in: 0...2000))
    }

    /// Makes the mark; one that is there must be of a process that is gone.
    private func mark() {
        while true {
            let file = open(marker, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
            if file >= 0 {
                let bytes = Array("\(getpid())".utf8)
                _ = write(file, bytes, bytes.count)
                close(file)
                return
            }
            let text = (try? ProcessesFolder.bytes(of: marker)).map {
                String(decoding: $0, as: UTF8.self)
            }
            // Killed between making the mark and writing into it: nobody else makes one.
            if let owner = text.flatMap({ pid_t($0) }), !Self.isGone(owner) {
                ProcessesRole.say("two processes have the journal: \(owner) and \(getpid())")
            }
            unlink(marker)
        }
    }

    /// A process that is just ending may have let the lock go and still be there.
    private static func isGone(_ process: pid_t) -> Bool {
        for _ in 0..<2000 {
            guard let bytes = try? ProcessesFolder.bytes(of: "/proc/\(process)/stat") else {
                return true
            }
            let state = String(decoding: bytes, as: UTF8.self)
            if state.contains(") Z ") || state.contains(") X ") { return true }
            usleep(1000)
        }
        return false
    }
}
#endif
