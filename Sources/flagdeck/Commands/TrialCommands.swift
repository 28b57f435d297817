import ArgumentParser
import FlagAPI
import FlagModel
import JSON

/// A customer who has what an audience has, until a date.
struct TrialCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "trial",
        abstract: "Give a customer a plan's features until a date, and take them back.",
        discussion: """
            A plan is an audience: who is in it has its features. A trial adds a customer and \
            takes them off again by itself.
            """,
        subcommands: [List.self, Show.self, Start.self, Extend.self, End.self],
        defaultSubcommand: List.self
    )
}

/// Whose trial of what.
struct TrialArguments: ParsableArguments {
    @Argument(help: "The audience's key, such as pro.") var audience: String
    @Argument(help: "The customer's key, or a name that only they have.") var customer: String
}

extension TrialCommands {
    struct List: ServiceCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "List the trials, the first to end first."
        )
        @OptionGroup var global: GlobalOptions
        @OptionGroup var list: ListOptions

        func run(_ desk: Desk) async throws {
            let state = try desk.environment()
            let trials = desk.model.trials.filter { $0.environmentID == state.environment.id }
            let known = try await desk.customers(trials.map(\.customer), in: state)
            let names = Dictionary(known.map { ($0.key, $0.name) }) { first, _ in first }
            guard !list.wantsJSON else {
                return Printer.print(.array(trials.map { $0.summary(in: state) }))
            }
            guard !trials.isEmpty else {
                return Printer.print(
                    "Nobody is on trial in \(state.environment.title). Begin one with: "
                        + desk.hint("trial start AUDIENCE CUSTOMER --until \"30 days\"")
                )
            }
            Printer.print(
                ["AUDIENCE", "CUSTOMER", "NAME", "UNTIL", "BY", "NOTE"],
                trials.map { trial in
                    let schedule = trial.schedule
                    return [
                        state.audience(trial.audienceID)?.key.text ?? "", trial.customer.text,
                        Words.short(names[trial.customer] ?? ""),
                        schedule.isHeld
                            ? "stopped" : schedule.shown(schedule.at) + schedule.placeWords,
                        Words.short(schedule.author, 20), Words.short(schedule.note, 30),
                    ]
                }
            )
        }
    }

    struct Show: ServiceCommand {
        static let configuration = CommandConfiguration(
            commandName: "show",
            abstract: "Show one trial: until when, and what it gives."
        )
        @OptionGroup var global: GlobalOptions
        @OptionGroup var list: ListOptions
        @OptionGroup var which: TrialArguments

        func run(_ desk: Desk) async throws {
            let (state, trial) = try await desk.trial(which)
            guard !list.wantsJSON else { return Printer.print(trial.summary(in: state)) }
            let sheet = try await desk.trialSheet(trial.customer, in: state)
            let schedule = trial.schedule
            let name = state.audience(trial.audienceID)?.name ?? ""
            let end =
                schedule.isHeld
                ? "without an end: it was stopped"
                : "until \(schedule.shown(schedule.at))\(schedule.placeWords)"
            Printer.print("\(sheet.who) has \(name) \(end).")
            let why = schedule.note.isEmpty ? "" : ": \(Words.short(schedule.note, 200))"
            Printer.print("  given by \(Words.short(schedule.author, 40))\(why)")
            sheet.print(
                sheet.differences(in: desk.model, after: schedule.changes),
                "Without it they would get:"
            )
        }
    }

    struct Start: ServiceCommand {
        static let configuration = CommandConfiguration(
            commandName: "start",
            abstract: "Begin a trial, and say what the customer will see differently."
        )
        @OptionGroup var global: GlobalOptions
        @OptionGroup var change: ChangeOptions
        @OptionGroup var place: ZoneOptions
        @OptionGroup var which: TrialArguments
        @OptionGroup var unknown: UnknownOption
        @Option(help: "When it ends: \"30 days\", \"Friday 18:00\", \"6 Dec\".") var until: String

        func run(_ desk: Desk) async throws {
            let (state, audience) = try desk.audience(which.audience)
            let customer = try await desk.customer(
                which.customer,
                takesUnknown: unknown.isAllowed
            )
            guard let end = try place.reader(at: desk.now).end(until, isNeeded: true) else {
                throw CommandFailure(
                    .wrongUsage,
                    "A trial needs an end. To let somebody in for good: "
                        + desk.hint("audience add \(audience.key.text) \(customer.text)")
                )
            }
            let sheet = try await desk.trialSheet(customer, in: state)
            let setting = TrialSetting(
                environmentID: state.environment.id,
                audienceID: audience.id,
                customer: customer,
                customerName: sheet.name,
                end: end,
                zone: place.name
            )
            let changes: [Change]
            do throws(TrialSetting.Obstacle) {
                changes = try setting.beginning(in: desk.model, by: desk.planner(change.note))
            } catch {
                throw CommandFailure(.refused, words(for: error, sheet, audience, desk))
            }
            try await desk.make(changes, change)
            sheet.print(
                sheet.differences(in: desk.model, after: changes),
                "\(sheet.who) gets with it:"
            )
        }

        private func words(
            for obstacle: TrialSetting.Obstacle,
            _ sheet: TrialSheet,
            _ audience: Audience,
            _ desk: Desk
        ) -> String {
            let (who, key) = (sheet.who, sheet.key.text)
            switch obstacle {
            case .noAudience:
                return "\(audience.name) is archived. Bring it back first: "
                    + desk.hint("audience restore \(audience.key.text)")
            case .keptOut:
                return "\(who) is kept out of \(audience.name), so a trial would give nothing. "
                    + "Stop that first: "
                    + desk.hint("audience exclude --stop \(audience.key.text) \(key)")
            case .belongsAlready:
                return "\(who) is in \(audience.name) already, without an end."
            case .onTrial(let end):
                return "\(who) is on trial until \(Surroundings.localTime(end)) already. Give it "
                    + "another end with: "
                    + desk.hint(
                        "trial extend \(audience.key.text) \(key) --until \"\(until)\""
                    )
            }
        }
    }

    struct Extend: ServiceCommand {
        static let configuration = CommandConfiguration(
            commandName: "extend",
            abstract: "Give a trial another end, later or earlier."
        )
        @OptionGroup var global: GlobalOptions
        @OptionGroup var change: ChangeOptions
        @OptionGroup var place: ZoneOptions
        @OptionGroup var which: TrialArguments
        @Option(help: "When it ends: \"30 days\", \"Friday 18:00\", \"6 Dec\".") var until: String

        func run(_ desk: Desk) async throws {
            let (_, trial) = try await desk.trial(which)
            guard let end = try place.reader(at: desk.now).end(until, isNeeded: true) else {
                throw CommandFailure(.wrongUsage, "A trial needs an end, as in \"30 days\".")
            }
            try await desk.make([trial.extended(to: end)], change)
        }
    }

    struct End: ServiceCommand {
        static let configuration = CommandConfiguration(
            commandName: "end",
            abstract: "End a trial at once."
        )
        @OptionGroup var global: GlobalOptions
        @OptionGroup var change: ChangeOptions
        @OptionGroup var which: TrialArguments

        func run(_ desk: Desk) async throws {
            let (state, trial) = try await desk.trial(which)
            let sheet = try await desk.trialSheet(trial.customer, in: state)
            try await desk.make(trial.ending, change)
            sheet.print(
                sheet.differences(in: desk.model, after: trial.schedule.changes),
                "\(sheet.who) gets now:"
            )
        }
    }
}

extension Desk {
    /// The trial that a customer has of an audience.
    func trial(_ which: TrialArguments) async throws -> (EnvironmentState, Trial) {
        let (state, audience) = try audience(which.audience)
        let customer = try await customer(which.customer, takesUnknown: false)
        let trial = model.trial(of: customer, audience: audience.id, in: state.environment.id)
        guard let trial else {
            throw CommandFailure(
                .refused,
                "\(customer.text) has no trial of \(audience.name). "
                    + "See who has one with: \(hint("trial list"))"
            )
        }
        return (state, trial)
    }
}

extension Trial {
    /// The trial as programs rely on it.
    fileprivate func summary(in state: EnvironmentState) -> JSONValue {
        [
            "audience": .string(state.audience(audienceID)?.key.text ?? ""),
            "customer": .string(customer.text), "until": .string(schedule.at.text),
            "author": .string(schedule.author), "note": .string(schedule.note),
            "stopped": .bool(schedule.isHeld),
        ]
    }
}
