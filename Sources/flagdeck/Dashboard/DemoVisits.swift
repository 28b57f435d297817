import Evaluation
import FlagAPI
import FlagModel
import FlagService
import Observations
import SampleCompany

/// What the sample company's shop would have reported during the last day, so that the demo has
/// charts and customers who were seen.
enum DemoVisits {
    /// Visits in each hour of the day, from midnight.
    private static let visitsByHour = [
        9, 6, 4, 3, 3, 5, 11, 22, 34, 41, 46, 49, 55, 52, 47, 44, 46, 53, 62, 71, 74, 60, 38, 19,
    ]
    /// Flags that the shop asks for in one visit.
    private static let flagsOfVisit = 40
    private static let hour: Int64 = 3_600_000_000

    /// Reports visits to the LIVE environment up to now.
    static func report(to service: LocalService, customers: [Customer]) async throws {
        let model = try await service.picture().model
        guard let state = model.environments.first(where: \.environment.isLive) else { return }
        let ingest = try await service.ingest()
        var random = SplitMix64(seed: 24)
        // Not until the clock's now: the same every time, however long making them takes.
        let visits = visits(
            Evaluator(state),
            customers,
            until: SampleCompany.now,
            using: &random
        )
        ingest.offer(visits, in: state.environment.id)
    }

    private static func visits(
        _ evaluator: Evaluator,
        _ customers: [Customer],
        until now: Moment,
        using random: inout SplitMix64
    ) -> [ObservedItem] {
        let flags = evaluator.flags.filter { !$0.flag.isArchived }
        guard !flags.isEmpty, !customers.isEmpty else { return [] }
        var visits: [ObservedItem] = []
        for hoursAgo in 0..<Int64(24) {
            let end = now.microseconds - hoursAgo * hour
            let hourOfDay = CalendarTime(Moment(microseconds: end)).hour
            for _ in 0..<visitsByHour[hourOfDay] {
                let time = Moment(microseconds: end - Int64.random(in: 0..<hour, using: &random))
                let customer = customers[Int.random(in: customers.indices, using: &random)]
                let asked = (0..<flagsOfVisit).map { _ in
                    flags[Int.random(in: flags.indices, using: &random)]
                }
                visits.append(visit(customer, asked, evaluator, at: time))
            }
        }
        return visits
    }

    private static func visit(
        _ customer: Customer,
        _ flags: [CompiledFlag],
        _ evaluator: Evaluator,
        at time: Moment
    ) -> ObservedItem {
        let asker = EvaluationCustomer(customer)
        let evaluations = flags.compactMap { flag -> ObservedEvaluation? in
            let answer = evaluator.answer(flag, for: asker)
            guard let index = answer.variationIndex else { return nil }
            return ObservedEvaluation(
                flagKey: flag.flag.key.text,
                variationID: flag.flag.variations[index].id,
                countsForExperiments: answer.countsForExperiments,
                time: time
            )
        }
        return ObservedItem(customer: customer, evaluations: evaluations)
    }
}
