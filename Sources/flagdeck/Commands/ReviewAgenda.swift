import ArgumentParser
import FlagAPI
import FlagModel
import JSON

extension ReviewCommands {
    struct Agenda: ServiceCommand {
        static let configuration = CommandConfiguration(
            commandName: "agenda",
            abstract: "List what else needs a decision, the worst first.",
            discussion: """
                Experiments with an answer, drafts that wait for a week, what happens or ends by \
                itself within a week, and flags that nobody needs any more.
                """
        )
        @OptionGroup var global: GlobalOptions
        @OptionGroup var list: ListOptions
        @Option(help: "Months after which a flag counts as forgotten, 30 days each.")
        var months = FlagAPI.Agenda.usualMonths
        @ArgumentParser.Flag(name: .customLong("all"), help: "Print long lists to their end.")
        var isWhole = false

        /// Items of one urgency that are printed unless somebody wants all.
        private static let most = 20

        func validate() throws {
            let range = FlagAPI.Agenda.months
            guard range.contains(months) else {
                throw ValidationError("--months takes \(range.lowerBound) to \(range.upperBound).")
            }
        }

        func run(_ desk: Desk) async throws {
            let state = try desk.environment()
            let agenda = try await desk.service.agenda(
                of: state.environment.id,
                at: desk.now,
                months: months,
                in: Surroundings.zone(around: desk.now)
            )
            guard !list.wantsJSON else {
                return Printer.print(.array(agenda.items.map(\.summary)))
            }
            if agenda.items.isEmpty {
                Printer.print("Nothing else needs a decision in \(state.environment.title).")
            }
            for urgency in FlagAPI.Agenda.Urgency.allCases {
                print(agenda.items(urgency), under: urgency.title)
            }
            for gap in agenda.gaps { Printer.print(gap) }
        }

        private func print(_ items: [FlagAPI.Agenda.Item], under title: String) {
            guard !items.isEmpty else { return }
            Printer.print(title)
            let shown = isWhole ? items[...] : items.prefix(Self.most)
            for item in shown { Printer.print("  \(item.name)\n    \(item.why)") }
            if shown.count < items.count {
                let rest = Words.grouped(items.count - shown.count)
                Printer.print("  and \(rest) more: the same command with --all")
            }
            if items.contains(where: { $0.kind == .settled }) {
                let tag = FlagAPI.Agenda.permanentTag
                Printer.print(
                    "  The code can do without flags that give everybody the same. Tag one "
                        + "\"\(tag)\" if it must stay."
                )
            }
            Printer.print("")
        }
    }
}

extension Agenda.Item {
    /// The item as programs rely on it.
    fileprivate var summary: JSONValue {
        [
            "kind": .string(kind.rawValue), "urgency": .string(urgency.rawValue),
            "id": .string(subject.id.text), "key": .string(key), "name": .string(name),
            "why": .string(why), "at": at.map { .string($0.text) } ?? .null,
        ]
    }
}
