import ArgumentParser
import FlagModel
import FlagService
import JSON
import Journal

/// The journal: the files behind the history.
struct JournalCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "journal",
        abstract: "Check the journal, look into it, copy it, and repair it.",
        discussion: """
            `verify`, `show`, `follow`, `backup` and `checkpoint` only read, and work while \
            Flagdeck runs on the same data. The others need the data to themselves.
            """,
        groupedSubcommands: [
            CommandGroup(
                name: "Look",
                subcommands: [
                    Verify.self, Show.self, Follow.self, SignCheckpoint.self,
                ]
            ),
            CommandGroup(name: "Keep", subcommands: [Backup.self, Restore.self, Repair.self]),
            CommandGroup(
                name: "Tidy",
                subcommands: [Snapshot.self, Rotate.self, Archive.self, Forget.self, Redact.self]
            ),
        ]
    )
}

extension JournalCommands {
    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show",
            abstract: "Show an entry as it is written, with its place and its hashes.",
            discussion: "Of a damaged journal it shows what still reads back."
        )
        @OptionGroup var global: GlobalOptions
        @Argument(help: "The entry's number, as history shows it.") var number: UInt64

        func run() throws {
            let records: [JournalRecord]
            do throws(JournalError) {
                let (journal, _) = try Journal.open(at: global.directory.journal, access: .read)
                records = try journal.records(of: number)
            } catch {
                guard error.isDamage else { throw CommandFailure(journal: error) }
                return try showDamaged()
            }
            guard !records.isEmpty else { throw Self.absent(number) }
            Printer.print(records.map(\.page).joined(separator: "\n\n"))
        }

        private func showDamaged() throws {
            do throws(JournalError) {
                let plan = try Journal.repairPlan(at: global.directory.journal)
                let records = try plan.kept.records(of: number)
                guard records.isEmpty else {
                    return Printer.print(records.map(\.page).joined(separator: "\n\n"))
                }
                if let later = plan.later.first(where: { $0.number == number }) {
                    return Printer.print(later.page)
                }
            } catch {
                throw CommandFailure(journal: error)
            }
            throw Self.absent(number)
        }

        private static func absent(_ number: UInt64) -> CommandFailure {
            CommandFailure(.refused, "There is no entry \(number) that reads back.")
        }
    }
}

extension CommandFailure {
    /// What the journal said, with the exit code that fits.
    init(journal error: JournalError) {
        let status: ExitStatus =
            switch error {
            case .absent, .locked: .unreachable
            case .forgotten, .exists: .refused
            default: .journal
            }
        self.init(status, error.description)
    }
}

extension JournalError {
    /// Whether files are damaged or lack something, so that a repair can help.
    var isDamage: Bool {
        switch self {
        case .corrupt, .missing, .foreign: true
        default: false
        }
    }
}

extension JournalRecord {
    fileprivate var page: String {
        let text = (try? JSONValue(parsing: body))?.indentedText() ?? "not JSON"
        return """
            \(segment), byte \(offset): record \(sequence), written when \(durableThrough) was safe
              body hash   \(bodyHash.hex)
              chain hash  \(chainHash.hex)
            \(text)
            """
    }
}

extension LaterEntry {
    fileprivate var page: String {
        let text = (try? JSONValue(parsing: asEntry.payload))?.indentedText() ?? "not JSON"
        return """
            Entry \(number) lies behind damage and reads back by itself: \(entry.kind) by \
            \(entry.actor)
              chain hash  \(chainHash.hex)
            \(text)
            """
    }
}
