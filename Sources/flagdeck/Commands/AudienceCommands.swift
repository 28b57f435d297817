import ArgumentParser
import Experiments
import FlagAPI
import FlagModel
import JSON
import Observations

/// Audiences: named groups of customers.
struct AudienceCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audience",
        abstract: "List, show, make and change audiences.",
        subcommands: [
            List.self, Show.self, Create.self, Add.self, Remove.self, Exclude.self, Members.self,
            Archive.self, Restore.self, Delete.self,
        ],
        defaultSubcommand: List.self
    )
}

extension AudienceCommands {
    struct List: ServiceCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "List the audiences."
        )
        @OptionGroup var global: GlobalOptions
        @OptionGroup var table: TableOptions
        @ArgumentParser.Flag(name: .customLong("archived"), help: "Archived audiences too.")
        var wantsArchived = false

        func run(_ desk: Desk) async throws {
            let state = try desk.environment()
            let audiences = state.audiences
                .filter { wantsArchived || !$0.isArchived }
                .sorted { $0.key < $1.key }
            switch table.chosen {
            case .json: Printer.print(.array(audiences.map(\.summary)))
            case .csv: printTable(audiences, in: state, desk)
            case .text: printPage(audiences, in: state, desk)
            }
        }

        private func printTable(_ audiences: [Audience], in state: EnvironmentState, _ desk: Desk) {
            Printer.print(
                csv: ["audience", "name", "members", "kept out", "rules", "used by"],
                audiences.map { audience in
                    [
                        .text(audience.key.text), .text(audience.name),
                        .count(audience.members.count), .count(audience.excluded.count),
                        .count(audience.rules.count),
                        .text(state.flags(using: audience.id).map(\.name).joined(separator: "; ")),
                    ]
                },
                of: state,
                desk
            )
        }

        private func printPage(_ audiences: [Audience], in state: EnvironmentState, _ desk: Desk) {
            guard !audiences.isEmpty else {
                return Printer.print(
                    "No audiences in \(state.environment.title) yet. "
                        + "Make one with: \(desk.hint("audience create KEY"))"
                )
            }
            Printer.print(
                ["AUDIENCE", "NAME", "MEMBERS", "KEPT OUT", "RULES", "USED BY"],
                audiences.map { audience in
                    let users = state.flags(using: audience.id).map(\.name)
                    return [
                        audience.key.text, Words.short(audience.name),
                        Words.grouped(audience.members.count),
                        Words.grouped(audience.excluded.count), "\(audience.rules.count)",
                        users.isEmpty ? "nothing" : Words.short(Words.list(users, most: 2), 50),
                    ]
                }
            )
        }
    }

    struct Show: ServiceCommand {
        static let configuration = CommandConfiguration(
            commandName: "show",
            abstract: "Show one audience."
        )
        @OptionGroup var global: GlobalOptions
        @OptionGroup var list: ListOptions
        @Argument(help: "The audience's key.") var key: String

        func run(_ desk: Desk) async throws {
            let (state, audience) = try desk.audience(key)
            guard !list.wantsJSON else { return Printer.print(audience.summary) }
            Printer.print(audience.page(in: state))
        }
    }

    struct Members: ServiceCommand {
        static let configuration = CommandConfiguration(
            commandName: "members",
            abstract: "List the customers that an audience names."
        )
        @OptionGroup var global: GlobalOptions
        @OptionGroup var list: ListOptions
        @Argument(help: "The audience's key.") var key: String

        func run(_ desk: Desk) async throws {
            let (_, audience) = try desk.audience(key)
            let names = try await names(of: audience.members, desk)
            guard !list.wantsJSON else {
                return Printer.print(
                    .array(
                        audience.members.map { member in
                            [
                                "key": .string(member.text),
                                "name": names[member].map(JSONValue.string) ?? .null,
                            ]
                        }
                    )
                )
            }
            Printer.print(
                ["CUSTOMER", "NAME"],
                audience.members.map { [$0.text, names[$0] ?? "not seen yet"] }
            )
        }

        private func names(
            of members: [CustomerKey],
            _ desk: Desk
        ) async throws -> [CustomerKey: String] {
            var names: [CustomerKey: String] = [:]
            for start in stride(from: 0, to: members.count, by: ObservationStore.maximumKeys) {
                let end = min(start + ObservationStore.maximumKeys, members.count)
                let keys = Array(members[start..<end])
                for customer in try await desk.service.customers(withKeys: keys) {
                    names[customer.key] = customer.name
                }
            }
            return names
        }
    }

    struct Create: ServiceCommand {
        static let configuration = CommandConfiguration(
            commandName: "create",
            abstract: "Make an audience."
        )
        @OptionGroup var global: GlobalOptions
        @OptionGroup var change: ChangeOptions
        @Argument(help: "The key, such as vip.") var key: String
        @Option(help: "What people call it; otherwise the key.") var name: String?
        @Option(help: "Who these people are.") var description = ""

        func run(_ desk: Desk) async throws {
            let state = try desk.environment()
            var random = SystemRandomNumberGenerator()
            var audience = Audience(
                id: GUID(using: &random),
                key: try Key(key),
                name: name ?? key,
                createdAt: Surroundings.now()
            )
            audience.description = description
            try await desk.make(
                [.createAudience(environment: state.environment.id, audience)],
                change
            )
        }
    }

    struct Add: AudienceEditCommand {
        static let configuration = CommandConfiguration(
            commandName: "add",
            abstract: "Name customers who belong to an audience."
        )
        @OptionGroup var global: GlobalOptions
        @OptionGroup var change: ChangeOptions
        @OptionGroup var who: CustomerArguments
        @Argument(help: "The audience's key.") var key: String
        @Argument(help: "Customer keys, or names that only one customer has.") var customers:
            [String] = []
        func edit(_ desk: Desk) async throws -> AudienceEdit {
            .addMembers(try await who.keys(and: customers, desk).map { Insertion($0) })
        }
    }

    struct Remove: AudienceEditCommand {
        static let configuration = CommandConfiguration(
            commandName: "remove",
            abstract: "Take customers off the list of those who belong."
        )
        @OptionGroup var global: GlobalOptions
        @OptionGroup var change: ChangeOptions
        @OptionGroup var who: CustomerArguments
        @Argument(help: "The audience's key.") var key: String
        @Argument(help: "Customer keys, or names that only one customer has.") var customers:
            [String] = []
        func edit(_ desk: Desk) async throws -> AudienceEdit {
            .removeMembers(try await who.keys(and: customers, desk))
        }
    }

    struct Exclude: AudienceEditCommand {
        static let configuration = CommandConfiguration(
            commandName: "exclude",
            abstract: "Keep customers out of an audience, whatever its rules say."
        )
        @OptionGroup var global: GlobalOptions
        @OptionGroup var change: ChangeOptions
        @OptionGroup var who: CustomerArguments
        @ArgumentParser.Flag(name: .customLong("stop"), help: "Stop keeping them out.")
        var stops = false
        @Argument(help: "The audience's key.") var key: String
        @Argument(help: "Customer keys, or names that only one customer has.") var customers:
            [String] = []
        func edit(_ desk: Desk) async throws -> AudienceEdit {
            let keys = try await who.keys(and: customers, desk)
            return stops ? .removeExcluded(keys) : .addExcluded(keys.map { Insertion($0) })
        }
    }

    struct Archive: AudienceEditCommand {
        static let configuration = CommandConfiguration(
            commandName: "archive",
            abstract: "Archive an audience that no flag uses."
        )
        @OptionGroup var global: GlobalOptions
        @OptionGroup var change: ChangeOptions
        @Argument(help: "The audience's key.") var key: String
        func edit(_ desk: Desk) async throws -> AudienceEdit { .setArchived(true) }
    }

    struct Restore: AudienceEditCommand {
        static let configuration = CommandConfiguration(
            commandName: "restore",
            abstract: "Bring an archived audience back."
        )
        @OptionGroup var global: GlobalOptions
        @OptionGroup var change: ChangeOptions
        @Argument(help: "The audience's key.") var key: String
        func edit(_ desk: Desk) async throws -> AudienceEdit { .setArchived(false) }
    }

    struct Delete: ServiceCommand {
        static let configuration = CommandConfiguration(
            commandName: "delete",
            abstract: "Delete an archived audience for good; its history stays."
        )
        @OptionGroup var global: GlobalOptions
        @OptionGroup var change: ChangeOptions
        @Argument(help: "The audience's key.") var key: String

        func run(_ desk: Desk) async throws {
            let (state, audience) = try desk.audience(key)
            let place = state.environment.id
            try await desk.make(
                [.deleteAudience(environment: place, audience: audience.id)],
                change
            )
        }
    }
}

