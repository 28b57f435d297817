import ArgumentParser
import FlagModel
import JSON

/// Experiments: which version of a flag works better.
struct ExperimentCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "experiment",
        abstract: "Plan, start and stop experiments: which version of a flag works better.",
        subcommands: [
            List.self, Show.self, Create.self, Edit.self, Start.self, Stop.self, Archive.self,
            Restore.self, Delete.self, Forecast.self, Results.self, Check.self,
        ],
        defaultSubcommand: List.self
    )
}

extension ExperimentCommands {
    struct List: ServiceCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "List the experiments, running ones first."
        )
        @OptionGroup var global: GlobalOptions
        @OptionGroup var list: ListOptions
        @ArgumentParser.Flag(name: .customLong("archived"), help: "Archived experiments too.")
        var wantsArchived = false
        @Option(name: .customLong("flag"), help: "Only experiments with this flag.")
        var flagKey: String?

        func run(_ desk: Desk) async throws {
            let state = try desk.environment()
            let flag = try flagKey.map { try desk.flag($0).1 }
            let experiments = state.experiments
                .filter { wantsArchived || !$0.isArchived }
                .filter { flag == nil || $0.flagID == flag?.id }
                .sorted { ($0.state.place, $0.key) < ($1.state.place, $1.key) }
            guard !list.wantsJSON else {
                return Printer.print(.array(experiments.map { $0.summary(in: state) }))
            }
            guard !experiments.isEmpty else {
                let flag = flagKey ?? "FLAG"
                return Printer.print(
                    "No experiments in \(state.environment.title) yet. Plan one with: "
                        + desk.hint("experiment create KEY --flag \(flag) --metric EVENT")
                )
            }
            Printer.print(
                ["EXPERIMENT", "NAME", "NOW", "FLAG", "MEASURES"],
                experiments.map { experiment in
                    [
                        experiment.key.text, Words.short(experiment.name),
                        experiment.stateWords(at: desk.now),
                        state.flag(experiment.flagID)?.key.text ?? "",
                        Words.short(experiment.metric.title),
                    ]
                }
            )
        }
    }

    struct Show: ServiceCommand {
        static let configuration = CommandConfiguration(
            commandName: "show",
            abstract: "Show one experiment: what it measures, for whom, and when it ran."
        )
        @OptionGroup var global: GlobalOptions
        @OptionGroup var list: ListOptions
        @Argument(help: "The experiment's key.") var key: String

        func run(_ desk: Desk) async throws {
            let (state, experiment) = try desk.experiment(key)
            guard !list.wantsJSON else { return Printer.print(experiment.summary(in: state)) }
            Printer.print(
                experiment.page(in: state, drafts: desk.model.drafts, at: desk.now) { moment in
                    Surroundings.localTime(moment)
                }
            )
        }
    }
}
