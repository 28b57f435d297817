import ArgumentParser
import FlagModel

extension ExperimentCommands {
    struct Start: ExperimentChangeCommand {
        static let configuration = CommandConfiguration(
            commandName: "start",
            abstract: "Start an experiment now; one that was stopped counts anew.",
            discussion: """
                With --draft it starts when the draft is published. Looking at results early does \
                no harm: start, and let it run for the days that were planned. How long it takes \
                says: flagdeck experiment plan KEY.
                """
        )
        @OptionGroup var global: GlobalOptions
        @OptionGroup var change: ChangeOptions
        @Argument(help: "The experiment's key.") var key: String

        func changes(of experiment: Experiment, in place: GUID) -> [Change] {
            [.startExperiment(environment: place, experiment: experiment.id, at: nil)]
        }
    }

    struct Stop: ExperimentChangeCommand {
        static let configuration = CommandConfiguration(
            commandName: "stop",
            abstract: "Stop an experiment; its flag stays as it is, its result stays to be read."
        )
        @OptionGroup var global: GlobalOptions
        @OptionGroup var change: ChangeOptions
        @Argument(help: "The experiment's key.") var key: String

        func changes(of experiment: Experiment, in place: GUID) -> [Change] {
            [.stopExperiment(environment: place, experiment: experiment.id, at: nil)]
        }
    }

    struct Archive: ExperimentChangeCommand {
        static let configuration = CommandConfiguration(
            commandName: "archive",
            abstract: "Put an experiment away that is not running."
        )
        @OptionGroup var global: GlobalOptions
        @OptionGroup var change: ChangeOptions
        @Argument(help: "The experiment's key.") var key: String

        func changes(of experiment: Experiment, in place: GUID) -> [Change] {
            experiment.archiving(true, in: place)
        }
    }

    struct Restore: ExperimentChangeCommand {
        static let configuration = CommandConfiguration(
            commandName: "restore",
            abstract: "Bring an archived experiment back."
        )
        @OptionGroup var global: GlobalOptions
        @OptionGroup var change: ChangeOptions
        @Argument(help: "The experiment's key.") var key: String

        func changes(of experiment: Experiment, in place: GUID) -> [Change] {
            experiment.archiving(false, in: place)
        }
    }

    struct Delete: ExperimentChangeCommand {
        static let configuration = CommandConfiguration(
            commandName: "delete",
            abstract: "Delete an experiment that is not running; its history stays."
        )
        @OptionGroup var global: GlobalOptions
        @OptionGroup var change: ChangeOptions
        @Argument(help: "The experiment's key.") var key: String

        func changes(of experiment: Experiment, in place: GUID) -> [Change] {
            [.deleteExperiment(environment: place, experiment: experiment.id)]
        }
    }
}

/// A command that changes one experiment.
protocol ExperimentChangeCommand: ServiceCommand {
    var change: ChangeOptions { get }
    var key: String { get }
    func changes(of experiment: Experiment, in place: GUID) -> [Change]
}

extension ExperimentChangeCommand {
    func run(_ desk: Desk) async throws {
        let (state, experiment) = try desk.experiment(key)
        try await desk.make(changes(of: experiment, in: state.environment.id), change)
    }
}

extension Experiment {
    fileprivate func archiving(_ isArchived: Bool, in place: GUID) -> [Change] {
        var experiment = self
        experiment.isArchived = isArchived
        return [.replaceExperiment(environment: place, experiment)]
    }
}
