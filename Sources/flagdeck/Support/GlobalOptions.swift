import ArgumentParser
import FlagAPI
import FlagService

/// Where the data is, and who asks.
struct DataOptions: ParsableArguments {
    @Option(
        name: .customLong("data"),
        help: ArgumentHelp("Where the data lies; otherwise $FLAGDECK_DATA.", valueName: "dir")
    )
    var dataPath: String?

    @Option(name: .customLong("actor"), help: "Who you are; otherwise your login name.")
    var actorName: String?

    /// The name that goes into the history.
    var actor: String {
        actorName ?? Surroundings.variable("FLAGDECK_ACTOR") ?? Surroundings.loginName
    }

    /// The data directory that was named, or the usual one.
    var directory: DataDirectory { Surroundings.directory(named: dataPath) }
}

/// What every command on an environment understands.
struct GlobalOptions: ParsableArguments {
    @OptionGroup var data: DataOptions

    @OptionGroup var connection: ConnectOptions

    @Option(
        name: [.customLong("environment"), .customShort("e")],
        help: "The environment to work in; otherwise $FLAGDECK_ENVIRONMENT, or the LIVE one."
    )
    var named: String?

    var actor: String { data.actor }

    var actorName: String? { data.actorName }

    var directory: DataDirectory { data.directory }

    /// The address of the service elsewhere that was named; `nil` when the data is here.
    func address() throws -> String? { try connection.elsewhere.address(besides: data.dataPath) }

    /// The service elsewhere that was named; `nil` when the data is here.
    func remote() throws -> RemoteService? {
        try connection.elsewhere.remote(besides: data.dataPath)
    }

    /// The service elsewhere, of whoever has the data here, or of this process, for one command.
    func opened() async throws -> OpenService {
        if let remote = try remote() { return try await remote.opened(as: .command) }
        return try await directory.opened(as: .command, actor: actor)
    }

    /// The environment that was named on the command line or in a variable.
    var environmentName: String? { Surroundings.environmentName(named: named) }
}

/// What every command that changes something understands.
struct ChangeOptions: ParsableArguments {
    @Option(name: .customLong("note"), help: "Why; it stays in the history.")
    var note = ""

    @Flag(name: .customLong("draft"), help: "Keep it as a draft instead of doing it now.")
    var isDraft = false

    @Option(
        name: .customLong("add-to"),
        help: ArgumentHelp("Add it to a draft that waits.", valueName: "draft")
    )
    var addTo: String?

    @Flag(
        name: .customLong("dry-run"),
        help: "Only say what would happen; change nothing."
    )
    var isDryRun = false

    /// Whether it waits instead of happening.
    var keepsDraft: Bool { isDraft || addTo != nil }
}

/// What every command that lists something understands.
struct ListOptions: ParsableArguments {
    @Flag(name: .customLong("json"), help: "Print JSON for programs.")
    var wantsJSON = false
}
