import ArgumentParser
import FlagModel
import FlagService
import JSON
import Journal

/// The journal: the file behind the history.
struct JournalCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "journal",
        abstract: "Check the journal, and look at what is written in it.",
        subcommands: [Verify.self, Show.self, Redact.self]
    )
}

extension JournalCommands {
    struct Verify: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "verify",
            abstract: "Read the whole journal and check every byte; changes nothing.",
            discussion: "Works while Flagdeck is running on the same directory."
        )
        @OptionGroup var global: GlobalOptions
        @OptionGroup var list: ListOptions

        func run() throws {
            let report: VerificationReport
            do throws(JournalError) {
                report = try Journal.verify(at: global.directory.journal)
            } catch {
                throw CommandFailure(journal: error)
            }
            if list.wantsJSON {
                Printer.print(report.summary)
            } else {
                Printer.print(report.page)
            }
            guard report.problems.isEmpty else { throw ExitCode(ExitStatus.journal.rawValue) }
        }
    }

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show",
            abstract: "Show an entry as it is written, with its place and its hashes."
        )
        @OptionGroup var global: GlobalOptions
        @Argument(help: "The entry's number, as history shows it.") var number: UInt64

        func run() throws {
            let records: [JournalRecord]
            do throws(JournalError) {
                let (journal, _) = try Journal.open(at: global.directory.journal, access: .read)
                records = try journal.records(of: number)
            } catch {
                throw CommandFailure(journal: error)
            }
            guard !records.isEmpty else {
                throw CommandFailure(.refused, "There is no entry \(number) in the history.")
            }
            Printer.print(records.map(\.page).joined(separator: "\n\n"))
        }
    }
}

extension CommandFailure {
    fileprivate init(journal error: JournalError) {
        let isAbsent = if case .absent = error { true } else { false }
        self.init(isAbsent ? .unreachable : .journal, error.description)
    }
}

extension VerificationReport {
    fileprivate var summary: JSONValue {
        [
            "id": .string(id.hex), "entries": .integer(Int(entries)),
            "records": .integer(records), "segments": .integer(segments),
            "firstHash": .string(firstHash.hex), "lastHash": .string(last.chainHash.hex),
            "lastSequence": .integer(Int(last.sequence)),
            "problems": .array(
                problems.map { problem in
                    [
                        "file": .string(problem.path),
                        "byte": problem.offset.map(JSONValue.integer) ?? .null,
                        "entry": problem.entry.map { .integer(Int($0)) } ?? .null,
                        "problem": .string(problem.description),
                    ]
                }
            ),
        ]
    }

    private var exception: String {
        guard redactedRecords > 0 else { return "" }
        return ", but for \(Words.count(redactedRecords, "redacted record"))"
    }

    fileprivate var page: String {
        let verdict =
            problems.isEmpty
            ? "The journal is whole: \(Words.count(Int(entries), "entry", "entries")), "
                + "every byte as it was written\(exception)."
            : "The journal is damaged: \(Words.count(problems.count, "problem"))."
        var lines = [verdict]
        for problem in problems {
            let place = [
                problem.path, problem.offset.map { "byte \(Words.grouped($0))" },
                problem.entry.map { "entry \($0)" },
            ].compactMap(\.self).joined(separator: ", ")
            lines.append("  \(place): \(problem.description)")
        }
        lines += [
            "  first hash  \(firstHash.hex)", "  last hash   \(last.chainHash.hex)",
            "  read        \(Words.count(records, "record")) in "
                + "\(Words.count(segments, "file")), \(Words.count(snapshots, "snapshot"))",
        ]
        return lines.joined(separator: "\n")
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
