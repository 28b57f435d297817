internal import FlagModel
internal import TerminalUI

/// An audience as it is and as a draft would make it: this person's own, or somebody else's.
struct AudienceView: Equatable, Sendable {
    let id: GUID
    /// As it is; `nil` when a draft makes it.
    let now: Audience?
    /// As the draft makes it; `nil` without a draft, and when the draft deletes it.
    let after: Audience?
    let draft: Draft?
    /// Whether this person works on the draft; one of others stands beside what is edited here.
    let isOwn: Bool
    /// Why the draft does not fit any more.
    let problem: Refusal?

    /// The audience to edit: with this person's draft where there is one.
    var latest: Audience? { isOwn ? after ?? now : now ?? after }

    /// What it is called.
    var name: String { (after ?? now)?.name ?? "" }

    /// What the draft changes, in a few words: "2 more by name", "new name".
    var difference: String {
        guard draft != nil else { return "" }
        guard let now else { return "new audience" }
        guard let after else { return problem == nil ? "deleted" : "does not fit any more" }
        if now.isArchived != after.isArchived { return after.isArchived ? "archived" : "restored" }
        var parts: [String] = []
        let members = after.members.count - now.members.count
        if members != 0 {
            parts.append("\(abs(members)) \(members > 0 ? "more" : "fewer") by name")
        }
        let excluded = after.excluded.count - now.excluded.count
        if excluded != 0 {
            parts.append("\(abs(excluded)) \(excluded > 0 ? "more" : "fewer") kept out")
        }
        if now.name != after.name { parts.append("new name") }
        if now.rules != after.rules { parts.append("other rules") }
        return parts.isEmpty ? "edited" : Words.list(parts)
    }
}

extension DashboardState {
    /// An audience of the environment, with its draft.
    func audienceView(_ id: GUID) -> AudienceView? {
        guard let environment else { return nil }
        let waiting = drafts.about(.audience(environment: environment.environment.id, id))
        let view = AudienceView(id, with: waiting, in: environment, for: actor)
        return view.now == nil && view.after == nil ? nil : view
    }

    /// The audience that keys act on, with its draft.
    var currentAudience: AudienceView? { currentAudienceID.flatMap(audienceView) }

    /// "Anna Schmidt (C-10428)", or the key where no name is known.
    func customerTitle(_ key: CustomerKey) -> String {
        let name = audiences.names[key] ?? ""
        let shown = Words.short(key.text, 60)
        return name.isEmpty ? shown : "\(Words.short(name, 60)) (\(shown))"
    }
}

extension AudienceView {
    /// An audience as it is in an environment and as a draft would make it.
    ///
    /// - Parameters:
    ///   - id: the audience.
    ///   - waiting: the draft.
    ///   - environment: where the audience is.
    ///   - person: who looks at it.
    init(
        _ id: GUID,
        with waiting: DraftView?,
        in environment: EnvironmentState,
        for person: String
    ) {
        self.init(
            id: id,
            now: environment.audience(id),
            after: waiting?.after?.audience(id),
            draft: waiting?.draft,
            isOwn: waiting?.draft.isBy(person) ?? false,
            problem: waiting?.problem
        )
    }
}

extension DraftView {
    /// The audiences that this draft makes.
    func newAudiences(in environment: EnvironmentState) -> [Audience] {
        draft.changes.compactMap { change in
            guard case .createAudience(environment.environment.id, let audience) = change,
                environment.audience(audience.id) == nil
            else { return nil }
            return after?.audience(audience.id) ?? audience
        }
    }
}

extension Audience {
    /// The rules in a few words: "country is Germany", "3 rules", "no rules".
    var rulesInShort: SafeText {
        switch rules.count {
        case 0: "no rules"
        case 1: SafeText(Words.short(rules[0].inWords, 80))
        default: "\(SafeText.count(rules.count)) rules"
        }
    }
}

extension AudienceRule {
    /// Its name where it has one, then its conditions, each on a line of its own.
    var linesInWords: [String] {
        let isNamed = !name.isEmpty && !name.lowercased().hasPrefix("rule ")
        let all = conditions.enumerated().map { ($0 == 0 ? "" : "and ") + $1.shortWords }
        if conditions.isEmpty { return [isNamed ? "\(name): everyone" : "everyone"] }
        return isNamed ? ["\(name):"] + all : all
    }

    /// Its name, or its conditions: "country is one of Germany, Austria and plan is Pro".
    var inWords: String {
        let isNamed = !name.isEmpty && !name.lowercased().hasPrefix("rule ")
        return isNamed ? name : conditionsInWords
    }

    /// Its conditions, whatever it is called.
    var conditionsInWords: String {
        guard !conditions.isEmpty else { return "everyone" }
        return conditions.prefix(4).map(\.shortWords).joined(separator: " and ")
            + (conditions.count > 4 ? " and \(conditions.count - 4) more" : "")
    }
}

extension Condition {
    /// Values longer than this are not taken apart for a line on screen.
    private static let longValueBytes = 4000

    /// The condition in words, with work that does not grow with its value.
    var shortWords: String {
        guard case .attribute(let name, let comparison, let value) = test,
            value.utf8.count > Self.longValueBytes
        else { return words(in: nil) }
        let isList = comparison.operand == .list
        return "\(name) \(comparison.words) \(isList ? "a long list" : "a long text")"
    }
}
