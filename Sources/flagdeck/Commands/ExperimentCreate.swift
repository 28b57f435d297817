import ArgumentParser
import FlagModel

extension ExperimentCommands {
    struct Create: ServiceCommand {
        static let configuration = CommandConfiguration(
            commandName: "create",
            abstract: "Plan an experiment; it counts nothing until it starts.",
            usage: """
                flagdeck experiment create KEY --flag FLAG --metric EVENT [...]
                flagdeck experiment create fast-checkout --flag checkout --metric order-placed
                flagdeck experiment create big-photos --flag photos --metric order-value \\
                    --measure numeric --title "euros per customer" --guardrail refund --days 21
                """,
            discussion: """
                Events are what applications report by name. Say before the start what decides and \
                for how long it runs: a plan that changes on the way proves less.
                """
        )
        @OptionGroup var global: GlobalOptions
        @OptionGroup var change: ChangeOptions
        @Argument(help: "The key of the experiment, such as fast-checkout.") var key: String
        @Option(name: .customLong("flag"), help: "The flag whose versions are compared.")
        var flagKey: String
        @OptionGroup var plan: PlanOptions

        func run(_ desk: Desk) async throws {
            let (state, flag) = try desk.flag(flagKey)
            guard let event = plan.event else {
                throw CommandFailure(
                    .wrongUsage,
                    "Say which event decides: --metric EVENT, such as order-placed."
                )
            }
            var random = SystemRandomNumberGenerator()
            var experiment = Experiment(
                id: GUID(using: &random),
                key: try Key(key),
                name: FlagCommands.Create.name(of: key),
                flagID: flag.id,
                baselineVariationID: flag.offVariationID,
                metric: Experiment.Metric(
                    eventName: event,
                    title: event,
                    measure: .conversion,
                    higherIsBetter: true
                ),
                plannedDays: 14,
                createdAt: Surroundings.now()
            )
            try plan.write(to: &experiment, with: flag, in: state)
            let creation = Change.createExperiment(environment: state.environment.id, experiment)
            try await desk.make([creation], change)
        }
    }

    struct Edit: ServiceCommand {
        static let configuration = CommandConfiguration(
            commandName: "edit",
            abstract: "Change the plan of an experiment.",
            discussion: "Give what should change; everything else stays."
        )
        @OptionGroup var global: GlobalOptions
        @OptionGroup var change: ChangeOptions
        @Argument(help: "The experiment's key.") var key: String
        @OptionGroup var plan: PlanOptions

        func run(_ desk: Desk) async throws {
            let (state, earlier) = try desk.experiment(key)
            guard let flag = state.flag(earlier.flagID) else {
                throw CommandFailure(.refused, "The flag of \"\(earlier.name)\" is gone.")
            }
            var experiment = earlier
            try plan.write(to: &experiment, with: flag, in: state)
            guard experiment != earlier || plan.saysAnything else {
                throw CommandFailure(
                    .wrongUsage,
                    "Say what should change: \(desk.hint("experiment edit --help"))"
                )
            }
            let edit = Change.replaceExperiment(environment: state.environment.id, experiment)
            try await desk.make([edit], change)
        }
    }
}
