import ArgumentParser

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Feature management that a whole company can drive from a terminal.
///
/// This target holds commands only: each reads its arguments, asks the service through `FlagAPI`,
/// and prints the answer. Without a command the dashboard opens.
@main
struct Flagdeck: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "flagdeck",
        abstract: "Decide who sees what: flags, audiences, experiments, and a history that stays.",
        usage: """
            flagdeck                      open the dashboard
            flagdeck demo                 try it on a sample company; nothing of yours is touched
            flagdeck flag on gift-wrap    one change from a script
            """,
        discussion: """
            An environment is named KEY, or PROJECT/KEY. Commands act at once, in LIVE too; \
            --draft keeps the change for later instead. Exit codes: 0 done, 1 the answer is no, \
            2 wrong usage, 3 refused, 4 cannot reach the data or the service, 5 the journal needs \
            attention.
            """,
        version: "0.1.0",
        groupedSubcommands: [
            CommandGroup(
                name: "Begin",
                subcommands: [
                    Demo.self, Initialize.self, Import.self, OpenDashboard.self, Serve.self,
                ]
            ),
            CommandGroup(
                name: "Every day",
                subcommands: [
                    FlagCommands.self, AudienceCommands.self, CustomerCommands.self,
                    ExperimentCommands.self, ApplicationCommands.self, ScheduleCommands.self,
                    TrialCommands.self, DraftCommands.self, ReviewCommands.self,
                    EnvironmentCommands.self, PersonCommands.self, TokenCommands.self,
                    WebhookCommands.self, TriggerCommands.self, Evaluate.self, History.self,
                    At.self, Undo.self,
                ]
            ),
            CommandGroup(
                name: "Data and looks",
                subcommands: [
                    Export.self, JournalCommands.self, Analyze.self, Screenshot.self,
                    ThemeCommands.self,
                ]
            ),
        ],
        defaultSubcommand: OpenDashboard.self
    )

    /// Runs the command of the process's arguments and exits with its code.
    static func main() {
        StandardFiles.fillGaps()
        do {
            let words = Array(CommandLine.arguments.dropFirst())
            let moved = GlobalArguments.moved(behindCommandIn: words)
            try CommandWords.check(moved)
            try run(moved)
            guard let number = Printer.failure else { return }
            let reason = String(cString: strerror(number))
            throw CommandFailure(
                .unreachable,
                "The answer could not be printed: \(reason). What the command did stays done."
            )
        } catch let failure as CommandFailure {
            Printer.complain(failure.text)
            failure.status.end()
        } catch {
            let code = exitCode(for: error)
            guard code == .validationFailure else { exit(withError: error) }
            Printer.complain(fullMessage(for: error))
            ExitStatus.wrongUsage.end()
        }
    }

    /// Runs the command that words ask for.
    ///
    /// Without words it is the dashboard: to look for that among all commands and their options
    /// would take longer than reading a company's flags.
    private static func run(_ words: [String]) throws {
        guard !words.isEmpty else { return try DashboardStart().run() }
        var command = try parseAsRoot(words)
        try command.checkPlace()
        try command.run()
    }
}
