// Who wrote and who decided, by what does not change: a name is only what somebody is called now.

extension Draft {
    /// Whether who decided is one of its authors, under whatever name.
    func isWritten(by decision: Decision) -> Bool {
        isBy(decision.person) || decision.personID.map(authorIDs.contains) ?? false
    }
}

extension Decision {
    /// Whether two decisions are by the same person, under whatever names.
    func isBySamePerson(as other: Decision) -> Bool {
        person == other.person || personID != nil && personID == other.personID
    }
}

extension Model {
    /// The authors of a draft who are written down, each once: those it had, and those whose names
    /// it has now.
    func authorIDs(of draft: Draft, after earlier: Draft?) -> [GUID] {
        let named = draft.authors.compactMap { person(named: $0)?.id }
        return ((earlier?.authorIDs ?? []) + named)
            .reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }

    /// Whether who decided about a draft could do so now: roles are taken at any time.
    ///
    /// Whoever is not written down decided as the owner of the data, who may do everything, or
    /// before anybody was written down, when everybody might.
    func mayStillDecide(_ decision: Decision, about draft: Draft) -> Bool {
        let known = decision.personID.map { person($0) } ?? person(named: decision.person)
        guard let person = known else { return decision.personID == nil }
        let change = Change.decide(draft: draft.id, revision: draft.revision, decision)
        return permission(of: .person(person), for: [change]).isAllowed
    }
}
