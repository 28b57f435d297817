import JSON

extension Audience {
    /// In what it differs from an earlier version of itself.
    ///
    /// - Parameter old: the earlier version.
    /// - Returns: the aspects, in the order of its page.
    func facets(since old: Audience) -> [Difference.Facet] {
        var list = FacetList()
        list.note("archived", old.isArchived, isArchived)
        list.note("who belongs", old.members, members)
        list.note("who never belongs", old.excluded, excluded)
        noteRules(since: old, in: &list)
        list.note("name", old.name, name)
        list.note("tags", old.tags, tags)
        list.note("description", old.description, description)
        list.note(
            "where it may be used",
            [old.reach.rawValue] + old.scopes,
            [reach.rawValue] + scopes
        )
        list.note("other fields of an import", old.extras, extras) { extras in
            let text = String(decoding: JSONValue.object(extras).canonicalBytes(), as: UTF8.self)
            return extras.members.isEmpty ? "" : Words.short(text, FacetList.textLength)
        }
        return list.facets
    }

    private func noteRules(since old: Audience, in list: inout FacetList) {
        guard old.rules != rules else { return }
        for rule in old.rules where !rules.contains(where: { $0.id == rule.id }) {
            list.add("rule \(rule.title)", rule.who, "")
        }
        for rule in rules {
            guard let before = old.rules.first(where: { $0.id == rule.id }) else {
                list.add("rule \(rule.title)", "", rule.who)
                continue
            }
            list.note("name of a rule", before.name, rule.name)
            guard before.conditions != rule.conditions else { continue }
            list.add("rule \(rule.title)", before.who, rule.who)
        }
        let (ids, now) = (old.rules.map(\.id), rules.map(\.id))
        list.note("order of the rules", ids.filter(now.contains), now.filter(ids.contains)) { ids in
            Words.list(ids.compactMap { id in rules.first { $0.id == id }?.title }, most: 6)
        }
    }
}

extension AudienceRule {
    fileprivate var title: String { name.isEmpty ? who : name }

    fileprivate var who: String {
        guard !conditions.isEmpty else { return "everyone" }
        let words = conditions.prefix(6).map { $0.words(in: nil) }
        return Words.short(Words.list(words, of: conditions.count), FacetList.textLength)
    }
}

extension Environment {
    /// In what it differs from an earlier version of itself; secrets by their names, never their
    /// values.
    func facets(since old: Environment) -> [Difference.Facet] {
        var list = FacetList()
        list.note("name", old.name, name)
        list.note("description", old.description, description)
        list.note("asks for a reason", old.settings.requiresReason, settings.requiresReason)
        list.note("changes become drafts", old.settings.asksForDrafts, settings.asksForDrafts)
        list.note("review", old.settings.reviewWords, settings.reviewWords)
        for secret in old.secrets where self.secret(secret.id) == nil {
            list.add("\(secret.kind) secret \(secret.name)", "valid", "revoked")
        }
        for secret in secrets where old.secret(secret.id) == nil {
            list.add("\(secret.kind) secret \(secret.name)", "", "valid")
        }
        let (ids, now) = (old.secrets.map(\.id), secrets.map(\.id))
        list.note("order of the secrets", ids.filter(now.contains), now.filter(ids.contains)) {
            Words.list($0.compactMap { self.secret($0)?.name }, most: 6)
        }
        return list.facets
    }
}
