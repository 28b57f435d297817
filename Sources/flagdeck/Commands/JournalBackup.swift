import ArgumentParser
import FlagAPI
import FlagModel
import FlagService
import JSON
import Journal

extension JournalCommands {
    struct Backup: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "backup",
            abstract: "Copy the journal while it is in use, and check the copy.",
            discussion: """
                DIR must not exist yet; it gets its name when everything in it is safe on disk. \
                It is a data directory of its own: any reading command takes it as --data. \
                What applications reported is not in it.
                """
        )
        @OptionGroup var global: GlobalOptions
        @OptionGroup var list: ListOptions
        @Option(
            name: .customLong("checkpoint-key"),
            help: ArgumentHelp("Also sign where the copy ends, with this key.", valueName: "file")
        )
        var keyFile: String?
        @Argument(help: ArgumentHelp("Where the copy goes.", valueName: "dir")) var target: String

        func run() throws {
            let directory = global.directory
            let key = try keyFile.map { try CheckpointFile.key($0, for: directory) }
            let report: BackupReport
            do throws(BackupProblem) {
                report = try Journal.backUp(
                    directory.journal,
                    to: target,
                    at: Surroundings.now().microseconds
                )
            } catch {
                throw CommandFailure(backup: error)
            }
            let head = report.manifest.head
            if let key {
                let checkpoint = Checkpoint(
                    journal: report.manifest.journal,
                    sequence: head.sequence,
                    chainHash: head.chainHash
                )
                try PlainFile.create(checkpoint.signed(by: key), at: target + "/CHECKPOINT")
            }
            guard !list.wantsJSON else { return Printer.print(report.summary(target)) }
            let files = Words.count(report.manifest.files.count, "file")
            Printer.print(
                """
                Copied to \(target): history through entry \(head.entry), \(files), \
                \(Words.grouped(report.bytes)) bytes; read again and whole.
                  keep this   \(head.headText)
                """
            )
        }
    }

    struct Restore: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "restore",
            abstract: "Put the journal of a backup in a place where none is.",
            discussion: """
                Compares every byte with the backup's manifest, copies, reads the copy as a whole, \
                and only then gives it its name. A journal that is there is never touched.
                """
        )
        @OptionGroup var list: ListOptions
        @Argument(help: ArgumentHelp("The backup.", valueName: "dir")) var backup: String
        @Option(
            name: .customLong("to"),
            help: ArgumentHelp("The data directory that gets the journal.", valueName: "dir")
        )
        var target: String

        func run() throws {
            let directory = DataDirectory(path: target)
            let report: BackupReport
            do {
                try directory.make()
                report = try Journal.restore(backup, to: directory.journal)
            } catch let problem as BackupProblem {
                throw CommandFailure(backup: problem)
            } catch let problem as ServiceProblem {
                throw CommandFailure(problem)
            }
            guard !list.wantsJSON else { return Printer.print(report.summary(target)) }
            let taken = Surroundings.localTime(
                Moment(microseconds: report.manifest.takenMicroseconds)
            )
            Printer.print(
                """
                Restored to \(target): history through entry \(report.manifest.head.entry), as it \
                was at \(taken). Changes that were made later are not in it.
                  head        \(report.manifest.head.headText)
                """
            )
        }
    }
}

extension CommandFailure {
    fileprivate init(backup problem: BackupProblem) {
        switch problem {
        case .exists: self.init(.refused, problem.description)
        case .journal(let error): self.init(journal: error)
        default: self.init(.journal, problem.description)
        }
    }
}

extension BackupReport {
    fileprivate func summary(_ path: String) -> JSONValue {
        [
            "directory": .string(path), "journal": .string(manifest.journal.hex),
            "entries": .integer(Int(manifest.head.entry)), "head": .string(manifest.head.headText),
            "files": .integer(manifest.files.count), "bytes": .integer(bytes),
            "taken": .string(Moment(microseconds: manifest.takenMicroseconds).text),
        ]
    }
}
