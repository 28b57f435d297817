internal import HashTreeCollections

extension Draft {
    /// When the flags and audiences that it changes were changed last.
    ///
    /// One that does not exist yet is left out. An approval is for what was seen, so it holds while these stay.
    public func ground(in model: Model) -> [Moment] {
        var seen: Set<Subject> = []
        return changes.flatMap(\.reached).filter { seen.insert($0).inserted }.compactMap {
            subject in
            switch subject {
            case .flag(let place, let id): model.environment(place)?.flag(id)?.updatedAt
            case .audience(let place, let id): model.environment(place)?.audience(id)?.updatedAt
            default: nil
            }
        }
    }

    /// Whether it says the same as another version of itself, whatever people said about it.
    func saysTheSame(as other: Draft) -> Bool { changes == other.changes && note == other.note }

    /// It, with the revision, decisions and comments that follow from the version before.
    ///
    /// What is changed must be read again: every decision falls.
    func following(_ earlier: Draft?) -> Draft {
        var draft = self
        draft.comments = earlier?.comments ?? []
        guard let earlier, saysTheSame(as: earlier) else {
            draft.revision = (earlier?.revision ?? 0) + 1
            draft.decisions = []
            return draft
        }
        draft.revision = earlier.revision
        draft.decisions = earlier.decisions
        return draft
    }
}

extension Proposal {
    /// Whether a change brings a draft back as it was; only the service itself undoes.
    func isPuttingBackDraft(_ change: Change) -> Bool {
        if case .saveDraft = change { origin.isUndo } else { false }
    }
}

extension Change {
    /// The things that it changes at once or later: what a plan holds counts as well.
    public var reached: [Subject] { happening.map(\.subject) }

    /// What it does to things, at once or later: a plan does what it holds.
    public var happening: [Change] {
        switch self {
        case .saveSchedule(let schedule): schedule.allChanges
        case .saveDraft, .discardDraft, .decide, .comment, .discardSchedule, .holdSchedule: []
        default: [self]
        }
    }
}

extension Model {
    /// What a change about a draft becomes when it is made: with its time, and with the revision
    /// and the decisions that follow from what is there.
    ///
    /// - Parameters:
    ///   - change: what somebody asks for.
    ///   - now: when it is made; `nil` in a preview.
    /// - Returns: the change that is applied and written down.
    func settledDraft(_ change: Change, at now: Moment?) -> Change {
        switch change {
        case .saveDraft(let draft): .saveDraft(draft.following(draftsByID[draft.id]))
        case .decide(let id, let revision, let decision):
            .decide(
                draft: id,
                revision: revision,
                Decision(
                    person: decision.person,
                    verdict: decision.verdict,
                    reason: decision.reason,
                    at: now ?? decision.at,
                    ground: draftsByID[id]?.ground(in: self) ?? []
                )
            )
        case .comment(let id, let comment):
            .comment(
                draft: id,
                Comment(person: comment.person, text: comment.text, at: now ?? comment.at)
            )
        default: change
        }
    }

    mutating func save(_ draft: Draft) throws(Refusal) -> [Change] {
        let holdsDrafts = draft.changes.contains { change in
            if case .draft = change.subject { true } else { false }
        }
        guard !draft.changes.isEmpty, !holdsDrafts else { throw .malformedDraft }
        let earlier = draftsByID[draft.id]
        guard earlier != draft else { throw .nothingToChange("the draft is the same") }
        draftsByID[draft.id] = draft
        return [earlier.map(Change.saveDraft) ?? .discardDraft(draft.id)]
    }

    mutating func discardDraft(_ id: GUID) throws(Refusal) -> [Change] {
        guard let draft = draftsByID[id] else { throw .unknown(.draft, id.text) }
        draftsByID[id] = nil
        return [.saveDraft(draft)]
    }

    mutating func decide(
        _ id: GUID,
        _ revision: Int,
        _ decision: Decision
    ) throws(Refusal) -> [Change] {
        guard let earlier = draftsByID[id] else { throw .unknown(.draft, id.text) }
        let title = name(of: .draft(id))
        guard earlier.revision == revision else { throw .review(.changedSinceRead(title)) }
        guard !earlier.isBy(decision.person) else {
            throw .review(.ownDraft(title, decision.person))
        }
        var draft = earlier
        draft.decisions.removeAll { $0.person == decision.person }
        draft.decisions.append(decision)
        draftsByID[id] = draft
        return [.saveDraft(earlier)]
    }

    mutating func add(_ comment: Comment, to id: GUID) throws(Refusal) -> [Change] {
        guard let earlier = draftsByID[id] else { throw .unknown(.draft, id.text) }
        draftsByID[id]?.comments.append(comment)
        return [.saveDraft(earlier)]
    }
}
