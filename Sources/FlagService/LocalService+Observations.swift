public import FlagAPI
public import FlagModel
public import Observations

extension LocalService {
    /// Customers whose name or key holds a text.
    public func customers(
        _ request: CustomerRequest
    ) async throws(ServiceProblem) -> CustomerPage {
        try await asking { store throws(ObservationsError) in try await store.find(request) }
    }

    /// Customers with exactly these keys.
    public func customers(
        withKeys keys: [CustomerKey]
    ) async throws(ServiceProblem) -> [Customer] {
        try await asking { store throws(ObservationsError) in
            try await store.customers(withKeys: keys)
        }
    }

    /// Customers with exactly these keys as applications of one environment described them last.
    public func customers(
        withKeys keys: [CustomerKey],
        in environmentID: GUID
    ) async throws(ServiceProblem) -> [Customer] {
        try await asking { store throws(ObservationsError) in
            try await store.customers(withKeys: keys, in: environmentID)
        }
    }

    /// Customers with exactly these keys as they were described at a moment.
    public func customers(
        withKeys keys: [CustomerKey],
        in environmentID: GUID,
        at time: Moment
    ) async throws(ServiceProblem) -> [Customer] {
        try await asking { store throws(ObservationsError) in
            try await store.customers(withKeys: keys, in: environmentID, at: time)
        }
    }

    /// What applications were given for a customer.
    public func given(_ request: GivenRequest) async throws(ServiceProblem) -> [GivenAnswer] {
        try await asking { store throws(ObservationsError) in try await store.given(request) }
    }

    /// How often flags were evaluated.
    public func counts(
        _ request: CountsRequest
    ) async throws(ServiceProblem) -> [EvaluationCount] {
        try await asking { store throws(ObservationsError) in try await store.counts(request) }
    }

    /// The attributes that applications of an environment described customers with.
    public func attributes(
        in environmentID: GUID
    ) async throws(ServiceProblem) -> [ObservedAttribute] {
        try await asking { store throws(ObservationsError) in
            try await store.attributes(in: environmentID)
        }
    }

    /// Which applications ask; nobody, where this process does not listen for them.
    public func applications() async throws(ServiceProblem) -> ApplicationsReport {
        await applicationsSource?() ?? ApplicationsReport()
    }

    /// Sets who tells of applications.
    public func setApplicationsSource(_ source: @escaping @Sendable () async -> ApplicationsReport)
    {
        applicationsSource = source
    }

    /// Takes what applications report.
    public func ingest() throws(ServiceProblem) -> any ObservationIngest {
        let ingest = try openedObservations().ingest
        if following == nil { followExperiments() }
        return ingest
    }

    /// Takes what applications of an environment reported on earlier days, day by day, and waits
    /// until all of it is written.
    ///
    /// - Parameters:
    ///   - days: what each day brought, in order, with the moment at which it was received.
    ///   - environmentID: the environment.
    /// - Throws: ``FlagAPI/ServiceProblem/observations(text:)`` when the file cannot be opened.
    public func report(
        _ days: [(items: [ObservedItem], receivedAt: Moment)],
        in environmentID: GUID
    ) async throws(ServiceProblem) {
        let store = try openedObservations()
        for day in days {
            store.offer(day.items, in: environmentID, receivedAt: day.receivedAt)
            // No day waits for the next one: so many do not fit into memory at once.
            await store.flush()
        }
    }

    /// Adds customers, or puts new names and attributes in place of the known ones.
    public func importCustomers(
        _ customers: [Customer]
    ) async throws(ServiceProblem) -> CustomerImport {
        let store = try openedObservations()
        let earlier = importing
        let work = Task(executorPreference: world.executor) {
            () async -> Result<CustomerImport, ObservationsError> in
            await earlier?.value
            do throws(ObservationsError) {
                return .success(try await store.import(customers))
            } catch {
                return .failure(error)
            }
        }
        importing = Task(executorPreference: world.executor) { _ = await work.value }
        do throws(ObservationsError) {
            return try await work.value.get()
        } catch {
            throw .observations(text: error.description)
        }
    }

    /// Asks the file, after an import that is under way.
    func asking<Answer>(
        _ question: (ObservationStore) async throws(ObservationsError) -> Answer
    ) async throws(ServiceProblem) -> Answer {
        let store = try openedObservations()
        await importing?.value
        do throws(ObservationsError) {
            return try await question(store)
        } catch {
            throw .observations(text: error.description)
        }
    }

    /// The file is opened when it is first asked for: a dashboard's start does not wait for it.
    func openedObservations() throws(ServiceProblem) -> ObservationStore {
        if let observations { return observations }
        do throws(ObservationsError) {
            let opened = try ObservationStore.open(
                at: directory.observations,
                now: world.now
            )
            observations = opened
            return opened
        } catch {
            throw .observations(text: error.description)
        }
    }
}
