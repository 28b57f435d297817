import ArgumentParser
import FlagModel
import FlagService

extension JournalCommands {
    /// Removes a person's text from the whole history.
    struct Redact: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "redact",
            abstract: "Remove a person's text from old entries; the present stays as it is.",
            discussion: """
                Every entry that holds the text gets the same stand-in for it, and one new entry \
                says who asked and why. All hashes stay as they are. Close Flagdeck first, \
                wherever it has this data open; --dry-run works at any time.
                """
        )
        @OptionGroup var global: GlobalOptions
        @OptionGroup var options: RedactionOptions
        @ArgumentParser.Flag(help: "Only where the text stands alone, not within longer words.")
        var wholeWord = false
        @Argument(help: "The text, exactly as it is written.") var text: String

        func run() throws {
            let request = options.request(text, isWholeWord: wholeWord, actor: global.actor)
            let outcome = try options.made(request, in: global.directory)
            Printer.print(outcome.page)
            if outcome.entries.isEmpty { throw ExitCode(ExitStatus.no.rawValue) }
        }
    }
}

/// Who asked for a redaction and why, and whether it is only tried.
struct RedactionOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Who asked for it; stays in the history.", valueName: "who"))
    var askedBy: String
    @Option(help: ArgumentHelp("Why; stays in the history.", valueName: "why"))
    var reason: String
    @ArgumentParser.Flag(help: "Say what would be done, and change nothing.")
    var dryRun = false

    func request(_ text: String, isWholeWord: Bool, actor: String) -> RedactionRequest {
        RedactionRequest(
            text: text,
            isWholeWord: isWholeWord,
            actor: actor,
            askedBy: askedBy,
            reason: reason
        )
    }

    /// Does it, or tries it.
    func made(
        _ request: RedactionRequest,
        in directory: DataDirectory
    ) throws -> RedactionOutcome {
        do throws(RedactionProblem) {
            return dryRun
                ? try directory.planRedaction(request)
                : try directory.redact(request, at: Surroundings.now())
        } catch {
            if case .service(let problem) = error { throw CommandFailure(problem) }
            throw CommandFailure(.refused, error.description)
        }
    }
}

extension RedactionOutcome {
    /// What was done, for people; the last sentence is what they still have to think of.
    var page: String {
        guard !entries.isEmpty else { return "The text stands in no entry of the history." }
        let count = Words.count(entries.count, "entry", "entries")
        var lines = [
            entry.map {
                "Removed from \(count); \(placeholder) stands there now. "
                    + "Entry \(Words.grouped(Int($0))) tells of it."
            } ?? "Would be removed from \(count); \(placeholder) would stand there. "
                + "Nothing was changed."
        ]
        lines += entries.prefix(Self.shownEntries).map { found in
            "  \(Words.grouped(Int(found.number)))  \(Words.short(found.sentence, 70))"
        }
        if entries.count > Self.shownEntries {
            lines.append("  and \(Words.grouped(entries.count - Self.shownEntries)) more")
        }
        guard entry != nil else { return lines.joined(separator: "\n") }
        if snapshotCount > 0 {
            lines.append("Renewed \(Words.count(snapshotCount, "snapshot")) that held it.")
        }
        if !leftovers.isEmpty {
            lines.append("These files of the journal still hold it; see what they are:")
            lines += leftovers.map { "  journal/\($0)" }
        }
        lines.append("Backups and other copies of the data that were made before still hold it.")
        return lines.joined(separator: "\n")
    }

    private static let shownEntries = 10
}
