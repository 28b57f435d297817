extension Grant {
    /// "editor in LIVE for what is tagged shop", "administrator everywhere".
    public func words(in model: Model) -> String {
        let place = environmentID.map { id in
            " in \(model.environment(id)?.environment.title ?? id.text)"
        }
        let things = tag.map { " for what is tagged \($0)" }
        return role.rawValue + (place ?? " everywhere") + (things ?? "")
    }
}

extension Person {
    /// Their roles as the end of a sentence.
    public func rolesInWords(in model: Model) -> String {
        grants.isEmpty ? "somebody without a role" : Words.list(grants.map { $0.words(in: model) })
    }

    /// Says what was written down of them.
    func sentence(_ earlier: Person?, in model: Model) -> String {
        guard let earlier else {
            return "wrote down \(name) as \(rolesInWords(in: model))"
        }
        var parts: [String] = []
        if earlier.name != name { parts.append("renamed \(earlier.name) to \(name)") }
        if earlier.systemUser != systemUser {
            parts.append(
                systemUser.map { "gave \(name) the account \($0)" }
                    ?? "took the account \(earlier.systemUser ?? "") from \(name)"
            )
        }
        let given = grants.filter { !earlier.grants.contains($0) }.map { $0.words(in: model) }
        let taken = earlier.grants.filter { !grants.contains($0) }.map { $0.words(in: model) }
        if !given.isEmpty { parts.append("made \(name) \(Words.list(given))") }
        if !taken.isEmpty { parts.append("took from \(name): \(Words.list(taken))") }
        return parts.isEmpty ? "put the roles of \(name) into another order" : Words.list(parts)
    }

    /// In what they differ from an earlier version of themselves; tokens by their names alone.
    func facets(since old: Person, _ before: Model, _ after: Model) -> [Difference.Facet] {
        var list = FacetList()
        list.note("name", old.name, name)
        list.note("account", old.systemUser ?? "", systemUser ?? "")
        list.note(
            "roles",
            old.grants.map { $0.words(in: before) },
            grants.map { $0.words(in: after) }
        )
        for token in old.tokens where self.token(token.id) == nil {
            list.add("token \(token.name)", "valid", "revoked")
        }
        for token in tokens where old.token(token.id) == nil {
            list.add("token \(token.name)", "", "valid")
        }
        return list.facets
    }
}
