public import Experiments
public import FlagAPI
import FlagModel
import Observations

extension LocalService {
    private static let day: Int64 = 86_400_000_000

    /// What customers did lately who would have taken part in an experiment.
    public func planTraffic(
        _ request: ExperimentCountsRequest
    ) async throws(ServiceProblem) -> PlanTraffic {
        let picture = try await picture()
        guard let state = picture.model.environment(request.environmentID) else {
            throw .refused(.unknown(.environment, request.environmentID.text))
        }
        guard let plan = state.experiment(request.experimentID) else {
            throw .refused(.unknown(.experiment, request.experimentID.text))
        }
        guard let flag = state.flag(plan.flagID) else {
            throw .refused(.unknown(.flag, plan.flagID.text))
        }
        let weeks = (plan.plannedDays + 6) / 7
        let range = PlanTraffic.dayRange
        let days = min(max(7 * weeks, range.lowerBound), range.upperBound)
        let start = world.now().adding(microseconds: -Int64(days) * Self.day)
        let run = try Self.pastRun(of: plan, flag, in: state, since: start)
        let traffic = try await asking { store throws(ObservationsError) in
            try await store.planTraffic(of: run, baselineID: plan.baselineVariationID)
        }
        return PlanTraffic(
            source: traffic.source,
            counts: traffic.counts,
            days: days,
            weights: flag.plannedWeights(baseline: plan.baselineVariationID)
        )
    }

    /// The run that would be counted now, had the plan been started at a moment.
    private static func pastRun(
        of plan: Experiment,
        _ flag: Flag,
        in state: EnvironmentState,
        since start: Moment
    ) throws(ServiceProblem) -> ExperimentRun {
        let ids = flag.variations.map(\.id)
        let metrics = plan.metrics.map { metric in
            var metric = FoldMetric(metric)
            // What was before the past would help an experiment; a plan does without.
            metric.usesPast = false
            return metric
        }
        let place = state.environment.id
        do throws(FoldPlanError) {
            return ExperimentRun(
                id: ExperimentRun.ID(
                    environmentID: place,
                    experimentID: plan.id,
                    run: plan.runs.count
                ),
                flagKey: flag.key.text,
                plan: try FoldPlan(
                    variationIDs: ids,
                    metrics: metrics,
                    start: start,
                    periods: [FoldPlan.Period(since: start, weights: ids.map { _ in 1 })],
                    pastDays: 0
                ),
                events: plan.metrics.map(\.events),
                admission: RunAdmission(
                    plan,
                    flag: flag,
                    audience: plan.audienceID.flatMap { state.audience($0) },
                    in: place
                )
            )
        } catch {
            throw .observations(text: cannotCount(plan, error))
        }
    }
}
