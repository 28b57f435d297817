/// What changes reach that a review protects.
extension Model {
    /// The things that a change gives customers differently, at once or later.
    ///
    /// How an environment itself is set is an administrator's matter, but for the rule of its
    /// reviews: who makes it weaker needs what it asks for. Planning an experiment changes nothing
    /// for anybody; changing one that runs does.
    func reviewed(_ change: Change) -> [Subject] {
        switch change {
        case .createExperiment(_, let plan) where plan.state == .running: [change.subject]
        case .createExperiment, .replaceExperiment, .deleteExperiment:
            runs(change.subject) ? [change.subject] : []
        case .saveSchedule(let schedule):
            schedule.allChanges.flatMap(reviewed) + ended(schedule.id).flatMap(reviewed)
        case .discardSchedule(let id), .holdSchedule(let id, true): ended(id).flatMap(reviewed)
        case .saveTrigger(let trigger): switches(of: trigger).flatMap(reviewed)
        case .editEnvironment(let place, .setReview(let rule)):
            weakens(place, rule) ? [change.subject] : []
        case .removeEnvironment(let place): weakens(place, nil) ? [change.subject] : []
        default:
            switch change.subject {
            case .flag, .audience, .experiment: [change.subject]
            default: []
            }
        }
    }

    /// The customers whom plans among the changes name, each once.
    ///
    /// Changes that wait meet what nobody knows yet, so people cannot be counted for them; only of
    /// versions by hand it is certain whom they reach.
    ///
    /// - Returns: `nil` where a plan holds anything else for the environment.
    public func plannedCustomers(in changes: [Change], _ place: GUID) -> Set<CustomerKey>? {
        var customers: Set<CustomerKey> = []
        for change in changes.flatMap({ waiting(for: $0) })
        where change.subject.environmentID == place {
            guard !reviewed(change).isEmpty else { continue }
            switch change {
            case .editFlag(_, _, .addTargets(_, let keys)),
                .editFlag(_, _, .removeTargets(let keys)):
                customers.formUnion(keys)
            default: return nil
            }
        }
        return customers
    }

    /// The tags that protect a thing: its own, and those of what depends on it.
    func tags(of subject: Subject) -> [String] {
        guard let place = subject.environmentID, let state = environment(place) else { return [] }
        switch subject {
        case .flag(_, let id): return state.flag(id)?.tags ?? []
        case .audience(_, let id):
            return (state.audience(id)?.tags ?? []) + state.flags(using: id).flatMap(\.tags)
        case .experiment(_, let id):
            return state.experiment(id).flatMap { state.flag($0.flagID)?.tags } ?? []
        default: return []
        }
    }

    /// What waits, or does not happen any more, because of a change.
    private func waiting(for change: Change) -> [Change] {
        switch change {
        case .saveSchedule(let schedule): schedule.allChanges + ended(schedule.id)
        case .discardSchedule(let id), .holdSchedule(let id, true): ended(id)
        case .saveTrigger(let trigger): switches(of: trigger)
        default: []
        }
    }

    /// What a plan takes away again: calling that off keeps what should have gone.
    ///
    /// To call off anything else leaves all as it is, and needs nobody's approval.
    private func ended(_ id: GUID) -> [Change] {
        guard let schedule = schedule(id), !schedule.expects.isEmpty else { return [] }
        return schedule.allChanges
    }

    /// What a trigger may do from now on and could not do before: one switch, whenever its address
    /// is asked.
    ///
    /// To disable it, or to describe it in other words, gives nobody anything.
    private func switches(of trigger: Trigger) -> [Change] {
        guard trigger.isEnabled else { return [] }
        if var earlier = self.trigger(trigger.id) {
            earlier.description = trigger.description
            guard earlier != trigger else { return [] }
        }
        return [
            .editFlag(
                environment: trigger.environmentID,
                flag: trigger.flagID,
                .setEnabled(trigger.action.isOn)
            )
        ]
    }

    private func weakens(_ place: GUID, _ rule: ReviewRule?) -> Bool {
        guard let before = environment(place)?.environment.settings.review else { return false }
        return rule.map { $0.isWeaker(than: before) } ?? true
    }

    private func runs(_ subject: Subject) -> Bool {
        guard case .experiment(let place, let id) = subject else { return false }
        return environment(place)?.experiment(id)?.state == .running
    }
}

extension Change {
    /// Whether it sets when an environment asks for reviews.
    public var isAboutReviews: Bool {
        if case .editEnvironment(_, .setReview) = self { true } else { false }
    }

    /// What it brings in the way of tags, at once or later.
    var newTags: [String] {
        switch self {
        case .createFlag(_, let flag), .replaceFlag(_, let flag): flag.tags
        case .createAudience(_, let audience), .replaceAudience(_, let audience): audience.tags
        case .editFlag(_, _, .setTags(let tags)), .editAudience(_, _, .setTags(let tags)): tags
        case .saveSchedule(let schedule): schedule.allChanges.flatMap(\.newTags)
        default: []
        }
    }
}

extension EnvironmentState {
    /// The names of running experiments that something touches.
    func runningExperiments(touchedBy subject: Subject) -> [String] {
        let touched = experiments.filter { experiment in
            guard experiment.state == .running else { return false }
            switch subject {
            case .flag(_, let id): return experiment.flagID == id
            case .experiment(_, let id): return experiment.id == id
            case .audience(_, let id):
                return experiment.audienceID == id
                    || flag(experiment.flagID)?.looks(at: id) ?? false
            default: return false
            }
        }
        return touched.map(\.name)
    }
}
