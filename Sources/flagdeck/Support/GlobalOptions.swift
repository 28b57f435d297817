import ArgumentParser

/// What every command understands.
struct GlobalOptions: ParsableArguments {
    @Option(name: .customLong("data"), help: ArgumentHelp("Where the data lies.", valueName: "dir"))
    var dataPath: String?

    @Option(
        name: [.customLong("environment"), .customShort("e")],
        help: "The environment to work in; otherwise $FLAGDECK_ENVIRONMENT, or the LIVE one."
    )
    var environmentName: String?

    @Option(name: .customLong("actor"), help: "Who you are; otherwise your login name.")
    var actorName: String?

    var actor: String {
        actorName ?? Surroundings.variable("FLAGDECK_ACTOR") ?? Surroundings.loginName
    }
}

/// What every command that changes something understands.
struct ChangeOptions: ParsableArguments {
    @Option(name: .customLong("note"), help: "Why; it stays in the history.")
    var note = ""

    @Flag(name: .customLong("draft"), help: "Keep it as a draft instead of doing it now.")
    var isDraft = false
}

/// What every command that lists something understands.
struct ListOptions: ParsableArguments {
    @Flag(name: .customLong("json"), help: "Print JSON for programs.")
    var wantsJSON = false
}
