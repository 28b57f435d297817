public import FlagModel

extension Proposal {
    /// The same in somebody's own name, wherever a name stands in it.
    ///
    /// Nobody approves, comments or plans as somebody else; and whoever changes a draft is one of
    /// those who work on it from then on, so that nobody approves their own words.
    public func spoken(by name: String, in model: Model) -> Proposal {
        Proposal(
            id: id,
            actor: name,
            note: note,
            origin: origin,
            changes: changes.map { $0.spoken(by: name, in: model) },
            keepsTimes: keepsTimes,
            isPartialUndo: isPartialUndo
        )
    }
}

extension Change {
    fileprivate func spoken(by name: String, in model: Model) -> Change {
        switch self {
        case .decide(let id, let revision, let decision):
            .decide(
                draft: id,
                revision: revision,
                Decision(
                    person: name,
                    verdict: decision.verdict,
                    reason: decision.reason,
                    at: decision.at,
                    ground: decision.ground
                )
            )
        case .comment(let id, let comment):
            .comment(draft: id, Comment(person: name, text: comment.text, at: comment.at))
        case .saveDraft(let draft): .saveDraft(draft.saved(by: name, over: model.draft(draft.id)))
        case .saveSchedule(let schedule): .saveSchedule(schedule.saved(by: name))
        default: self
        }
    }
}

extension Draft {
    /// It, with the authors that it had and whoever saves it.
    fileprivate func saved(by name: String, over earlier: Draft?) -> Draft {
        var draft = Draft(
            id: id,
            author: earlier?.author ?? name,
            createdAt: earlier?.createdAt ?? createdAt,
            note: note,
            changes: changes
        )
        let isSame = earlier.map { $0.changes == changes && $0.note == note } ?? false
        draft.others = earlier?.others ?? []
        for person in others + (isSame ? [] : [name]) where !draft.isBy(person) {
            draft.others.append(person)
        }
        return draft
    }
}

extension Schedule {
    fileprivate func saved(by name: String) -> Schedule {
        Schedule(
            id: id,
            author: name,
            createdAt: createdAt,
            note: note,
            at: at,
            title: title,
            changes: changes,
            expects: expects
        )
    }
}
