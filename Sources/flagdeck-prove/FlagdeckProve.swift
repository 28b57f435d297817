import ArgumentParser

/// Attacks what Flagdeck promises and prints what came of it.
@main
struct FlagdeckProve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "flagdeck-prove",
        abstract: "Attack what Flagdeck promises, and say in figures what held.",
        subcommands: [
            ProveExperiments.self, ProveJournal.self, ProveMutations.self, ProveSchedules.self,
        ]
            + Self.processes
    )

    #if os(Linux)
    private static let processes: [any ParsableCommand.Type] = [
        Processes.self, ProcessesRole.self,
    ]
    #else
    private static let processes: [any ParsableCommand.Type] = []
    #endif
}
