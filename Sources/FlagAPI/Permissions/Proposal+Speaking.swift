public import FlagModel

// Each value is copied as a whole, and only the names in it become others: what a value gains one
// day must not be lost on this way.

extension Proposal {
    /// The same in somebody's own name, wherever a name stands in it.
    ///
    /// Nobody approves, comments or plans as somebody else; and whoever changes a draft is one of
    /// those who work on it from then on, so that nobody approves their own words. A plan that a
    /// published draft holds word for word stays as it was read, in the name of who planned it.
    public func spoken(by name: String, in model: Model) -> Proposal {
        let published = origin.isPublishing ? changes.flatMap { $0.plansPublished(in: model) } : []
        var proposal = self
        proposal.actor = name
        proposal.changes = changes.map { $0.spoken(by: name, in: model, keeping: published) }
        return proposal
    }
}

extension Change {
    /// The plans of the draft that goes with it.
    fileprivate func plansPublished(in model: Model) -> [Change] {
        guard case .discardDraft(let id) = self else { return [] }
        return model.draft(id)?.plans ?? []
    }

    fileprivate func spoken(
        by name: String,
        in model: Model,
        keeping plans: [Change]
    ) -> Change {
        switch self {
        case .decide(let id, let revision, var decision):
            decision.person = name
            return .decide(draft: id, revision: revision, decision)
        case .comment(let id, var comment):
            comment.person = name
            return .comment(draft: id, comment)
        case .saveDraft(let draft):
            return .saveDraft(draft.saved(by: name, over: model.draft(draft.id), in: model))
        case .saveSchedule where plans.contains(self): return self
        case .saveSchedule(var schedule):
            schedule.author = name
            return .saveSchedule(schedule)
        default: return self
        }
    }
}

extension Draft {
    /// The changes in it that save a plan.
    fileprivate var plans: [Change] {
        changes.filter { change in
            if case .saveSchedule = change { true } else { false }
        }
    }

    /// It, with the authors that it had and whoever saves it, who also plans what is new in it;
    /// nobody names somebody else.
    ///
    /// It brings no revision, decisions or comments of its own: those follow from what is there.
    fileprivate func saved(by name: String, over earlier: Draft?, in model: Model) -> Draft {
        var draft = self
        draft.author = earlier?.author ?? name
        draft.createdAt = earlier?.createdAt ?? createdAt
        // A draft in a draft is refused later, as it always is.
        let plans = earlier?.plans ?? []
        draft.changes = changes.map { change in
            change.isAboutDrafts ? change : change.spoken(by: name, in: model, keeping: plans)
        }
        (draft.revision, draft.decisions, draft.comments) = (1, [], [])
        let isSame = earlier.map { $0.changes == draft.changes && $0.note == note } ?? false
        draft.others = earlier?.others ?? []
        if !isSame || isBy(name), !draft.isBy(name) { draft.others.append(name) }
        return draft
    }
}
