import ArgumentParser
import FlagAPI
import FlagService
import Synchronization

/// Opens the dashboard on the data directory; this is what `flagdeck` alone does.
struct OpenDashboard: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dashboard",
        abstract: "Open the dashboard; the same as no command at all."
    )
    @OptionGroup var global: GlobalOptions
    @OptionGroup var looks: LookOptions
    @Argument(help: .hidden) var words: [String] = []

    func run() throws {
        // A word that is no command comes here, because the dashboard is what opens without one.
        if let word = words.first {
            throw CommandFailure(
                .wrongUsage,
                "There is no command \"\(word)\". See: flagdeck --help"
            )
        }
        let start = DashboardStart(
            dataPath: global.data.dataPath,
            actorName: global.actorName,
            elsewhere: global.connection.elsewhere,
            environmentName: global.named,
            looks: looks.looks
        )
        try start.run()
    }
}

/// Opens the dashboard on a sample company.
struct Demo: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Open the dashboard on a sample company; nothing of yours is touched.",
        discussion: """
            It begins anew every time. With --keep it stays in a directory and is data like any \
            other: flagdeck --data DIR opens it, also from a second terminal while the demo runs.
            """
    )
    @OptionGroup var looks: LookOptions
    @Option(name: .customLong("actor"), help: "Who you are in the demo.") var actor = "You"
    @Option(
        name: .customLong("keep"),
        help: ArgumentHelp("Keep the sample company in this directory.", valueName: "dir")
    )
    var keptAt: String?

    func run() throws {
        let keptAt = keptAt
        let world = DemoDesk.world()
        let desk = Mutex<DemoDesk?>(nil)
        let directory = DataDirectory(path: keptAt ?? "")
        if let keptAt, directory.holdsData {
            throw CommandFailure(
                .refused,
                "\(keptAt) holds data already; it was left as it is. "
                    + "Open it with: flagdeck --data \(keptAt)"
            )
        }
        let (actor, isDriven) = (actor, IdleTeller.isAsked)
        let session = try DashboardSession(
            actor: actor,
            looks: looks.looks,
            remembersPlace: false,
            beginnings: Beginnings(directory: directory, actor: actor),
            now: world.now
        )
        try session.run(
            allowsColours: !looks.isColourless,
            open: { announcer in
                let made = try await DemoDesk.make(
                    keptAt: keptAt,
                    world: world,
                    // Whoever drives the screen with keys finds everything there at once; and
                    // what is kept is whole before others can join.
                    awaiting: isDriven || keptAt != nil ? .visits : .nothing
                )
                desk.withLock { $0 = made }
                guard keptAt != nil else { return OpenService(made.service) }
                await made.service.close()
                return try await directory.opened(
                    as: .dashboard,
                    actor: actor,
                    announcer: announcer,
                    world: world
                )
            },
            cleanUp: { desk.withLock { $0?.clean() } },
            farewell: { Self.farewell($0, keptAt: keptAt) }
        )
    }

    /// What became of the sample company; the drafts of one that is gone are gone too.
    private static func farewell(_ drafts: String?, keptAt: String?) -> String {
        guard let keptAt else {
            return "The demo is over. Nothing of it was kept; the next one begins anew.\n"
                + "To keep one: flagdeck demo --keep DIR"
        }
        return (drafts.map { $0 + "\n" } ?? "")
            + "The sample company is kept in \(keptAt).\nOpen it with: flagdeck --data \(keptAt)"
    }
}

/// How the dashboard looks.
struct LookOptions: ParsableArguments {
    @Option(name: .customLong("theme"), help: "A built-in theme, or a file; see `theme list`.")
    var themeName: String?

    @ArgumentParser.Flag(name: .customLong("no-colour"), help: "Use no colours, like NO_COLOR.")
    var isColourless = false

    @ArgumentParser.Flag(
        name: .customLong("plain"),
        help: "Numbered lines and a prompt, for screen readers."
    )
    var wantsPlain = false

    /// What was said of it.
    var looks: Looks {
        Looks(themeName: themeName, isColourless: isColourless, wantsPlain: wantsPlain)
    }
}
