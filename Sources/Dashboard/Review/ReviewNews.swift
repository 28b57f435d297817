internal import FlagModel
internal import TerminalUI

/// Comments that a person has not seen yet: a quiet count in the header.
extension DashboardState {
    /// How many comments call this person or are about their drafts, and were not seen yet.
    var unseenComments: Int {
        guard stage == .ready, past == nil else { return 0 }
        return drafts.views.reduce(0) { sum, view in
            let draft = view.draft
            let new = draft.comments.dropFirst(review.seen[draft.id] ?? 0)
            return sum
                + new.count { comment in
                    comment.person != actor
                        && (draft.isBy(actor) || comment.mentions(actor))
                }
        }
    }

    /// The comments of the card on screen count as seen.
    mutating func noteCommentsSeen() {
        guard let draft = reviewed?.draft else { return }
        review.seen[draft.id] = draft.comments.count
    }

    /// What was seen of drafts that still wait, to be kept until the next start.
    var seenComments: [GUID: Int] {
        let waiting = Set(present.drafts.map(\.id))
        return review.seen.filter { waiting.contains($0.key) && $0.value > 0 }
    }
}

extension ScreenPlace {
    /// What was seen as one text: "IDENTITY=3 IDENTITY=1".
    var seenText: String {
        seen.sorted { $0.key < $1.key }.map { "\($0.key.text)=\($0.value)" }.joined(separator: " ")
    }

    /// Reads that text; what is not understood is left out.
    static func seen(in text: String) -> [GUID: Int] {
        var seen: [GUID: Int] = [:]
        for pair in text.split(separator: " ").prefix(Limits.draftCount.upperBound) {
            let parts = pair.split(separator: "=")
            guard parts.count == 2, let id = GUID(String(parts[0])), let count = Int(parts[1]),
                count > 0
            else { continue }
            seen[id] = count
        }
        return seen
    }
}
