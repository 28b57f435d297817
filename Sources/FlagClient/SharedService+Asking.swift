public import FlagAPI
public import FlagModel

extension SharedService {
    /// As whom the caller is known where the data is.
    public func identity() async throws(ServiceProblem) -> Identity? {
        try await asking { service throws(ServiceProblem) in try await service.identity() }
    }

    /// The model as it is now.
    public func picture() async throws(ServiceProblem) -> Picture {
        try await asking { service throws(ServiceProblem) in try await service.picture() }
    }

    /// Makes changes and returns when they are safe on disk.
    public func propose(_ proposal: Proposal) async throws(ServiceProblem) -> Receipt {
        try await asking { service throws(ServiceProblem) in try await service.propose(proposal) }
    }

    /// Takes an entry back as a new entry.
    public func undo(_ request: UndoRequest) async throws(ServiceProblem) -> Receipt {
        try await asking { service throws(ServiceProblem) in try await service.undo(request) }
    }

    /// What taking an entry back would do now.
    public func undoPlan(of entry: UInt64) async throws(ServiceProblem) -> UndoPlan {
        try await asking { service throws(ServiceProblem) in try await service.undoPlan(of: entry) }
    }

    /// The model as it was.
    public func picture(at point: PastPoint) async throws(ServiceProblem) -> PastPicture {
        try await asking { service throws(ServiceProblem) in try await service.picture(at: point) }
    }

    /// How the model after one entry differs from the model after another.
    public func differences(
        from first: UInt64,
        to second: UInt64
    ) async throws(ServiceProblem) -> [Difference] {
        try await asking { service throws(ServiceProblem) in
            try await service.differences(from: first, to: second)
        }
    }

    /// Entries, newest first.
    public func history(_ request: HistoryRequest) async throws(ServiceProblem) -> HistoryPage {
        try await asking { service throws(ServiceProblem) in try await service.history(request) }
    }

    /// Customers whose name or key holds a text.
    public func customers(
        _ request: CustomerRequest
    ) async throws(ServiceProblem) -> CustomerPage {
        try await asking { service throws(ServiceProblem) in try await service.customers(request) }
    }

    /// Customers with exactly these keys.
    public func customers(
        withKeys keys: [CustomerKey]
    ) async throws(ServiceProblem) -> [Customer] {
        try await asking { service throws(ServiceProblem) in
            try await service.customers(withKeys: keys)
        }
    }

    /// Customers with exactly these keys as applications of one environment described them last.
    public func customers(
        withKeys keys: [CustomerKey],
        in environmentID: GUID
    ) async throws(ServiceProblem) -> [Customer] {
        try await asking { service throws(ServiceProblem) in
            try await service.customers(withKeys: keys, in: environmentID)
        }
    }

    /// Adds customers, or puts new names and attributes in place of the known ones.
    public func importCustomers(
        _ customers: [Customer]
    ) async throws(ServiceProblem) -> CustomerImport {
        try await asking { service throws(ServiceProblem) in
            try await service.importCustomers(customers)
        }
    }

    /// How often flags were evaluated.
    public func counts(_ request: CountsRequest) async throws(ServiceProblem) -> [EvaluationCount] {
        try await asking { service throws(ServiceProblem) in try await service.counts(request) }
    }

    /// The attributes that applications of an environment described customers with.
    public func attributes(
        in environmentID: GUID
    ) async throws(ServiceProblem) -> [ObservedAttribute] {
        try await asking { service throws(ServiceProblem) in
            try await service.attributes(in: environmentID)
        }
    }

    /// Answers a question about some of everybody.
    public func people(_ request: PeopleRequest) async throws(ServiceProblem) -> PeopleAnswer {
        try await asking { service throws(ServiceProblem) in try await service.people(request) }
    }

    /// What webhooks were told by whoever has the data.
    public func deliveries(
        _ request: DeliveryRequest
    ) async throws(ServiceProblem) -> [Delivery] {
        try await asking { service throws(ServiceProblem) in
            try await service.deliveries(request)
        }
    }

    /// Where changes need a review, with everybody counted whom it depends on.
    public func reviewNeeds(of changes: [Change]) async throws(ServiceProblem) -> ReviewAnswer {
        try await asking { service throws(ServiceProblem) in
            try await service.reviewNeeds(of: changes)
        }
    }

    /// Which applications ask whoever has the data.
    public func applications() async throws(ServiceProblem) -> ApplicationsReport {
        try await asking { service throws(ServiceProblem) in try await service.applications() }
    }
}
