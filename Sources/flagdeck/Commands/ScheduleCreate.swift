import ArgumentParser
import FlagAPI
import FlagModel

extension ScheduleCommands {
    struct Create: ServiceCommand {
        static let configuration = CommandConfiguration(
            commandName: "create",
            abstract: "Plan that flags go on or off, or to more people, at a time.",
            usage: """
                flagdeck schedule create --on advent-banner --on advent-sale --at "4 Dec 09:00"
                flagdeck schedule create --on weekend-sale --every "friday 18:00" \
                --until "monday 08:00"
                flagdeck schedule create --flag new-checkout --step "4 Dec 09:00=10%" \
                --step "7 Dec 09:00=50%" --step "9 Dec 09:00=everyone"
                """,
            discussion: """
                Several things that are planned together happen together, or none of them. With \
                --until they go back by themselves; what somebody has changed by hand meanwhile \
                stays. Flagdeck must run at the time; otherwise it happens at the next start.
                """
        )
        @OptionGroup var global: GlobalOptions
        @OptionGroup var change: ChangeOptions
        @OptionGroup var place: ZoneOptions
        @Option(help: "A flag that goes on; may be given several times.") var on: [String] = []
        @Option(help: "A flag that goes off; may be given several times.") var off: [String] = []
        @Option(help: "A flag and its share, as in new-checkout=25%.") var share: [String] = []
        @Option(help: "When, as in \"2026-12-04 09:00\" or \"Friday 9:00\".") var at: String?
        @Option(help: "The flag of the steps.") var flag: String?
        @Option(help: "A time and a share, as in \"4 Dec 09:00=25%\".") var step: [String] = []
        @Option(help: "How often, as in \"Friday 18:00\" or \"day 09:00\".") var every: String?
        @Option(help: "When it goes back; with --every a rhythm, else a time.") var until: String?
        @Option(help: "The last day on which it comes back, as in 2026-12-24.")
        var lastDay: String?
        @Option(help: "The version that a share is of; otherwise the one that on means.")
        var version: String?
        @Option(help: "An experiment that stops it when something else gets worse.")
        var stopWhen: String?
        @Option(help: "What people call it; otherwise what it does.") var title = ""

        func run(_ desk: Desk) async throws {
            let state = try desk.environment()
            let reader = try place.reader(at: desk.now)
            let setting = PlanSetting(
                environmentID: state.environment.id,
                title: title,
                time: try time(desk, reader),
                zone: place.name,
                experimentID: try stopWhen.map { try desk.experiment($0).1.id }
            )
            let schedule: Schedule
            do throws(PlanSetting.Obstacle) {
                schedule = try setting.schedule(
                    in: desk.model,
                    by: desk.planner(change.note),
                    reader.zone
                )
            } catch {
                throw CommandFailure(.refused, Self.words(for: error))
            }
            try await desk.make([.saveSchedule(schedule)], change)
            guard !change.isDryRun, !change.isDraft else { return }
            for told in schedule.told(in: desk.model, zone: reader.zone) {
                for line in told.lines { Printer.print("  \(schedule.shown(told.at))  \(line)") }
            }
            Printer.print("Times are those of \(place.name).")
        }

        private static func words(for obstacle: PlanSetting.Obstacle) -> String {
            switch obstacle {
            case .noFlag: "One of the flags is not there any more. Try again."
            case .noShare(let name): "\(name) has no other version that it could share with."
            case .nothing: "Say what shall happen: --on, --off, --share or --step."
            case .endsAtOnce: "That would end at the moment at which it begins. Change --until."
            case .never: "That never comes: the last day is over before the first time."
            }
        }
    }
}

extension ScheduleCommands.Create {
    private func time(_ desk: Desk, _ reader: PlanTimeReader) throws -> PlanSetting.Time {
        let ways = [at != nil, !step.isEmpty, every != nil].count(where: \.self)
        guard ways == 1 else {
            throw CommandFailure(
                .wrongUsage,
                ways == 0
                    ? "Say when: --at \"4 Dec 09:00\", --every \"Friday 18:00\" or --step "
                        + "\"4 Dec 09:00=25%\"."
                    : "Use only one of --at, --every and --step."
            )
        }
        if let every {
            let wishes = try wishes(desk)
            return .again(
                wishes,
                try reader.rhythm(every),
                back: try until.map(reader.rhythm),
                lastDay: try lastDay.map { try day($0, reader) }
            )
        }
        guard lastDay == nil else {
            throw CommandFailure(.wrongUsage, "--last-day belongs to --every. Use --until instead.")
        }
        let steps =
            if let at { [PlanSetting.Step(at: try reader.beginning(at), try wishes(desk))] } else {
                try steps(desk, reader)
            }
        let beginning = steps.map(\.at).max()
        return .steps(steps, back: try until.flatMap { try reader.end($0, from: beginning) })
    }

