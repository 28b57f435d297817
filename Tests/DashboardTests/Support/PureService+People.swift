import Evaluation
import FlagAPI
import FlagModel

@testable import Dashboard

/// Questions about everybody, answered the slow way.
extension PureService {
    func answer(_ request: PeopleRequest) throws(Refusal) -> PeopleAnswer {
        let (chosen, next) = chosen(request.slice)
        var answer = PeopleAnswer(known: customers.count)
        answer.next = next
        answer.looked = chosen.count
        let place = request.environmentID
        for customer in chosen {
            for name in try names(request.question, of: customer, in: place) {
                let person = PeopleAnswer.Person(key: customer.key, name: customer.name)
                answer.add(
                    PeopleAnswer(
                        known: customers.count,
                        looked: 0,
                        next: next,
                        groups: [.init(name: name, count: 1, samples: [person])]
                    )
                )
            }
        }
        return answer
    }

    private func chosen(_ slice: PeopleRequest.Slice) -> (some: [Customer], next: Int?) {
        switch slice {
        case .spread(let count):
            let step = max(1, customers.count / max(1, count))
            return (stride(from: 0, to: customers.count, by: step).map { customers[$0] }, nil)
        case .run(let from, let count):
            let end = min(customers.count, from + count)
            return (Array(customers[min(from, end)..<end]), end < customers.count ? end : nil)
        }
    }

    private func names(
        _ question: PeopleQuestion,
        of customer: Customer,
        in place: GUID
    ) throws(Refusal) -> [PeopleAnswer.Name] {
        let asker = EvaluationCustomer(
            key: customer.key.text,
            name: customer.name,
            attributes: customer.attributes.map { (name: $0.key, value: $0.value) }
        )
        guard let now = picture.model.environment(place) else {
            throw .unknown(.environment, place.text)
        }
        switch question {
        case .changes(let changes):
            guard let after = try picture.model.previewing(changes).environment(place) else {
                return []
            }
            return moves(from: now, to: after, asker)
        case .sides(let changes):
            guard let after = try picture.model.previewing(changes).environment(place) else {
                return []
            }
            return sides(from: now, to: after, asker)
        case .flag(let flag, let changes):
            let model = try picture.model.previewing(changes)
            return model.environment(place).map { served(flag, in: $0, asker) } ?? []
        case .audience(let audience): return inside(audience, in: now, asker)
        case .overlap(let first, let second):
            let ids = Set(Evaluator(now).audiences(of: asker).map(\.id))
            switch (ids.contains(first), ids.contains(second)) {
            case (true, true): return [.inside]
            case (true, false): return [.onlyFirst]
            case (false, true): return [.onlySecond]
            case (false, false): return []
            }
        }
    }

    private func moves(
        from now: EnvironmentState,
        to after: EnvironmentState,
        _ asker: EvaluationCustomer
    ) -> [PeopleAnswer.Name] {
        let moves = sides(from: now, to: after, asker).filter {
            if case .move(_, let from, let to) = $0 { from != to } else { false }
        }
        return moves.isEmpty ? [.unmoved] : moves
    }

    /// What somebody gets of every flag before and after; flags that are the same on both sides are
    /// told as well.
    private func sides(
        from now: EnvironmentState,
        to after: EnvironmentState,
        _ asker: EvaluationCustomer
    ) -> [PeopleAnswer.Name] {
        let (before, later) = (Evaluator(now), Evaluator(after))
        return Set(now.flags.map(\.id)).union(after.flags.map(\.id)).map { id in
            func version(_ evaluator: Evaluator) -> String? {
                guard let flag = evaluator.flags.first(where: { $0.flag.id == id }) else {
                    return nil
                }
                return evaluator.answer(flag, for: asker).variationIndex
                    .map { flag.flag.variations[$0].id }
            }
            return .move(flag: id, from: version(before), to: version(later))
        }
    }

    private func served(
        _ flag: Flag,
        in state: EnvironmentState,
        _ asker: EvaluationCustomer
    ) -> [PeopleAnswer.Name] {
        let evaluator = Evaluator(state, asIf: flag)
        guard let compiled = evaluator.flags.first else { return [] }
        let answer = evaluator.answer(compiled, for: asker)
        let line: PeopleAnswer.Line =
            switch answer.reason {
            case .off, .archived: .off
            case .targeted: .named
            case .rule(let place): .rule(place)
            case .defaultRule: .everyoneElse
            }
        let variation = answer.variationIndex.map { flag.variations[$0].id }
        return [.served(line: line, variation: variation)]
    }

    private func inside(
        _ audience: Audience,
        in state: EnvironmentState,
        _ asker: EvaluationCustomer
    ) -> [PeopleAnswer.Name] {
        func holds(_ audience: Audience) -> Bool {
            var audience = audience
            audience.isArchived = false
            let place = state.environment.id
            let change: Change =
                state.audience(audience.id) == nil
                ? .createAudience(environment: place, audience)
                : .replaceAudience(environment: place, audience)
            let after = (try? picture.model.previewing([change])) ?? picture.model
            return after.environment(place).map { state in
                Evaluator(state).audiences(of: asker).contains { $0.id == audience.id }
            } ?? false
        }
        var names: [PeopleAnswer.Name] = []
        for (rule, audienceRule) in audience.rules.enumerated() {
            for count in audienceRule.conditions.indices {
                var narrow = audience
                (narrow.members, narrow.excluded) = ([], [])
                narrow.rules = [
                    AudienceRule(
                        id: audienceRule.id,
                        name: audienceRule.name,
                        conditions: Array(audienceRule.conditions[...count])
                    )
                ]
                guard holds(narrow) else { break }
                names.append(.fulfils(rule: rule, condition: count))
            }
        }
        let key = asker.key
        if audience.members.contains(where: { $0.text == key }) { names.append(.listed) }
        if audience.excluded.contains(where: { $0.text == key }) { names.append(.excluded) }
        if holds(audience) { names.append(.inside) }
        return names
    }
}
