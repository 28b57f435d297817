internal import FlagModel
internal import TerminalUI

extension Draft {
    /// The same draft, with one more person to work on it; `nil` when there are too many.
    func joined(by person: String) -> Draft? {
        guard Limits.draftOtherCount.contains(others.count + 1) else { return nil }
        var draft = self
        draft.others.append(person)
        return draft
    }
}

extension DashboardState {
    /// Why a draft of somebody else is in the way, and how to go on.
    func othersDraft(_ draft: Draft, about name: String, canJoin: Bool) -> String {
        let next =
            canJoin ? "J joins it; both go live together." : "Publish it or remove it first (p)."
        return "\(draft.authorWords) has a draft of \(name). \(next)"
    }

    /// The flag's draft that somebody else prepared; `nil` when there is none, or it is one's own.
    func draftOfOthers(_ view: FlagView?) -> Draft? {
        guard asksForDrafts, let draft = view?.draft, !draft.isBy(actor) else { return nil }
        return draft
    }

    /// Works together on the draft that somebody else prepared of the flag.
    mutating func joinDraft() {
        guard waiting.isEmpty else {
            complain("One moment: the last change is still being saved.")
            return
        }
        guard let view = currentFlagID.flatMap(flagView), let draft = draftOfOthers(view) else {
            complain("Nobody else has a draft about this flag.")
            return
        }
        guard let joined = draft.joined(by: actor) else {
            complain("Too many people work on this draft already. p publishes or removes it.")
            return
        }
        let words = "\(view.name), by \(joined.authorWords)"
        propose([.saveDraft(joined)], origin: .drafting, .init(kind: .draft(words)))
    }
}
