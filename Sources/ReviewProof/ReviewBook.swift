import FlagModel

/// Who read what, and what was live: kept beside the service, without any of its rules.
///
/// A draft is the text of its changes here, and what it builds on is the text of the things that it
/// names as they lay before whoever read it.
struct ReviewBook {
    /// What somebody had on the screen when they decided.
    struct Reading: Hashable {
        let text: String
        let ground: String
    }

    /// One draft as far as anybody knows.
    struct Page {
        var text: String
        /// Those who wrote some of it, and those who are named on it now.
        var writers: Set<String>
        var named: Set<String>
        /// Everything that a person ever approved of it, by what the service calls what they read.
        var approved: [String: [[Moment]: Reading]] = [:]
        /// The last word of each person about what it says now; `nil` is that they sent it back.
        var words: [String: Reading?] = [:]

        /// Whether somebody may not decide about it.
        func isBy(_ person: String) -> Bool {
            writers.contains(person) || named.contains(person)
        }
    }

    var pages: [GUID: Page] = [:]
    /// Pages of drafts that have gone, as they were then.
    var gone: [GUID: [Page]] = [:]
    /// Plans that were approved.
    var plans: Set<GUID> = []
    /// What must be approved in LIVE, and by how many people.
    var rule: ReviewRule

    init(rule: ReviewRule) { self.rule = rule }

    /// What customers get in LIVE, as text.
    static func live(_ model: Model, _ place: GUID) -> String {
        let review = model.environment(place)?.environment.settings.review
        return things(model, place) + "\n" + (review.map { "\($0)" } ?? "none")
    }

    /// Whether nothing became another but the rule about reviews, which asks for no less now:
    /// anybody may ask for more, also by taking back what asked for less.
    static func onlyAsksForMore(_ before: Model, _ after: Model, _ place: GUID) -> Bool {
        guard things(before, place) == things(after, place),
            let new = after.environment(place)?.environment.settings.review
        else { return false }
        guard let old = before.environment(place)?.environment.settings.review else { return true }
        // Without a share, every change is reviewed.
        return new.approvals >= old.approvals && new.people ?? 0 <= old.people ?? 0
    }

    private static func things(_ model: Model, _ place: GUID) -> String {
        guard let state = model.environment(place) else { return "nothing" }
        let flags = state.flags.sorted { $0.id < $1.id }.map(plain)
        let audiences = state.audiences.sorted { $0.id < $1.id }.map {
            "\($0.id) \($0.members) \($0.isArchived)"
        }
        return (flags + audiences).joined(separator: "\n")
    }

    private static func plain(_ flag: Flag) -> String {
        "\(flag.id) \(flag.isEnabled) \(flag.owner) \(flag.targets) \(flag.rules) "
            + "\(flag.defaultRule)"
    }

    /// What somebody reads who looks at a draft in a model.
    static func reading(_ draft: Draft, in model: Model) -> Reading {
        let ground = draft.changes.flatMap { Self.ground(of: $0, in: model) }
        return Reading(text: text(of: draft), ground: ground.joined(separator: "|"))
    }

    /// The things that a change names, as they lie there.
    private static func ground(of change: Change, in model: Model) -> [String] {
        if case .saveSchedule(let plan) = change {
            return [model.schedule(plan.id).map { "\($0)" } ?? ""]
                + plan.allChanges.flatMap { ground(of: $0, in: model) }
        }
        guard let place = change.subject.environmentID, let state = model.environment(place) else {
            return []
        }
        if case .editEnvironment = change {
            return [state.environment.settings.review.map { "\($0)" } ?? ""]
        }
        let flag = state.flag(change.subject.id)
        let audience = state.audience(change.subject.id)
        let things = [
            flag.map { "\($0.updatedAt) \(plain($0))" } ?? "",
            audience.map { "\($0.updatedAt) \($0.members)" } ?? "",
        ]
        // Who is in an audience matters to whoever reads that a flag will ask for it.
        guard let flag, !flag.isEnabled || change.asksForAudiences else { return things }
        let asked = state.audiences.sorted { $0.id < $1.id }
            .filter { flag.audienceIDs.contains($0.id) || change.names($0.id) }
        return things + asked.map { "\($0.updatedAt) \($0.members)" }
    }

