import Experiments
import FlagAPI
import FlagModel
import Observations
import Testing

@testable import FlagService

/// An experiment from the plan to the counts, through the service.
struct ExperimentCountsTests {
    private let fixture: ServiceFixture

    init() throws {
        fixture = try ServiceFixture()
    }

    /// A flag that is on and split in halves, with an experiment on it that is planned.
    private func begin(
        _ service: LocalService,
        _ change: (inout Flag, inout Experiment) throws -> Void = { _, _ in }
    ) async throws -> (flag: Flag, experiment: Experiment) {
        var flag = try fixture.flag("checkout")
        flag.isEnabled = true
        flag.defaultRule = Serving(parts: [("on", 50_000), ("off", 50_000)])
        var experiment = Experiment(
            id: .new,
            key: try Key("faster"),
            name: "Faster checkout",
            flagID: flag.id,
            baselineVariationID: "off",
            metric: .conversion("order", "people who order"),
            plannedDays: 14,
            createdAt: fixture.world.now()
        )
        try change(&flag, &experiment)
        _ = try await service.propose(
            fixture.proposal([
                .createFlag(environment: fixture.live.id, flag),
                .createExperiment(environment: fixture.live.id, experiment),
            ])
        )
        return (flag, experiment)
    }

    private func start(_ experiment: Experiment, _ service: LocalService) async throws {
        _ = try await service.propose(
            fixture.proposal([
                .startExperiment(
                    environment: fixture.live.id,
                    experiment: experiment.id,
                    at: nil
                )
            ])
        )
    }

    private func stop(_ experiment: Experiment, _ service: LocalService) async throws {
        _ = try await service.propose(
            fixture.proposal([
                .stopExperiment(environment: fixture.live.id, experiment: experiment.id, at: nil)
            ])
        )
    }

    /// Somebody is given a version now and, if said so, orders.
    private func visit(
        _ key: String,
        _ version: String,
        orders: Bool,
        _ service: LocalService,
        _ attributes: [String: String] = [:]
    ) async throws {
        let now = fixture.world.now()
        let item = ObservedItem(
            customer: Customer(
                key: try CustomerKey(key),
                name: "",
                attributes: attributes,
                lastSeenAt: nil
            ),
            evaluations: [
                ObservedEvaluation(
                    flagKey: "checkout",
                    variationID: version,
                    countsForExperiments: true,
                    time: now
                )
            ],
            metrics: orders
                ? [
                    ObservedMetric(
                        eventName: "order",
                        kind: "CustomEvent",
                        value: 1,
                        time: now.adding(microseconds: 1_000)
                    )
                ] : []
        )
        try await service.ingest().offer([item], in: fixture.live.id)
        await service.observations?.flush()
    }

    private func request(_ experiment: Experiment, run: Int? = nil) -> ExperimentCountsRequest {
        ExperimentCountsRequest(
            environmentID: fixture.live.id,
            experimentID: experiment.id,
            run: run
        )
    }

    @Test func `people of each version and what they did are counted from the start on`()
        async throws
    {
        let service = try await fixture.begin()
        let (_, experiment) = try await begin(service)
        try await visit("early", "on", orders: true, service)
        try await start(experiment, service)

        try await visit("C-1", "on", orders: true, service)
        try await visit("C-2", "off", orders: false, service)
        try await visit("C-3", "off", orders: true, service)
        let counts = try await service.experimentCounts(request(experiment))

        let arms = counts.days[0].periods[0].arms
        #expect(counts.variationIDs == ["on", "off"])
        #expect(arms.map(\.people) == [1, 2])
        #expect(arms.map { $0.metrics[0].active } == [1, 1])
        #expect(counts.days[0].periods.map(\.weights) == [[50_000, 50_000]])
        #expect(counts.run == 0)
        await service.close()
    }

