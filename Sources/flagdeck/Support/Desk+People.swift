import ArgumentParser
import FlagModel

extension Desk {
    /// The person with a name.
    func person(_ name: String) throws -> Person {
        guard let person = model.person(named: name) else {
            throw CommandFailure(
                .refused,
                "Nobody is written down as \"\(name)\". See who is with: flagdeck person list"
            )
        }
        return person
    }

    /// The role that the options of a command say.
    func grant(_ role: PersonRole, _ scope: ScopeOptions) throws -> Grant {
        var place: GUID?
        if let name = scope.environmentName {
            guard let state = try? model.environment(named: name) else {
                let names = model.environments.map(\.environment.key.text)
                throw CommandFailure(
                    .refused,
                    "There is no environment \"\(name)\", or there are several. "
                        + "There are: \(names.joined(separator: ", "))."
                )
            }
            place = state.environment.id
        }
        return Grant(role: role, environmentID: place, tag: scope.tag)
    }
}

/// Where a role counts.
struct ScopeOptions: ParsableArguments {
    @Option(
        name: .customLong("in"),
        help: ArgumentHelp("Only in this environment.", valueName: "environment")
    )
    var environmentName: String?

    @Option(name: .customLong("tag"), help: "Only for flags and audiences with this tag.")
    var tag: String?
}

/// A role as it is written on a command line.
struct RoleName: ExpressibleByArgument {
    let role: PersonRole

    init(_ role: PersonRole) {
        self.role = role
    }

    init?(argument: String) {
        guard let role = PersonRole(rawValue: argument) else { return nil }
        self.role = role
    }

    var defaultValueDescription: String { role.rawValue }

    static var allValueStrings: [String] { PersonRole.allCases.map(\.rawValue) }
}
