public import Experiments
public import FlagAPI
public import FlagModel

// What is only looked at: whoever may look may ask all of it.

extension GuardedService {
    /// As the service's.
    public func undoPlan(of entry: UInt64) async throws(ServiceProblem) -> UndoPlan {
        try await looking { service throws(ServiceProblem) in
            sight.of(try await service.undoPlan(of: entry))
        }
    }

    /// As the service's.
    public func picture(at point: PastPoint) async throws(ServiceProblem) -> PastPicture {
        try await looking { service throws(ServiceProblem) in
            sight.of(try await service.picture(at: point))
        }
    }

    /// As the service's.
    public func differences(
        from first: UInt64,
        to second: UInt64
    ) async throws(ServiceProblem) -> [Difference] {
        try await looking { service throws(ServiceProblem) in
            try await service.differences(from: first, to: second)
        }
    }

    /// As the service's.
    public func history(_ request: HistoryRequest) async throws(ServiceProblem) -> HistoryPage {
        try await looking { service throws(ServiceProblem) in
            sight.of(try await service.history(request))
        }
    }

    /// As the service's.
    public func applications() async throws(ServiceProblem) -> ApplicationsReport {
        try await looking { service throws(ServiceProblem) in
            try await service.applications()
        }
    }
}

extension GuardedService {
    /// As the service's.
    public func customers(_ request: CustomerRequest) async throws(ServiceProblem) -> CustomerPage {
        try await looking { service throws(ServiceProblem) in
            try await service.customers(request)
        }
    }

    /// As the service's.
    public func customers(
        withKeys keys: [CustomerKey]
    ) async throws(ServiceProblem) -> [Customer] {
        try await looking { service throws(ServiceProblem) in
            try await service.customers(withKeys: keys)
        }
    }

    /// As the service's.
    public func customers(
        withKeys keys: [CustomerKey],
        in environmentID: GUID
    ) async throws(ServiceProblem) -> [Customer] {
        try await looking { service throws(ServiceProblem) in
            try await service.customers(withKeys: keys, in: environmentID)
        }
    }

    /// As the service's.
    public func customers(
        withKeys keys: [CustomerKey],
        in environmentID: GUID,
        at time: Moment
    ) async throws(ServiceProblem) -> [Customer] {
        try await looking { service throws(ServiceProblem) in
            try await service.customers(withKeys: keys, in: environmentID, at: time)
        }
    }

    /// As the service's.
    public func given(_ request: GivenRequest) async throws(ServiceProblem) -> [GivenAnswer] {
        try await looking { service throws(ServiceProblem) in try await service.given(request) }
    }

    /// As the service's.
    public func counts(
        _ request: CountsRequest
    ) async throws(ServiceProblem) -> [EvaluationCount] {
        try await looking { service throws(ServiceProblem) in try await service.counts(request) }
    }

    /// As the service's.
    public func attributes(
        in environmentID: GUID
    ) async throws(ServiceProblem) -> [ObservedAttribute] {
        try await looking { service throws(ServiceProblem) in
            try await service.attributes(in: environmentID)
        }
    }

    /// As the service's.
    public func eventNames(
        in environmentID: GUID
    ) async throws(ServiceProblem) -> [ObservedEvent] {
        try await looking { service throws(ServiceProblem) in
            try await service.eventNames(in: environmentID)
        }
    }

    /// As the service's.
    public func reviewNeeds(of changes: [Change]) async throws(ServiceProblem) -> ReviewAnswer {
        try await looking { service throws(ServiceProblem) in
            try await service.reviewNeeds(of: changes)
        }
    }

    /// As the service's.
    public func people(_ request: PeopleRequest) async throws(ServiceProblem) -> PeopleAnswer {
        try await looking { service throws(ServiceProblem) in try await service.people(request) }
    }
}

extension GuardedService {
    /// As the service's.
    public func experimentCounts(
        _ request: ExperimentCountsRequest
    ) async throws(ServiceProblem) -> ExperimentCounts {
        try await looking { service throws(ServiceProblem) in
            try await service.experimentCounts(request)
        }
    }

    /// As the service's.
    public func experimentGroups(
        _ request: ExperimentGroupsRequest
    ) async throws(ServiceProblem) -> [ExperimentGroup] {
        try await looking { service throws(ServiceProblem) in
            try await service.experimentGroups(request)
        }
    }

    /// As the service's.
    public func planTraffic(
        _ request: ExperimentCountsRequest
    ) async throws(ServiceProblem) -> PlanTraffic {
        try await looking { service throws(ServiceProblem) in
            try await service.planTraffic(request)
        }
    }

    /// As the service's.
    public func checkSetup(
        _ request: ExperimentCountsRequest
    ) async throws(ServiceProblem) -> SetupCheck {
        try await looking { service throws(ServiceProblem) in
            try await service.checkSetup(request)
        }
    }
}
