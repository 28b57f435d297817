public import Experiments
public import FlagAPI
public import FlagModel
import Observations

extension LocalService {
    /// The metric events that applications of an environment report.
    public func eventNames(
        in environmentID: GUID
    ) async throws(ServiceProblem) -> [ObservedEvent] {
        try await asking { store throws(ObservationsError) in
            try await store.eventNames(in: environmentID)
        }
    }

    /// What was counted of a run of an experiment.
    public func experimentCounts(
        _ request: ExperimentCountsRequest
    ) async throws(ServiceProblem) -> ExperimentCounts {
        let run = try await run(request)
        guard request.firstVersionCounts else {
            return try await asking { store throws(ObservationsError) in
                try await store.counts(of: run)
            }
        }
        let counts = try await asking { store throws(ObservationsError) in
            try await store.countsByFirstVersion(of: run)
        }
        guard let counts else {
            throw .observations(
                text: "What customers saw first is not known any more: what happened in this run "
                    + "is kept as counts only. Look at the counts as they are."
            )
        }
        return counts
    }

    /// What was counted of a run by what customers have in one attribute.
    public func experimentGroups(
        _ request: ExperimentGroupsRequest
    ) async throws(ServiceProblem) -> [ExperimentGroup] {
        let run = try await run(request.counts)
        return try await asking { store throws(ObservationsError) in
            try await store.groups(of: run, by: request.attribute)
        }
    }

    /// What splitting the baseline's customers at random claims.
    public func checkSetup(
        _ request: ExperimentCountsRequest
    ) async throws(ServiceProblem) -> SetupCheck {
        let run = try await run(request)
        let state = try await picture().model.environment(request.environmentID)
        guard let plan = state?.experiment(request.experimentID) else {
            throw .refused(.unknown(.experiment, request.experimentID.text))
        }
        let arm = run.plan.variationIDs.firstIndex(of: plan.baselineVariationID) ?? 0
        let sample = try await asking { store throws(ObservationsError) in
            try await store.sample(of: run, arm: arm, metric: 0)
        }
        return await Self.check(sample, plan.metric)
    }

    @concurrent
    private static func check(_ sample: SetupSample, _ metric: Experiment.Metric) async
        -> SetupCheck
    {
        SetupCheck(sample, metric: metric)
    }
}

// MARK: - Counting while applications report

extension LocalService {
    /// Days after its end in which what belongs to a run can still arrive.
    private static let lateDays = 7

    /// Counts every experiment that runs from now on, batch by batch, once applications report to
    /// this process.
    func followExperiments() {
        guard observations != nil, !isClosed else { return }
        let earlier = following
        following = Task(executorPreference: world.executor) {
            await earlier?.value
            await self.follow()
        }
    }

    private func follow() async {
        guard let store = observations, !isClosed else { return }
        var runs: [ExperimentRun] = []
        for request in state.model.runsToFollow(at: world.now(), lateDays: Self.lateDays) {
            if let run = try? await run(request) { runs.append(run) }
        }
        await store.follow(runs)
    }
}

extension Model {
    /// The last runs of experiments that run, or ended so lately that something may still arrive.
    fileprivate func runsToFollow(at now: Moment, lateDays: Int) -> [ExperimentCountsRequest] {
        let oldest = now.adding(microseconds: -Int64(lateDays) * 86_400_000_000)
        return environments.flatMap { state in
            state.experiments.filter { experiment in
                guard experiment.state != .planned else { return false }
                return experiment.withRuns.runs.last?.endedAt.map { $0 > oldest } ?? true
            }.map {
                ExperimentCountsRequest(
                    environmentID: state.environment.id,
                    experimentID: $0.id
                )
            }
        }
    }
}

extension Change {
    /// Whether it can begin or end a run, or change what is counted of one.
    var isAboutExperiments: Bool {
        switch subject {
        case .experiment, .flag: true
        case .project, .environment, .person, .audience, .webhook, .trigger, .draft, .schedule:
            false
        }
    }
}
