extension Proposal {
    /// The whole in one sentence.
    ///
    /// - Parameters:
    ///   - lines: each change in a sentence, or at least the first two.
    ///   - model: the model afterwards.
    /// - Returns: what was done, in the past tense, without who and when.
    func sentence(lines: [String], in model: Model) -> String {
        let place = place(in: model)
        switch origin {
        case .publish:
            let count = changes.count { !$0.isAboutDrafts }
            return "published \(Words.count(count, "change"))" + (place.map { " in \($0)" } ?? "")
        case .importing:
            return "imported \(importedThings)" + (place.map { " into \($0)" } ?? "")
        case .undo(let number):
            let many = "made \(Words.count(changes.count, "change"))"
            let what = changes.count == 1 ? lines[0] : many + (place.map { " in \($0)" } ?? "")
            return "undid \(Words.grouped(Int(clamping: number))): \(what)"
        case .direct, .drafting:
            return Words.list(lines, most: 2, of: changes.count)
        }
    }

    /// "LIVE", "LIVE and Practice"; `nil` for changes that are in no environment.
    private func place(in model: Model) -> String? {
        var seen: Set<GUID> = []
        let titles = changes.lazy.compactMap { $0.subject.environmentID }
            .filter { seen.insert($0).inserted }
            .compactMap { model.environment($0)?.environment.title }
        let all = Array(titles)
        return all.isEmpty ? nil : Words.list(all)
    }

    /// "2 flags and 1 audience".
    private var importedThings: String {
        let flags = changes.count { if case .flag = $0.subject { true } else { false } }
        let audiences = changes.count { if case .audience = $0.subject { true } else { false } }
        let parts = [(flags, "flag"), (audiences, "audience")].filter { $0.0 > 0 }
        guard !parts.isEmpty else { return Words.count(changes.count, "change") }
        return Words.list(parts.map { Words.count($0.0, $0.1) })
    }
}

extension Change {
    /// Whether it keeps or drops a draft.
    public var isAboutDrafts: Bool {
        if case .draft = subject { true } else { false }
    }
}
