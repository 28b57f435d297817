import Experiments
import FlagAPI
import FlagModel
import Observations

extension LocalService {
    /// What has to be counted of a run: the plan, and the flag's splits since the run began.
    ///
    /// - Complexity: the first time, O(*n*) in the entries since the run began; then none until the
    ///   experiment or its flag changes.
    func run(
        _ request: ExperimentCountsRequest
    ) async throws(ServiceProblem) -> ExperimentRun {
        let picture = try await picture()
        guard let state = picture.model.environment(request.environmentID) else {
            throw .refused(.unknown(.environment, request.environmentID.text))
        }
        guard let plan = state.experiment(request.experimentID)?.withRuns else {
            throw .refused(.unknown(.experiment, request.experimentID.text))
        }
        let number = request.run ?? plan.runs.count - 1
        guard plan.runs.indices.contains(number) else {
            throw .observations(text: Self.neverRan(plan, request.run))
        }
        let id = ExperimentRun.ID(
            environmentID: request.environmentID,
            experimentID: plan.id,
            run: number
        )
        let source = RunBook.Source(experiment: plan, flag: state.flag(plan.flagID))
        if let known = runBook.run(id, of: source) { return known }
        let run = try await makeRun(id, of: plan, at: picture)
        runBook.keep(run, of: source)
        return run
    }

    private static func neverRan(_ plan: Experiment, _ run: Int?) -> String {
        guard let run, !plan.runs.isEmpty else {
            return "\"\(plan.name)\" was never started, so nothing was counted. Start it with "
                + "`flagdeck experiment start \(plan.key.text)`."
        }
        let runs = plan.runs.count == 1 ? "1 run" : "\(plan.runs.count) runs"
        return "\"\(plan.name)\" has no run \(run + 1): it has \(runs)."
    }

    private func makeRun(
        _ id: ExperimentRun.ID,
        of plan: Experiment,
        at picture: Picture
    ) async throws(ServiceProblem) -> ExperimentRun {
        let times = plan.runs[id.run]
        let began = try await self.picture(at: .time(times.startedAt)).picture
        let then = began.model.environment(id.environmentID)
        // What becomes of the flag after the end is nothing to a run that is over.
        let last = try await ended(times)?.model ?? picture.model
        guard
            let flag = last.environment(id.environmentID)?.flag(plan.flagID)
                ?? then?.flag(plan.flagID)
        else { throw .refused(.unknown(.flag, plan.flagID.text)) }
        let periods = try await periods(of: plan, id, times, flag, since: began)
        do throws(FoldPlanError) {
            return ExperimentRun(
                id: id,
                flagKey: flag.key.text,
                plan: try FoldPlan(
                    plan,
                    run: id.run,
                    variationIDs: flag.variations.map(\.id),
                    periods: periods
                ),
                events: plan.metrics.map(\.events),
                admission: RunAdmission(
                    plan,
                    flag: then?.flag(plan.flagID),
                    audience: plan.audienceID.flatMap { then?.audience($0) },
                    in: id.environmentID
                )
            )
        } catch {
            throw .observations(text: Self.cannotCount(plan, error))
        }
    }

    private func ended(_ times: Experiment.Run) async throws(ServiceProblem) -> Picture? {
        guard let end = times.endedAt else { return nil }
        return try await self.picture(at: .time(end)).picture
    }

    static func cannotCount(_ plan: Experiment, _ error: FoldPlanError) -> String {
        let reason =
            switch error {
            case .versions: "its flag has more than \(FoldPlan.mostVersions) versions"
            case .metrics: "it has more than \(FoldPlan.mostMetrics) metrics"
            case .periods, .weights: "its flag's shares were changed too often while it ran"
            case .days: "the days of a metric are out of order"
            case .run: "it has no such run"
            }
        return "\"\(plan.name)\" cannot be counted: \(reason). Start it anew with a smaller plan."
    }

    /// The splits of a flag while a run went on, the oldest first.
    private func periods(
        of plan: Experiment,
        _ id: ExperimentRun.ID,
        _ times: Experiment.Run,
        _ flag: Flag,
        since began: Picture
    ) async throws(ServiceProblem) -> [FoldPlan.Period] {
        let ids = flag.variations.map(\.id)
        let first = began.model.environment(id.environmentID)?.flag(flag.id).weights(of: ids)
        var periods = [
            FoldPlan.Period(since: times.startedAt, weights: first ?? ids.map { _ in 0 })
        ]
        /// Nobody could come yet; a split that is not known is another thing, and stays.
        var isUnused = first == nil
        for (number, time) in try await changes(of: flag.id, in: id.environmentID, times) {
            guard number > began.entry else { continue }
            let state = try await model(after: number).environment(id.environmentID)
            guard let weights = state?.flag(flag.id).weights(of: ids),
                let last = periods.last, isUnused || weights != last.weights
            else { continue }
            if isUnused || last.since >= time {
                periods[periods.count - 1].weights = weights
            } else if periods.count < FoldPlan.mostPeriods {
                periods.append(FoldPlan.Period(since: time, weights: weights))
            }
            isUnused = false
        }
        return periods
    }

    /// The entries that touched a flag while a run went on, the oldest first.
    private func changes(
        of flag: GUID,
        in environment: GUID,
        _ times: Experiment.Run
    ) async throws(ServiceProblem) -> [(number: UInt64, time: Moment)] {
        var request = HistoryRequest(
            limit: HistoryRequest.maximumLimit,
            subjects: [.flag(environment: environment, flag)],
            from: times.startedAt,
            until: times.endedAt
        )
        var found: [(number: UInt64, time: Moment)] = []
        repeat {
            let page = try await history(request)
            found += page.entries.map { ($0.number, $0.changeSet.time) }
            request.before = page.next
        } while request.before != nil
        return found.reversed()
    }
}

extension Flag? {
    /// The parts of versions; `nil` while nobody is given any, or there is no flag.
    fileprivate func weights(of ids: [String]) -> [Int]? {
        guard let flag = self, let split = flag.experimentSplit else { return nil }
        return ids.map { id in
            flag.variations.firstIndex { $0.id == id }.map { split[$0] } ?? 0
        }
    }
}

extension Experiment {
    /// A plan that was running before runs were written down ran from the day it was made.
    var withRuns: Experiment {
        guard runs.isEmpty, state != .planned else { return self }
        var plan = self
        plan.runs = [Run(startedAt: createdAt)]
        return plan
    }
}

extension Experiment.Metric {
    /// The names of the events that are counted.
    var events: ExperimentRun.EventNames {
        if case .ratio(let over) = measure {
            return ExperimentRun.EventNames(value: eventName, over: over)
        }
        return ExperimentRun.EventNames(value: eventName)
    }
}
