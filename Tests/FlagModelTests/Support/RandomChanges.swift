import FlagModel

/// Makes changes that a person could ask for, sensible and not, for a given model.
struct RandomChanges {
    var random: SplitMix64
    let model: Model

    private mutating func pick<Element>(_ elements: [Element]) -> Element? {
        elements.randomElement(using: &random)
    }

    private mutating func chance(_ percent: Int) -> Bool {
        Int.random(in: 0..<100, using: &random) < percent
    }

    private mutating func words() -> String {
        (0..<Int.random(in: 1...3, using: &random))
            .map { _ in pick(["sale", "Banner", "für", "旗", "🎉", "O'Neil", "\"x\""]) ?? "" }
            .joined(separator: " ")
    }

    private mutating func customers() -> [CustomerKey] {
        (0..<Int.random(in: 1...4, using: &random)).compactMap { _ in
            try? CustomerKey("C-\(Int.random(in: 0..<12, using: &random))")
        }
    }

    /// One change for the model, or `nil` when there is nothing of the kind to change.
    mutating func next() -> Change? {
        guard let state = pick(model.environments) else { return nil }
        let place = state.environment.id
        let now = Moment(milliseconds: 1_780_000_000_000)
        switch Int.random(in: 0..<20, using: &random) {
        case 0:
            let name = words()
            guard let key = Key(slugOf: name + " \(Int.random(in: 0..<30, using: &random))"),
                let flag = try? Fixture.flag(key.text, name, now, &random)
            else { return nil }
            return .createFlag(environment: place, flag)
        case 1:
            guard let key = try? Key("a\(Int.random(in: 0..<9, using: &random))") else {
                return nil
            }
            let id = GUID(using: &random)
            return .createAudience(
                environment: place,
                Audience(id: id, key: key, name: words(), createdAt: now)
            )
        case 2:
            return pick(Array(state.flags)).map { .deleteFlag(environment: place, flag: $0.id) }
        case 3:
            return pick(Array(state.audiences)).map {
                .deleteAudience(environment: place, audience: $0.id)
            }
        case 4:
            return .editEnvironment(place, chance(50) ? .describe(words()) : .rename(words()))
        case 5:
            let draft = Draft(
                id: pick(model.drafts.map(\.id)) ?? GUID(using: &random),
                author: "Li",
                createdAt: now,
                note: words(),
                changes: [.editEnvironment(place, .rename(words()))]
            )
            return .saveDraft(draft)
        case 6: return pick(model.drafts).map { .discardDraft($0.id) }
        case 7: return experiment(in: state, now)
        case 8...12:
            guard let audience = pick(Array(state.audiences)) else { return nil }
            return .editAudience(environment: place, audience: audience.id, audienceEdit())
        default:
            guard let flag = pick(Array(state.flags)) else { return nil }
            return .editFlag(environment: place, flag: flag.id, flagEdit(flag, state))
        }
    }

    private mutating func experiment(in state: EnvironmentState, _ now: Moment) -> Change? {
        if let old = pick(Array(state.experiments)), chance(75) {
            return change(of: old, in: state.environment.id)
        }
        guard let flag = pick(Array(state.flags)), let key = Key(slugOf: words() + " x") else {
            return nil
        }
        let metric = Experiment.Metric(
            eventName: "paid",
            title: "People who pay",
            measure: .conversion,
            higherIsBetter: true
        )
        return .createExperiment(
            environment: state.environment.id,
            Experiment(
                id: GUID(using: &random),
                key: key,
                name: words(),
                flagID: flag.id,
                baselineVariationID: flag.offVariationID,
                metric: metric,
                plannedDays: 14,
                createdAt: now
            )
        )
    }