    private func day(_ text: String, _ reader: PlanTimeReader) throws -> Int {
        guard let end = try reader.end(text) else {
            throw CommandFailure(.wrongUsage, "\"\(text)\" is no day. Write it as 2026-12-24.")
        }
        return reader.zone.day(of: end)
    }

    private func wishes(_ desk: Desk) throws -> [PlanSetting.Wish] {
        guard flag == nil else {
            throw CommandFailure(.wrongUsage, "--flag belongs to --step. Use --on or --share.")
        }
        let shares = try share.map { text -> PlanSetting.Wish in
            let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
            guard parts.count == 2 else {
                throw CommandFailure(
                    .wrongUsage,
                    "\"\(text)\" is no share. Write the flag and the share: new-checkout=25%."
                )
            }
            return try wish(parts[1], of: try desk.flag(parts[0]).1)
        }
        return try on.map { .enabled(try desk.flag($0).1.id, true) }
            + off.map { .enabled(try desk.flag($0).1.id, false) } + shares
    }

    private func steps(_ desk: Desk, _ reader: PlanTimeReader) throws -> [PlanSetting.Step] {
        guard let key = flag else {
            throw CommandFailure(.wrongUsage, "Say which flag the steps are about: --flag KEY.")
        }
        guard on.isEmpty, off.isEmpty, share.isEmpty else {
            throw CommandFailure(.wrongUsage, "Use either --step or --on, --off and --share.")
        }
        let flag = try desk.flag(key).1
        return try step.enumerated().map { index, text in
            let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
            guard parts.count == 2 else {
                throw CommandFailure(
                    .wrongUsage,
                    "\"\(text)\" is no step. Write a time and a share: \"4 Dec 09:00=25%\"."
                )
            }
            let wish = try wish(parts[1], of: flag)
            // A share of a flag that is off reaches nobody.
            let on = PlanSetting.Wish.enabled(flag.id, true)
            let wakes = index == 0 && !flag.isEnabled && wish != .enabled(flag.id, false)
            return PlanSetting.Step(
                at: try reader.beginning(parts[0]),
                wakes && wish != on ? [on, wish] : [wish]
            )
        }
    }

    /// "25%", "everyone", "on" or "off".
    private func wish(_ text: String, of flag: FlagModel.Flag) throws -> PlanSetting.Wish {
        switch text.trimmingBlanks.lowercased() {
        case "on": return .enabled(flag.id, true)
        case "off": return .enabled(flag.id, false)
        case let word:
            let parts = word == "everyone" ? Share.whole : Self.parts(word)
            guard let parts else {
                throw CommandFailure(
                    .wrongUsage,
                    "\"\(text)\" is no share. Write a percentage as in 25%, everyone, on or off."
                )
            }
            return .share(flag.id, variationID: try variation(of: flag).id, parts: parts)
        }
    }

    private static func parts(_ word: String) -> Int? {
        let number = word.last == "%" ? String(word.dropLast()) : word
        guard let hundredths = try? PlanReader.percent(number, "--share"),
            (0...10_000).contains(hundredths)
        else { return nil }
        return hundredths * 10
    }

    private func variation(of flag: FlagModel.Flag) throws -> Variation {
        guard let version else {
            if let variation = flag.onVariation { return variation }
            throw CommandFailure(.refused, "\(flag.name) has only one version.")
        }
        let wanted = version.lowercased()
        let found = flag.variations.filter { $0.id == version || $0.name.lowercased() == wanted }
        if let only = found.first, found.count == 1 { return only }
        throw CommandFailure(
            .refused,
            "The flag \(flag.name) has no version \"\(version)\". "
                + "There are: \(Words.list(flag.variations.map(\.name), most: 10))."
        )
    }
}

extension String {
    /// The text without blanks around it.
    fileprivate var trimmingBlanks: String {
        String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
}
