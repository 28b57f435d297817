import Evaluation
import FlagAPI
import FlagModel

/// Answers questions about everybody one by one, with whole environments compiled anew.
struct PeopleReference {
    let model: Model
    let live: GUID

    /// How many of some customers are in each group.
    func counts(
        _ question: PeopleQuestion,
        of customers: [Customer]
    ) throws -> [PeopleAnswer.Name: Int] {
        guard let now = model.environment(live) else { return [:] }
        var counts: [PeopleAnswer.Name: Int] = [:]
        let later: EnvironmentState?
        switch question {
        case .changes(let changes), .sides(let changes):
            later = try model.previewing(changes).environment(live)
        case .flag(let flag, let changes):
            later = try model.previewing(changes + [.replaceFlag(environment: live, flag)])
                .environment(live)
        case .audience, .overlap: later = now
        }
        guard let later else { return [:] }
        let (before, after) = (Evaluator(now), Evaluator(later))
        for customer in customers {
            let asker = EvaluationCustomer(
                key: customer.key.text,
                name: customer.name,
                attributes: customer.attributes.map { (name: $0.key, value: $0.value) }
            )
            for name in try names(question, asker, before, after) { counts[name, default: 0] += 1 }
        }
        return counts
    }

    private func names(
        _ question: PeopleQuestion,
        _ asker: EvaluationCustomer,
        _ before: Evaluator,
        _ after: Evaluator
    ) throws -> [PeopleAnswer.Name] {
        switch question {
        case .changes: return moves(asker, before, after)
        case .sides:
            return differing(before.state, after.state).map { id in
                .move(
                    flag: id,
                    from: version(of: id, before, asker),
                    to: version(of: id, after, asker)
                )
            }
        case .flag(let flag, _):
            guard let compiled = after.flags.first(where: { $0.flag.id == flag.id }) else {
                return []
            }
            let line: PeopleAnswer.Line =
                switch after.answer(compiled, for: asker).reason {
                case .off, .archived: .off
                case .targeted: .named
                case .rule(let index): .rule(index)
                case .defaultRule: .everyoneElse
                }
            return [.served(line: line, variation: version(of: flag.id, after, asker))]
        case .audience(let audience): return try belonging(audience, asker)
        case .overlap(let first, let second):
            let ids = before.audiences(of: asker).map(\.id)
            switch (ids.contains(first), ids.contains(second)) {
            case (true, true): return [.inside]
            case (true, false): return [.onlyFirst]
            case (false, true): return [.onlySecond]
            case (false, false): return []
            }
        }
    }

    /// The flags that are not the same on both sides, or look at an audience that is not.
    private func differing(_ now: EnvironmentState, _ later: EnvironmentState) -> Set<GUID> {
        let audiences = Set((now.audiences.map(\.id)) + later.audiences.map(\.id))
            .filter { now.audience($0) != later.audience($0) }
        return Set((now.flags.map(\.id)) + later.flags.map(\.id)).filter { id in
            now.flag(id) != later.flag(id)
                || !audiences.isDisjoint(with: later.flag(id)?.audienceIDs ?? [])
        }
    }

    private func moves(
        _ asker: EvaluationCustomer,
        _ before: Evaluator,
        _ after: Evaluator
    ) -> [PeopleAnswer.Name] {
        let ids = Set((before.flags + after.flags).map(\.flag.id))
        let moves = ids.compactMap { id -> PeopleAnswer.Name? in
            let (from, to) = (version(of: id, before, asker), version(of: id, after, asker))
            let (value, next) = (value(of: id, before, asker), value(of: id, after, asker))
            return from == to && value == next ? nil : .move(flag: id, from: from, to: to)
        }
        return moves.isEmpty ? [.unmoved] : moves
    }

    private func version(
        of id: GUID,
        _ evaluator: Evaluator,
        _ asker: EvaluationCustomer
    ) -> String? {
        guard let flag = evaluator.flags.first(where: { $0.flag.id == id }) else { return nil }
        let place = evaluator.answer(flag, for: asker).variationIndex
        return place.map { flag.flag.variations[$0].id }
    }

    /// What applications get for somebody, and how they read it.
    private func value(
        of id: GUID,
        _ evaluator: Evaluator,
        _ asker: EvaluationCustomer
    ) -> [String] {
        guard let flag = evaluator.flags.first(where: { $0.flag.id == id }) else { return [] }
        let place = evaluator.answer(flag, for: asker).variationIndex
        return place.map { ["\(flag.flag.kind)", flag.flag.variations[$0].value] } ?? []
    }

    private func belonging(
        _ audience: Audience,
        _ asker: EvaluationCustomer
    ) throws -> [PeopleAnswer.Name] {
        func isIn(_ audience: Audience) throws -> Bool {
            let change = Change.replaceAudience(environment: live, audience)
            let state = try? model.previewing([change]).environment(live)
            return state.map { state in
                Evaluator(state).audiences(of: asker).contains { $0.id == audience.id }
            } ?? false
        }
        var names: [PeopleAnswer.Name] = []
        for (index, rule) in audience.rules.enumerated() {
            for count in rule.conditions.indices {
                var part = audience
                (part.members, part.excluded) = ([], [])
                let conditions = Array(rule.conditions[...count])
                part.rules = [AudienceRule(id: "part", name: "part", conditions: conditions)]
                if try isIn(part) { names.append(.fulfils(rule: index, condition: count)) }
            }
        }
        if audience.members.map(\.text).contains(asker.key) { names.append(.listed) }
        if audience.excluded.map(\.text).contains(asker.key) { names.append(.excluded) }
        if try isIn(audience) { names.append(.inside) }
        return names
    }
}
