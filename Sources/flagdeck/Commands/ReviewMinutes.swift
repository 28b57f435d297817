import ArgumentParser
import FlagAPI
import FlagModel

extension ReviewCommands {
    struct Minutes: ServiceCommand {
        static let configuration = CommandConfiguration(
            commandName: "minutes",
            abstract: "Write down what was decided, as Markdown; today unless you say otherwise.",
            discussion: """
                Times: 2026-07-03, "2026-07-03 17:00", 17:00, yesterday, "3 days ago". A day is \
                meant from its beginning for --since, and to its end for --until.
                """
        )
        @OptionGroup var global: GlobalOptions
        @Option(help: ArgumentHelp("When the session began.", valueName: "time"))
        var since = "today"
        @Option(help: ArgumentHelp("When it ended.", valueName: "time"))
        var until = "now"

        func run(_ desk: Desk) async throws {
            let place = try desk.environment().environment.id
            let reader = MomentReader.ofThisMachine
            let from = try Self.moment(since, .start, reader)
            let end = min(try Self.moment(until, .end, reader), reader.now)
            guard from <= end else {
                throw CommandFailure(
                    .wrongUsage,
                    "The session would end before it begins: --since must be earlier than --until."
                )
            }
            let minutes = try await desk.service.minutes(
                of: place,
                from: from,
                until: end.adding(microseconds: 1)
            )
            let page = minutes.markdown(in: Surroundings.zone(around: desk.now))
            Printer.print(bytes: Array(page.utf8))
        }

        private static func moment(
            _ text: String,
            _ edge: MomentReader.Edge,
            _ reader: MomentReader
        ) throws(CommandFailure) -> Moment {
            if let moment = reader.moment(text, edge) { return moment }
            throw CommandFailure(
                .wrongUsage,
                "\"\(text)\" is no time. Write \(MomentReader.examples)."
            )
        }
    }
}
