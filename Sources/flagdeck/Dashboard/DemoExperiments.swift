import Evaluation
import FlagAPI
import FlagModel
import FlagService
import Observations
import SampleCompany

/// What the sample company's customers saw and did while its experiments ran, reported day by day
/// in the way of every application.
enum DemoExperiments {
    private static let day: Int64 = 86_400_000_000

    /// Reports all of it for the LIVE environment, and waits until it is written.
    static func report(to service: LocalService, customers: [Customer]) async throws {
        let model = try await service.picture().model
        guard let state = model.environments.first(where: \.environment.isLive) else { return }
        let experiments = state.experiments.sorted { $0.key < $1.key }
        let reports = experiments.flatMap { experiment in
            // The clock of the demo goes on from here; what happened before is always the same.
            visits(of: experiment, in: state, model, customers, until: SampleCompany.now)
        }
        try await service.report(days(of: reports), in: state.environment.id)
    }

    private static func visits(
        of experiment: Experiment,
        in state: EnvironmentState,
        _ model: Model,
        _ customers: [Customer],
        until now: Moment
    ) -> [(item: ObservedItem, time: Moment)] {
        guard let flag = state.flag(experiment.flagID) else { return [] }
        // A flag that is off by now was on while the experiment ran.
        let on = Change.editFlag(
            environment: state.environment.id,
            flag: flag.id,
            .setEnabled(true)
        )
        let then = (try? model.previewing([on]))?.environment(state.environment.id) ?? state
        let evaluator = Evaluator(then, only: flag.id)
        guard let compiled = evaluator.flags.first else { return [] }
        let visits = ExperimentVisits.visits(
            of: experiment,
            with: flag,
            by: customers,
            until: now
        ) { customer in
            let answer = evaluator.answer(compiled, for: EvaluationCustomer(customer))
            // Staff have a rule of their own, and try things.
            guard answer.reason == .defaultRule else { return nil }
            return answer.variationIndex.map { flag.variations[$0].id }
        }
        return visits.map { visit in
            let seen = ObservedEvaluation(
                flagKey: flag.key.text,
                variationID: visit.variationID,
                countsForExperiments: true,
                time: visit.time
            )
            let done = visit.events.map { event in
                ObservedMetric(
                    eventName: event.name,
                    kind: "CustomEvent",
                    value: event.value,
                    time: event.time
                )
            }
            let last = visit.events.map(\.time).max() ?? visit.time
            return (
                ObservedItem(customer: visit.customer, evaluations: [seen], metrics: done),
                max(visit.time, last)
            )
        }
    }

    /// What each day brought, received when the last of it had happened.
    private static func days(
        of items: [(item: ObservedItem, time: Moment)]
    ) -> [(items: [ObservedItem], receivedAt: Moment)] {
        Dictionary(grouping: items) { $0.time.microseconds / day }
            .sorted { $0.key < $1.key }
            .compactMap { _, items in
                let sorted = items.sorted { $0.time < $1.time }
                return sorted.last.map { (sorted.map(\.item), $0.time) }
            }
    }
}

extension EvaluationCustomer {
    /// A known customer, as an application would describe them.
    init(_ customer: Customer) {
        self.init(
            key: customer.key.text,
            name: customer.name,
            attributes: customer.attributes.map { (name: $0.key, value: $0.value) }
        )
    }
}
