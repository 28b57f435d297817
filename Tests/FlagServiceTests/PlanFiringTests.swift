import Experiments
import FlagAPI
import FlagModel
import FlagService
import Testing

/// Plans with steps, a rhythm or a guard, at their time.
struct PlanFiringTests {
    private typealias Shop = ScheduleFiringTests.Shop

    private static let hour: Int64 = 3_600_000_000

    private func describe(_ shop: Shop, _ text: String) -> Change {
        .editFlag(
            environment: shop.fixture.live.id,
            flag: shop.flag.id,
            FlagEdit.describe(text)
        )
    }

    /// Plans an experiment that can be watched.
    private func experiment(_ shop: Shop, _ service: LocalService) async throws -> Experiment {
        let experiment = Experiment(
            id: .new,
            key: try Key("watched"),
            name: "Watched",
            flagID: shop.flag.id,
            baselineVariationID: "off",
            metric: .conversion("order", "people who order"),
            plannedDays: 14,
            createdAt: shop.clock.now
        )
        let change = Change.createExperiment(environment: shop.fixture.live.id, experiment)
        _ = try await service.propose(shop.fixture.proposal([change]))
        return experiment
    }

    private func delete(_ id: GUID, _ shop: Shop, _ service: LocalService) async throws {
        let place = shop.fixture.live.id
        let model = try await service.picture().model
        var experiment = try #require(model.environment(place)?.experiment(id))
        experiment.isArchived = true
        _ = try await service.propose(
            shop.fixture.proposal([
                .replaceExperiment(environment: place, experiment),
                .deleteExperiment(environment: place, experiment: id),
            ])
        )
    }

    private func plan(
        _ shop: Shop,
        steps: Int = 1,
        recurrence: Recurrence? = nil,
        stopsWhen: Schedule.StopRule? = nil,
        zone: String = "UTC"
    ) -> Schedule {
        let later = (1..<max(1, steps)).map { step in
            Schedule.Step(
                at: shop.clock.now.adding(microseconds: Int64(step + 1) * Self.hour),
                changes: [describe(shop, "step \(step + 1)")]
            )
        }
        return Schedule(
            id: .new,
            author: "Jo",
            createdAt: shop.clock.now,
            note: "Advent",
            at: shop.clock.now.adding(microseconds: Self.hour),
            title: "Advent",
            changes: [describe(shop, "step 1")],
            zone: zone,
            later: later,
            recurrence: recurrence,
            stopsWhen: stopsWhen
        )
    }

    private func save(_ plan: Schedule, _ shop: Shop, _ service: LocalService) async throws {
        _ = try await service.propose(shop.fixture.proposal([.saveSchedule(plan)]))
    }

    private func scheduled(_ service: LocalService) async throws -> [ChangeSet] {
        try await service.history(HistoryRequest()).entries.reversed().map(\.changeSet)
            .filter { $0.origin == .scheduled }
    }

    @Test func `each step is an entry that keeps the rest waiting`() async throws {
        let shop = try Shop()
        let service = try await shop.begin()
        let plan = plan(shop, steps: 2)
        try await save(plan, shop, service)
        shop.clock.advance(Self.hour)
        await service.fireDueSchedules()

        let first = try #require(try await scheduled(service).first)
        #expect(first.sentence == "changed the description of free-returns in LIVE, as planned")
        #expect(first.note == "Advent")
        #expect(try await service.picture().model.schedules.map(\.at) == [plan.later[0].at])

        shop.clock.advance(Self.hour)
        await service.fireDueSchedules()
        #expect(try await service.picture().model.schedules == [])
        await service.close()
    }

    @Test func `steps that were missed happen in order in one start`() async throws {
        let shop = try Shop()
        let first = try await shop.begin()
        try await save(plan(shop, steps: 3), shop, first)
        await first.close()
        shop.clock.advance(9 * Self.hour)

        let second = try shop.reopen(timer: true)
        let model = try await second.picture().model
        #expect(model.schedules == [])
        let state = model.environment(shop.fixture.live.id)
        #expect(state?.flag(shop.flag.id)?.description == "step 3")
        #expect(try await scheduled(second).count == 3)
        await second.close()
        shop.clock.ring()
    }

    private func daily(_ shop: Shop) -> Recurrence {
        Recurrence(
            turns: [
                .init(.hourly, minute: 0, changes: [describe(shop, "a"), describe(shop, "b")])
            ]
        )
    }

