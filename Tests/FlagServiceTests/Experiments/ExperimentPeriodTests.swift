import FlagAPI
import FlagModel
import FlagService
import Observations
import Testing

/// The start of an experiment reaches the exposures.
struct ExperimentPeriodTests {
    private let fixture: ServiceFixture
    private let flag: Flag

    init() throws {
        fixture = try ServiceFixture()
        flag = try fixture.flag("checkout")
    }

    private var experiment: Experiment {
        get throws {
            Experiment(
                id: GUID.new,
                key: try Key("speed"),
                name: "Checkout speed",
                flagID: flag.id,
                baselineVariationID: "off",
                metric: .conversion("paid", "people who pay"),
                plannedDays: 14,
                createdAt: Moment(milliseconds: 1_780_000_000_000)
            )
        }
    }

    /// Names so many moments of the flag by hand, long before everything else.
    private func namePeriods(_ count: Int) async throws {
        let store = try ObservationStore.open(at: fixture.directory.observations)
        for second in 0..<count {
            try await store.startPeriod(
                ofFlag: "checkout",
                in: fixture.live.id,
                at: Moment(milliseconds: Int64(second) * 1000)
            )
        }
        await store.close()
    }

    private func start(_ experiment: Experiment) -> Change {
        .startExperiment(environment: fixture.live.id, experiment: experiment.id, at: nil)
    }

    @Test func `a start has exposures kept anew from its very moment`() async throws {
        let service = try await fixture.begin()
        let experiment = try experiment
        try await namePeriods(999)

        _ = try await service.propose(
            fixture.proposal([
                .createFlag(environment: fixture.live.id, flag),
                .createExperiment(environment: fixture.live.id, experiment), start(experiment),
            ])
        )
        let model = try await service.picture().model
        await service.close()

        // A thousand moments is the limit: the last one is the start of the run.
        let run = try #require(
            model.environment(fixture.live.id)?.experiment(experiment.id)?.runs.first
        )
        let store = try ObservationStore.open(at: fixture.directory.observations)
        let full = ObservationsError.manyPeriods(flagKey: "checkout", limit: 1000)
        await #expect(throws: full) {
            try await store.startPeriod(
                ofFlag: "checkout",
                in: fixture.live.id,
                at: run.startedAt.adding(microseconds: 1_000_000)
            )
        }
        await store.close()
    }

    @Test func `a start that cannot be told to the exposures stays made, and says so`()
        async throws
    {
        let service = try await fixture.begin()
        let experiment = try experiment
        try await namePeriods(1000)
        _ = try await service.propose(
            fixture.proposal([
                .createFlag(environment: fixture.live.id, flag),
                .createExperiment(environment: fixture.live.id, experiment),
            ])
        )

        let proposal = fixture.proposal([start(experiment)])
        let problem = await #expect(throws: ServiceProblem.self) {
            try await service.propose(proposal)
        }
        #expect(
            problem?.description.contains(
                "Checkout speed was started (entry 3), but it will not count"
            ) == true
        )

        let state = try await service.picture().model.environment(fixture.live.id)
        #expect(state?.experiment(experiment.id)?.state == .running)
        await service.close()
    }
}
