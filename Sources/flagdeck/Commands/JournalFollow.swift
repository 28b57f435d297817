import ArgumentParser
import FlagAPI
import FlagModel
import FlagService
import JSON

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

extension JournalCommands {
    struct Follow: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "follow",
            abstract: "Show each new entry as soon as it is safe on disk.",
            discussion: """
                Reads the files of whoever writes them, asks nobody and writes nothing. It goes on \
                when that process ends and another one begins. Stop with Ctrl-C.
                """
        )
        @OptionGroup var global: GlobalOptions
        @Option(help: ArgumentHelp("Begin with this entry; otherwise with new ones.")) var from:
            UInt64?
        @ArgumentParser.Flag(name: .customLong("json"), help: "Print one JSON object a line.")
        var wantsJSON = false

        func run() throws {
            // When whoever reads is gone, so is this.
            signal(SIGPIPE, SIG_DFL)
            do throws(ServiceProblem) {
                let follower = try HistoryFollower(global.directory, from: from)
                repeat {
                    var entries = try follower.new()
                    while !entries.isEmpty {
                        for entry in entries { show(entry) }
                        entries = try follower.new()
                    }
                } while try follower.wait()
            } catch {
                throw CommandFailure(error)
            }
            throw CommandFailure(
                .unreachable,
                "The journal was put elsewhere, as a repair does. Start following again."
            )
        }

        private func show(_ entry: HistoryEntry) {
            let change = entry.changeSet
            guard !wantsJSON else {
                let value: JSONValue = [
                    "sequence": .integer(Int(entry.number)), "time": .string(change.time.text),
                    "actor": .string(change.actor), "note": .string(change.note),
                    "sentence": .string(change.sentence),
                    "changes": .array(change.lines.map(JSONValue.string)),
                ]
                return Printer.print(bytes: value.canonicalBytes() + [UInt8(ascii: "\n")])
            }
            let reason = change.note.isEmpty ? "" : "  (\(Words.short(change.note, 60)))"
            Printer.print(
                "\(entry.number)  \(Surroundings.localTime(change.time))  "
                    + "\(Words.short(change.actor, 16))  \(change.sentence)\(reason)"
            )
        }
    }
}
