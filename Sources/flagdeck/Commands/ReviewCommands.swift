import ArgumentParser

/// What people decide together.
struct ReviewCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "review",
        abstract: "See what needs a decision, and write down what was decided.",
        subcommands: [Agenda.self, Minutes.self]
    )
}
