internal import FlagModel
internal import TerminalUI

extension Draft {
    /// Between the names of people who work on one draft together.
    private static let link = " and "

    /// Whether somebody is one of those who work on it.
    func isBy(_ person: String) -> Bool {
        author == person || author.hasPrefix(person + Self.link)
            || author.hasSuffix(Self.link + person)
            || author.contains(Self.link + person + Self.link)
    }

    /// The same draft, with one more person to work on it; `nil` when the names get too long.
    func joined(by person: String) -> Draft? {
        let names = author + Self.link + person
        guard Limits.personLength.contains(names.unicodeScalars.count) else { return nil }
        return Draft(id: id, author: names, createdAt: createdAt, note: note, changes: changes)
    }
}

extension DashboardState {
    /// Why a draft of somebody else is in the way, and how to go on.
    func othersDraft(_ draft: Draft, about name: String, canJoin: Bool) -> String {
        let join = canJoin ? "J works on it together, p publishes" : "Publish it or remove it first"
        return "\(draft.author) has a draft about \(name). \(join)\(canJoin ? "." : " (p).")"
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
        let words = "\(view.name), by \(joined.author)"
        propose([.saveDraft(joined)], origin: .drafting, .init(kind: .draft(words)))
    }
}
