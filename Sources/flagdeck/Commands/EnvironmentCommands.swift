import ArgumentParser
import FlagModel
import JSON

/// Environments: where flags live.
struct EnvironmentCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "environment",
        abstract: "List, show and make environments.",
        subcommands: [
            List.self, Show.self, Create.self, Edit.self, SecretCommands.self,
        ],
        defaultSubcommand: List.self
    )
}

extension EnvironmentCommands {
    struct List: ServiceCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "List all environments."
        )
        @OptionGroup var global: GlobalOptions
        @OptionGroup var list: ListOptions

        func run(_ desk: Desk) async throws {
            let states = desk.model.environments
            guard !list.wantsJSON else {
                return Printer.print(.array(states.map { $0.summary(in: desk.model) }))
            }
            Printer.print(
                ["ENVIRONMENT", "NAME", "", "FLAGS", "AUDIENCES", "CHANGES"],
                states.map { state in
                    [
                        "\(desk.model.project(state.environment.projectID)?.key.text ?? "")/"
                            + state.environment.key.text,
                        state.environment.name, state.environment.isLive ? "LIVE" : "",
                        "\(state.flagCount)", "\(state.audienceCount)",
                        state.environment.settings.asksForDrafts
                            ? "drafts, then publish" : "at once",
                    ]
                }
            )
        }
    }

    struct Show: ServiceCommand {
        static let configuration = CommandConfiguration(
            commandName: "show",
            abstract: "Show one environment with the secrets for its applications."
        )
        @OptionGroup var global: GlobalOptions
        @OptionGroup var list: ListOptions
        @Argument(help: "KEY or PROJECT/KEY.") var key: String

        func run(_ desk: Desk) async throws {
            let state = try desk.environment(key)
            let environment = state.environment
            guard !list.wantsJSON else { return Printer.print(state.summary(in: desk.model)) }
            let way = environment.settings.asksForDrafts ? "drafts, then publish" : "at once"
            let reason = environment.settings.requiresReason ? ", with a reason" : ""
            let more =
                environment.secrets.count > 2
                ? "\n  all secrets    flagdeck environment secret -e \(key)" : ""
            Printer.print(
                """
                \(environment.name)\(environment.isLive ? " (LIVE)" : "")
                  key            \(environment.key.text)
                  id             \(environment.id.text)
                  server secret  \(environment.secret(.server) ?? "none")
                  client secret  \(environment.secret(.client) ?? "none")\(more)
                  holds          \(Words.count(state.flagCount, "flag")), \
                \(Words.count(state.audienceCount, "audience")), \
                \(Words.count(state.experimentCount, "experiment"))
                  changes        \(way)\(reason)
                """
            )
            if let rule = environment.settings.review {
                Printer.print("  reviews        \(rule.words)")
            }
        }
    }

    struct Create: ServiceCommand {
        static let configuration = CommandConfiguration(
            commandName: "create",
            abstract: "Make an environment."
        )
        @OptionGroup var global: GlobalOptions
        @OptionGroup var change: ChangeOptions
        @Argument(help: "KEY or PROJECT/KEY.") var key: String
        @Option(help: "What people call it.") var name: String?
        @ArgumentParser.Flag(name: .customLong("live"), help: "Customers are here.")
        var isLive = false
        @ArgumentParser.Flag(
            name: .customLong("reasons"),
            help: "Every change must come with a reason."
        )
        var requiresReason = false

        func run(_ desk: Desk) async throws {
            let parts = key.split(separator: "/", maxSplits: 1).map(String.init)
            let projects = desk.model.projects
            let named = parts.count == 2 ? projects.filter { $0.key.text == parts[0] } : projects
            guard named.count == 1, let text = parts.last else {
                let keys = projects.map(\.key.text).joined(separator: ", ")
                throw CommandFailure(
                    .wrongUsage,
                    "Say which project you mean, as PROJECT/KEY. There are: \(keys)."
                )
            }
            var random = SystemRandomNumberGenerator()
            var environment = FlagModel.Environment.new(
                try Key(text),
                in: named[0].id,
                name: name,
                isLive: isLive,
                using: &random
            )
            environment.settings.requiresReason = requiresReason
            try await desk.make([.createEnvironment(environment)], change)
        }
    }
}

extension EnvironmentCommands {
    struct Edit: ServiceCommand {
        static let configuration = CommandConfiguration(
            commandName: "edit",
            abstract: "Change the words of an environment, and how changes are made in it.",
            discussion: "Give what should change; everything else stays."
        )
        @OptionGroup var global: GlobalOptions
        @OptionGroup var change: ChangeOptions
        @Argument(help: "KEY or PROJECT/KEY.") var key: String
        @Option(help: "What people call it.") var name: String?
        @Option(help: "What it is for.") var description: String?
        @Option(help: "yes or no: every change must come with a reason.") var reasons: Answer?
        @Option(help: "yes or no: keys in the dashboard make drafts.") var drafts: Answer?
        @OptionGroup var review: ReviewOptions

        /// Yes or no.
        enum Answer: String, ExpressibleByArgument, CaseIterable {
            case yes, no
        }

        func run(_ desk: Desk) async throws {
            let environment = try desk.environment(key).environment
            let before = environment.settings.review
            let edits = [
                name.map(EnvironmentEdit.rename), description.map(EnvironmentEdit.describe),
                reasons.map { .setRequiresReason($0 == .yes) },
                drafts.map { .setAsksForDrafts($0 == .yes) },
                review.isEmpty ? nil : .setReview(try review.rule(after: before)),
            ].compactMap(\.self)
            guard !edits.isEmpty else {
                throw CommandFailure(
                    .wrongUsage,
                    "Say what should change: --name, --description, --reasons, --drafts or "
                        + "--review."
                )
            }
            try await desk.make(edits.map { .editEnvironment(environment.id, $0) }, change)
        }
    }
}

extension EnvironmentState {
    /// The environment as programs rely on it.
    func summary(in model: Model) -> JSONValue {
        [
            "key": .string(environment.key.text), "name": .string(environment.name),
            "id": .string(environment.id.text),
            "project": .string(model.project(environment.projectID)?.key.text ?? ""),
            "live": .bool(environment.isLive),
            "serverSecret": environment.secret(.server).map(JSONValue.string) ?? .null,
            "clientSecret": environment.secret(.client).map(JSONValue.string) ?? .null,
        ]
    }
}
