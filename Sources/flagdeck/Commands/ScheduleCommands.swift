import ArgumentParser
import FlagAPI
import FlagModel
import JSON

/// What was planned for a moment, and what ends by itself.
struct ScheduleCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schedule",
        abstract: "Plan what happens later, and see, stop or call off what was planned.",
        subcommands: [
            List.self, Show.self, Create.self, Hold.self, Release.self, Cancel.self,
        ],
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
            let names = ScheduleNames(schedules)
            Printer.print(
                ["NAME", "WHEN", "WHAT", "THEN", "PLANNED BY", "NOTE"],
                schedules.map { schedule in
                    [
                        names.name(of: schedule),
                        schedule.isHeld
                            ? "stopped" : schedule.shown(schedule.at) + schedule.placeWords,
                        Words.short(schedule.title, 60),
                        Words.short(String(schedule.thenWords.dropFirst(5)), 40),
                        Words.short(schedule.author, 20), Words.short(schedule.note, 30),
                    ]
                }
            )
        }
    }

    struct Show: ServiceCommand {
        static let configuration = CommandConfiguration(
            commandName: "show",
            abstract: "Show one plan: what it does, when, and what stands in its way."
        )
        @OptionGroup var global: GlobalOptions
        @OptionGroup var list: ListOptions
        @Argument(help: "Its name, as schedule list shows it.") var name: String

        func run(_ desk: Desk) async throws {
            let schedule = try desk.schedule(name)
            guard !list.wantsJSON else { return Printer.print(schedule.summary) }
            for line in schedule.page(at: desk) { Printer.print(line) }
        }
    }

    struct Hold: ServiceCommand {
        static let configuration = CommandConfiguration(
            commandName: "hold",
            abstract: "Stop a plan at once: nothing of it happens until it is released."
        )
        @OptionGroup var global: GlobalOptions
        @OptionGroup var change: ChangeOptions
        @Argument(help: "Its name, as schedule list shows it.") var name: String

        func run(_ desk: Desk) async throws {
            try await desk.make([.holdSchedule(try desk.schedule(name).id, true)], change)
        }
    }

    struct Release: ServiceCommand {
        static let configuration = CommandConfiguration(
            commandName: "release",
            abstract: "Let a plan that was stopped go on.",
            discussion: """
                What should have happened meanwhile does not come all at once: steps keep the time \
                between them, and what comes back waits for its next time. An experiment that \
                stopped it looks again before the next step, and stops it again if nothing got \
                better.
                """
        )
        @OptionGroup var global: GlobalOptions
        @OptionGroup var change: ChangeOptions
        @ArgumentParser.Flag(
            name: .customLong("unguarded"),
            help: "Let no experiment stop it from now on."
        )
        var isUnguarded = false
        @Argument(help: "Its name, as schedule list shows it.") var name: String

        func run(_ desk: Desk) async throws {
            let schedule = try desk.schedule(name)
            guard schedule.isHeld else {
                return Printer.print("\(schedule.title) was not stopped. Nothing was changed.")
            }
            guard let zone = schedule.zone.isEmpty ? .utc : NamedZones.zone(schedule.zone) else {
                throw CommandFailure(Refusal.unknownZone(schedule.zone))
            }
            guard
                let release = schedule.releasing(
                    at: desk.now,
                    in: zone,
                    isGuarded: !isUnguarded
                )
            else {
                throw CommandFailure(
                    .refused,
                    "The last time of \(schedule.title) is over. Call it off with: "
                        + desk.hint("schedule cancel \(name)")
                )
            }
            try await desk.make([release], change)
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
            try await desk.make([.discardSchedule(try desk.schedule(name).id)], change)
        }
    }
}

extension Desk {
    /// The plan with a name as lists show it, or with a title that only it has.
    func schedule(_ name: String) throws -> Schedule {
        let wanted = name.lowercased()
        let byName = model.schedules.filter { $0.id.text.hasPrefix(wanted) && !name.isEmpty }
        let found =
            byName.isEmpty ? model.schedules.filter { $0.title.lowercased() == wanted } : byName
        guard let schedule = found.first, found.count == 1 else {
            throw CommandFailure(
                .refused,
                "Nothing that is planned has the name \"\(name)\". "
                    + "See what there is with: flagdeck schedule list"
            )
        }
        return schedule
    }
}

/// Short names for what was planned: as much of the id as tells them apart.
struct ScheduleNames {
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
    var summary: JSONValue {
        var members: [JSONMember] = [
            JSONMember(key: "id", value: .string(id.text)),
            JSONMember(key: "at", value: .string(at.text)),
            JSONMember(key: "title", value: .string(title)),
            JSONMember(key: "author", value: .string(author)),
            JSONMember(key: "note", value: .string(note)),
            JSONMember(key: "zone", value: .string(zone)),
            JSONMember(key: "stopped", value: .bool(isHeld)),
            JSONMember(key: "steps", value: .array(later.map { .string($0.at.text) })),
        ]
        if let recurrence {
            members.append(JSONMember(key: "comesBack", value: .string(recurrence.words)))
        }
        return .object(JSONObject(members))
    }

    /// The plan for people: what and when first.
    fileprivate func page(at desk: Desk) -> [String] {
        let zone = self.zone.isEmpty ? Zone.utc : NamedZones.zone(self.zone)
        var lines = [title]
        let why = note.isEmpty ? "" : ": \(Words.short(note, 200))"
        lines.append("  planned by \(Words.short(author, 40)) on \(shown(createdAt))\(why)")
        lines.append("")
        for told in told(in: desk.model, zone: zone) {
            for (index, line) in told.lines.enumerated() {
                lines.append("  \(index == 0 ? shown(told.at) : "                ")  \(line)")
            }
        }
        lines.append("")
        if let recurrence { lines.append("It comes back \(recurrence.words).") }
        let place = self.zone.isEmpty ? "this machine" : self.zone
        lines.append("Times are those of \(place).")
        if let rule = stopsWhen {
            let state = desk.model.environment(rule.environmentID)
            let name = state?.experiment(rule.experimentID)?.name ?? "an experiment that is gone"
            lines.append("It stops when \(name) finds that something else gets worse.")
        }
        if isHeld {
            let name = ScheduleNames(desk.model.schedules).name(of: self)
            lines.append(
                "It is stopped. Let it go on with: \(desk.hint("schedule release \(name)"))"
            )
        } else if let obstacle = desk.model.obstacle(to: self) {
            lines.append("As things are now it would not happen: \(obstacle)")
        }
        return lines
    }
}
