import ArgumentParser
import FlagAPI
import FlagModel
import FlagService
import JSON
import Journal

extension JournalCommands {
    struct Verify: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "verify",
            abstract: "Read the whole journal and check every byte; changes nothing.",
            discussion: """
                Works while Flagdeck is running on the same directory. Ends with 0, or with 5 when \
                something is wrong. Keep the head that it prints where nobody who can change the \
                journal can change it: with it you can tell later whether the history was rewritten.
                """
        )
        @OptionGroup var global: GlobalOptions
        @OptionGroup var list: ListOptions

        @Option(
            name: .customLong("expect-head"),
            help: ArgumentHelp("A head that was kept elsewhere.", valueName: "sequence:hash")
        )
        var heads: [String] = []

        @Option(
            name: .customLong("checkpoint"),
            help: ArgumentHelp("A file of signed checkpoints.", valueName: "file")
        )
        var checkpointFile: String?

        @Option(
            name: .customLong("public-key"),
            help: ArgumentHelp("The key that verifies them, or a file with it.", valueName: "key")
        )
        var publicKey: String?

        @ArgumentParser.Flag(
            name: .customLong("state"),
            inversion: .prefixedNo,
            help: "Compare snapshots with what the entries make."
        )
        var comparesState = true

        func validate() throws {
            guard (checkpointFile == nil) == (publicKey == nil) else {
                throw ValidationError("--checkpoint and --public-key belong together.")
            }
            for head in heads where ExpectedHead(head) == nil {
                throw ValidationError("--expect-head takes SEQUENCE:HASH, as verify prints it.")
            }
        }

        func run() throws {
            let heads = self.heads.compactMap { ExpectedHead($0) }
            let directory = global.directory
            var checkpoints = CheckpointFile.Found()
            if let checkpointFile, let publicKey {
                checkpoints = try CheckpointFile.read(checkpointFile, publicKey: publicKey)
            }
            var report: VerificationReport
            do throws(JournalError) {
                report = try directory.verification(
                    heads: heads + checkpoints.heads,
                    comparesState: comparesState
                )
            } catch {
                throw CommandFailure(journal: error)
            }
            report.problems += checkpoints.problems(for: report.id)
            checkManifest(directory, &report)
            if list.wantsJSON {
                Printer.print(report.summary)
            } else {
                Printer.print(report.page)
            }
            guard report.problems.isEmpty else { throw ExitCode(ExitStatus.journal.rawValue) }
        }

        /// A backup has its manifest beside the journal.
        private func checkManifest(_ directory: DataDirectory, _ report: inout VerificationReport) {
            guard directory.isBackup else { return }
            do throws(BackupProblem) {
                let manifest = try Journal.checkBackup(directory.path)
                report.notes.append(
                    "This is a backup: all \(manifest.files.count) files are as they were."
                )
            } catch {
                report.problems.append(.init(path: directory.path, description: error.description))
            }
        }
    }
}

extension VerificationReport {
    fileprivate var summary: JSONValue {
        [
            "id": .string(id.hex), "entries": .integer(Int(entries)),
            "firstEntry": .integer(Int(firstEntry)), "records": .integer(records),
            "segments": .integer(segments), "archived": .integer(archivedSegments),
            "snapshots": .integer(snapshots), "redacted": .integer(redactedRecords),
            "firstHash": .string(firstHash.hex), "lastHash": .string(last.chainHash.hex),
            "lastSequence": .integer(Int(last.sequence)), "head": .string(last.headText),
            "confirmedHeads": .integer(confirmedHeads),
            "notes": .array(notes.map(JSONValue.string)),
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

    fileprivate var page: String {
        var lines = [verdict]
        lines += problems.map { "  \($0.line)" }
        lines += notes.map { "  \($0)" }
        if let forgotten {
            lines.append("  Entries 1 to \(forgotten.entry) were forgotten; the history says why.")
        }
        if confirmedHeads > 0 {
            lines.append("  \(Words.count(confirmedHeads, "kept head")) found in the chain.")
        }
        let archived = archivedSegments > 0 ? ", \(archivedSegments) of them archived" : ""
        lines += [
            "  first hash  \(firstHash.hex)", "  last hash   \(last.chainHash.hex)",
            "  read        \(Words.count(records, "record")) in "
                + "\(Words.count(segments, "file"))\(archived), "
                + Words.count(snapshots, "snapshot"),
        ]
        if problems.isEmpty, last.sequence > 0 { lines.append("  keep this   \(last.headText)") }
        if !problems.isEmpty { lines.append("See what can be kept with: flagdeck journal repair") }
        return lines.joined(separator: "\n")
    }

    private var exception: String {
        guard redactedRecords > 0 else { return "" }
        return ", but for \(Words.count(redactedRecords, "redacted record"))"
    }

    private var verdict: String {
        guard problems.isEmpty else {
            return "The journal is damaged: \(Words.count(problems.count, "problem"))."
        }
        let kept = entries + 1 - min(firstEntry, entries + 1)
        return "The journal is whole: \(Words.count(Int(kept), "entry", "entries")), "
            + "every byte as it was written\(exception)."
    }
}

extension VerificationReport.Problem {
    /// The place, then the cause, each once.
    var line: String {
        let place = [
            path, offset.map { "byte \(Words.grouped($0))" }, entry.map { "entry \($0)" },
        ].compactMap(\.self).joined(separator: ", ")
        return "\(place): \(description)"
    }
}

extension DataDirectory {
    /// Whether the directory is a backup.
    var isBackup: Bool { PlainFile.exists(path + "/" + BackupManifest.name) }
}
