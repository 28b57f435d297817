import ArgumentParser
import FlagAPI
import FlagModel
import JSON

/// Who works with Flagdeck, and what each may do.
struct PersonCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "person",
        abstract: "List who may do what, and decide about it.",
        discussion: """
            As long as nobody is written down, everybody who reaches the data may do everything. \
            Roles: a viewer looks and comments; an editor also drafts, changes and plans; a \
            reviewer also approves; an administrator may do everything.
            """,
        subcommands: [
            List.self, Show.self, Add.self, GrantRole.self, RevokeRole.self, Remove.self, Can.self,
        ],
        defaultSubcommand: List.self
    )
}

extension PersonCommands {
    struct List: ServiceCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "List who is written down, with their roles."
        )
        @OptionGroup var global: GlobalOptions
        @OptionGroup var list: ListOptions

        func run(_ desk: Desk) async throws {
            let people = desk.model.people
            guard !list.wantsJSON else {
                return Printer.print(.array(people.map { $0.summary(in: desk.model) }))
            }
            guard !people.isEmpty else {
                return Printer.print(
                    "Nobody is written down, so everybody who reaches the data may do everything."
                )
            }
            Printer.print(
                ["NAME", "ACCOUNT", "TOKENS", "ROLES"],
                people.map { person in
                    [
                        person.name, person.systemUser ?? "-",
                        Words.grouped(person.tokens.count),
                        Words.list(person.grants.map { $0.words(in: desk.model) }, most: 5),
                    ]
                }
            )
        }
    }

    struct Show: ServiceCommand {
        static let configuration = CommandConfiguration(
            commandName: "show",
            abstract: "Show somebody's roles and tokens."
        )
        @OptionGroup var global: GlobalOptions
        @OptionGroup var list: ListOptions
        @Argument(help: "Their name.") var name: String

        func run(_ desk: Desk) async throws {
            let person = try desk.person(name)
            guard !list.wantsJSON else { return Printer.print(person.summary(in: desk.model)) }
            Printer.print(person.name)
            Printer.print("Account of the system: \(person.systemUser ?? "none")")
            for grant in person.grants { Printer.print("Role: \(grant.words(in: desk.model))") }
            if person.grants.isEmpty { Printer.print("No role: may do nothing.") }
            for token in person.tokens {
                Printer.print("Token: \(token.name), \(token.end(at: desk.now))")
            }
        }
    }

    struct Add: ServiceCommand {
        static let configuration = CommandConfiguration(
            commandName: "add",
            abstract: "Write somebody down.",
            discussion: """
                From the first one on, others than the owner of the data may do only what they are \
                written down for.
                """
        )
        @OptionGroup var global: GlobalOptions
        @OptionGroup var change: ChangeOptions
        @OptionGroup var scope: ScopeOptions
        @Argument(help: "What the history will call them.") var name: String
        @Option(help: "The name of their account on this machine.") var user: String?
        @Option(help: "viewer, editor, reviewer or administrator.") var role = RoleName(.viewer)

        func run(_ desk: Desk) async throws {
            guard desk.model.person(named: name) == nil else {
                throw CommandFailure(
                    .refused,
                    "\(name) is written down already. Give them a role with: "
                        + "flagdeck person grant NAME ROLE"
                )
            }
            var random = SystemRandomNumberGenerator()
            let person = Person(
                id: GUID(using: &random),
                name: name,
                systemUser: user,
                grants: [try desk.grant(role.role, scope)]
            )
            try await desk.make([.savePerson(person)], change)
        }
    }

    struct Remove: ServiceCommand {
        static let configuration = CommandConfiguration(
            commandName: "remove",
            abstract: "Strike somebody off: they and their tokens are refused at once."
        )
        @OptionGroup var global: GlobalOptions
        @OptionGroup var change: ChangeOptions
        @Argument(help: "Their name.") var name: String

        func run(_ desk: Desk) async throws {
            try await desk.make([.removePerson(desk.person(name).id)], change)
        }
    }
}

extension Person {
    /// The person as programs rely on it.
    fileprivate func summary(in model: Model) -> JSONValue {
        var fields = FieldWriter()
        fields.put("id", .string(id.text))
        fields.put("name", name)
        fields.put("account", systemUser.map(JSONValue.string) ?? .null)
        fields.put("roles", .array(grants.map { $0.summary(in: model) }))
        fields.put("tokens", .array(tokens.map { .string($0.name) }))
        return fields.value
    }
}

extension Grant {
    fileprivate func summary(in model: Model) -> JSONValue {
        let place = environmentID.flatMap { model.environment($0)?.environment.key.text }
        return [
            "role": .string(role.rawValue), "in": place.map(JSONValue.string) ?? .null,
            "tag": tag.map(JSONValue.string) ?? .null,
        ]
    }
}

extension PersonToken {
    /// "good until 2026-12-24 18:00", "no end", "its time is over".
    func end(at now: Moment) -> String {
        guard let expiresAt else { return "no end" }
        guard expiresAt > now else { return "its time is over" }
        return "good until \(Surroundings.localTime(expiresAt))"
    }
}
