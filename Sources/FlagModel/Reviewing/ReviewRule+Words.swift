extension ReviewRule {
    /// The rule at the end of a sentence: "by 1 other person for more than 5 % of customers".
    public var words: String {
        let count = "by " + Words.count(approvals, "other person", "other people")
        guard !isForAll else { return count }
        var conditions: [String] = []
        if let people { conditions.append("more than \(Self.percent(people)) of known customers") }
        if touchesExperiments { conditions.append("what touches a running experiment") }
        if !tags.isEmpty { conditions.append("what is tagged \(Words.list(tags, most: 5))") }
        return "\(count) for \(Words.list(conditions))"
    }

    /// Whether it leaves out something that another rule holds back, or asks fewer people.
    public func isWeaker(than other: ReviewRule) -> Bool {
        if approvals < other.approvals { return true }
        guard !isForAll else { return false }
        guard !other.isForAll else { return true }
        if let before = other.people, people.map({ $0 > before }) ?? true { return true }
        if other.touchesExperiments, !touchesExperiments { return true }
        return !Set(other.tags).isSubset(of: tags)
    }

    /// Hundredths of a percent as "5%" or "2.5%".
    static func percent(_ hundredths: Int) -> String {
        let (whole, rest) = hundredths.quotientAndRemainder(dividingBy: 100)
        guard rest != 0 else { return "\(whole)%" }
        let digits = rest % 10 == 0 ? "\(rest / 10)" : (rest < 10 ? "0\(rest)" : "\(rest)")
        return "\(whole).\(digits)%"
    }
}

extension Environment.Settings {
    /// The rule as a list of differences tells it.
    var reviewWords: String { review?.words ?? "none" }
}
