internal import FlagModel
internal import TerminalUI

/// A flag as it is and as a draft would make it: this person's own draft, or somebody else's.
struct FlagView: Equatable, Sendable {
    let id: GUID
    /// As it is; `nil` when a draft makes it.
    let now: Flag?
    /// As the draft makes it; `nil` without a draft, and when the draft deletes it.
    let after: Flag?
    let draft: Draft?
    /// Whether this person works on the draft; one of others stands beside what is edited here.
    let isOwn: Bool
    /// Why the draft does not fit any more.
    let problem: Refusal?
    let nowSummary: FlagSummary?
    let afterSummary: FlagSummary?

    /// The flag to edit: with this person's draft where there is one.
    var latest: Flag? { isOwn ? after ?? now : now ?? after }

    /// The draft that edits go into; `nil` where they begin one.
    var ownDraft: Draft? { isOwn ? draft : nil }

    /// What it is called.
    var name: String { (after ?? now)?.name ?? "" }

    /// "25% on", "off", for one line about it.
    var stateWords: SafeText {
        if let now, now.isArchived { return "archived" }
        return SafeText(nowSummary?.state.text ?? "draft of a new flag")
    }

    /// What the draft changes, in a few words: "off → on", "words"; empty without a draft.
    var difference: String {
        guard draft != nil else { return "" }
        guard let now, let nowSummary else { return "new flag" }
        guard let after, let afterSummary else {
            return problem == nil ? "deleted" : "does not fit"
        }
        if now.isArchived != after.isArchived { return after.isArchived ? "archived" : "restored" }
        if nowSummary.state != afterSummary.state {
            return "\(nowSummary.state.text) → \(afterSummary.state.text)"
        }
        if nowSummary.who != afterSummary.who { return "\(nowSummary.who) → \(afterSummary.who)" }
        if now.name != after.name { return "new name" }
        return Self.vague
    }

    /// The difference that says nothing but that there is one.
    static let vague = "edited"
}

extension DashboardState {
    /// A flag of the environment, with its draft.
    func flagView(_ id: GUID) -> FlagView? {
        guard let environmentID else { return nil }
        return flagView(id, with: drafts.about(.flag(environment: environmentID, id)))
    }

    /// A flag of the environment, with one of the drafts about it.
    func flagView(_ id: GUID, with waiting: DraftView?) -> FlagView? {
        guard let environment else { return nil }
        let view = FlagView(id, with: waiting, in: environment, for: actor)
        return view.now == nil && view.after == nil ? nil : view
    }
}

extension FlagView {
    /// A flag as it is in an environment and as a draft would make it.
    ///
    /// - Parameters:
    ///   - id: the flag.
    ///   - waiting: the draft.
    ///   - environment: where the flag is.
    ///   - person: who looks at it.
    init(
        _ id: GUID,
        with waiting: DraftView?,
        in environment: EnvironmentState,
        for person: String
    ) {
        let (now, after) = (environment.flag(id), waiting?.after?.flag(id))
        self.init(
            id: id,
            now: now,
            after: after,
            draft: waiting?.draft,
            isOwn: waiting?.draft.isBy(person) ?? false,
            problem: waiting?.problem,
            nowSummary: now?.summary(in: environment),
            afterSummary: waiting?.after.flatMap { state in after?.summary(in: state) }
        )
    }
}
