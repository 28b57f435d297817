import ArgumentParser
import FlagAPI
import FlagModel
import FlagServer
import JSON

/// Addresses that turn a flag on or off when they are asked.
struct TriggerCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "trigger",
        abstract: "Let a monitoring system turn a flag on or off by asking an address.",
        subcommands: [List.self, Create.self, Delete.self, Enable.self, Disable.self],
        defaultSubcommand: List.self
    )
}

extension TriggerCommands {
    struct List: ServiceCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "List the triggers; their addresses are not kept."
        )
        @OptionGroup var global: GlobalOptions
        @OptionGroup var list: ListOptions

        func run(_ desk: Desk) async throws {
            let triggers = desk.model.triggers
            guard !list.wantsJSON else {
                return Printer.print(.array(triggers.map { $0.summary(in: desk.model) }))
            }
            guard !triggers.isEmpty else {
                return Printer.print(
                    "No address turns a flag on or off. "
                        + "Make one with: flagdeck trigger create FLAG off --text WHO"
                )
            }
            let names = TriggerNames(triggers)
            Printer.print(
                ["NAME", "ENVIRONMENT", "FLAG", "TURNS IT", "STATE", "TEXT"],
                triggers.map { trigger in
                    let state = desk.model.environment(trigger.environmentID)
                    return [
                        names.name(of: trigger), state?.environment.title ?? "gone",
                        state?.flag(trigger.flagID)?.key.text ?? "gone", trigger.action.words,
                        trigger.isEnabled ? "enabled" : "disabled", trigger.description,
                    ]
                }
            )
        }
    }

    struct Create: ServiceCommand {
        static let configuration = CommandConfiguration(
            commandName: "create",
            abstract: "Make an address that turns a flag on or off.",
            discussion: """
                The address is printed once and kept nowhere: whoever has it can use it. \
                It works where flagdeck serve listens, with a POST and without a body.
                """
        )
        @OptionGroup var global: GlobalOptions
        @OptionGroup var change: ChangeOptions
        @Option(help: "Who will ask, and why, such as \"error rate alarm\".") var text: String
        @Argument(help: "The flag's key.") var flag: String
        @Argument(help: "What it does: on or off.") var action: Action

        /// What a trigger does.
        enum Action: String, ExpressibleByArgument, CaseIterable {
            case on, off
        }

        func run(_ desk: Desk) async throws {
            let (state, flag) = try desk.flag(flag)
            var random = SystemRandomNumberGenerator()
            let token = TriggerToken.make(using: &random)
            let trigger = Trigger(
                id: GUID(using: &random),
                environmentID: state.environment.id,
                flagID: flag.id,
                action: action == .on ? .turnOn : .turnOff,
                tokenDigest: TriggerToken.digest(of: token),
                description: text
            )
            try await desk.make([.saveTrigger(trigger)], change)
            guard !change.isDryRun else { return }
            let path = TriggerToken.path + token
            let address = try? await desk.service.applications().address
            Printer.print("Ask this address with POST. It is shown only now:")
            Printer.print((address ?? "http://127.0.0.1:\(ServerSettings.usualPort)") + path)
            guard change.keepsDraft else { return }
            Printer.print("It does nothing before the draft is published.")
        }
    }

    struct Delete: ServiceCommand {
        static let configuration = CommandConfiguration(
            commandName: "delete",
            abstract: "Take an address back: it does nothing any more."
        )
        @OptionGroup var global: GlobalOptions
        @OptionGroup var change: ChangeOptions
        @Argument(help: "Its name, as trigger list shows it.") var name: String

        func run(_ desk: Desk) async throws {
            let trigger = try desk.trigger(name)
            let place = trigger.environmentID
            try await desk.make([.removeTrigger(environment: place, trigger: trigger.id)], change)
        }
    }

    struct Enable: ServiceCommand {
        static let configuration = CommandConfiguration(
            commandName: "enable",
            abstract: "Let an address work again."
        )
        @OptionGroup var global: GlobalOptions
        @OptionGroup var change: ChangeOptions
        @Argument(help: "Its name, as trigger list shows it.") var name: String

        func run(_ desk: Desk) async throws {
            try await desk.setTrigger(name, enabled: true, change)
        }
    }

    struct Disable: ServiceCommand {
        static let configuration = CommandConfiguration(
            commandName: "disable",
            abstract: "Let an address do nothing until it is enabled again."
        )
        @OptionGroup var global: GlobalOptions
        @OptionGroup var change: ChangeOptions
        @Argument(help: "Its name, as trigger list shows it.") var name: String

        func run(_ desk: Desk) async throws {
            try await desk.setTrigger(name, enabled: false, change)
        }
    }
}

extension Desk {
    fileprivate func setTrigger(
        _ name: String,
        enabled: Bool,
        _ change: ChangeOptions
    ) async throws {
        var trigger = try trigger(name)
        trigger.isEnabled = enabled
        try await make([.saveTrigger(trigger)], change)
    }
}

/// Short names for triggers: as much of the id as tells them apart.
struct TriggerNames {
    private let length: Int

    init(_ triggers: [Trigger]) {
        let ids = triggers.map(\.id.text)
        length =
            (6...36).first { length in Set(ids.map { $0.prefix(length) }).count == ids.count } ?? 36
    }

    func name(of trigger: Trigger) -> String { String(trigger.id.text.prefix(length)) }
}

extension Trigger {
    /// The trigger as programs rely on it.
    fileprivate func summary(in model: Model) -> JSONValue {
        let state = model.environment(environmentID)
        return [
            "id": .string(id.text), "environment": .string(environmentID.text),
            "flag": state?.flag(flagID).map { .string($0.key.text) } ?? .null,
            "action": .string(action.rawValue), "enabled": .bool(isEnabled),
            "text": .string(description),
        ]
    }
}
