internal import FlagAPI
internal import FlagModel

/// What actions need: as much as is known before they are begun.
///
/// Where it is not known yet what somebody will change, it is enough that they may change anything
/// of the kind; what they then change is asked for itself.
extension DashboardState {
    /// Changes of an entry that are looked at; one that read a file has very many.
    private static let looked = 100

    /// The needs of an action; none where whoever may look may do it.
    func needs(of action: Action, by person: Person) -> [PermissionNeed] {
        guard action.needsRole, let environmentID else { return [] }
        func anything(_ act: Act) -> [PermissionNeed] {
            [present.permissionNeed(of: act, in: environmentID, for: person)]
        }
        func thing(_ subject: Subject?) -> [PermissionNeed] {
            guard let subject, has(subject) else { return anything(changingAct) }
            return [present.permissionNeed(of: changingAct, about: subject)]
        }
        switch action {
        case .publish: return anything(.change)
        case .undo: return done.last?.isComment ?? true ? [] : anything(.draft)
        case .flags(.comparing(let action)): return needs(of: action, by: person)
        case .flags(.with(let id, _)), .flags(.archive(let id)), .flags(.restore(let id)),
            .flags(.askDelete(let id)):
            return thing(.flag(environment: environmentID, id))
        case .flags(.new), .flags(.marking), .flags(.markedForm): return anything(changingAct)
        case .flags(.clone): return anything(changingAct)
        case .flags, .editor:
            return thing(currentFlagID.map { .flag(environment: environmentID, $0) })
        case .audiences(.new), .audiences(.newFromList), .audiences(.use), .audiences(.useIn):
            return anything(changingAct)
        case .audiences:
            return thing(currentAudienceID.map { .audience(environment: environmentID, $0) })
        case .experiments(.new): return anything(changingAct)
        case .experiments(.plan(let flag)):
            return thing(.flag(environment: environmentID, flag))
        case .experiments:
            return thing(currentExperiment.map { .experiment(environment: environmentID, $0.id) })
        case .review(let action): return needs(of: action)
        case .history(let action): return needs(of: action, by: person)
        case .planning(.reallyCallOff(let id)): return needs(ofMaking: [.discardSchedule(id)])
        case .planning, .customers, .overlay: return anything(changingAct)
        default: return []
        }
    }

    /// What changing something is here: most environments ask for drafts.
    private var changingAct: Act { asksForDrafts ? .draft : .change }

    /// The needs of changes, as they are made here: at once, or as a draft.
    private func needs(ofMaking changes: [Change]) -> [PermissionNeed] {
        guard !changes.isEmpty else { return [] }
        return present.permissionNeeds(of: asMade(changes))
    }

    /// Whether a thing is there, and so its tags.
    private func has(_ subject: Subject) -> Bool {
        guard let place = subject.environmentID, let state = present.environment(place) else {
            return false
        }
        switch subject {
        case .flag(_, let id): return state.flag(id) != nil
        case .audience(_, let id): return state.audience(id) != nil
        case .experiment(_, let id): return state.experiment(id) != nil
        default: return false
        }
    }

    /// Flags are copied into the environment on the right; comparing is looking.
    private func needs(of action: ComparingAction, by person: Person) -> [PermissionNeed] {
        guard action == .preview || action == .make, case .compare(let box)? = overlays.last else {
            return []
        }
        let target = box.comparison.target.environment
        let act: Act = target.settings.asksForDrafts ? .draft : .change
        return [present.permissionNeed(of: act, in: target.id, for: person)]
    }

    private func needs(of action: ReviewAction) -> [PermissionNeed] {
        switch action {
        case .emergency(let id):
            let changes = present.draft(id)?.changes ?? []
            return present.permissionNeeds(of: changes, isEmergency: true)
        case .comment: return [PermissionNeed(.comment, .anywhere)]
        case .approve, .sendBack:
            guard let draft = reviewed?.draft else { return [] }
            let decision = Decision(person: actor, verdict: .approve)
            return present.permissionNeeds(
                of: [.decide(draft: draft.id, revision: draft.revision, decision)]
            )
        case .remove: return needs(ofMaking: matterRemoval)
        case .later, .tryCustomer, .who, .thing, .minutes: return []
        }
    }

    private func needs(of action: HistoryAction, by person: Person) -> [PermissionNeed] {
        switch action {
        case .putBackAsDrafts, .putBack:
            return environmentID.map { [present.permissionNeed(of: .draft, in: $0, for: person)] }
                ?? []
        case .takeBack, .confirmTakeBack:
            let steps = currentEntry?.changeSet.steps.prefix(Self.looked) ?? []
            return present.permissionNeeds(of: steps.map(\.change))
        default: return []
        }
    }
}

extension Action {
    /// Whether it needs more than looking does: it changes something, or begins to.
    fileprivate var needsRole: Bool {
        switch self {
        case .flags(.putBackAsThen), .flags(.reallyPutBack): true
        default: isChange
        }
    }
}

extension DoneChange {
    /// Whether it only said something about a draft.
    fileprivate var isComment: Bool {
        if case .commented = kind { true } else { false }
    }
}
