internal import HashTreeCollections

extension Draft {
    /// It, with the revision, decisions and comments that follow from the version before.
    ///
    /// What is changed must be read again: every decision falls. No number is given twice, also not
    /// after a draft went and came back, because whoever approves names what they read by it.
    func following(_ earlier: Draft?, besides lost: Int) -> Draft {
        var draft = self
        draft.comments = earlier?.comments ?? []
        guard let earlier, saysTheSame(as: earlier) else {
            draft.revision = max(earlier?.revision ?? 0, lost) + 1
            draft.decisions = []
            return draft
        }
        draft.revision = earlier.revision
        draft.decisions = earlier.decisions
        return draft
    }
}

extension Change {
    /// What it does to things, at once or later: a plan does what it holds.
    public var happening: [Change] {
        switch self {
        case .saveSchedule(let schedule): schedule.allChanges
        case .saveDraft, .discardDraft, .decide, .comment, .discardSchedule, .holdSchedule: []
        default: [self]
        }
    }

    /// The things that it changes, at once or later.
    public var reached: [Subject] { happening.map(\.subject) }
}

extension Model {
    /// A proposal in which drafts have those as authors who wrote them.
    ///
    /// Whoever begins a draft, changes what it says or joins it is one of its authors, and nobody
    /// stops being one: so nobody reads their own work in the name of somebody else. Nobody makes
    /// somebody else an author either: that would take the review out of their hands.
    ///
    /// - Parameter proposal: what somebody asks for.
    /// - Returns: the same, with whoever asks among the authors where they are not yet.
    public func signed(_ proposal: Proposal) -> Proposal {
        guard proposal.origin != .scheduled, !proposal.origin.isUndo,
            proposal.changes.contains(where: \.isAboutDrafts)
        else { return proposal }
        var known: [GUID: Draft] = [:]
        var whole = proposal
        whole.changes = proposal.changes.map { change in
            guard case .saveDraft(let draft) = change else { return change }
            let earlier = known[draft.id] ?? draftsByID[draft.id]
            var signed = draft.signed(by: proposal.actor, after: earlier)
            signed.authorIDs = authorIDs(of: signed, after: earlier)
            known[draft.id] = signed
            return .saveDraft(signed)
        }
        return whole
    }

    /// What a change about a draft becomes when it is made: with its time, and with the revision
    /// and the decisions that follow from what is there.
    ///
    /// - Parameters:
    ///   - change: what somebody asks for.
    ///   - now: when it is made; `nil` in a preview.
    ///   - proposal: what it is a part of; `nil` in a preview.
    /// - Returns: the change that is applied and written down.
    func settledDraft(_ change: Change, at now: Moment?, in proposal: Proposal?) -> Change {
        switch change {
        case .saveDraft(let draft):
            let isUndo = proposal?.origin.isUndo ?? false
            return .saveDraft(
                isUndo
                    ? returning(draft, by: proposal?.actor)
                    : draft.following(draftsByID[draft.id], besides: lostRevision)
            )
        case .decide(let id, let revision, var decision):
            decision.person = proposal?.actor ?? decision.person
            decision.personID = person(named: decision.person)?.id
            decision.at = now ?? decision.at
            if decision.ground.isEmpty { decision.ground = draftsByID[id]?.ground(in: self) ?? [] }
            return .decide(draft: id, revision: revision, decision)
        case .comment(let id, var comment):
            comment.person = proposal?.actor ?? comment.person
            comment.at = now ?? comment.at
            return .comment(draft: id, comment)
        default: return change
        }
    }

    /// The same as ``settled(_:at:in:)`` for what takes an entry back.
    func settledForUndo(_ change: Change, at now: Moment) -> Change {
        guard case .saveDraft(let draft) = change else { return settled(change, at: now) }
        return .saveDraft(returning(draft))
    }

