import FlagAPI
import FlagModel
import Observations

extension LocalService {
    /// Has exposures kept anew from the very start of every run that a change set begins.
    ///
    /// Of each customer and version only the first exposure of a day is kept; without this, who was
    /// there already on the day of the start would count from the next midnight only.
    ///
    /// - Throws: ``FlagAPI/ServiceProblem/observations(text:)``; the change set stays made, and the
    ///   sentence says so.
    func beginPeriods(
        of outcome: Outcome,
        entry: UInt64
    ) async throws(ServiceProblem) {
        for step in outcome.changeSet.steps {
            guard case .startExperiment(let place, let id, let moment?) = step.change,
                let state = outcome.model.environment(place),
                let experiment = state.experiment(id), let flag = state.flag(experiment.flagID)
            else { continue }
            do {
                // An import that is under way is not waited for.
                let store = try openedObservations()
                try await store.startPeriod(ofFlag: flag.key.text, in: place, at: moment)
            } catch {
                throw .observations(
                    text: "\(experiment.name) was started (entry \(entry)), but it will not count "
                        + "everybody on its first day. Stop it and start it again. "
                        + "\(error)"
                )
            }
        }
    }
}
