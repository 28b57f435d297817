import FlagModel

/// Short names for drafts.
///
/// The key of what they are about comes first, then as much of the id as tells them apart. A name
/// stays as long as its draft.
struct DraftNames {
    private let model: Model
    private let length: Int

    init(_ model: Model) {
        self.model = model
        let ids = model.drafts.map(\.id.text)
        length =
            (4...36).first { length in Set(ids.map { $0.prefix(length) }).count == ids.count } ?? 36
    }

    /// "gift-wrap-3f2a".
    func name(of draft: Draft) -> String {
        let key = draft.changes.first.map { $0.newKey ?? model.key(of: $0.subject) } ?? "draft"
        return "\(key)-\(draft.id.text.prefix(length))"
    }

    /// The draft that somebody means by a name, the beginning of one, or of an id.
    ///
    /// - Throws: ``CommandFailure`` when there is none, or there are several.
    func draft(_ text: String) throws -> Draft {
        let text = text.lowercased()
        let named = model.drafts.map { (draft: $0, name: name(of: $0).lowercased()) }
        if let exact = named.first(where: { $0.name == text }) { return exact.draft }
        let found = named.filter {
            !text.isEmpty && ($0.name.hasPrefix(text) || $0.draft.id.text.hasPrefix(text))
        }
        if let only = found.first, found.count == 1 { return only.draft }
        guard !found.isEmpty else {
            throw CommandFailure(
                .refused,
                "There is no draft \"\(text)\". See what waits with: flagdeck draft list"
            )
        }
        throw CommandFailure(
            .refused,
            "Several drafts begin with \"\(text)\": \(Words.list(found.map(\.name), most: 5)). "
                + "Say which one."
        )
    }

    /// The drafts that somebody means, each once.
    func drafts(_ texts: [String]) throws -> [Draft] {
        try texts.map(draft).reduce(into: []) { all, draft in
            if !all.contains(where: { $0.id == draft.id }) { all.append(draft) }
        }
    }
}

extension Model {
    /// What commands call a thing.
    fileprivate func key(of subject: Subject) -> String {
        let key: Key? =
            switch subject {
            case .project(let id): project(id)?.key
            case .environment(let id): environment(id)?.environment.key
            case .flag(let place, let id): environment(place)?.flag(id)?.key
            case .audience(let place, let id): environment(place)?.audience(id)?.key
            case .experiment(let place, let id): environment(place)?.experiment(id)?.key
            case .person, .webhook, .trigger, .draft, .schedule: nil
            }
        return key?.text ?? subject.kindWord
    }
}

extension Change {
    /// What commands will call the thing that it makes.
    fileprivate var newKey: String? {
        switch self {
        case .createProject(let project): project.key.text
        case .createEnvironment(let environment): environment.key.text
        case .createFlag(_, let flag): flag.key.text
        case .createAudience(_, let audience): audience.key.text
        case .createExperiment(_, let experiment): experiment.key.text
        default: nil
        }
    }
}
