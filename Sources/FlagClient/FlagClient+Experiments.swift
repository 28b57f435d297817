public import Experiments
public import FlagAPI
public import FlagModel

/// Experiments are counted by the process that has the data.
extension FlagClient {
    /// The metric events that applications of an environment report.
    public func eventNames(
        in environmentID: GUID
    ) async throws(ServiceProblem) -> [ObservedEvent] {
        try await list(.eventNames(in: environmentID), of: ObservedEvent.init(json:))
    }

    /// What was counted of a run of an experiment.
    public func experimentCounts(
        _ request: ExperimentCountsRequest
    ) async throws(ServiceProblem) -> ExperimentCounts {
        try read(try await ask(.experimentCounts(request)), ExperimentCounts.init(json:))
    }

    /// What was counted of a run by what customers have in one attribute.
    public func experimentGroups(
        _ request: ExperimentGroupsRequest
    ) async throws(ServiceProblem) -> [ExperimentGroup] {
        try await list(.experimentGroups(request), of: ExperimentGroup.init(json:))
    }

    /// What customers did lately who would have taken part in an experiment.
    public func planTraffic(
        _ request: ExperimentCountsRequest
    ) async throws(ServiceProblem) -> PlanTraffic {
        try read(try await ask(.planTraffic(request)), PlanTraffic.init(json:))
    }

    /// What splitting the baseline's customers at random claims.
    public func checkSetup(
        _ request: ExperimentCountsRequest
    ) async throws(ServiceProblem) -> SetupCheck {
        try read(try await ask(.checkSetup(request)), SetupCheck.init(json:))
    }
}
