import Experiments
import FlagAPI
import FlagModel
import Testing
import TerminalUI

@testable import Dashboard

/// The runner, with a service that keeps the model's rules in memory.
struct DashboardRunnerTests {
    @Test func `a draft comes back with the picture that holds it`() async throws {
        let runner = DashboardRunner(service: MemoryService(Fixture.quiet))
        var state = DashboardState(actor: "Li", size: Size(columns: 80, rows: 24), seed: 3)
        _ = update(&state, .picture(Picture(model: Fixture.quiet, entry: 0)), now: Fixture.now)

        let effects = update(&state, .key(.character("t")), now: Fixture.now)
        let effect = try #require(effects.first)
        let answer = await runner.perform(effect)
        let reply = try #require(answer)
        _ = update(&state, reply, now: Fixture.now)

        #expect(state.model.drafts.count == 1)
        #expect(state.entry == 1)
        #expect(state.waiting.isEmpty)
    }

    @Test func `a refusal comes back as a problem`() async throws {
        let runner = DashboardRunner(service: MemoryService(Fixture.quiet))
        let proposal = Proposal(
            id: Fixture.id(150),
            actor: "Li",
            origin: .drafting,
            changes: [.discardDraft(Fixture.id(151))]
        )

        let reply = await runner.perform(.propose(proposal))

        guard case .reply(.proposed(proposal.id, .failure(.refused(let refusal))))? = reply else {
            Issue.record("\(String(describing: reply))")
            return
        }
        #expect(refusal == .unknown(.draft, Fixture.id(151).text))
    }

    @Test func `a customer is asked for by key`() async throws {
        let runner = DashboardRunner(service: MemoryService(Fixture.quiet))
        let (anna, nobody) = (Fixture.customer("C-10428"), Fixture.customer("C-1"))

        let known = await runner.perform(.customer(anna, in: Fixture.live, at: nil, generation: 3))
        let unknown = await runner.perform(
            .customer(nobody, in: Fixture.live, at: nil, generation: 4)
        )

        guard case .reply(.customer(3, .success(let customer)))? = known,
            case .reply(.customer(4, .success(nil)))? = unknown
        else {
            Issue.record("\(String(describing: known)), \(String(describing: unknown))")
            return
        }
        #expect(customer?.name == "Anna Schmidt")
    }

    @Test func `counts and applications come back with the number of the question`() async throws {
        let runner = DashboardRunner(service: MemoryService(Fixture.quiet))
        let request = FlagTraffic.request("gift-wrap", in: Fixture.live, now: Fixture.now)

        let counts = await runner.perform(.counts(request, generation: 5))
        let applications = await runner.perform(.applications(generation: 6))

        guard case .reply(.counts(5, .success([])))? = counts,
            case .reply(.applications(6, .success(ApplicationsReport())))? = applications
        else {
            Issue.record("\(String(describing: counts)), \(String(describing: applications))")
            return
        }
    }

    @Test func `what was counted of an experiment comes back, or why not`() async throws {
        let runner = DashboardRunner(service: MemoryService(Fixture.quiet))
        func request(_ id: GUID) -> ExperimentCountsRequest {
            ExperimentCountsRequest(environmentID: Fixture.live, experimentID: id, run: 0)
        }

        let known = await runner.perform(.experimentCounts(request(Fixture.id(60)), generation: 3))
        let unknown = await runner.perform(
            .experimentCounts(request(Fixture.id(61)), generation: 4)
        )

        guard case .reply(.experimentCounts(3, .success(let counts)))? = known,
            case .reply(.experimentCounts(4, .failure(.busy)))? = unknown
        else {
            Issue.record("\(String(describing: known)), \(String(describing: unknown))")
            return
        }
        #expect(counts == ExperimentShop.fixtureCounts)
    }

    @Test func `the past is asked for as it was`() async throws {
        let service = MemoryService(Fixture.quiet)
        let runner = DashboardRunner(service: service)
        let change = HistorySessionTests.enable(14, true)
        let proposal = Proposal(id: Fixture.id(150), actor: "Ana", changes: [change])
        _ = try await service.propose(proposal)

        let then = await runner.perform(.picture(at: .entry(0), generation: 1))
        let did = await runner.perform(.differences(from: 0, to: 1, generation: 2))
        let plan = await runner.perform(.undoPlan(of: 1))

        guard case .reply(.past(1, .success(let past)))? = then,
            case .reply(.differences(2, .success(let differences)))? = did,
            case .reply(.undoPlan(1, .success(let undo)))? = plan
        else {
            Issue.record("\(String(describing: [then, did, plan]))")
            return
        }
        #expect(past.picture.entry == 0)
        #expect(differences.map(\.name) == ["Gift wrap"])
        #expect(undo.lines == ["turned Gift wrap off in LIVE"])
    }

