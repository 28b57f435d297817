import ArgumentParser
import Evaluation
import Experiments
import FlagAPI
import FlagModel
import JSON

/// Flags: what is on, for whom.
struct FlagCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "flag",
        abstract: "List, show, make and change flags.",
        subcommands: [
            List.self, Show.self, Create.self, On.self, Off.self, Edit.self, Archive.self,
            Restore.self, Delete.self, Clone.self, Compare.self, Copy.self,
        ],
        defaultSubcommand: List.self
    )
}

extension FlagCommands {
    struct List: ServiceCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "List the flags."
        )
        @OptionGroup var global: GlobalOptions
        @OptionGroup var table: TableOptions
        @ArgumentParser.Flag(name: .customLong("archived"), help: "Archived flags too.")
        var wantsArchived = false
        @Option(help: "Only flags with this tag.") var tag: String?

        func run(_ desk: Desk) async throws {
            let state = try desk.environment()
            let flags = state.flags
                .filter { wantsArchived || !$0.isArchived }
                .filter { tag == nil || $0.tags.contains(tag ?? "") }
                .sorted { $0.key < $1.key }
            switch table.chosen {
            case .json: Printer.print(.array(flags.map(\.summary)))
            case .csv: printTable(flags, in: state, desk)
            case .text: printPage(flags, in: state, desk)
            }
        }

        private func printTable(
            _ flags: [FlagModel.Flag],
            in state: EnvironmentState,
            _ desk: Desk
        ) {
            let rows = flags.map { flag -> [SafeCSV.Cell] in
                let summary = flag.summary(in: state)
                return [
                    .text(flag.key.text), .text(flag.name), .text(flag.now(summary)),
                    .text(summary.who), .text(flag.tags.joined(separator: " ")),
                ]
            }
            Printer.print(
                csv: ["flag", "name", "now", "who gets it", "tags"],
                rows,
                of: state,
                desk
            )
        }

        private func printPage(
            _ flags: [FlagModel.Flag],
            in state: EnvironmentState,
            _ desk: Desk
        ) {
            guard !flags.isEmpty else {
                return Printer.print(
                    "No flags in \(state.environment.title) yet. "
                        + "Make one with: \(desk.hint("flag create KEY"))"
                )
            }
            Printer.print(
                ["FLAG", "NAME", "NOW", "WHO GETS IT"],
                flags.map { flag in
                    let summary = flag.summary(in: state)
                    return [
                        flag.key.text, Words.short(flag.name), flag.now(summary),
                        Words.short(summary.who),
                    ]
                }
            )
        }
    }

    struct Show: ServiceCommand {
        static let configuration = CommandConfiguration(
            commandName: "show",
            abstract: "Show one flag: what it is, and who gets what."
        )
        @OptionGroup var global: GlobalOptions
        @OptionGroup var list: ListOptions
        @Argument(help: "The flag's key.") var key: String

        func run(_ desk: Desk) async throws {
            let (state, flag) = try desk.flag(key)
            guard !list.wantsJSON else { return Printer.print(flag.summary) }
            Printer.print(flag.page(in: state, drafts: desk.model.drafts))
            for fault in flag.faults(in: state) { Printer.print("\nTake a look: \(fault)") }
            let now = desk.now
            let counts = try await desk.service.counts(
                CountsRequest(
                    environmentID: state.environment.id,
                    flagKey: flag.key.text,
                    from: now.adding(microseconds: -86_400_000_000),
                    until: desk.isPast ? now : now.adding(microseconds: 3_600_000_000)
                )
            )
            Printer.print("\n" + flag.words(about: counts))
        }
    }

    struct Archive: FlagEditCommand {
        static let configuration = CommandConfiguration(
            commandName: "archive",
            abstract: "Archive a flag: applications no longer see it."
        )
        @OptionGroup var global: GlobalOptions
        @OptionGroup var change: ChangeOptions
        @Argument(help: "The flag's key.") var key: String
        var edits: [FlagEdit] { [.setArchived(true)] }
    }

    struct Restore: FlagEditCommand {
        static let configuration = CommandConfiguration(
            commandName: "restore",
            abstract: "Bring an archived flag back."
        )
        @OptionGroup var global: GlobalOptions
        @OptionGroup var change: ChangeOptions
        @Argument(help: "The flag's key.") var key: String
        var edits: [FlagEdit] { [.setArchived(false)] }
    }

    struct Delete: ServiceCommand {
        static let configuration = CommandConfiguration(
            commandName: "delete",
            abstract: "Delete an archived flag for good; its history stays."
        )
        @OptionGroup var global: GlobalOptions
        @OptionGroup var change: ChangeOptions
        @Argument(help: "The flag's key.") var key: String

        func run(_ desk: Desk) async throws {
            let (state, flag) = try desk.flag(key)
            guard flag.isArchived else {
                throw CommandFailure(
                    .refused,
                    "\(flag.name) must be archived before it can be deleted. "
                        + "Archive it with: \(desk.hint("flag archive \(key)"))"
                )
            }
            let deletion = Change.deleteFlag(environment: state.environment.id, flag: flag.id)
            try await desk.make([deletion], change)
        }
    }
}

