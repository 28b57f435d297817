public import Experiments
public import FlagAPI
public import FlagModel

extension SharedService {
    /// The metric events that applications of an environment report.
    public func eventNames(
        in environmentID: GUID
    ) async throws(ServiceProblem) -> [ObservedEvent] {
        try await asking { service throws(ServiceProblem) in
            try await service.eventNames(in: environmentID)
        }
    }

    /// What was counted of a run of an experiment.
    public func experimentCounts(
        _ request: ExperimentCountsRequest
    ) async throws(ServiceProblem) -> ExperimentCounts {
        try await asking { service throws(ServiceProblem) in
            try await service.experimentCounts(request)
        }
    }

    /// What was counted of a run by what customers have in one attribute.
    public func experimentGroups(
        _ request: ExperimentGroupsRequest
    ) async throws(ServiceProblem) -> [ExperimentGroup] {
        try await asking { service throws(ServiceProblem) in
            try await service.experimentGroups(request)
        }
    }

    /// What customers did lately who would have taken part in an experiment.
    public func planTraffic(
        _ request: ExperimentCountsRequest
    ) async throws(ServiceProblem) -> PlanTraffic {
        try await asking { service throws(ServiceProblem) in
            try await service.planTraffic(request)
        }
    }

    /// What splitting the baseline's customers at random claims.
    public func checkSetup(
        _ request: ExperimentCountsRequest
    ) async throws(ServiceProblem) -> SetupCheck {
        try await asking { service throws(ServiceProblem) in
            try await service.checkSetup(request)
        }
    }
}
