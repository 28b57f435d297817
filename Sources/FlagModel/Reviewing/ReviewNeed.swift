/// That changes in an environment must be read by somebody else first, and why.
public struct ReviewNeed: Hashable, Sendable {
    /// Where.
    public let environmentID: GUID
    /// How many people besides the authors must approve.
    public let approvals: Int
    /// Why, in a few words each; at least one.
    public let reasons: [String]
}

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
                rule.approvals > 0, rule.people != nil
            else { return false }
            var others = rule
            others.people = nil
            return others.isForAll
                || reviewReasons(others, changes, in: place, reach: nil).isEmpty
        }
    }

    /// The environments in which changes reach something that a review protects.
    private func reviewedPlaces(of changes: [Change]) -> [GUID] {
        changes.flatMap(\.reviewed).compactMap(\.environmentID)
            .reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
            .filter { environment($0)?.environment.settings.review != nil }
    }

    private func reviewReasons(
        _ rule: ReviewRule,
        _ changes: [Change],
        in place: GUID,
        reach: PeopleReach?
    ) -> [String] {
        guard !rule.isForAll else { return ["every change there is reviewed"] }
        var reasons: [String] = []
        if let share = rule.people, let reason = reason(of: reach, above: share) {
            reasons.append(reason)
        }
        let subjects = changes.flatMap(\.reviewed).filter { $0.environmentID == place }
        guard let state = environment(place) else { return reasons }
        if rule.touchesExperiments {
            let names = Set(subjects.flatMap { state.runningExperiments(touchedBy: $0) })
            reasons += names.sorted().map { "it touches the running experiment \"\($0)\"" }
        }
        let tags = Set(changes.flatMap { self.tags(of: $0, in: place) })
        reasons += rule.tags.filter(tags.contains).map { "it is about something tagged \($0)" }
        return reasons
    }

    private func reason(of reach: PeopleReach?, above share: Int) -> String? {
        let limit = ReviewRule.percent(share)
        guard let reach else {
            return "it may give more than \(limit) of known customers something else"
        }
        let isMore = Double(reach.people) * 10_000 > Double(share) * Double(reach.known)
        guard isMore else { return nil }
        return "\(Words.count(reach.people, "customer")) would get something else, which is more "
            + "than \(limit) of \(Words.grouped(reach.known))"
    }

    /// The tags of what a change is about, before and after it.
    private func tags(of change: Change, in place: GUID) -> [String] {
        if case .saveSchedule(let schedule) = change {
            return schedule.allChanges.flatMap { tags(of: $0, in: place) }
        }
        guard change.subject.environmentID == place else { return [] }
        let present: [String]? =
            switch change.subject {
            case .flag(_, let id): environment(place)?.flag(id)?.tags
            case .audience(_, let id): environment(place)?.audience(id)?.tags
            case .experiment(_, let id):
                environment(place).flatMap { state in
                    state.experiment(id).flatMap { state.flag($0.flagID)?.tags }
                }
            default: nil
            }
        return (present ?? []) + change.newTags
    }
}

extension Change {
    /// What it brings in the way of tags.
    fileprivate var newTags: [String] {
        switch self {
        case .createFlag(_, let flag), .replaceFlag(_, let flag): flag.tags
        case .createAudience(_, let audience), .replaceAudience(_, let audience): audience.tags
        case .editFlag(_, _, .setTags(let tags)), .editAudience(_, _, .setTags(let tags)): tags
        default: []
        }
    }

    /// The things that it changes for customers, at once or later.
    ///
    /// How an environment itself is
    /// set is an administrator's matter, and planning an experiment changes nothing for anybody.
    var reviewed: [Subject] {
        switch self {
        case .createExperiment, .replaceExperiment, .deleteExperiment: []
        case .saveSchedule(let schedule): schedule.allChanges.flatMap(\.reviewed)
        default:
            switch subject {
            case .flag, .audience, .experiment: [subject]
            default: []
            }
        }
    }
}

extension EnvironmentState {
    /// The names of running experiments that something touches.
    fileprivate func runningExperiments(touchedBy subject: Subject) -> [String] {
        let touched = experiments.filter { experiment in
            guard experiment.state == .running else { return false }
            switch subject {
            case .flag(_, let id): return experiment.flagID == id
            case .experiment(_, let id): return experiment.id == id
            case .audience(_, let id):
                return experiment.audienceID == id
                    || flag(experiment.flagID)?.looks(at: id) ?? false
            default: return false
            }
        }
        return touched.map(\.name)
    }
}
