extension Model {
    /// The experiments whose results changes would make worth less.
    ///
    /// Only what runs before and after the changes can be spoiled, and what they start badly;
    /// customers who get a version by hand are too few to name.
    ///
    /// - Parameters:
    ///   - changes: what is about to be made; what cannot be made spoils nothing.
    ///   - now: when.
    /// - Returns: at most one for each experiment, by their names; empty when all is well.
    /// - Complexity: O(*n*) in the experiments of the environments that the changes are about.
    public func spoils(_ changes: [Change], at now: Moment) -> [Spoiling] {
        let places = Set(changes.compactMap { $0.subject.environmentID })
        let concerned = places.filter { place in
            // Without any experiment there is nothing to preview.
            (environment(place)?.experimentCount ?? 0) > 0
        }
        guard !concerned.isEmpty, let after = try? previewing(changes) else { return [] }
        return concerned.sorted().flatMap { place -> [Spoiling] in
            guard let old = environment(place), let new = after.environment(place) else {
                return []
            }
            return new.spoilings(since: old, at: now)
        }
    }
}

extension EnvironmentState {
    fileprivate func spoilings(since old: EnvironmentState, at now: Moment) -> [Spoiling] {
        experiments.filter { $0.state == .running }
            .sorted { ($0.name, $0.key) < ($1.name, $1.key) }
            .compactMap { experiment in
                guard let flag = flag(experiment.flagID) else { return nil }
                let place = environment.id
                let before = old.experiment(experiment.id)
                guard let before, before.runs == experiment.runs, let oldFlag = old.flag(flag.id)
                else {
                    let effects = flag.effectsOfStart
                    guard !effects.isEmpty else { return nil }
                    return Spoiling(starting: experiment, on: flag, in: place, effects)
                }
                let effects = effects(on: experiment, before, flag, oldFlag, since: old)
                guard !effects.isEmpty else { return nil }
                return Spoiling(before, on: flag, in: place, effects, now)
            }
    }

    private func effects(
        on experiment: Experiment,
        _ before: Experiment,
        _ flag: Flag,
        _ oldFlag: Flag,
        since old: EnvironmentState
    ) -> [Spoiling.Effect] {
        var effects = sharesFlag(flag.id, with: old) ? [] : flag.effects(since: oldFlag)
        let looked = flag.audienceIDs.intersection(oldFlag.audienceIDs).sorted()
        for id in looked where hasOthers(in: id, than: old) {
            effects.append(.audience(audience(id)?.name ?? id.text))
        }
        if let id = experiment.audienceID, id == before.audienceID, hasOthers(in: id, than: old) {
            effects.append(.members(audience(id)?.name ?? id.text))
        }
        if experiment.agreement != before.agreement { effects.append(.plan) }
        return effects
    }

    private func hasOthers(in id: GUID, than old: EnvironmentState) -> Bool {
        guard !sharesAudience(id, with: old), let new = audience(id), let before = old.audience(id)
        else { return false }
        return new.rules != before.rules || Set(new.members) != Set(before.members)
            || Set(new.excluded) != Set(before.excluded)
    }
}

extension Experiment {
    /// What a result is judged by, as it was agreed on.
    fileprivate var agreement: Experiment {
        var plan = self
        plan.progress = Progress(state: .planned, runs: [])
        (plan.name, plan.hypothesis, plan.isArchived) = ("", "", false)
        plan.otherMetrics = []
        return plan
    }
}
