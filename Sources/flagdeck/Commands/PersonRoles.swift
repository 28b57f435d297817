import ArgumentParser
import FlagAPI
import FlagModel
import JSON

extension PersonCommands {
    struct GrantRole: ServiceCommand {
        static let configuration = CommandConfiguration(
            commandName: "grant",
            abstract: "Give somebody a role, everywhere or only for some things."
        )
        @OptionGroup var global: GlobalOptions
        @OptionGroup var change: ChangeOptions
        @OptionGroup var scope: ScopeOptions
        @Argument(help: "Their name.") var name: String
        @Argument(help: "viewer, editor, reviewer or administrator.") var role: RoleName

        func run(_ desk: Desk) async throws {
            var person = try desk.person(name)
            let grant = try desk.grant(role.role, scope)
            guard !person.grants.contains(grant) else {
                return Printer.print(
                    "\(person.name) is \(grant.words(in: desk.model)) already. Nothing was changed."
                )
            }
            person.grants.append(grant)
            try await desk.make([.savePerson(person)], change)
        }
    }

    struct RevokeRole: ServiceCommand {
        static let configuration = CommandConfiguration(
            commandName: "revoke",
            abstract: "Take a role from somebody; it counts at once."
        )
        @OptionGroup var global: GlobalOptions
        @OptionGroup var change: ChangeOptions
        @OptionGroup var scope: ScopeOptions
        @Argument(help: "Their name.") var name: String
        @Argument(help: "viewer, editor, reviewer or administrator.") var role: RoleName

        func run(_ desk: Desk) async throws {
            var person = try desk.person(name)
            let grant = try desk.grant(role.role, scope)
            guard let place = person.grants.firstIndex(of: grant) else {
                throw CommandFailure(
                    .refused,
                    "\(person.name) is not \(grant.words(in: desk.model)), but "
                        + "\(person.rolesInWords(in: desk.model)). Name the role as it is, with "
                        + "--in and --tag."
                )
            }
            person.grants.remove(at: place)
            try await desk.make([.savePerson(person)], change)
        }
    }

    struct Can: ServiceCommand {
        static let configuration = CommandConfiguration(
            commandName: "can",
            abstract: "Say what somebody may do, and where."
        )
        @OptionGroup var global: GlobalOptions
        @OptionGroup var list: ListOptions
        @Argument(help: "Their name.") var name: String

        func run(_ desk: Desk) async throws {
            let person = try desk.person(name)
            let model = desk.model
            guard !list.wantsJSON else {
                return Printer.print(.array(Act.allCases.map { person.answer($0, in: model) }))
            }
            Printer.print(
                ["MAY \(person.name)", "WHERE"],
                Act.allCases.map { [$0.words, person.whereTheyMay($0, in: model)] }
            )
        }
    }
}

extension Person {
    fileprivate func answer(_ act: Act, in model: Model) -> JSONValue {
        [
            "action": .string(act.rawValue), "needs": .string(act.role.rawValue),
            "where": .string(whereTheyMay(act, in: model)),
        ]
    }
}
