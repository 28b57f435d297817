#if os(Linux)
import ArgumentParser
import Dispatch
import Glibc
import Journal
import Synchronization

/// What this program is while it is being attacked: `flagdeck-prove role NAME …`.
struct ProcessesRole: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "role",
        abstract: "Be the process that is attacked.",
        shouldDisplay: false,
        subcommands: [
            ProcessesWriter.self, ProcessesScript.self, ProcessesOpener.self, ProcessesReader.self,
            ProcessesFullDisk.self, ProcessesPowerCuts.self,
        ]
    )

    /// Says something to whoever started this process, in one write, so that lines stay whole.
    static func say(_ line: String) {
        let bytes = Array((line + "\n").utf8)
        // Whoever started this is gone: nobody would end it any more.
        guard write(1, bytes, bytes.count) == bytes.count else { Glibc.exit(9) }
    }

    /// Runs asynchronous work to its end on other threads.
    static func waiting(_ work: @escaping @Sendable () async -> Void) {
        let done = DispatchSemaphore(value: 0)
        Task.detached {
            await work()
            done.signal()
        }
        done.wait()
    }

    /// What a role opens a journal with.
    static func options(segmentBytes: Int, freeBytes: Int) -> JournalOptions {
        var options = JournalOptions()
        options.segmentBytes = segmentBytes
        options.freeBytes = freeBytes
        return options
    }
}

/// Appends for ever from many tasks and says `ok NUMBER COMMAND` for each entry that was
/// acknowledged.
struct ProcessesWriter: ParsableCommand, Sendable {
    static let configuration = CommandConfiguration(commandName: "writer")

    @Argument(help: "The journal's directory.") var directory: String
    @Option(name: .customLong("run"), help: "The first part of every command's id.")
    var prefix: String
    @Option(help: "How many append at the same time.") var tasks = 8
    @Option(help: "The size from which a segment is sealed, in bytes.") var segmentBytes = 65_536
    @Option(help: "The free space below which changes are refused, in bytes.") var freeBytes = 0
    @Option(help: "A pause after every entry, in microseconds.") var pause: UInt32 = 0

    func run() throws {
        let options = ProcessesRole.options(segmentBytes: segmentBytes, freeBytes: freeBytes)
        let journal: Journal
        do throws(JournalError) {
            journal = try Journal.open(
                at: directory,
                access: .write,
                on: SystemDisk(),
                options: options
            ).journal
        } catch {
            ProcessesRole.say("refused \(error.code) \(error.description)")
            throw ExitCode(3)
        }
        ProcessesRole.say("opened \(journal.last.entry) \(journal.last.chainHash)")
        let writer = self
        ProcessesRole.waiting {
            await withDiscardingTaskGroup { group in
                for task in 0..<writer.tasks {
                    group.addTask { await writer.append(to: journal, as: task) }
                }
            }
        }
        throw ExitCode(4)
    }

    private func append(to journal: Journal, as task: Int) async {
        var number = 0
        while true {
            number += 1
            let command = "\(prefix)-\(task)-\(number)"
            do throws(JournalError) {
                let entries = try await journal.append([ProcessesEntry.new(command)])
                ProcessesRole.say("ok \(entries.lowerBound) \(command)")
                if task == 0, number % 64 == 0 {
                    try await journal.writeSnapshot(
                        schemaVersion: 1,
                        state: Array("{\"through\":\(entries.lowerBound)}".utf8),
                        throughEntry: entries.lowerBound
                    )
                }
            } catch .busy {
                continue
            } catch {
                return ProcessesRole.say("failed \(error.code) \(error.description)")
            }
            if pause > 0 { usleep(pause) }
        }
    }
}

/// Does a little of everything once, and says after each step how it went.
struct ProcessesScript: ParsableCommand, Sendable {
    static let configuration = CommandConfiguration(commandName: "script")

    @Argument(help: "The journal's directory; it is made when it is not there.")
    var directory: String

    func run() throws {
        let options = ProcessesRole.options(segmentBytes: 4096, freeBytes: 0)
        let journal: Journal
        do throws(JournalError) {
            if access(directory, F_OK) != 0 {
                try Journal.create(at: directory, id: .random())
            }
            journal = try Journal.open(
                at: directory,
                access: .write,
                on: SystemDisk(),
                options: options
            ).journal
        } catch {
            ProcessesRole.say("refused \(error.code)")
            throw ExitCode(3)
        }
        ProcessesRole.say("opened \(journal.last.entry) \(journal.last.chainHash)")
        ProcessesRole.waiting {
            for command in ["s-1", "s-2", "long-3", "s-4", "s-5", "s-6"] {
                await Self.append(command, to: journal)
                if command == "s-4" { await Self.snapshot(journal) }
            }
            _ = try? journal.entries(from: 1)
            await journal.close()
        }
        ProcessesRole.say("done")
    }

    private static func append(_ command: String, to journal: Journal) async {
        do throws(JournalError) {
            let entries = try await journal.append([ProcessesEntry.new(command)])
            ProcessesRole.say("ok \(entries.lowerBound) \(command)")
        } catch {
            ProcessesRole.say("failed \(error.code)")
        }
    }

    private static func snapshot(_ journal: Journal) async {
        try? await journal.writeSnapshot(
            schemaVersion: 1,
            state: Array("{}".utf8),
            throughEntry: journal.last.entry
        )
    }
}
#endif
