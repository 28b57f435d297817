import ArgumentParser
import FlagAPI
import FlagModel
import JSON

/// What was planned for a moment, and what ends by itself.
struct ScheduleCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schedule",
        abstract: "List what ends or happens by itself, and call it off.",
        subcommands: [List.self, Cancel.self],
        defaultSubcommand: List.self
    )
}

extension ScheduleCommands {
    struct List: ServiceCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "List what was planned, the next first."
        )
        @OptionGroup var global: GlobalOptions
        @OptionGroup var list: ListOptions

        func run(_ desk: Desk) async throws {
            let schedules = desk.model.schedules
            guard !list.wantsJSON else { return Printer.print(.array(schedules.map(\.summary))) }
            guard !schedules.isEmpty else {
                return Printer.print("Nothing is planned, and nothing ends by itself.")
            }
            let numbers = ScheduleNames(schedules)
            Printer.print(
                ["NAME", "WHEN", "WHAT", "PLANNED BY", "NOTE"],
                schedules.map { schedule in
                    [
                        numbers.name(of: schedule), Surroundings.localTime(schedule.at),
                        Words.short(schedule.title, 60), Words.short(schedule.author, 20),
                        Words.short(schedule.note, 30),
                    ]
                }
            )
        }
    }

    struct Cancel: ServiceCommand {
        static let configuration = CommandConfiguration(
            commandName: "cancel",
            abstract: "Call off what was planned: it does not happen, and what there is stays."
        )
        @OptionGroup var global: GlobalOptions
        @OptionGroup var change: ChangeOptions
        @Argument(help: "Its name, as schedule list shows it.") var name: String

        func run(_ desk: Desk) async throws {
            let schedules = desk.model.schedules
            let found = schedules.filter {
                $0.id.text.hasPrefix(name.lowercased()) && !name.isEmpty
            }
            guard let schedule = found.first, found.count == 1 else {
                throw CommandFailure(
                    .refused,
                    "Nothing that is planned has the name \"\(name)\". "
                        + "See what there is with: flagdeck schedule list"
                )
            }
            try await desk.make([.discardSchedule(schedule.id)], change)
        }
    }
}

/// Short names for what was planned: as much of the id as tells them apart.
private struct ScheduleNames {
    private let length: Int

    init(_ schedules: [Schedule]) {
        let ids = schedules.map(\.id.text)
        length =
            (6...36).first { length in Set(ids.map { $0.prefix(length) }).count == ids.count } ?? 36
    }

    func name(of schedule: Schedule) -> String { String(schedule.id.text.prefix(length)) }
}

extension Schedule {
    /// The schedule as programs rely on it.
    fileprivate var summary: JSONValue {
        [
            "id": .string(id.text), "at": .string(at.text), "title": .string(title),
            "author": .string(author), "note": .string(note),
        ]
    }
}
