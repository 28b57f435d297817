extension Person {
    /// Puts back what an entry changed, where nobody has decided anew since.
    mutating func putBack(from before: Person, after: Person) -> Set<Aspect> {
        var merge = Merge()
        merge.value(.name, before.name, after.name, &name)
        merge.value(.account, before.systemUser, after.systemUser, &systemUser)
        merge.list(.roles, before.grants, after.grants, &grants, id: \.self) {
            $0.value(.roles, $1, $2, &$3)
        }
        merge.list(.tokens, before.tokens, after.tokens, &tokens, id: \.id) {
            $0.value(.tokens, $1, $2, &$3)
        }
        return merge.obstacles
    }

    /// The changes that make this person another version of themselves.
    func changes(to goal: Person) -> [Change] {
        var changes: [Change] = []
        for token in tokens where goal.token(token.id) == nil {
            changes.append(.revokeToken(person: id, token.id))
        }
        for token in goal.tokens where self.token(token.id) == nil {
            changes.append(.addToken(person: id, token))
        }
        var saved = goal
        saved.tokens = tokens
        guard saved != self else { return changes }
        saved.tokens = goal.tokens
        return changes + [.savePerson(saved)]
    }
}

extension Model {
    /// The way back of a person, aspect by aspect.
    func groupOfPerson(_ id: GUID, before: Model, after: Model) -> BackGroup {
        let subject = Subject.person(id)
        if let old = before.person(id), let left = after.person(id), var goal = person(id) {
            let now = goal
            let aspects = goal.putBack(from: old, after: left)
            return BackGroup(now.changes(to: goal), blocked: aspects, of: subject, in: [self])
        }
        return whole(subject, before, after) { model in
            model.person(id).map { [.savePerson($0)] }
        } removal: { _ in
            [.removePerson(id)]
        }
    }
}