    @Test func `a customer of the past is asked for at that time`() async throws {
        let runner = DashboardRunner(service: MemoryService(Fixture.quiet))
        let anna = Fixture.customer("C-10428")
        let time = Fixture.ago(days: 3)

        let then = await runner.perform(
            .customer(anna, in: Fixture.live, at: time, generation: 1)
        )
        let request = GivenRequest(customer: anna, environmentID: Fixture.live, time: time)
        let given = await runner.perform(.given(request, generation: 2))

        guard case .reply(.customer(1, .success(nil)))? = then,
            case .reply(.given(2, .success([])))? = given
        else {
            Issue.record("\(String(describing: then)), \(String(describing: given))")
            return
        }
    }

    @Test(arguments: [Effect.quit, .suspend, .redraw, .copy("x"), .welcome(.demo)])
    func `what is not the service's is left to the caller`(effect: Effect) async {
        let runner = DashboardRunner(service: MemoryService(Fixture.quiet))

        let reply = await runner.perform(effect)

        if case .some = reply { Issue.record("\(effect) was answered") }
    }
}

/// ``PureService`` behind the service's own protocol.
actor MemoryService: FlagServiceAPI {
    private var service: PureService

    init(_ model: Model) {
        service = PureService(model)
    }

    func picture() async throws(ServiceProblem) -> Picture { service.picture }

    func propose(_ proposal: Proposal) async throws(ServiceProblem) -> Receipt {
        guard case .reply(.proposed(_, let result))? = answer(.propose(proposal)) else {
            throw .busy
        }
        return try result.get().receipt
    }

    func undo(_ request: UndoRequest) async throws(ServiceProblem) -> Receipt {
        guard case .reply(.undone(_, let result))? = answer(.undo(request)) else { throw .busy }
        return try result.get().receipt
    }

    func undoPlan(of entry: UInt64) async throws(ServiceProblem) -> UndoPlan {
        guard case .reply(.undoPlan(_, let result))? = answer(.undoPlan(of: entry)) else {
            throw .busy
        }
        return try result.get()
    }

    func picture(at point: PastPoint) async throws(ServiceProblem) -> PastPicture {
        let effect = Effect.picture(at: point, generation: 0)
        guard case .reply(.past(_, let result))? = answer(effect) else { throw .busy }
        return try result.get()
    }

    func differences(
        from first: UInt64,
        to second: UInt64
    ) async throws(ServiceProblem) -> [Difference] {
        let effect = Effect.differences(from: first, to: second, generation: 0)
        guard case .reply(.differences(_, let result))? = answer(effect) else { throw .busy }
        return try result.get()
    }

    func customers(
        withKeys keys: [CustomerKey],
        in environmentID: GUID,
        at time: Moment
    ) async throws(ServiceProblem) -> [Customer] {
        service.earlierCustomers.filter { keys.contains($0.key) }
    }

    func given(_ request: GivenRequest) async throws(ServiceProblem) -> [GivenAnswer] {
        service.given
    }

    func history(_ request: HistoryRequest) async throws(ServiceProblem) -> HistoryPage {
        let effect = Effect.history(request, generation: 0)
        guard case .reply(.history(_, let result))? = answer(effect) else { throw .busy }
        return try result.get()
    }

    func updates() async throws(ServiceProblem) -> AsyncStream<Picture> {
        AsyncStream { $0.yield(service.picture) }
    }

    func customers(_ request: CustomerRequest) async throws(ServiceProblem) -> CustomerPage {
        let effect = Effect.customers(request, generation: 0)
        guard case .reply(.customers(_, let result))? = answer(effect) else { throw .busy }
        return try result.get()
    }

    func customers(withKeys keys: [CustomerKey]) async throws(ServiceProblem) -> [Customer] {
        service.customers.filter { keys.contains($0.key) }
    }

    func customers(
        withKeys keys: [CustomerKey],
        in environmentID: GUID
    ) async throws(ServiceProblem) -> [Customer] {
        try await customers(withKeys: keys)
    }

    func counts(_ request: CountsRequest) async throws(ServiceProblem) -> [EvaluationCount] {
        service.counts
    }

    func attributes(in environmentID: GUID) async throws(ServiceProblem) -> [ObservedAttribute] {
        []
    }

    func people(_ request: PeopleRequest) async throws(ServiceProblem) -> PeopleAnswer {
        guard case .reply(.people(_, let result))? = answer(.people(request, generation: 0)) else {
            throw .busy
        }
        return try result.get()
    }

    func applications() async throws(ServiceProblem) -> ApplicationsReport {
        service.applications
    }

    func importCustomers(_ customers: [Customer]) async throws(ServiceProblem) -> CustomerImport {
        service.customers += customers
        return CustomerImport(added: customers.count, updated: 0)
    }

    private func answer(_ effect: Effect) -> Message? { service.answer(effect, at: Fixture.now) }
}
