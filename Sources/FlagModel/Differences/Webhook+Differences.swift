extension Webhook {
    /// What is another, in words; the secret and the values of header fields are not told.
    func facets(since earlier: Webhook) -> [Difference.Facet] {
        var list = FacetList()
        list.note("name", earlier.name, name)
        list.note("address", earlier.url, url)
        list.note("on", earlier.isActive, isActive)
        list.note("environments", earlier.environmentIDs, environmentIDs) {
            $0.isEmpty ? "every one" : Words.count($0.count, "environment")
        }
        list.note("events", earlier.events, events) {
            $0.isEmpty ? "every one" : Words.list($0.map(\.rawValue), most: 12)
        }
        list.note("header fields", earlier.headers, headers) { Words.list($0.map(\.name)) }
        list.note("template", earlier.template, template) {
            $0.isEmpty ? "none" : Words.count($0.utf8.count, "byte")
        }
        list.note("empty posts left out", earlier.skipsEmpty, skipsEmpty)
        list.note("secret", earlier.secret, secret) { $0.isEmpty ? "none" : "there is one" }
        return list.facets
    }
}

extension Trigger {
    /// What is another, in words; the token is not told.
    func facets(since earlier: Trigger) -> [Difference.Facet] {
        var list = FacetList()
        list.note("text", earlier.description, description)
        list.note("enabled", earlier.isEnabled, isEnabled)
        list.note("turns the flag", earlier.action, action, \.words)
        return list.facets
    }
}
