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
    func othersDraft(_ draft: Draft, about subject: Subject) -> String {
        let isFlag = if case .flag = subject { true } else { false }
        let who = draft.authorWords
        return isFlag && drafts.own(subject) == nil
            ? "\(who) has a draft of that already. J joins it; both go live together."
            : "\(who) has a draft of that already. Publish it first (p), or ask \(who)."
    }

    /// The draft of somebody else that stands in the way of changes; `nil` where they can go into
    /// a draft of one's own beside it.
    func draftInTheWay(of changes: [Change], about subject: Subject) -> Draft? {
        guard asksForDrafts else { return nil }
        if let maker = othersMaker(of: subject) { return maker }
        return changes.lazy.compactMap { change in
            self.drafts.others(about: change.subject).lazy.map(\.draft).first { draft in
                !draft.isBy(self.actor) && draft.changes.contains { $0.meets(change) }
            }
        }.first
    }

    /// Why an edit of a flag cannot go into a draft of one's own; `nil` where it can.
    func obstacle(to edit: FlagEdit, of flag: Flag) -> String? {
        guard let environmentID else { return nil }
        let subject = Subject.flag(environment: environmentID, flag.id)
        let change = Change.editFlag(environment: environmentID, flag: flag.id, edit)
        return draftInTheWay(of: [change], about: subject).map { othersDraft($0, about: subject) }
    }

    /// Why a thing cannot be changed that only the draft of somebody else makes; `nil` for others.
    func obstacle(toChanging subject: Subject) -> String? {
        othersMaker(of: subject).map { othersDraft($0, about: subject) }
    }

    /// The draft of somebody else that makes a thing: only within it can it be changed.
    private func othersMaker(of subject: Subject) -> Draft? {
        guard drafts.own(subject) == nil, !isThere(subject) else { return nil }
        return drafts.about(subject)?.draft
    }

    /// Whether a thing of the environment exists, and not only in a draft.
    private func isThere(_ subject: Subject) -> Bool {
        switch subject {
        case .flag(_, let id): environment?.hasFlag(id) ?? false
        case .audience(_, let id): environment?.audience(id) != nil
        case .experiment(_, let id): environment?.experiment(id) != nil
        default: true
        }
    }

    /// The flag's draft that somebody else prepared and this person can join; `nil` when there is
    /// none, or they have one of their own.
    func draftOfOthers(_ view: FlagView?) -> Draft? {
        guard asksForDrafts, let draft = view?.draft, !draft.isBy(actor) else { return nil }
        return draft
    }

    /// Works together on the draft that somebody else prepared of the flag; asks on whose where
    /// there are several.
    mutating func joinDraft() {
        guard let view = currentFlagID.flatMap(flagView), let environmentID,
            let draft = draftOfOthers(view)
        else {
            complain(noDraftToJoin(currentFlagID.flatMap(flagView)).text)
            return
        }
        let others = drafts.others(about: .flag(environment: environmentID, view.id))
        guard others.count > 1 else {
            join(draft.id)
            return
        }
        let choices = others.map { other in
            ChoiceBox.Choice(
                label: SafeText(other.draft.authorWords),
                note: SafeText(Words.short(other.draft.sentence(in: model), 60)),
                action: .flags(.join(other.draft.id))
            )
        }
        open(.choices(ChoiceBox(title: "Work on whose draft of \(view.name)?", choices: choices)))
    }

    /// Works together on a draft.
    mutating func join(_ id: GUID) {
        guard waiting.isEmpty else {
            complain("One moment: the last change is still being saved.")
            return
        }
        guard let view = drafts.view(id) else {
            complain("That draft is gone.")
            return
        }
        guard let joined = view.draft.joined(by: actor) else {
            complain("Too many people work on this draft already. p publishes or removes it.")
            return
        }
        let words = "\(draftTitle(view).text), by \(joined.authorWords)"
        propose([.saveDraft(joined)], origin: .drafting, .init(kind: .draft(words)))
    }

    /// Why nobody's draft can be joined.
    func noDraftToJoin(_ view: FlagView?) -> SafeText {
        guard let environmentID, let view, view.isOwn,
            let other = drafts.others(about: .flag(environment: environmentID, view.id)).first
        else { return "Nobody else has a draft about this flag." }
        let who = SafeText(other.draft.authorWords)
        return "You have a draft of it beside that of \(who). Publish or remove yours first (p)."
    }
}
