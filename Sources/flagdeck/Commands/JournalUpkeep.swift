import ArgumentParser
import FlagAPI
import FlagModel
import FlagService
import Journal

/// A command that works on the journal's files and needs the data to itself.
///
/// While another process has the data it ends with 4 and says who: to have a dashboard's or a
/// server's files moved under it is not worth a message of its own.
protocol OwnerCommand: ParsableCommand, Sendable {
    var global: GlobalOptions { get }

    func run(_ service: LocalService) async throws
}

extension OwnerCommand {
    func run() throws {
        let command = self
        try waiting {
            let directory = command.global.directory
            guard directory.holdsData else {
                throw CommandFailure(.unreachable, "There is no data in \(directory.path).")
            }
            let (service, notes) = try LocalService.open(directory, world: Surroundings.world)
            for note in notes { Printer.complain(note) }
            do {
                try await command.run(service)
            } catch {
                await service.close()
                throw error
            }
            await service.close()
        }
    }
}

extension JournalCommands {
    struct Snapshot: OwnerCommand {
        static let configuration = CommandConfiguration(
            commandName: "snapshot",
            abstract: "Write down the state as it is, so that the next start is quick."
        )
        @OptionGroup var global: GlobalOptions

        func run(_ service: LocalService) async throws {
            guard let entry = try await service.snapshotNow() else {
                return Printer.print("There is no entry yet. Nothing was written.")
            }
            Printer.print("Wrote a snapshot of the state after entry \(entry).")
        }
    }

    struct Rotate: OwnerCommand {
        static let configuration = CommandConfiguration(
            commandName: "rotate",
            abstract: "Close the journal's last file and begin a new one."
        )
        @OptionGroup var global: GlobalOptions

        func run(_ service: LocalService) async throws {
            let began = try await service.rotateNow()
            Printer.print(
                began
                    ? "Began a new file."
                    : "The last file holds no entry yet. Nothing was changed."
            )
        }
    }

    struct Archive: OwnerCommand {
        static let configuration = CommandConfiguration(
            commandName: "archive",
            abstract: "Move files that no start needs to the journal's archive.",
            discussion: """
                Nothing is rewritten and nothing is lost: the history reads as before. The newest \
                snapshots decide what a start needs; files are moved as a whole.
                """
        )
        @OptionGroup var global: GlobalOptions

        func run(_ service: LocalService) async throws {
            let report = try await service.archiveNow()
            let through =
                report.throughEntry.map { " It holds the history through entry \($0)." } ?? ""
            guard report.segments.isEmpty else {
                let files = Words.count(report.segments.count, "file")
                return Printer.print("Moved \(files) to the archive.\(through)")
            }
            let reason =
                report.neededFromEntry.map {
                    "every file but those there may be needed for a start, "
                        + "which begins behind entry \($0)"
                } ?? "there is no snapshot; write one with: flagdeck journal snapshot"
            Printer.print("Nothing was moved: \(reason).\(through)")
        }
    }

    struct Forget: OwnerCommand {
        static let configuration = CommandConfiguration(
            commandName: "forget",
            abstract: "Remove archived entries from the start of the history for good.",
            discussion: """
                The state stays as it is: a snapshot stands for what goes. An entry says who \
                forgot what and why. Copy the archive first if anybody may ask for it.
                """
        )
        @OptionGroup var global: GlobalOptions
        @OptionGroup var loss: LossOption
        @Option(help: ArgumentHelp("The last entry that goes.", valueName: "entry"))
        var through: UInt64
        @Option(name: .customLong("note"), help: "Why; it stays in the history.") var note = ""

        func run(_ service: LocalService) async throws {
            let done: Forgetting
            do {
                let plan = try await service.forgetting(through: through)
                let count = try loss.confirmed(
                    plan.count,
                    "Entries \(plan.firstEntry) to \(plan.lastEntry) go."
                )
                let request = CareRequest(
                    actor: global.actor,
                    reason: note,
                    timeMicroseconds: Surroundings.now().microseconds
                )
                done = try await service.forget(through: through, losing: count, request)
            } catch let problem as ForgettingProblem {
                throw CommandFailure(forgetting: problem)
            } catch let refusal as ForgettingRefusal {
                throw CommandFailure(refusal)
            }
            Printer.print(
                "Forgot entries \(done.firstEntry) to \(done.lastEntry) for good. The snapshot of "
                    + "entry \(done.snapshotEntry) stands for them; the history says who and why."
            )
        }
    }
}

extension CommandFailure {
    fileprivate init(forgetting problem: ForgettingProblem) {
        if case .journal(let error) = problem {
            self.init(journal: error)
        } else {
            self.init(.refused, problem.description)
        }
    }

    fileprivate init(_ refusal: ForgettingRefusal) {
        switch refusal {
        case .problem(let problem): self.init(forgetting: problem)
        case .service(let problem): self.init(problem)
        case .snapshot(let problem):
            self.init(
                .journal,
                "Nothing was forgotten: the snapshot of entry \(problem.entry) cannot be relied "
                    + "on. \(problem.description) Check with: flagdeck journal verify"
            )
        }
    }
}
