extension Model {
    /// Whether everything that decides who gets what of some things is here as it is in another
    /// model.
    ///
    /// A flag hands out through its switch, its rules and the audiences that they look at; an
    /// audience reaches people through the flags that look at it. If one of them was changed by
    /// somebody since, taking a change back is another decision than the one before it.
    ///
    /// - Parameters:
    ///   - changes: what the things are that matter: those which the changes reach.
    ///   - other: the model to compare with.
    /// - Returns: whether nobody has decided anything about them since.
    /// - Complexity: O(*n*) in the flags of the environments, where audiences are changed.
    public func decidesAlike(about changes: [Change], as other: Model) -> Bool {
        let subjects = Set(changes.map(\.subject) + changes.flatMap(\.reached))
        return deciders(of: subjects).union(other.deciders(of: subjects))
            .allSatisfy { has($0, as: other) }
    }

    /// Things, with the flags that they reach people through, and what those look at.
    private func deciders(of subjects: Set<Subject>) -> Set<Subject> {
        var all = subjects
        for subject in subjects { all.formUnion(flagsBehind(subject)) }
        for case .flag(let place, let id) in all {
            let audiences = environment(place)?.flag(id)?.audienceIDs ?? []
            all.formUnion(audiences.map { .audience(environment: place, $0) })
        }
        return all
    }

    private func flagsBehind(_ subject: Subject) -> [Subject] {
        switch subject {
        case .audience(let place, let id):
            let flags = environment(place)?.flagIDs(lookingAt: [id]) ?? []
            return flags.map { .flag(environment: place, $0) }
        case .experiment(let place, let id):
            let flag = environment(place)?.experiment(id)?.flagID
            return flag.map { [.flag(environment: place, $0)] } ?? []
        default: return []
        }
    }
}
