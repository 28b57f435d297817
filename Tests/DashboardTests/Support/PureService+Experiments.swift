import Experiments
import FlagAPI
import FlagModel

@testable import Dashboard

/// What was counted of experiments, as a test put it there.
extension PureService {
    /// Answers a question about an experiment; `nil` when it is about something else.
    func answerAboutExperiment(_ effect: Effect, at now: Moment) -> Message? {
        switch effect {
        case .experimentCounts(let request, let generation):
            let result = experimentCounts(request, at: now)
            return .reply(.experimentCounts(generation: generation, result))
        case .experimentGroups(let request, let generation):
            let result = experimentCounts(request.counts, at: now).map { counts in
                [
                    ExperimentGroup(name: .value("Germany"), counts: counts),
                    ExperimentGroup(name: .none, counts: counts),
                    ExperimentGroup(name: .rest, counts: counts),
                ]
            }
            return .reply(.experimentGroups(generation: generation, result))
        case .checkSetup(_, let generation):
            return .reply(.setupCheck(generation: generation, observed { $0.setupCheck }))
        case .eventNames(let place):
            return .reply(.eventNames(in: place, observed(\.eventNames)))
        default: return nil
        }
    }

    private func experimentCounts(
        _ request: ExperimentCountsRequest,
        at now: Moment
    ) -> Result<ExperimentCounts, ServiceProblem> {
        observed { service in
            service.experiments[request.experimentID]
                ?? ExperimentCounts(
                    experimentID: request.experimentID,
                    run: request.run ?? 0,
                    variationIDs: [],
                    days: [DayCounts(until: now, periods: [])],
                    asOf: now,
                    eventCount: 0
                )
        }
    }
}
