public import Experiments
public import FlagAPI

extension LocalService {
    /// What was counted of a run of an experiment.
    public func experimentCounts(
        _ request: ExperimentCountsRequest
    ) async throws(ServiceProblem) -> ExperimentCounts {
        throw .busy
    }

    /// What was counted of a run by what customers have in one attribute.
    public func experimentGroups(
        _ request: ExperimentGroupsRequest
    ) async throws(ServiceProblem) -> [ExperimentGroup] {
        throw .busy
    }

    /// What splitting the baseline's customers at random claims.
    public func checkSetup(
        _ request: ExperimentCountsRequest
    ) async throws(ServiceProblem) -> SetupCheck {
        throw .busy
    }
}
