import FlagAPI
import FlagModel
import FlagService
import TerminalUI

/// The dashboard on a person's data, as it was asked for; what was not said comes from variables
/// and settings.
struct DashboardStart {
    /// Where the data lies; `nil` is the usual directory.
    var dataPath: String?
    /// Who works here; `nil` is who it was last.
    var actorName: String?
    var elsewhere = Elsewhere()
    /// The environment to begin in; `nil` is the one of the variable, else the LIVE one.
    var environmentName: String?
    var looks = Looks()

    /// Shows it until the person leaves.
    ///
    /// - Throws: ``CommandFailure`` where the data or the terminal cannot be opened.
    func run() throws {
        let actor =
            actorName ?? Surroundings.variable("FLAGDECK_ACTOR") ?? RememberedName.read()
            ?? Surroundings.loginName
        let directory = Surroundings.directory(named: dataPath)
        let remote = try elsewhere.remote(besides: dataPath)
        let session = try DashboardSession(
            actor: actor,
            looks: looks,
            remembersPlace: remote == nil,
            beginnings: Beginnings(directory: directory, actor: actor),
            now: { Surroundings.now() }
        )
        try session.run(
            allowsColours: !looks.isColourless,
            environmentName: Surroundings.environmentName(named: environmentName),
            open: { announcer in
                if let remote { return try await remote.opened(as: .dashboard) }
                guard directory.holdsData else { return nil }
                return try await directory.opened(
                    as: .dashboard,
                    actor: actor,
                    announcer: announcer
                )
            }
        )
    }
}

/// How the dashboard looks in this run.
struct Looks {
    /// A theme by its name, or a file; `nil` leaves the choice to the settings.
    var themeName: String?
    var isColourless = false
    /// Whether numbered lines and a prompt were asked for.
    var wantsPlain = false

    /// Whether screens are printed as lines: asked for, or all that the terminal can do.
    var isPlain: Bool {
        let accessible = Surroundings.variable("ACCESSIBLE")
        return wantsPlain || (accessible != nil && accessible != "0")
            || Surroundings.variable("TERM") == "dumb"
    }

    /// The theme that was named for this run; `nil` leaves the choice to the settings.
    func theme(among own: [Theme]) throws -> Theme? {
        guard let name = themeName ?? Surroundings.variable("FLAGDECK_THEME") else { return nil }
        return try own.first { $0.name == name } ?? ThemeCommands.theme(name)
    }
}
