internal import FlagModel
internal import TerminalUI

/// What every screen says about a draft, in the same words.
extension DashboardState {
    /// Who works on a draft: "you" when nobody else does.
    func author(of draft: Draft) -> String {
        draft.authors == [actor] ? "you" : draft.authorWords
    }

    /// What a draft changes, whose it is and since when; or why it does not fit any more.
    ///
    /// - Parameters:
    ///   - draft: what waits.
    ///   - difference: what it changes, in a few words.
    ///   - problem: why it does not fit any more; `nil` while it does.
    /// - Returns: "off → on. By you, today 10:12. Not live yet."
    func draftSentence(_ draft: Draft, _ difference: String, problem: Refusal?) -> SafeText {
        if let problem { return "does not fit any more: \(SafeText(problem.description))" }
        let by = SafeText(author(of: draft))
        return "\(SafeText(difference)). By \(by), \(times.when(draft.createdAt)). Not live yet."
    }
}
