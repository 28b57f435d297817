import ArgumentParser
import FlagModel

extension Desk {
    /// The role that the options of a command say.
    func grant(_ role: PersonRole, _ scope: ScopeOptions) throws -> Grant {
        let place = try scope.environmentName.map { try environment($0).environment.id }
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