    @Test func `what comes back happens once for all that was missed`() async throws {
        let shop = try Shop()
        let service = try await shop.begin()
        let plan = plan(shop, recurrence: daily(shop))
        try await save(plan, shop, service)
        shop.clock.advance(50 * Self.hour)

        await service.fireDueSchedules()
        await service.fireDueSchedules()

        #expect(try await scheduled(service).count == 1)
        let next = try #require(try await service.picture().model.nextSchedule)
        #expect(next.at > shop.clock.now)
        #expect(next.at <= shop.clock.now.adding(microseconds: Self.hour))

        // The clock is set back: what has happened does not happen again.
        shop.clock.advance(-30 * Self.hour)
        await service.fireDueSchedules()
        #expect(try await scheduled(service).count == 1)
        await service.close()
    }

    @Test func `what does not fit this time comes back the next time`() async throws {
        let shop = try Shop()
        let service = try await shop.begin()
        let gone = Change.editFlag(
            environment: shop.fixture.live.id,
            flag: .new,
            .setEnabled(true)
        )
        let recurrence = Recurrence(turns: [.init(.hourly, minute: 0, changes: [gone])])
        try await save(plan(shop, recurrence: recurrence), shop, service)
        shop.clock.advance(2 * Self.hour)
        await service.fireDueSchedules()

        let entry = try #require(try await scheduled(service).first)
        #expect(entry.sentence == "passed over this time: Advent")
        #expect(entry.note.hasPrefix("Did not happen. There is no flag"))
        #expect(try await service.picture().model.schedules.count == 1)
        await service.close()
    }

    @Test func `what is like that already goes on without a change`() async throws {
        let shop = try Shop()
        let service = try await shop.begin()
        let same = describe(shop, "a")
        let recurrence = Recurrence(turns: [.init(.hourly, minute: 0, changes: [same])])
        try await save(plan(shop, recurrence: recurrence), shop, service)
        for _ in 0..<3 {
            shop.clock.advance(Self.hour)
            await service.fireDueSchedules()
        }

        let entries = try await scheduled(service)
        #expect(entries.map(\.note) == ["Advent", "Advent", "It was like that already."])
        #expect(entries.map(\.steps.count) == [2, 2, 1])
        await service.close()
    }

    @Test func `what is stopped does not happen until it is released`() async throws {
        let shop = try Shop()
        let service = try await shop.begin()
        let plan = plan(shop)
        try await save(plan, shop, service)
        _ = try await service.propose(shop.fixture.proposal([.holdSchedule(plan.id, true)]))
        shop.clock.advance(2 * Self.hour)
        await service.fireDueSchedules()
        #expect(try await scheduled(service) == [])

        let release = try #require(plan.held(true).releasing(at: shop.clock.now, in: .utc))
        _ = try await service.propose(shop.fixture.proposal([release]))
        shop.clock.advance(60_000_000)
        await service.fireDueSchedules()
        #expect(try await scheduled(service).count == 1)
        await service.close()
    }

    @Test func `nothing is planned in a zone that this machine does not know`() async throws {
        let shop = try Shop()
        let service = try await shop.begin()

        await #expect(throws: ServiceProblem.refused(.unknownZone("Mars/Base"))) {
            try await save(plan(shop, zone: "Mars/Base"), shop, service)
        }
        await service.close()
    }

    @Test func `a plan whose guard cannot be asked stops after its first step`() async throws {
        let shop = try Shop()
        let service = try await shop.begin(timer: true)
        let rule = Schedule.StopRule(
            environmentID: shop.fixture.live.id,
            experimentID: try await experiment(shop, service).id
        )
        let plan = plan(shop, steps: 3, stopsWhen: rule)
        try await save(plan, shop, service)
        try await delete(rule.experimentID, shop, service)
        shop.clock.advance(Self.hour)
        await service.fireDueSchedules()
        #expect(try await scheduled(service).count == 1)

        shop.clock.advance(5 * Self.hour)
        await service.fireDueSchedules()
        await service.fireDueSchedules()

        let entries = try await scheduled(service)
        #expect(entries.count == 2)
        #expect(entries.last?.sentence == "stopped the plan: Advent")
        #expect(
            entries.last?.note.hasPrefix("Stopped: nobody can say whether it does harm.") == true
        )
        #expect(try await service.picture().model.schedules.map(\.isHeld) == [true])
        await service.close()
        shop.clock.ring()
    }

    @Test func `a guard is asked at the start without waiting for itself`() async throws {
        let shop = try Shop()
        let first = try await shop.begin()
        let rule = Schedule.StopRule(
            environmentID: shop.fixture.live.id,
            experimentID: try await experiment(shop, first).id,
            isWatching: true
        )
        try await save(plan(shop, steps: 2, stopsWhen: rule), shop, first)
        try await delete(rule.experimentID, shop, first)
        await first.close()
        shop.clock.advance(5 * Self.hour)

        let second = try shop.reopen(timer: true)
        #expect(try await second.picture().model.schedules.map(\.isHeld) == [true])
        await second.close()
        shop.clock.ring()
    }
}
