internal import FlagModel
internal import TerminalUI

/// What a form of the review session is for.
enum ReviewForm: Equatable, Sendable {
    /// To send a draft back as it was read.
    case sendBack(GUID, revision: Int)
    /// To write about a draft.
    case comment(GUID)
}

extension Form {
    /// The most characters of a line about a draft.
    private static let lineLimit = 500

    static func sendBack(_ id: GUID, revision: Int, name: String) -> Form {
        var form = Form(
            .review(.sendBack(id, revision: revision)),
            title: "Send \(name) back",
            intro: "It stays a draft. Whoever made it sees why, and can change it.",
            fields: [text(.reason, "Why", limit: lineLimit, hint: "What should be different?")]
        )
        form.submitLabel = "send it back"
        return form
    }

    static func comment(on id: GUID, name: String) -> Form {
        var form = Form(
            .review(.comment(id)),
            title: "Say something about \(name)",
            intro: "Everybody who reviews it reads this. @ and a name calls somebody.",
            fields: [text(.reason, "Comment", limit: lineLimit)]
        )
        form.submitLabel = "say it"
        return form
    }
}

extension DashboardState {
    mutating func submitReview(_ form: inout Form, _ purpose: ReviewForm) -> Bool {
        let text = form.text(.reason).trimmed
        guard !text.isEmpty else {
            form.mark(.reason, "Say in a few words what you mean.")
            return false
        }
        guard waiting.isEmpty else {
            form.problem = "One moment: the last change is still being saved."
            return false
        }
        let id: GUID =
            switch purpose {
            case .sendBack(let id, _), .comment(let id): id
            }
        guard let view = drafts.views.first(where: { $0.draft.id == id }) else {
            form.problem = "This draft is gone: somebody published it or threw it away."
            return false
        }
        let name = draftTitle(view).text
        overlays.removeLast()
        switch purpose {
        case .sendBack(_, let revision): decide(id, revision, .sendBack, reason: text, name: name)
        case .comment:
            propose(
                [.comment(draft: id, Comment(person: actor, text: text))],
                origin: .reviewing,
                WaitingChange(kind: .commented(name))
            )
        }
        return true
    }
}
