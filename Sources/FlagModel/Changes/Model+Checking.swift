internal import HashTreeCollections

extension Model {
    /// Holds what a change has left behind to the rules for texts, counts and shares.
    ///
    /// - Throws: ``Refusal`` for the first rule that is broken.
    func checkResult(of change: Change) throws(Refusal) {
        if case .editEnvironment(let place, .addSecret(let secret, _)) = change {
            try TextRule.name.check(secret.name, of: .secret)
            guard Secret.environmentID(of: secret.value) == place else {
                throw .malformedSecret(secret.name)
            }
        }
        switch change.subject {
        case .project(let id):
            if let project = project(id) { try TextRule.name.check(project.name, of: .project) }
        case .person(let id): try checkPerson(id)
        case .webhook(let id): try checkWebhook(id)
        case .trigger(_, let id): try checkTrigger(id)
        case .draft(let id): try checkDraft(id)
        case .schedule(let id): try checkSchedule(id)
        case .environment(let id): try checkEnvironment(id)
        case .flag(let place, let id):
            guard let state = environment(place), let flag = state.flag(id) else { return }
            try flag.check(in: state)
            try Self.check(state.flagCount, Limits.flagCount, "flags in one environment")
        case .audience(let place, let id):
            guard let state = environment(place), let audience = state.audience(id) else { return }
            try audience.check()
            try Self.check(
                state.audienceCount,
                Limits.audienceCount,
                "audiences in one environment"
            )
        case .experiment(let place, let id):
            guard let state = environment(place), let plan = state.experiment(id) else { return }
            // What was fine at the start can always be stopped.
            guard !change.endsRun else { return try plan.checkRuns() }
            try plan.check(in: state)
            let limit = Limits.experimentCount
            try Self.check(state.experimentCount, limit, "experiments in one environment")
        }
    }

    private func checkDraft(_ id: GUID) throws(Refusal) {
        guard let draft = draft(id) else { return }
        for person in draft.authors { try TextRule.person.check(person, of: .person) }
        let others = draft.others.count
        try Self.check(others, Limits.draftOtherCount, "people who join one draft")
        try TextRule.text.check(draft.note, field: "note of the draft")
        try checkWords(about: draft)
        try Self.check(draftsByID.count, Limits.draftCount, "drafts")
    }

    private func checkEnvironment(_ id: GUID) throws(Refusal) {
        guard let environment = environment(id)?.environment else { return }
        try TextRule.name.check(environment.name, of: .environment)
        if let rule = environment.settings.review { try check(rule) }
        try TextRule.text.check(environment.description, field: "description of the environment")
        try Self.check(statesByID.count, Limits.environmentCount, "environments")
        try Self.check(environment.secrets.count, Limits.secretCount, "secrets in one environment")
    }

    private static func check(
        _ count: Int,
        _ limit: ClosedRange<Int>,
        _ what: String
    ) throws(Refusal) {
        guard count <= limit.upperBound else { throw .tooMany(what, limit: limit.upperBound) }
    }
}

extension Change {
    /// Whether it only ends a run, or takes its start back.
    fileprivate var endsRun: Bool {
        switch self {
        case .stopExperiment, .takeBackStart: true
        default: false
        }
    }
}
