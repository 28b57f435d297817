import Experiments
import FlagAPI
import FlagModel
import Observations
import Testing

@testable import FlagService

/// A plan that raises a share in steps while an experiment watches, with customers who really
/// report.
struct GuardedPlanTests {
    private static let hour: Int64 = 3_600_000_000
    private static let halves = Serving(parts: [("on", 50_000), ("off", 50_000)])

    /// A shop whose flag is on for nobody, a plan to give it to half and then to everyone, and an
    /// experiment whose guardrail is that people do not see an error.
    private final class Place {
        let shop: ScheduleFiringTests.Shop
        let service: LocalService
        let experiment: Experiment
        let plan: Schedule

        init() async throws {
            let shop = try ScheduleFiringTests.Shop()
            let (place, flag) = (shop.fixture.live.id, shop.flag.id)
            func serve(_ serving: Serving) -> Change {
                .editFlag(environment: place, flag: flag, .setDefaultRule(serving))
            }
            func step(_ hours: Int64, _ serving: Serving) -> Schedule.Step {
                let at = shop.clock.now.adding(microseconds: hours * GuardedPlanTests.hour)
                return Schedule.Step(at: at, changes: [serve(serving)])
            }
            func metric(_ name: String, _ title: String, _ isMoreBetter: Bool) -> Experiment.Metric
            {
                Experiment.Metric(
                    eventName: name,
                    title: title,
                    measure: .conversion,
                    higherIsBetter: isMoreBetter
                )
            }
            var experiment = Experiment(
                id: .new,
                key: try Key("returns"),
                name: "Free returns",
                flagID: flag,
                baselineVariationID: "off",
                metric: metric("order", "people who order", true),
                plannedDays: 14,
                createdAt: shop.clock.now
            )
            experiment.guardrails = [metric("error", "people who see an error", false)]
            // Without a planned size nothing is decided before the first whole day.
            experiment.plannedPeople = 2000
            plan = Schedule(
                id: .new,
                author: "Jo",
                createdAt: shop.clock.now,
                at: shop.clock.now.adding(microseconds: GuardedPlanTests.hour),
                title: "Free returns for everyone",
                changes: [serve(GuardedPlanTests.halves)],
                later: [
                    step(24, Serving(parts: [("on", 75_000), ("off", 25_000)])),
                    step(48, Serving(parts: [("on", 100_000)])),
                ],
                stopsWhen: Schedule.StopRule(environmentID: place, experimentID: experiment.id)
            )
            service = try await shop.begin()
            self.shop = shop
            self.experiment = experiment
            try await make([
                serve(Serving(parts: [("off", 100_000)])),
                .editFlag(environment: place, flag: flag, .setEnabled(true)),
                .createExperiment(environment: place, experiment), .saveSchedule(plan),
            ])
            try await pass(hours: 1)
            try await make([
                .startExperiment(environment: place, experiment: experiment.id, at: nil)
            ])
        }

        func make(_ changes: [Change]) async throws {
            _ = try await service.propose(shop.fixture.proposal(changes))
        }

        /// Time goes by, and what is due happens.
        func pass(hours: Int64) async throws {
            shop.clock.advance(hours * GuardedPlanTests.hour)
            await service.fireDueSchedules()
        }

        /// So many customers of each version come, of whom so many in a hundred see an error.
        func visit(_ count: Int, errorsOn: Int, errorsOff: Int) async throws {
            var items: [ObservedItem] = []
            for number in 0..<count {
                for (version, errors) in [("on", errorsOn), ("off", errorsOff)] {
                    let key = "\(version)-\(shop.clock.now.milliseconds)-\(number)"
                    items.append(try item(key, version, seesError: number % 100 < errors))
                }
            }
            // Reports are taken in pieces.
            for start in stride(from: 0, to: items.count, by: 500) {
                let piece = items[start..<min(start + 500, items.count)]
                try await service.ingest().offer(Array(piece), in: shop.fixture.live.id)
                await service.observations?.flush()
            }
        }

        private func item(
            _ key: String,
            _ version: String,
            seesError: Bool
        ) throws -> ObservedItem {
            let now = shop.clock.now
            let evaluation = ObservedEvaluation(
                flagKey: shop.flag.key.text,
                variationID: version,
                countsForExperiments: true,
                time: now
            )
            let error = ObservedMetric(
                eventName: "error",
                kind: "CustomEvent",
                value: 1,
                time: now.adding(microseconds: 1000)
            )
            return ObservedItem(
                customer: Customer(
                    key: try CustomerKey(key),
                    name: "",
                    attributes: [:],
                    lastSeenAt: nil
                ),
                evaluations: [evaluation],
                metrics: seesError ? [error] : []
            )
        }

        var share: Int {
            get async throws {
                let model = try await service.picture().model
                let flag = model.environment(shop.fixture.live.id)?.flag(shop.flag.id)
                let share = flag?.defaultRule.shares.first { $0.variationID == "on" }
                return share.map { $0.upper - $0.lower } ?? 0
            }
        }

        var isHeld: Bool? {
            get async throws { try await service.picture().model.schedule(plan.id)?.isHeld }
        }

        var lastEntry: ChangeSet? {
            get async throws {
                try await service.history(HistoryRequest(limit: 1)).entries.first?.changeSet
            }
        }
    }

    @Test func `a plan goes on while nothing gets worse`() async throws {
        let place = try await Place()
        #expect(try await place.share == 50_000)
        try await place.visit(400, errorsOn: 5, errorsOff: 5)

        try await place.pass(hours: 24)

        #expect(try await place.share == 75_000)
        #expect(try await place.isHeld == false)
        await place.service.close()
    }

    @Test func `a plan whose guardrail is harmed stops, says why, and waits for a person`()
        async throws
    {
        let place = try await Place()
        try await place.visit(400, errorsOn: 30, errorsOff: 5)

        try await place.pass(hours: 24)

        let stop = try #require(try await place.lastEntry)
        #expect(try await place.share == 50_000)
        #expect(try await place.isHeld == true)
        #expect(stop.sentence == "stopped the plan: Free returns for everyone")
        #expect(
            stop.note
                == "Stopped: Free returns found that people who see an error got worse with On."
        )
        #expect(stop.origin == .scheduled)
        // Time alone changes nothing, also for the step after that.
        try await place.pass(hours: 24 * 7)
        #expect(try await place.share == 50_000)
        #expect(try await place.lastEntry == stop)
        await place.service.close()
    }

    @Test func `who releases it is asked to look again, or says that nobody shall`() async throws {
        let place = try await Place()
        try await place.visit(400, errorsOn: 30, errorsOff: 5)
        try await place.pass(hours: 24)
        func release(isGuarded: Bool) async throws {
            let plan = try #require(try await place.service.picture().model.schedule(place.plan.id))
            let change = plan.releasing(
                at: place.shop.clock.now,
                in: .utc,
                isGuarded: isGuarded
            )
            try await place.make([try #require(change)])
        }

        try await release(isGuarded: true)
        #expect(try await place.isHeld == false)
        try await place.pass(hours: 1)
        #expect(try await place.isHeld == true)
        #expect(try await place.share == 50_000)

        try await release(isGuarded: false)
        try await place.pass(hours: 1)
        #expect(try await place.share == 75_000)
        try await place.pass(hours: 24)
        #expect(try await place.share == 100_000)
        #expect(try await place.service.picture().model.schedules == [])
        await place.service.close()
    }
}
