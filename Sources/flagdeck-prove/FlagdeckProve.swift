import ArgumentParser

/// Attacks what Flagdeck promises and prints what came of it.
@main
struct FlagdeckProve: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "flagdeck-prove",
        abstract: "Attack what Flagdeck promises, and count what was lost.",
        subcommands: Self.proofs
    )

    #if os(Linux)
    private static let proofs: [any ParsableCommand.Type] = [
        Processes.self, ProcessesRole.self,
    ]
    #else
    private static let proofs: [any ParsableCommand.Type] = []
    #endif
}