    @Test func `a run that is over stays as it was, and the next one counts anew`() async throws {
        let service = try await fixture.begin()
        let (_, experiment) = try await begin(service)
        try await start(experiment, service)
        try await visit("C-1", "on", orders: true, service)
        try await stop(experiment, service)
        try await visit("C-2", "on", orders: true, service)
        try await start(experiment, service)
        try await visit("C-3", "off", orders: true, service)

        let first = try await service.experimentCounts(request(experiment, run: 0))
        let last = try await service.experimentCounts(request(experiment))

        #expect(first.days[0].periods[0].arms.map(\.people) == [1, 0])
        #expect(last.run == 1)
        #expect(last.days[0].periods[0].arms.map(\.people) == [0, 1])
        await service.close()
        let again = try fixture.reopen()
        #expect(
            try await again.experimentCounts(request(experiment, run: 0)).days == first.days
        )
        await again.close()
    }

    @Test func `a version that the flag gets after the end is nothing to a run that is over`()
        async throws
    {
        let service = try await fixture.begin()
        let (flag, experiment) = try await begin(service)
        try await start(experiment, service)
        try await visit("C-1", "on", orders: true, service)
        try await stop(experiment, service)
        let before = try await service.experimentCounts(request(experiment))
        let version = Variation(id: "third", name: "Third", value: "true")
        _ = try await service.propose(fixture.edit(flag, .addVariation(version, at: 0)))

        let after = try await service.experimentCounts(request(experiment))

        #expect(after.variationIDs == ["on", "off"])
        #expect(after.days == before.days)
        await service.close()
    }

    @Test func `a change of the shares begins a stretch of its own`() async throws {
        let service = try await fixture.begin()
        let (flag, experiment) = try await begin(service)
        try await start(experiment, service)
        try await visit("C-1", "on", orders: false, service)
        let serving = Serving(parts: [("on", 90_000), ("off", 10_000)])
        _ = try await service.propose(fixture.edit(flag, .rename("Checkout")))
        _ = try await service.propose(fixture.edit(flag, .setDefaultRule(serving)))
        try await visit("C-2", "off", orders: false, service)

        let periods = try await service.experimentCounts(request(experiment)).days[0].periods

        #expect(periods.map(\.weights) == [[50_000, 50_000], [90_000, 10_000]])
        #expect(periods.map { $0.arms.map(\.people) } == [[1, 0], [0, 1]])
        await service.close()
    }

    @Test func `who came while the split was not known is held against no later one`()
        async throws
    {
        let service = try await fixture.begin()
        let german = Rule(
            id: "german",
            name: "German",
            conditions: [Condition(id: "1", test: .attribute("country", .equal, "DE"))],
            serving: Serving(parts: [("on", 80_000), ("off", 20_000)])
        )
        let (flag, experiment) = try await begin(service) { flag, _ in flag.rules = [german] }
        try await start(experiment, service)
        try await visit("C-1", "on", orders: false, service)
        _ = try await service.propose(fixture.edit(flag, .removeRule(german.id)))
        try await visit("C-2", "off", orders: false, service)

        let periods = try await service.experimentCounts(request(experiment)).days[0].periods

        #expect(periods.map(\.weights) == [[0, 0], [50_000, 50_000]])
        #expect(periods.map { $0.arms.map(\.people) } == [[1, 0], [0, 1]])
        await service.close()
    }

    @Test func `a flag that is turned on after the start has one stretch`() async throws {
        let service = try await fixture.begin()
        let (flag, experiment) = try await begin(service) { flag, _ in flag.isEnabled = false }
        try await start(experiment, service)
        _ = try await service.propose(fixture.edit(flag, .setEnabled(true)))
        try await visit("C-1", "on", orders: false, service)

        let periods = try await service.experimentCounts(request(experiment)).days[0].periods

        #expect(periods.map(\.weights) == [[50_000, 50_000]])
        await service.close()
    }

    @Test func `who is named on the flag, or not in the audience at the start, is left out`()
        async throws
    {
        let service = try await fixture.begin()
        var audience = Audience(
            id: .new,
            key: try Key("plus"),
            name: "Plus",
            createdAt: fixture.world.now()
        )
        audience.members = [try CustomerKey("C-1"), try CustomerKey("C-2")]
        let plus = audience
        _ = try await service.propose(
            fixture.proposal([.createAudience(environment: fixture.live.id, plus)])
        )
        let (_, experiment) = try await begin(service) { flag, experiment in
            flag.targets = [Target(variationID: "on", customers: [try CustomerKey("C-1")])]
            experiment.audienceID = plus.id
        }
        try await start(experiment, service)
        _ = try await service.propose(
            fixture.proposal([
                .editAudience(
                    environment: fixture.live.id,
                    audience: plus.id,
                    .addMembers([Insertion(try CustomerKey("C-3"), at: 0)])
                )
            ])
        )

        for key in ["C-1", "C-2", "C-3"] {
            try await visit(key, "on", orders: true, service)
        }
        let day = try await service.experimentCounts(request(experiment)).days[0]

        #expect(day.periods[0].arms.map(\.people) == [1, 0])
        #expect(day.leftOut == 2)
        await service.close()
    }

    @Test func `groups, the check of the setup and the events are answered, too`() async throws {
        let service = try await fixture.begin()
        let (_, experiment) = try await begin(service)
        try await start(experiment, service)
        for number in 0..<20 {
            try await visit(
                "C-\(number)",
                number % 2 == 0 ? "on" : "off",
                orders: number % 4 == 1,
                service,
                ["country": number < 15 ? "DE" : "FR"]
            )
        }

        let groups = try await service.experimentGroups(
            ExperimentGroupsRequest(counts: request(experiment), attribute: "country")
        )
        let check = try await service.checkSetup(request(experiment))
        let events = try await service.eventNames(in: fixture.live.id)

        #expect(groups.map(\.name) == [.value("DE"), .value("FR")])
        #expect(groups[0].counts.days[0].periods[0].arms.map(\.people) == [8, 7])
        #expect(check.people == 10)
        #expect(events.map(\.name) == ["order"])
        #expect(check.pValues.count > 500)
        await service.close()
    }

    @Test func `what a plan will show is reckoned from who came before the start`() async throws {
        let service = try await fixture.begin()
        let (_, experiment) = try await begin(service)
        for number in 0..<20 {
            try await visit(
                "C-\(number)",
                number % 2 == 0 ? "on" : "off",
                orders: number < 5,
                service
            )
        }

        let traffic = try await service.planTraffic(request(experiment))

        #expect(traffic.source == .flag)
        #expect(traffic.days == 14)
        #expect(traffic.weights == [50_000, 50_000])
        #expect(traffic.people == 20)
        #expect(traffic.counts.variationIDs == ["off"])
        let metric = try #require(traffic.counts.days.last?.periods[0].arms[0].metrics[0])
        #expect(metric.active == 5)
        await service.close()
    }

    @Test(arguments: [(1, 7), (8, 14), (28, 28), (29, 28), (365, 28)])
    func `whole weeks are looked at, and four at the most`(planned: Int, looked: Int) async throws {
        let service = try await fixture.begin()
        let (_, experiment) = try await begin(service) { $1.plannedDays = planned }

        #expect(try await service.planTraffic(request(experiment)).days == looked)
        await service.close()
    }

    @Test func `a flag without shares is planned in halves, and an unknown experiment refused`()
        async throws
    {
        let service = try await fixture.begin()
        let (_, experiment) = try await begin(service) { flag, _ in
            flag.isEnabled = false
            flag.defaultRule = Serving(everyone: "off")
        }

        #expect(try await service.planTraffic(request(experiment)).weights == [1, 1])
        let unknown = GUID.new
        await #expect(throws: ServiceProblem.refused(.unknown(.experiment, unknown.text))) {
            try await service.planTraffic(
                ExperimentCountsRequest(environmentID: fixture.live.id, experimentID: unknown)
            )
        }
        await service.close()
    }

    @Test func `who saw two versions can be counted under the first`() async throws {
        let service = try await fixture.begin()
        let (_, experiment) = try await begin(service)
        try await start(experiment, service)
        try await visit("C-1", "on", orders: true, service)
        try await visit("C-2", "off", orders: true, service)
        try await visit("C-1", "off", orders: false, service)

        var question = request(experiment)
        let counted = try await service.experimentCounts(question)
        question.firstVersionCounts = true
        let first = try await service.experimentCounts(question)

        #expect(counted.days.last?.mixed == 1)
        #expect(counted.days.last?.periods[0].arms.map(\.people) == [0, 1])
        #expect(first.days.last?.mixed == 0)
        #expect(first.days.last?.periods[0].arms.map(\.people) == [1, 1])
        await service.close()
    }

    @Test func `what never ran or does not exist is refused in words`() async throws {
        let service = try await fixture.begin()
        let (_, experiment) = try await begin(service)

        let never = await #expect(throws: ServiceProblem.self) {
            try await service.experimentCounts(request(experiment))
        }
        #expect(
            never
                == .observations(
                    text: "\"Faster checkout\" was never started, so nothing was counted. "
                        + "Start it with `flagdeck experiment start faster`."
                )
        )
        try await start(experiment, service)
        let second = await #expect(throws: ServiceProblem.self) {
            try await service.experimentCounts(request(experiment, run: 1))
        }
        #expect(
            second == .observations(text: "\"Faster checkout\" has no run 2: it has 1 run.")
        )
        let unknown = GUID.new
        await #expect(throws: ServiceProblem.refused(.unknown(.experiment, unknown.text))) {
            try await service.experimentCounts(
                ExperimentCountsRequest(environmentID: fixture.live.id, experimentID: unknown)
            )
        }
        await service.close()
    }
}