    /// What a draft says.
    static func text(of draft: Draft) -> String { "\(draft.changes) \(draft.note)" }

    /// Whether so many people approved exactly this as it lies there now.
    func isApproved(_ draft: Draft, in model: Model) -> Bool {
        guard let page = pages[draft.id] else { return false }
        let present = Self.reading(draft, in: model)
        let count = page.words.count { person, reading in
            reading == present && !page.isBy(person)
        }
        return !isSentBack(draft) && (count >= rule.approvals || asksForMore(draft))
    }

    /// Whether somebody wants it changed.
    func isSentBack(_ draft: Draft) -> Bool {
        pages[draft.id]?.words.contains { $0.value == nil } == true
    }

    /// Whether a draft only asks for more, or as much: nobody has to read that.
    private func asksForMore(_ draft: Draft) -> Bool {
        draft.changes.allSatisfy { change in
            guard case .editEnvironment(_, .setReview(let next?)) = change else { return false }
            return !next.letsMoreThrough(than: rule)
        }
    }

    /// Whether changes let through what was held back before.
    func isWeakened(by changes: [Change]) -> Bool {
        changes.contains { change in
            guard case .editEnvironment(_, .setReview(let next)) = change else { return false }
            return next.map { $0.letsMoreThrough(than: rule) } ?? true
        }
    }

    /// Takes note that a draft is there and says this, by somebody.
    mutating func keep(_ draft: Draft, by person: String) {
        let text = Self.text(of: draft)
        var page = pages[draft.id] ?? Page(text: text, writers: [person], named: [])
        if page.text != text {
            (page.text, page.words) = (text, [:])
            page.writers.insert(person)
        }
        page.named = Set(draft.authors)
        pages[draft.id] = page
    }

    /// Takes note of what somebody said about what they read.
    ///
    /// - Parameters:
    ///   - reading: what they approved; `nil` is that they sent it back.
    ///   - id: the draft.
    ///   - person: who.
    ///   - mark: what the service calls what they read; an undo may bring it back.
    mutating func say(
        _ reading: Reading?,
        about id: GUID,
        by person: String,
        mark: [Moment]
    ) {
        pages[id]?.words[person] = .some(reading)
        if let reading { pages[id]?.approved[person, default: [:]][mark] = reading }
    }

    /// Takes note that a draft has gone.
    mutating func drop(_ id: GUID) {
        if let page = pages.removeValue(forKey: id) { gone[id, default: []].append(page) }
    }

    /// Takes note that a draft is there again; false when nobody had ever written that.
    mutating func bringBack(_ draft: Draft) -> Bool {
        let text = Self.text(of: draft)
        guard let place = gone[draft.id]?.lastIndex(where: { $0.text == text }) else {
            return false
        }
        // It must be read again: what people had approved is what lay there then. Whoever sent it
        // back still wants it changed, if that came back with it.
        pages[draft.id] = gone[draft.id]?[place]
        pages[draft.id]?.words =
            gone[draft.id]?[place].words.filter { person, reading in
                reading == nil
                    && draft.decisions.contains { $0.person == person && $0.verdict == .sendBack }
            } ?? [:]
        pages[draft.id]?.named = Set(draft.authors)
        return true
    }
}

extension Change {
    fileprivate var asksForAudiences: Bool {
        if case .editFlag(_, _, .addRule) = self { true } else { false }
    }

    fileprivate func names(_ audience: GUID) -> Bool {
        guard case .editFlag(_, _, .addRule(let rule, _)) = self else { return false }
        return rule.conditions.contains { $0.audienceIDs.contains(audience) }
    }
}
