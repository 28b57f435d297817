internal import FlagModel

extension Flag {
    /// Where a new rule goes so that it decides for the people it is about.
    ///
    /// Rules are looked at in order, and the first that holds decides. So the new one stands before
    /// the first rule that could take somebody of its people; rules about other people may stay
    /// before it.
    ///
    /// - Returns: an index into the rules, the count when no rule can take anybody.
    func place(forRuleAbout conditions: [Condition]) -> Int {
        rules.firstIndex { !$0.isAboutOthers(than: conditions) } ?? rules.count
    }
}

extension Rule {
    /// Whether nobody can fulfil this rule and the conditions: both list values of one attribute,
    /// and no value is in both lists.
    fileprivate func isAboutOthers(than other: [Condition]) -> Bool {
        conditions.contains { mine in
            guard let (name, values) = mine.listed else { return false }
            return other.contains { theirs in
                guard let (otherName, otherValues) = theirs.listed else { return false }
                return name == otherName && values.isDisjoint(with: otherValues)
            }
        }
    }
}

extension Condition {
    /// The attribute and the values that it may have; `nil` where they are not listed.
    fileprivate var listed: (name: String, values: Set<String>)? {
        guard case .attribute(let name, let comparison, let value) = test else { return nil }
        switch comparison {
        case .equal: return (name, [value])
        case .isOneOf: return Self.listedValues(value).map { (name, Set($0)) }
        default: return nil
        }
    }
}
