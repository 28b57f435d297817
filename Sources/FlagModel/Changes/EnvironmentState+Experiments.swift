internal import HashTreeCollections

/// Changes of experiments within one environment.
extension EnvironmentState {
    mutating func create(_ experiment: Experiment) throws(Refusal) -> [Change] {
        guard self.experiment(experiment.key) == nil, experimentsByID[experiment.id] == nil else {
            throw .taken(.experiment, experiment.key.text)
        }
        experimentsByID[experiment.id] = experiment
        return [.deleteExperiment(environment: environment.id, experiment: experiment.id)]
    }

    mutating func replace(_ experiment: Experiment) throws(Refusal) -> [Change] {
        guard let earlier = experimentsByID[experiment.id] else {
            throw .unknown(.experiment, experiment.id.text)
        }
        guard earlier.key == experiment.key, earlier.flagID == experiment.flagID else {
            throw .immutable(.experiment, earlier.name)
        }
        guard earlier != experiment else {
            throw .nothingToChange("the experiment \"\(earlier.name)\" is like that already")
        }
        experimentsByID[experiment.id] = experiment
        return [.replaceExperiment(environment: environment.id, earlier)]
    }

    mutating func deleteExperiment(_ id: GUID) throws(Refusal) -> [Change] {
        guard let experiment = experimentsByID[id] else { throw .unknown(.experiment, id.text) }
        experimentsByID[id] = nil
        return [.createExperiment(environment: environment.id, experiment)]
    }

    // MARK: - Runs

    mutating func startExperiment(_ id: GUID, at moment: Moment?) throws(Refusal) -> [Change] {
        var experiment = try existingExperiment(id)
        guard experiment.state != .running else {
            throw .nothingToChange("the experiment \"\(experiment.name)\" is running already")
        }
        let start = moment ?? experiment.lastTurn ?? experiment.createdAt
        experiment.runs.append(Experiment.Run(startedAt: start))
        experiment.state = .running
        experimentsByID[id] = experiment
        return [.takeBackStart(environment: environment.id, experiment: id, of: start)]
    }

    mutating func stopExperiment(_ id: GUID, at moment: Moment?) throws(Refusal) -> [Change] {
        var experiment = try existingExperiment(id)
        guard experiment.state == .running else {
            throw .nothingToChange("the experiment \"\(experiment.name)\" is not running")
        }
        let end = moment ?? experiment.lastTurn ?? experiment.createdAt
        experiment.endRun(at: end)
        experiment.state = .stopped
        experimentsByID[id] = experiment
        return [.takeBackStop(environment: environment.id, experiment: id, of: end)]
    }

    mutating func takeBackStart(of id: GUID, at start: Moment) throws(Refusal) -> [Change] {
        var experiment = try existingExperiment(id)
        guard experiment.runs.last == Experiment.Run(startedAt: start) else {
            throw .changedSince(name: experiment.name, entry: nil)
        }
        experiment.runs.removeLast()
        experiment.state = experiment.runs.isEmpty ? .planned : .stopped
        experimentsByID[id] = experiment
        return [.startExperiment(environment: environment.id, experiment: id, at: start)]
    }

    mutating func takeBackStop(of id: GUID, at end: Moment) throws(Refusal) -> [Change] {
        var experiment = try existingExperiment(id)
        guard let run = experiment.runs.last, run.endedAt == end else {
            throw .changedSince(name: experiment.name, entry: nil)
        }
        experiment.endRun(at: nil)
        experiment.state = .running
        experimentsByID[id] = experiment
        return [.stopExperiment(environment: environment.id, experiment: id, at: end)]
    }

    private func existingExperiment(_ id: GUID) throws(Refusal) -> Experiment {
        guard let experiment = experimentsByID[id] else { throw .unknown(.experiment, id.text) }
        return experiment
    }
}

extension Experiment {
    /// When it started or stopped last; `nil` when it never did.
    var lastTurn: Moment? { runs.last.map { $0.endedAt ?? $0.startedAt } }

    /// A plan that was running before runs were written down ran from the day it was made.
    fileprivate mutating func endRun(at end: Moment?) {
        if runs.isEmpty { runs.append(Run(startedAt: createdAt)) }
        runs[runs.count - 1].endedAt = end
    }
}
