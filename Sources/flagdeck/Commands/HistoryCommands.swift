import ArgumentParser
import Experiments
import FlagAPI
import FlagModel
import JSON

/// What happened, newest first, in sentences.
struct History: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "history",
        abstract: "Show what was changed, by whom, when and why; newest first.",
        subcommands: [List.self, Show.self, Compare.self],
        defaultSubcommand: List.self
    )
}

/// A kind of entries as it is written on the command line.
struct KindArgument: ExpressibleByArgument {
    let kind: HistoryKind

    init?(argument: String) {
        guard let kind = HistoryKind(rawValue: argument) else { return nil }
        self.kind = kind
    }

    static var allValueStrings: [String] { HistoryKind.allCases.map(\.rawValue) }
}

extension History {
    struct List: ServiceCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "List entries, newest first; options that are given must all hold.",
            discussion: """
                Times: 2026-07-03, "2026-07-03 17:00", 17:00, yesterday, "3 days ago". A day is \
                meant from its beginning for --from, and to its end for --until.
                """
        )
        @OptionGroup var global: GlobalOptions
        @OptionGroup var table: TableOptions
        @Option(name: .customLong("flag"), help: "Only what is about this flag.")
        var flagKey: String?
        @Option(name: .customLong("audience"), help: "Only what is about this audience.")
        var audienceKey: String?
        @Option(name: .customLong("experiment"), help: "Only what is about this experiment.")
        var experimentKey: String?
        @Option(help: "Only what this person did, in any case.") var person: String?
        @Option(help: "Only entries of this kind; may be given several times.")
        var kind: [KindArgument] = []
        @Option(help: ArgumentHelp("Only entries from this time on.", valueName: "time"))
        var from: String?
        @Option(help: ArgumentHelp("Only entries up to this time.", valueName: "time"))
        var until: String?
        @Option(help: ArgumentHelp("Only entries before this number.", valueName: "number"))
        var before: UInt64?
        @Option(help: "How many entries at the most.") var limit = 50

        func validate() throws {
            guard (1...HistoryRequest.maximumLimit).contains(limit) else {
                throw ValidationError("--limit takes 1 to \(HistoryRequest.maximumLimit).")
            }
        }

        func run(_ desk: Desk) async throws {
            let subjects = try subjects(desk)
            let then = desk.past.map { $0.entry + 1 } ?? .max
            let request = HistoryRequest(
                before: min(before ?? .max, then),
                limit: limit,
                subjects: subjects,
                actor: person,
                kinds: Set(kind.map(\.kind)),
                from: try from.map { try Self.moment($0, .start) },
                until: try until.map { try Self.moment($0, .end).adding(microseconds: 1) }
            )
            let page = try await desk.service.history(request)
            switch table.chosen {
            case .json: Printer.print(.array(page.entries.map { $0.summary(about: subjects) }))
            case .csv: Self.printTable(page, about: subjects)
            case .text: Self.printPage(page, about: subjects)
            }
        }

        private static func printTable(_ page: HistoryPage, about subjects: Set<Subject>) {
            Printer.print(
                csv: ["number", "time", "who", "what", "why", "changes"],
                page.entries.map { entry in
                    [
                        .count(Int(entry.number)), .text(entry.changeSet.time.text),
                        .text(entry.changeSet.actor), .text(what(entry, about: subjects)),
                        .text(entry.changeSet.note),
                        .text(entry.changeSet.lines.joined(separator: "; ")),
                    ]
                }
            )
            // Beside the table, so that nobody takes a part of the history for all of it.
            if let next = page.next { Printer.complain(older(next)) }
        }

        private static func older(_ next: UInt64) -> String {
            "… older ones: the same command with --before \(next)"
        }

        private static func printPage(_ page: HistoryPage, about subjects: Set<Subject>) {
            guard !page.entries.isEmpty else {
                return Printer.print(
                    page.total == 0 ? "Nothing has been changed yet." : "Nothing like that."
                )
            }
            Printer.print(
                ["NUMBER", "WHEN", "WHO", "WHAT"],
                page.entries.map { entry in
                    let note = entry.changeSet.note
                    let reason = note.isEmpty ? "" : "  (\(Words.short(note, 60)))"
                    return [
                        "\(entry.number)", Surroundings.localTime(entry.changeSet.time),
                        Words.short(entry.changeSet.actor, 16),
                        what(entry, about: subjects) + reason,
                    ]
                }
            )
            guard let next = page.next else { return }
            Printer.print(older(next))
        }

        /// What an entry did; about one thing, only what it did to that.
        private static func what(_ entry: HistoryEntry, about subjects: Set<Subject>) -> String {
            guard !subjects.isEmpty else { return entry.changeSet.sentence }
            let lines = entry.lines(about: subjects)
            let text = Words.list(lines, most: 2)
            guard case .publish = entry.changeSet.origin, lines != [entry.changeSet.sentence]
            else { return text }
            return text + " (published)"
        }

        private static func moment(_ text: String, _ edge: MomentReader.Edge) throws -> Moment {
            if let moment = MomentReader.ofThisMachine.moment(text, edge) { return moment }
            throw CommandFailure(
                .wrongUsage,
                "\"\(text)\" is no time. Write \(MomentReader.examples)."
            )
        }

        /// A flag that lives in several environments is asked for in all of them.
        private func subjects(_ desk: Desk) throws -> Set<Subject> {
            var subjects: Set<Subject> = []
            let named: [(Refusal.Kind, String?)] = [
                (.flag, flagKey), (.audience, audienceKey), (.experiment, experimentKey),
            ]
            for case (let kind, let text?) in named {
                let found = desk.model.environments.compactMap { state in
                    (try? Key(text)).flatMap { state.subject(kind, $0) }
                }
                guard !found.isEmpty else { throw Refusal.unknown(kind, text) }
                subjects.formUnion(found)
            }
            return subjects
        }
    }
}

extension EnvironmentState {
    /// What has a key here, or had it before it was deleted.
    fileprivate func subject(_ kind: Refusal.Kind, _ key: Key) -> Subject? {
        let place = environment.id
        switch kind {
        case .flag:
            let found = flag(key) ?? flagTombstones.first { $0.key == key }
            return found.map { .flag(environment: place, $0.id) }
        case .audience:
            let found = audience(key) ?? audienceTombstones.first { $0.key == key }
            return found.map { .audience(environment: place, $0.id) }
        case .experiment: return experiment(key).map { .experiment(environment: place, $0.id) }
        default: return nil
        }
    }
}

extension HistoryEntry {
    /// The entry as programs rely on it.
    ///
    /// - Parameter subjects: what was asked about; empty for everything.
    /// - Returns: one object; `about` holds the lines about what was asked.
    func summary(about subjects: Set<Subject> = []) -> JSONValue {
        var members: [JSONMember] = [
            JSONMember(key: "sequence", value: .integer(Int(number))),
            JSONMember(key: "time", value: .string(changeSet.time.text)),
            JSONMember(key: "actor", value: .string(changeSet.actor)),
            JSONMember(key: "note", value: .string(changeSet.note)),
            JSONMember(key: "sentence", value: .string(changeSet.sentence)),
            JSONMember(key: "changes", value: .array(changeSet.lines.map(JSONValue.string))),
        ]
        if !subjects.isEmpty {
            let lines = lines(about: subjects).map(JSONValue.string)
            members.append(JSONMember(key: "about", value: .array(lines)))
        }
        return .object(JSONObject(members))
    }
}
