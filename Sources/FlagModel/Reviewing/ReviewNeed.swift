/// That changes in an environment must be read by somebody else first, and why.
public struct ReviewNeed: Hashable, Sendable {
    /// Where.
    public let environmentID: GUID
    /// How many people besides the authors must approve.
    public let approvals: Int
    /// Why, in a few words each; at least one.
    public let reasons: [String]

    /// Puts the parts together.
    public init(environmentID: GUID, approvals: Int, reasons: [String]) {
        self.environmentID = environmentID
        self.approvals = approvals
        self.reasons = reasons
    }
}

extension Model {
    /// Where changes need a review, and why; none where nobody asks for one.
    ///
    /// - Parameters:
    ///   - changes: what somebody wants.
    ///   - reach: how many people would get something else, by environment. Where it is not known
    ///     and a rule asks for it, the answer is that a review is needed.
    /// - Returns: at most one need for each environment, in the order of the changes.
    public func reviewNeeds(
        of changes: [Change],
        reach: [GUID: PeopleReach] = [:]
    ) -> [ReviewNeed] {
        reviewedPlaces(of: changes).compactMap { place in
            guard let rule = environment(place)?.environment.settings.review else { return nil }
            let reasons = reviewReasons(rule, changes, in: place, reach: reach[place])
            guard rule.approvals > 0, !reasons.isEmpty else { return nil }
            return ReviewNeed(environmentID: place, approvals: rule.approvals, reasons: reasons)
        }
    }

    /// The environments where only the number of people decides whether a review is needed.
    public func placesToCount(for changes: [Change]) -> [GUID] {
        reviewedPlaces(of: changes).filter { place in
            guard let rule = environment(place)?.environment.settings.review,
                rule.approvals > 0, rule.people != nil,
                plannedCustomers(in: changes, place) != nil
            else { return false }
            var others = rule
            others.people = nil
            return others.isForAll
                || reviewReasons(others, changes, in: place, reach: nil).isEmpty
        }
    }

    /// The environments in which changes reach something that a review protects.
    private func reviewedPlaces(of changes: [Change]) -> [GUID] {
        changes.flatMap(reviewed).compactMap(\.environmentID)
            .reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
            .filter { environment($0)?.environment.settings.review != nil }
    }

    private func reviewReasons(
        _ rule: ReviewRule,
        _ changes: [Change],
        in place: GUID,
        reach: PeopleReach?
    ) -> [String] {
        let subjects = changes.flatMap(reviewed).filter { $0.environmentID == place }
        var reasons: [String] = []
        if subjects.contains(.environment(place)) {
            reasons.append("it makes the rule for reviews there weaker")
        }
        let things = subjects.filter { $0 != .environment(place) }
        guard !things.isEmpty, let state = environment(place) else { return reasons }
        guard !rule.isForAll else { return reasons + ["every change there is reviewed"] }
        if let share = rule.people {
            if plannedCustomers(in: changes, place) == nil {
                reasons.append("nobody can tell yet how many customers it will reach")
            } else if let reason = reason(of: reach, above: share) {
                reasons.append(reason)
            }
        }
        if rule.touchesExperiments {
            let names = Set(things.flatMap { state.runningExperiments(touchedBy: $0) })
            reasons += names.sorted().map { "it touches the running experiment \"\($0)\"" }
        }
        guard !rule.tags.isEmpty else { return reasons }
        let tags = Set(things.flatMap { self.tags(of: $0) } + changes.flatMap(\.newTags))
        reasons += rule.tags.filter(tags.contains).map { "it is about something tagged \($0)" }
        return reasons
    }

    private func reason(of reach: PeopleReach?, above share: Int) -> String? {
        let limit = ReviewRule.percent(share)
        guard let reach else {
            return "it may give more than \(limit) of known customers something else"
        }
        guard reach.known > 0 else {
            return "no customer is known there yet, so nobody can tell how many it reaches"
        }
        guard reach.people * 10_000 > share * reach.known else { return nil }
        return "\(Words.count(reach.people, "customer")) would get something else, which is more "
            + "than \(limit) of \(Words.grouped(reach.known))"
    }
}
