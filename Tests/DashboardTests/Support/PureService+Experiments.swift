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
        case .planTraffic(let request, let generation):
            return .reply(
                .planTraffic(
                    generation: generation,
                    observed { $0.traffic ?? $0.usualTraffic(of: request, at: now) }
                )
            )
        case .eventNames(let place):
            return .reply(.eventNames(in: place, observed(\.eventNames)))
        default: return nil
        }
    }

    private func usualTraffic(of request: ExperimentCountsRequest, at now: Moment) -> PlanTraffic {
        let plan = model.environment(request.environmentID)?.experiment(request.experimentID)
        return ExperimentShop.traffic(of: plan?.baselineVariationID ?? "", at: now)
    }

    private func experimentCounts(
        _ request: ExperimentCountsRequest,
        at now: Moment
    ) -> Result<ExperimentCounts, ServiceProblem> {
        observed { service in
            var known = service.experiments[request.experimentID]
            if request.firstVersionCounts {
                for day in known?.days.indices ?? 0..<0 { known?.days[day].mixed = 0 }
            }
            return known
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