/// A command that edits one flag.
protocol FlagEditCommand: ServiceCommand {
    var change: ChangeOptions { get }
    var key: String { get }
    var edits: [FlagEdit] { get throws }
}

extension FlagEditCommand {
    func run(_ desk: Desk) async throws {
        let (state, flag) = try desk.flag(key)
        let place = state.environment.id
        let changes = try edits.map { Change.editFlag(environment: place, flag: flag.id, $0) }
        try await desk.make(changes, change)
    }
}

extension FlagModel.Flag {
    /// The flag as programs rely on it.
    var summary: JSONValue {
        [
            "key": .string(key.text), "name": .string(name), "id": .string(id.text),
            "enabled": .bool(isEnabled), "archived": .bool(isArchived),
            "kind": .string(kind.rawValue),
            "variations": .array(
                variations.map { variation in
                    [
                        "id": .string(variation.id), "name": .string(variation.name),
                        "value": .string(variation.value),
                    ]
                }
            ),
            "revision": .string(revision.text), "description": .string(description),
            "owner": .string(owner), "purpose": .string(purpose),
            "tags": .array(tags.map(JSONValue.string)),
            "updatedAt": .string(updatedAt.text),
        ]
    }

    /// The flag for people: the answer first, then what it is made of.
    func page(in state: EnvironmentState, drafts: [Draft]) -> String {
        let now = summary(in: state)
        let word = isArchived ? "archived" : now.state.text
        var lines = ["\(name)   \(word), \(now.who)   in \(state.environment.title)"]
        if !description.isEmpty { lines.append("  \(Words.short(description, 200))") }
        lines.append("")
        let facts = [
            ("key", key.text), ("owner", owner), ("purpose", Words.short(purpose, 100)),
            ("tags", tags.joined(separator: ", ")), ("kind", kind.words),
            ("while off", variation(offVariationID)?.name ?? offVariationID),
        ]
        lines += facts.filter { !$0.1.isEmpty }.map { "  \(Self.padded($0.0))\($0.1)" }
        lines += ["", "  VERSIONS"]
        lines += variations.map { "    \(Self.padded($0.name))\(Words.short($0.value, 60))" }
        lines += ["", "  WHO GETS WHAT"]
        for target in targets where !target.customers.isEmpty {
            let who =
                target.customers.count <= 5
                ? target.customers.map(\.text).joined(separator: ", ")
                : Words.count(target.customers.count, "customer")
            lines.append("    \(who): \(variation(target.variationID)?.name ?? "")")
        }
        lines += rules.map { "    \($0.title(in: state)): \(served($0.serving))" }
        let rest = lines.last == "  WHO GETS WHAT" ? "everyone" : "everyone else"
        lines.append("    \(rest): \(served(defaultRule))")
        let subject = Subject.flag(environment: state.environment.id, id)
        for draft in drafts where draft.touches(subject) {
            lines += ["", "  Draft by \(draft.authorWords), waiting to be published."]
        }
        return lines.joined(separator: "\n")
    }

    private static func padded(_ text: String) -> String {
        text + String(repeating: " ", count: max(1, 16 - text.count))
    }
}

extension FlagModel.Flag {
    /// How often applications asked, and what they were given.
    fileprivate func words(about counts: [EvaluationCount]) -> String {
        let total = counts.reduce(0) { $0 + $1.count }
        guard total > 0 else { return "No application has asked for it in the last 24 hours." }
        let parts = variations.compactMap { variation -> String? in
            let count = counts.reduce(0) { $1.variationID == variation.id ? $0 + $1.count : $0 }
            return count == 0 ? nil : "\(variation.name) \(Words.grouped(count))"
        }
        return "Asked \(Words.grouped(total)) times in the last 24 hours: "
            + parts.joined(separator: ", ") + "."
    }
}

extension FlagModel.Flag {
    /// The state in one word for a list, which may have archived flags in it.
    fileprivate func now(_ summary: FlagSummary) -> String {
        isArchived ? "archived" : summary.state.text
    }
}