    /// A draft as an undo brings it back.
    ///
    /// One that had gone is read again: an older entry could bring it back as it was before
    /// somebody said no. One that is there and says something else now is changed once more, by
    /// whoever takes the entry back.
    func returning(_ draft: Draft, by actor: String? = nil) -> Draft {
        guard let present = draftsByID[draft.id] else {
            var back = draft.following(nil, besides: lostRevision)
            back.comments = draft.comments
            return back
        }
        guard draft.saysTheSame(as: present) else {
            var draft = draft.following(present, besides: lostRevision)
            let all = present.authors + (actor.map { [$0] } ?? [])
            for one in all where !draft.isBy(one) { draft.others.append(one) }
            draft.authorIDs = authorIDs(of: draft, after: present)
            return draft
        }
        var draft = draft
        draft.revision = present.revision
        return draft
    }

    /// Holds what somebody says about drafts to what they may say.
    ///
    /// This is no part of applying it: what was accepted once is replayed for ever.
    ///
    /// - Throws: ``Refusal/review(_:)`` when what was read is not what is there, or when somebody
    ///   takes back what others said; ``Refusal/tooMany(_:limit:)`` when somebody says too much.
    func checkDrafts(before change: Change, in proposal: Proposal) throws(Refusal) {
        switch change {
        case .decide(let id, _, let decision):
            guard let draft = draftsByID[id] else { return }
            guard decision.ground == draft.ground(in: self) else {
                throw .review(.changedSinceRead(name(of: .draft(id))))
            }
            guard !draft.isWritten(by: decision) else {
                throw .review(.ownDraft(name(of: .draft(id)), decision.person))
            }
        case .saveDraft(let draft) where proposal.origin.isUndo:
            guard let present = draftsByID[draft.id], draft.revision == present.revision else {
                return
            }
            // Also what somebody took back is theirs alone to say again.
            let others =
                present.speakers(besides: proposal.actor)
                + draft.speakers(besides: proposal.actor)
            for person in others where !draft.saysTheSame(by: person, as: present) {
                throw .review(.saidByOthers(name(of: .draft(draft.id)), person))
            }
        case .saveDraft(let draft) where draftsByID[draft.id] == nil:
            try checkShare(of: draft.author)
        case .comment(let id, let comment):
            try draftsByID[id]?.checkShare(of: comment.person)
        default: return
        }
    }

    /// Holds one person to a part of all drafts: nobody else could make one any more.
    private func checkShare(of person: String) throws(Refusal) {
        let count = draftsByID.values.count { $0.author == person }
        let limit = Limits.ownDraftCount.upperBound
        guard count < limit else { throw .tooMany("drafts of \"\(person)\"", limit: limit) }
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
        lostRevision = max(lostRevision, draft.revision)
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
        draft.decisions.removeAll { $0.isBySamePerson(as: decision) }
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

extension Draft {
    /// Holds one person to a part of what may be written about it.
    fileprivate func checkShare(of person: String) throws(Refusal) {
        let count = comments.count { $0.person == person }
        let limit = Limits.ownCommentCount.upperBound
        guard count < limit else {
            throw .tooMany("comments of \"\(person)\" on one draft", limit: limit)
        }
    }

    /// It, by those who wrote it, and by whoever saves it if they write or join; whom else it names
    /// is not believed.
    fileprivate func signed(by person: String, after earlier: Draft?) -> Draft {
        let writes = earlier.map { !saysTheSame(as: $0) } ?? true
        var draft = self
        draft.author = earlier?.author ?? person
        draft.others = earlier?.others ?? []
        if writes || isBy(person), !draft.isBy(person) { draft.others.append(person) }
        return draft
    }

    /// Those who decided or wrote something about it, but for one.
    fileprivate func speakers(besides person: String) -> [String] {
        (decisions.map(\.person) + comments.map(\.person)).filter { $0 != person }
    }

    /// Whether somebody said the same about two versions of it.
    fileprivate func saysTheSame(by person: String, as other: Draft) -> Bool {
        decisions.filter { $0.person == person } == other.decisions.filter { $0.person == person }
            && comments.filter { $0.person == person }
                == other.comments.filter { $0.person == person }
    }
}
