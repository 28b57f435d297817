import ArgumentParser
import FlagAPI
import FlagModel

/// A command that only reads, and can do so at any moment of the past.
protocol LookingBack: ServiceCommand {}

extension FlagCommands.List: LookingBack {}
extension FlagCommands.Show: LookingBack {}
extension AudienceCommands.List: LookingBack {}
extension AudienceCommands.Show: LookingBack {}
extension AudienceCommands.Members: LookingBack {}
extension ExperimentCommands.List: LookingBack {}
extension ExperimentCommands.Show: LookingBack {}
extension CustomerCommands.Show: LookingBack {}
extension EnvironmentCommands.List: LookingBack {}
extension EnvironmentCommands.Show: LookingBack {}
extension Evaluate: LookingBack {}
extension Export.FeatBitExport: LookingBack {}
extension History.List: LookingBack {}

/// Runs a command that reads as if it were another time.
struct At: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "at",
        abstract: "See how things were: any command that reads, at an entry or a moment.",
        usage: """
            flagdeck at MOMENT COMMAND ...
            flagdeck at 41 flag list
            flagdeck at yesterday flag show gift-wrap
            flagdeck at "2026-07-03 17:00" customer show C-10428
            """,
        discussion: """
            A moment is the number of an entry, as history shows it (how things were when it had \
            just been made), or a time of this machine's zone: 2026-07-03 (the end of that day), \
            "2026-07-03 17:00", "1 July 2026", 17:00 (the last time that it was), yesterday, \
            "3 days ago", 2026-07-03T17:00:00Z. Commands: flag list, flag show, audience list, \
            audience show, audience members, experiment list, experiment show, customer show, \
            environment list, environment show, evaluate, export featbit, history. Nothing can be \
            changed at another time than now.
            """
    )

    @Argument(
        parsing: .captureForPassthrough,
        help: ArgumentHelp("The moment, then the command.", valueName: "moment-and-command")
    )
    var words: [String] = []

    func run() throws {
        if words.isEmpty || ["--help", "-h", "help"].contains(words[0]) {
            throw CleanExit.helpRequest(self)
        }
        let words = GlobalArguments.moved(behindCommandIn: words)
        let (point, rest) = try Self.split(words, MomentReader.ofThisMachine)
        guard !rest.isEmpty else {
            throw CommandFailure(
                .wrongUsage,
                "Say what you want to see then, for example: flagdeck at "
                    + "\(words.joined(separator: " ")) flag list"
            )
        }
        try CommandWords.check(rest)
        var command = try Flagdeck.parseAsRoot(rest)
        guard let looking = command as? any LookingBack else {
            // Help is the same at all times.
            if !(command is any ServiceCommand), rest.contains("--help") || rest.contains("-h") {
                return try command.run()
            }
            let name = rest.prefix { !$0.hasPrefix("-") }.prefix(2).joined(separator: " ")
            throw CommandFailure(
                .wrongUsage,
                "at looks back only, and \"\(name)\" is no command that only looks. "
                    + "See what can be looked at with: flagdeck at --help"
            )
        }
        try Self.run(looking, at: point)
    }

    private static func run(_ command: some LookingBack, at point: PastPoint) throws {
        try waiting {
            let opened = try await command.global.opened()
            do {
                let past = try await opened.service.picture(at: point)
                let desk = Desk(service: opened.service, options: command.global, past, at: point)
                guard past.picture.entry > 0 else {
                    throw CommandFailure(.refused, "Nothing had been made by then.")
                }
                Printer.complain(Self.header(past, point))
                try await command.run(desk)
            } catch {
                await opened.close()
                throw error
            }
            await opened.close()
        }
    }

    /// What moment is looked at, so that nobody takes it for now; beside the answer, not in it.
    private static func header(_ past: PastPicture, _ point: PastPoint) -> String {
        let made = past.time.map { ", made \(Surroundings.localTime($0))" } ?? ""
        let entry = "entry \(past.picture.entry)\(made)"
        return switch point {
        case .entry: "As things were after \(entry):"
        case .time(let time):
            "As things were on \(Surroundings.localTime(time)), after \(entry):"
        }
    }

    /// The moment at the beginning, of as many words as make one, and what follows it.
    static func split(
        _ words: [String],
        _ reader: MomentReader
    ) throws -> (point: PastPoint, rest: [String]) {
        for count in stride(from: min(4, words.count), through: 2, by: -1) {
            let text = words.prefix(count).joined(separator: " ")
            if let point = try reader.pointIfAny(text) {
                return (point, Array(words.dropFirst(count)))
            }
        }
        return (try reader.point(words[0]), Array(words.dropFirst()))
    }
}
