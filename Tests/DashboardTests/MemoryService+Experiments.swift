import Experiments
import FlagAPI
import FlagModel

extension MemoryService {
    func eventNames(in environmentID: GUID) async throws(ServiceProblem) -> [ObservedEvent] {
        []
    }

    func experimentCounts(
        _ request: ExperimentCountsRequest
    ) async throws(ServiceProblem) -> ExperimentCounts {
        guard request.experimentID == Fixture.id(60) else { throw .busy }
        return ExperimentShop.fixtureCounts
    }

    func experimentGroups(
        _ request: ExperimentGroupsRequest
    ) async throws(ServiceProblem) -> [ExperimentGroup] {
        throw .busy
    }

    func planTraffic(
        _ request: ExperimentCountsRequest
    ) async throws(ServiceProblem) -> PlanTraffic {
        throw .busy
    }

    func checkSetup(_ request: ExperimentCountsRequest) async throws(ServiceProblem) -> SetupCheck {
        throw .busy
    }
}