/// A command that edits one audience.
protocol AudienceEditCommand: ServiceCommand {
    var change: ChangeOptions { get }
    var key: String { get }
    func edit(_ desk: Desk) async throws -> AudienceEdit
}

extension AudienceEditCommand {
    func run(_ desk: Desk) async throws {
        let edit = try await edit(desk)
        let (state, audience) = try desk.audience(key)
        let place = state.environment.id
        try await desk.make(
            [.editAudience(environment: place, audience: audience.id, edit)],
            change
        )
    }
}

/// Customers named on the command line or in a file.
struct CustomerArguments: ParsableArguments {
    @Option(name: .customLong("from"), help: "A file with a customer key a line, or a CSV file.")
    var file: String?

    @Option(name: .customLong("column"), help: "The column of the CSV file that holds the keys.")
    var column: String?

    @OptionGroup var unknown: UnknownOption

    /// The customers; those of a file are taken as they are, because whoever has a list of keys
    /// did not type them.
    func keys(and named: [String], _ desk: Desk) async throws -> [CustomerKey] {
        var keys: [CustomerKey] = []
        for text in named {
            keys.append(try await desk.customer(text, takesUnknown: unknown.isAllowed))
        }
        if let file {
            let bytes = try InputFile.read(file)
            do throws(CustomerFileProblem) {
                keys += try CustomerFile.keys(name: file, bytes: bytes, column: column)
            } catch {
                throw CommandFailure(.refused, error.description)
            }
        }
        guard !keys.isEmpty else {
            throw CommandFailure(.wrongUsage, "Name at least one customer, or a file with --from.")
        }
        return keys
    }
}

