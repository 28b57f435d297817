internal import FlagAPI
internal import FlagModel

extension HistoryEntry {
    /// What it did to some things, for a row; to all of them where there are none in particular.
    func rowSentence(about subjects: Set<Subject>) -> String {
        // "published 3 changes" says nothing about the one thing that is looked for.
        let told = told(about: subjects)
        guard !told.isEmpty else { return changeSet.rowSentence }
        let what = Words.list(told.map(ChangeSet.withoutVerb), most: 2)
        // Nobody turned it on at that moment: somebody had planned it.
        return changeSet.origin == .scheduled ? "by plan: \(what)" : what
    }
}

extension ChangeSet {
    /// What it did, for a row: what was changed stands as far in front as it can.
    ///
    /// Publishing names what was published, what a plan did says so first, and "changed" goes where
    /// an arrow says it.
    var rowSentence: String {
        switch origin {
        case .publish, .emergency: publishedSentence
        case .scheduled: "by plan: \(Self.withoutVerb(sentence.dropping(suffix: ", as planned")))"
        case .drafting where sentence.hasPrefix("drafted: "):
            "drafted: \(Self.withoutVerb(String(sentence.dropFirst("drafted: ".count))))"
        default: Self.withoutVerb(sentence)
        }
    }

    /// "published 2: Summer sale banner 25% → 50% in LIVE, turned Gift wrap on in LIVE".
    private var publishedSentence: String {
        guard !lines.isEmpty else { return sentence }
        let how = origin == .emergency ? "without a review: published" : "published"
        let count = steps.map(\.change).things.count
        let what = lines.map(Self.withoutVerb).joined(separator: ", ")
        return "\(how)\(count == 1 ? "" : " \(Words.grouped(count))"): \(what)"
    }

    /// "changed Gift wrap 10% → 25%" without its verb.
    fileprivate static func withoutVerb(_ sentence: String) -> String {
        let verb = "changed "
        guard sentence.hasPrefix(verb), sentence.contains(" → ") else { return sentence }
        return String(sentence.dropFirst(verb.count))
    }
}

extension String {
    fileprivate func dropping(suffix: String) -> String {
        hasSuffix(suffix) ? String(dropLast(suffix.count)) : self
    }
}