    private mutating func change(of old: Experiment, in place: GUID) -> Change {
        switch Int.random(in: 0..<7, using: &random) {
        case 0: return .deleteExperiment(environment: place, experiment: old.id)
        case 1, 2: return .startExperiment(environment: place, experiment: old.id, at: nil)
        case 3: return .stopExperiment(environment: place, experiment: old.id, at: nil)
        case 4:
            // Now and then of a run that is not there.
            let run = old.runs.last.flatMap { $0.endedAt ?? $0.startedAt } ?? old.createdAt
            return chance(50)
                ? .takeBackStart(environment: place, experiment: old.id, of: run)
                : .takeBackStop(environment: place, experiment: old.id, of: run)
        default:
            var new = old
            switch Int.random(in: 0..<4, using: &random) {
            case 0: new.name = words()
            case 1: new.plannedDays = Int.random(in: 1...30, using: &random)
            case 2: new.isArchived.toggle()
            default: new.layer = Experiment.LayerPlace(name: old.key, lower: 0, upper: 5000)
            }
            return .replaceExperiment(environment: place, new)
        }
    }

    private mutating func audienceEdit() -> AudienceEdit {
        switch Int.random(in: 0..<9, using: &random) {
        case 0: .rename(words())
        case 1: .describe(words())
        case 2: .setTags([words()])
        case 3: .setArchived(chance(50))
        case 4: .addMembers(customers().map { Insertion($0) })
        case 5: .removeMembers(customers())
        case 6: .addExcluded(customers().map { Insertion($0) })
        case 7: .removeExcluded(customers())
        default: .setRules([AudienceRule(id: "r1", name: "Rule 1", conditions: [condition()])])
        }
    }

    private mutating func condition() -> Condition {
        let op = pick(Operator.allCases) ?? .equal
        let value = op.operand == .list ? Condition.listValue(["DE", "AT"]) : words()
        return Condition(id: "c1", test: .attribute("country", op, value))
    }

    private mutating func flagEdit(_ flag: Flag, _ state: EnvironmentState) -> FlagEdit {
        let version = pick(flag.variations)?.id ?? ""
        switch Int.random(in: 0..<22, using: &random) {
        case 0, 1: return .setEnabled(chance(50))
        case 2: return .rename(words())
        case 3: return .describe(words())
        case 4: return .setOwner("Marketing")
        case 5: return .setPurpose(words())
        case 6: return .setTags([words()])
        case 7: return .setArchived(chance(50))
        case 8:
            let id = "v\(Int.random(in: 0..<5, using: &random))"
            let new = Variation(id: id, name: words(), value: "x")
            return .addVariation(new, at: Int.random(in: 0...3, using: &random))
        case 9: return .editVariation(Variation(id: version, name: words(), value: "y"))
        case 10: return .removeVariation(version)
        case 11: return .setOffVariation(version)
        case 12: return .setKind(pick(ValueKind.allCases) ?? .string)
        case 13: return .addTargets(variationID: version, customers())
        case 14: return .removeTargets(customers())
        case 15: return .setTargets([Target(variationID: version, customers: customers())])
        case 16: return .addRule(rule(flag, state), at: Int.random(in: 0...3, using: &random))
        case 17: return .replaceRule(rule(flag, state))
        case 18: return .removeRule(pick(flag.rules)?.id ?? "")
        case 19:
            return .moveRule(pick(flag.rules)?.id ?? "", to: Int.random(in: 0...3, using: &random))
        case 20: return .setDefaultRule(serving(flag))
        default: return .setReportsInsights(pick([true, false, nil]) ?? nil)
        }
    }

    private mutating func rule(_ flag: Flag, _ state: EnvironmentState) -> Rule {
        var conditions = [condition()]
        if let audience = pick(Array(state.audiences)), chance(60) {
            conditions = [Condition(id: "c2", test: .isInAudience([audience.id]))]
        }
        return Rule(
            id: "r\(Int.random(in: 0..<4, using: &random))",
            name: words(),
            conditions: conditions,
            serving: serving(flag)
        )
    }

    private mutating func serving(_ flag: Flag) -> Serving {
        let cut = Int.random(in: 0...Share.whole, using: &random)
        let ids = flag.variations.map(\.id)
        let first = (variationID: pick(ids) ?? "", parts: cut)
        // Now and then the shares do not add up, which must be refused.
        let rest = chance(10) ? 0 : Share.whole - cut
        return Serving(parts: [first, (variationID: pick(ids) ?? "", parts: rest)])
    }
}
