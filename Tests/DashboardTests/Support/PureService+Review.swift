import Experiments
import FlagAPI
import FlagModel

@testable import Dashboard

/// What the review session asks, answered by the same values as a real service's answers.
extension PureService {
    func finding(_ question: ReviewQuestion, at now: Moment) throws -> ReviewFinding {
        switch question {
        case .agenda(let place, let time, let zone):
            return .agenda(agenda(of: place, at: time, zone))
        case .needs(let changes):
            let reach = try reach(of: changes)
            return .needs(
                ReviewAnswer(needs: model.reviewNeeds(of: changes, reach: reach), reach: reach)
            )
        case .shareHabit(let place, let time):
            let entries = page(.shareHabit(at: time)).entries
            return .shareHabit(ShareHabit(entries.reversed(), in: place))
        case .history(let request): return .history(page(request))
        case .people(let request): return .people(try answer(request))
        case .customer(let key, _):
            if let observationsProblem { throw observationsProblem }
            return .customer(customers.first { $0.key == key })
        case .minutes(let place, let from, let until):
            let told = entries.filter { $0.changeSet.time >= from && $0.changeSet.time < until }
            return .minutes(
                try Minutes(
                    of: place,
                    from: from,
                    until: until,
                    before: told.first.flatMap { before[$0.number] } ?? model,
                    entries: told
                )
            )
        }
    }

    private func agenda(of place: GUID, at now: Moment, _ zone: Zone) -> Agenda {
        var sources = Agenda.Sources(
            model: model,
            place: place,
            now: now,
            results: [:],
            use: use
                ?? FlagUse(
                    start: Agenda.Sources.start(months: Agenda.usualMonths, before: now)
                ),
            months: Agenda.usualMonths,
            zone: zone
        )
        let plans = model.environment(place).map { Array($0.experiments) } ?? []
        for plan in plans where plan.state == .running {
            guard let counts = experiments[plan.id] else { continue }
            let result = ExperimentResult(of: plan, counts: counts, now: now)
            let names = ExperimentNames(versions: [:], zone: zone)
            sources.results[plan.id] = ExperimentWords(result, plan: plan, names: names)
        }
        return Agenda(sources)
    }

    private func reach(of changes: [Change]) throws -> [GUID: PeopleReach] {
        var reach: [GUID: PeopleReach] = [:]
        for place in model.placesToCount(for: changes) {
            let answer = try answer(
                PeopleRequest(
                    environmentID: place,
                    question: .changes(changes),
                    slice: .run(from: 0, count: customers.count)
                )
            )
            reach[place] = PeopleReach(
                people: answer.looked - answer.count(.unmoved),
                known: answer.known
            )
        }
        return reach
    }
}
