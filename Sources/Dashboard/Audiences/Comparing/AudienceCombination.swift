internal import FlagModel

/// One audience against another: who is to be in a new one.
struct AudienceCombination: Hashable, Sendable {
    /// Which of those by name.
    enum Kind: Hashable, Sendable, CaseIterable {
        case either, both, onlyFirst, onlySecond
    }

    let kind: Kind
    let first: GUID
    let second: GUID

    /// The members by name of the combination, in the order of the first and then the second.
    ///
    /// Who is kept out of an audience is not in it.
    static func members(_ kind: Kind, _ first: Audience, _ second: Audience) -> [CustomerKey] {
        let (left, right) = (first.listed, second.listed)
        let (inLeft, inRight) = (Set(left), Set(right))
        return switch kind {
        case .either: left + right.filter { !inLeft.contains($0) }
        case .both: left.filter { inRight.contains($0) }
        case .onlyFirst: left.filter { !inRight.contains($0) }
        case .onlySecond: right.filter { !inLeft.contains($0) }
        }
    }
}

extension Audience {
    /// Who belongs by name.
    fileprivate var listed: [CustomerKey] {
        guard !excluded.isEmpty else { return members }
        let never = Set(excluded)
        return members.filter { !never.contains($0) }
    }
}
