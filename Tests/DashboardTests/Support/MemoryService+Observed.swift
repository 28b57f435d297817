import FlagAPI
import FlagModel

/// Nothing is known of the past here.
extension MemoryService {
    func customers(
        withKeys keys: [CustomerKey],
        in environmentID: GUID,
        at time: Moment
    ) async throws(ServiceProblem) -> [Customer] { [] }

    func given(_ request: GivenRequest) async throws(ServiceProblem) -> [GivenAnswer] { [] }
}
