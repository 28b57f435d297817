import ArgumentParser
import Evaluation
import FeatBit
import FlagAPI
import FlagModel
import JSON

/// Brings flags from elsewhere.
struct Import: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Bring flags and audiences from another product.",
        subcommands: [FeatBitFiles.self]
    )
}

extension Import {
    struct FeatBitFiles: ServiceCommand {
        static let configuration = CommandConfiguration(
            commandName: "featbit",
            abstract: "Bring flags and segments from FeatBit's files, all or none.",
            discussion: """
                Each file is a data-sync document, or a list of whole flags or segments. Several \
                files are read together, so that flags find their segments.
                """
        )
        @OptionGroup var global: GlobalOptions
        @OptionGroup var change: ChangeOptions
        @Argument(help: "Files, or - for standard input.") var files: [String]

        func run(_ desk: Desk) async throws {
            let contents = try files.map { (name: $0, bytes: try InputFile.read($0)) }
            let state = try desk.environment()
            var random = SystemRandomNumberGenerator()
            let plan: FeatBitImport
            do throws(FeatBitProblem) {
                let document = try FeatBitDocument.read(files: contents)
                plan = try document.changes(for: state, using: &random)
            } catch {
                throw CommandFailure(.refused, error.description)
            }
            let notes = plan.notes + plan.changes.compactMap(Self.brokenRules)
            for note in notes { Printer.complain("Note: \(note)") }
            Printer.print(
                """
                \(Self.line("flag", plan.flags))
                \(Self.line("audience", plan.audiences))
                """
            )
            guard !plan.changes.isEmpty else {
                return Printer.print("\(state.environment.title) is like that already.")
            }
            let proposal = plan.proposal(
                id: GUID(using: &random),
                actor: desk.actor,
                note: change.note
            )
            guard !change.keepsDraft || change.isDryRun else {
                return try await desk.make(plan.changes, change)
            }
            desk.warn(of: plan.changes)
            guard change.isDryRun else { return try await desk.make(proposal) }
            _ = try desk.model.making(
                proposal,
                at: Surroundings.now(),
                using: &random,
                leave: .all
            )
            Printer.print("Dry run: nothing was changed.")
        }

        /// How many rules of what a change brings hold for nobody; `nil` when all make sense.
        ///
        /// An import takes them as they are, because applications have lived with them so far.
        private static func brokenRules(_ change: Change) -> String? {
            switch change {
            case .createFlag(_, let flag), .replaceFlag(_, let flag):
                let broken = flag.rules.count(where: \.isBroken)
                return broken == 0
                    ? nil
                    : sentence(flag.name, broken, of: flag.rules.count)
                        + "To see why: flagdeck flag show \(flag.key.text)"
            case .createAudience(_, let audience), .replaceAudience(_, let audience):
                let broken = audience.rules.count(where: \.isBroken)
                return broken == 0
                    ? nil
                    : sentence(audience.name, broken, of: audience.rules.count)
                        + "To see why, look at a flag that uses it: flagdeck flag show KEY"
            default: return nil
            }
        }

        private static func sentence(_ name: String, _ broken: Int, of count: Int) -> String {
            "\(name): \(broken) of \(Words.count(count, "rule")) "
                + "\(broken == 1 ? "holds" : "hold") for nobody. "
        }

        /// "5 flags: 5 new, 0 changed, 0 as they were".
        private static func line(_ noun: String, _ tally: FeatBitImport.Tally) -> String {
            let total = tally.created + tally.replaced + tally.unchanged
            return "\(Words.count(total, noun)): \(tally.created) new, \(tally.replaced) changed, "
                + "\(tally.unchanged) as they were"
        }
    }
}

/// Gives flags to elsewhere.
struct Export: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write flags and audiences for another product.",
        subcommands: [FeatBitExport.self]
    )

    struct FeatBitExport: ServiceCommand {
        static let configuration = CommandConfiguration(
            commandName: "featbit",
            abstract: "Write the environment as FeatBit's data-sync document."
        )
        @OptionGroup var global: GlobalOptions

        func run(_ desk: Desk) async throws {
            Printer.print(FeatBitDocument.export(state: try desk.environment()))
        }
    }
}
