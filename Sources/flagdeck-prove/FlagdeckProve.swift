import ArgumentParser

/// Attacks Flagdeck's journal and prints what held.
@main
struct FlagdeckProve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "flagdeck-prove",
        abstract: "Attack the journal, and say in figures what held.",
        subcommands: [ProveJournal.self, ProveMutations.self]
    )
}