extension Audience {
    /// The audience as programs rely on it.
    var summary: JSONValue {
        [
            "key": .string(key.text), "name": .string(name), "id": .string(id.text),
            "members": .array(members.map { .string($0.text) }),
            "excluded": .array(excluded.map { .string($0.text) }),
            "rules": .array(
                rules.map { rule in
                    [
                        "name": .string(rule.name),
                        "conditions": .array(rule.conditions.map { .string($0.words(in: nil)) }),
                    ]
                }
            ),
            "archived": .bool(isArchived), "description": .string(description),
            "tags": .array(tags.map(JSONValue.string)), "updatedAt": .string(updatedAt.text),
        ]
    }

    /// The audience for people.
    func page(in state: EnvironmentState) -> String {
        let kept = excluded.isEmpty ? "" : ", \(Words.count(excluded.count, "customer")) kept out"
        var lines = ["\(name)   \(Words.count(members.count, "member")) by name\(kept)"]
        if !description.isEmpty { lines.append("  \(Words.short(description, 200))") }
        lines += ["", "  key  \(key.text)", "", "  WHO BELONGS"]
        if !members.isEmpty { lines.append("    named: \(Self.some(members))") }
        for rule in rules {
            let conditions = rule.conditions.map { $0.words(in: state) }
            lines.append("    everyone whose \(conditions.joined(separator: " and "))")
        }
        if !excluded.isEmpty { lines.append("    never: \(Self.some(excluded))") }
        if members.isEmpty, rules.isEmpty { lines.append("    nobody yet") }
        let users = state.flags(using: id).map(\.name)
        lines += ["", "  USED BY  \(users.isEmpty ? "nothing" : Words.list(users, most: 8))"]
        return lines.joined(separator: "\n")
    }

    private static func some(_ customers: [CustomerKey]) -> String {
        Words.list(customers.prefix(6).map(\.text), most: 6)
            + (customers.count > 6 ? " and \(Words.grouped(customers.count - 6)) more" : "")
    }
}
