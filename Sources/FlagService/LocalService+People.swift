public import FlagAPI

extension LocalService {
    /// Answers a question about some of everybody.
    public func people(_ request: PeopleRequest) async throws(ServiceProblem) -> PeopleAnswer {
        throw .observations(text: "Nobody is counted yet.")
    }
}
