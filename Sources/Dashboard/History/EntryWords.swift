internal import FlagModel

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
        let count = lines.count + untoldCount
        let what = lines.map(Self.withoutVerb).joined(separator: ", ")
        return "\(how)\(count == 1 ? "" : " \(Words.grouped(count))"): \(what)"
    }

    /// "changed Gift wrap 10% → 25%" without its verb.
    private static func withoutVerb(_ sentence: String) -> String {
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
