public import FlagAPI
public import FlagModel

extension SharedService {
    /// Customers with exactly these keys as they were described at a moment.
    public func customers(
        withKeys keys: [CustomerKey],
        in environmentID: GUID,
        at time: Moment
    ) async throws(ServiceProblem) -> [Customer] {
        try await asking { service throws(ServiceProblem) in
            try await service.customers(withKeys: keys, in: environmentID, at: time)
        }
    }

    /// What applications were given for a customer.
    public func given(_ request: GivenRequest) async throws(ServiceProblem) -> [GivenAnswer] {
        try await asking { service throws(ServiceProblem) in try await service.given(request) }
    }
}
