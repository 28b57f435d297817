import ArgumentParser
import FlagAPI
import FlagModel
import JSON

/// The secrets of an environment: what applications prove themselves with.
struct SecretCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "secret",
        abstract: "List, give out and revoke the secrets of applications.",
        subcommands: [List.self, Add.self, Revoke.self],
        defaultSubcommand: List.self
    )
}

extension SecretCommands {
    struct List: ServiceCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "List the secrets of an environment."
        )
        @OptionGroup var global: GlobalOptions
        @OptionGroup var list: ListOptions

        func run(_ desk: Desk) async throws {
            let secrets = try desk.environment().environment.secrets
            guard !list.wantsJSON else { return Printer.print(.array(secrets.map(\.summary))) }
            Printer.print(
                ["NAME", "FOR", "SECRET"],
                secrets.map { [$0.name, $0.kind.audience, $0.value] }
            )
        }
    }

    struct Add: ServiceCommand {
        static let configuration = CommandConfiguration(
            commandName: "add",
            abstract: "Give out one more secret; the others stay good.",
            discussion: """
                Give every application its own: then one can be revoked without touching the others.
                """
        )
        @OptionGroup var global: GlobalOptions
        @OptionGroup var change: ChangeOptions
        @Argument(help: "What people call it, such as \"Web shop\".") var name: String
        @Option(help: "server for programs on servers, client for browsers and phones.")
        var kind = Kind.server

        /// Which applications it is for.
        enum Kind: String, ExpressibleByArgument, CaseIterable {
            case server, client

            var kind: Secret.Kind {
                switch self {
                case .server: .server
                case .client: .client
                }
            }
        }

        func run(_ desk: Desk) async throws {
            let environment = try desk.environment().environment
            var random = SystemRandomNumberGenerator()
            let secret = Secret(
                kind: kind.kind,
                environmentID: environment.id,
                name: name,
                using: &random
            )
            let place = environment.secrets.count
            let edit = EnvironmentEdit.addSecret(secret, at: place)
            try await desk.make([.editEnvironment(environment.id, edit)], change)
            if !change.isDraft, !change.isDryRun { Printer.print(secret.value) }
        }
    }

    struct Revoke: ServiceCommand {
        static let configuration = CommandConfiguration(
            commandName: "revoke",
            abstract: "Take a secret back: applications that hold it are cut off at once.",
            discussion: """
                FeatBit's SDKs then stop asking until their application is started again with \
                another secret; they keep answering with what they knew.
                """
        )
        @OptionGroup var global: GlobalOptions
        @OptionGroup var change: ChangeOptions
        @Argument(help: "Its name, or the secret itself.") var name: String

        func run(_ desk: Desk) async throws {
            let environment = try desk.environment().environment
            let found = environment.secrets.filter { $0.name == name || $0.value == name }
            guard let secret = found.first else {
                let names = environment.secrets.map { "\"\($0.name)\"" }.joined(separator: ", ")
                throw CommandFailure(
                    .refused,
                    "\(environment.title) has no secret \"\(name)\". "
                        + (names.isEmpty ? "It has none at all." : "There are: \(names).")
                )
            }
            let users = try await desk.service.applications().applications.filter {
                $0.environmentID == environment.id && $0.secretName == secret.name
            }
            let edit = EnvironmentEdit.revokeSecret(secret.id)
            try await desk.make([.editEnvironment(environment.id, edit)], change)
            guard !change.isDraft else { return }
            if !users.isEmpty {
                Printer.print("Cut off: \(Words.count(users.count, "application")) that used it.")
            }
            if !environment.secrets.contains(where: { $0.kind == secret.kind && $0 != secret }) {
                Printer.print(
                    "\(environment.title) has no \(secret.kind) secret any more. Give one out "
                        + "with: \(desk.hint("environment secret add NAME --kind \(secret.kind)"))"
                )
            }
        }
    }
}

extension Secret {
    /// The secret as programs rely on it.
    fileprivate var summary: JSONValue {
        ["name": .string(name), "kind": .string(kind.rawValue), "value": .string(value)]
    }
}

extension Secret.Kind {
    /// Which applications it is for.
    fileprivate var audience: String {
        switch self {
        case .server: "programs on servers"
        case .client: "browsers and phones"
        }
    }
}
