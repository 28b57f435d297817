import ArgumentParser
import FlagAPI
import FlagModel
import FlagServer
import JSON

/// The tokens of people: what their programs prove themselves with.
struct TokenCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token",
        abstract: "List, give out and revoke the tokens of people.",
        subcommands: [List.self, Create.self, Revoke.self],
        defaultSubcommand: List.self
    )
}

extension TokenCommands {
    struct List: ServiceCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "List everybody's tokens, or one person's."
        )
        @OptionGroup var global: GlobalOptions
        @OptionGroup var list: ListOptions
        @Argument(help: "Whose; otherwise everybody's.") var name: String?

        func run(_ desk: Desk) async throws {
            let people = try name.map { [try desk.person($0)] } ?? desk.model.people
            let rows = people.flatMap { person in person.tokens.map { (person, $0) } }
            guard !list.wantsJSON else {
                return Printer.print(.array(rows.map { $1.summary(of: $0) }))
            }
            guard !rows.isEmpty else { return Printer.print("There are no tokens.") }
            Printer.print(
                ["PERSON", "TOKEN", "MADE", "ENDS"],
                rows.map { person, token in
                    [
                        person.name, token.name, Surroundings.localTime(token.createdAt),
                        token.end(at: desk.now),
                    ]
                }
            )
        }
    }

    struct Create: ServiceCommand {
        static let configuration = CommandConfiguration(
            commandName: "create",
            abstract: "Give somebody a token; it is shown this once.",
            discussion: """
                Whoever holds it may do what the person may do. Only what is needed to know it \
                again is kept, so nobody can look it up later.
                """
        )
        @OptionGroup var global: GlobalOptions
        @Argument(help: "Whose it will be.") var name: String
        @Option(name: .customLong("name"), help: "What it is for: \"deploy script\".")
        var title = "token"
        @Option(help: "When it ends: 30d, \"a week\", 2026-12-24; otherwise never.")
        var expires: String?
        @Option(help: "Why; it stays in the history.") var note = ""

        func run(_ desk: Desk) async throws {
            let person = try desk.person(name)
            var random = SystemRandomNumberGenerator()
            let (kept, given) = PersonToken.make(
                named: title,
                at: desk.now,
                expiresAt: try end(at: desk.now),
                using: &random
            )
            let receipt = try await desk.service.propose(
                Proposal(
                    id: GUID(using: &random),
                    actor: desk.actor,
                    note: note,
                    changes: [.addToken(person: person.id, kept)]
                )
            )
            desk.report(receipt)
            Printer.print("Keep it now, it is not shown again:")
            Printer.print(given.revealed)
        }

        private func end(at now: Moment) throws -> Moment? {
            guard let expires else { return nil }
            let reader = EndReader(now: now, zone: Surroundings.zone(around: now))
            switch reader.read(Self.spelledOut(expires)) {
            case .never: return nil
            case .at(let moment) where moment > now: return moment
            case .at:
                throw CommandFailure(.wrongUsage, "\"\(expires)\" is over. Choose a later time.")
            case nil:
                throw CommandFailure(
                    .wrongUsage,
                    "\"\(expires)\" is no time. Write 30d, \(EndReader.examples)."
                )
            }
        }

        /// "30d" as "30 days".
        private static func spelledOut(_ text: String) -> String {
            guard text.hasSuffix("d"), let days = Int(text.dropLast()) else { return text }
            return "\(days) days"
        }
    }

    struct Revoke: ServiceCommand {
        static let configuration = CommandConfiguration(
            commandName: "revoke",
            abstract: "Take a token back: it is refused at once, on open connections too."
        )
        @OptionGroup var global: GlobalOptions
        @OptionGroup var change: ChangeOptions
        @Argument(help: "Whose it is.") var name: String
        @Argument(help: "Its name, as token list shows it.") var title: String

        func run(_ desk: Desk) async throws {
            let person = try desk.person(name)
            guard let token = person.tokens.first(where: { $0.name == title }) else {
                let names = person.tokens.map { "\"\($0.name)\"" }.joined(separator: ", ")
                throw CommandFailure(
                    .refused,
                    "\(person.name) has no token \"\(title)\". "
                        + (names.isEmpty ? "They have none." : "There are: \(names).")
                )
            }
            try await desk.make([.revokeToken(person: person.id, token.id)], change)
        }
    }
}

extension PersonToken {
    /// The token as programs rely on it; nothing of what proves it.
    fileprivate func summary(of person: Person) -> JSONValue {
        [
            "person": .string(person.name), "name": .string(name), "id": .string(id.text),
            "created": .string(createdAt.text),
            "expires": expiresAt.map { .string($0.text) } ?? .null,
        ]
    }
}
