extension Person {
    /// Where they may do something, in words: "everywhere", "in LIVE", "nowhere: needs an editor".
    public func whereTheyMay(_ act: Act, in model: Model) -> String {
        let enough = grants.filter { $0.role >= act.role }
        guard !enough.isEmpty else { return "nowhere: needs \(act.role.withArticle)" }
        switch act {
        case .look, .comment: return "everywhere"
        case .importCustomers, .people, .tokens, .handOver:
            return PermissionNeed(act, .everywhere).isMet(by: self)
                ? "everywhere" : "nowhere: needs \(act.role.withArticle) everywhere"
        case .draft, .change, .plan, .decide, .emergency, .settings, .secrets,
            .connections:
            break
        }
        if enough.contains(where: { $0.environmentID == nil && $0.tag == nil }) {
            return "everywhere"
        }
        let isAboutThings = ![.settings, .secrets, .connections].contains(act)
        let places = enough.filter { isAboutThings || $0.tag == nil }.map { grant in
            let place = grant.environmentID.map { id in
                "in \(model.environment(id)?.environment.title ?? id.text)"
            }
            let things = grant.tag.map { " what is tagged \($0)" }
            return (place ?? "everywhere") + (things ?? "")
        }
        guard !places.isEmpty else {
            return "nowhere: needs \(act.role.withArticle) for all things"
        }
        return Words.list(places, most: 10)
    }
}
