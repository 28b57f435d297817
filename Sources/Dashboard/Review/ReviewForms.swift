internal import FlagAPI
internal import FlagModel
internal import TerminalUI

/// What a form of the review session is for.
enum ReviewForm: Equatable, Sendable {
    /// To send a draft back as it was read.
    case sendBack(GUID, revision: Int)
    /// To write about a draft.
    case comment(GUID)
    /// To write down what was decided.
    case minutes
}

extension ReviewForm {
    /// The draft that it is about.
    fileprivate var draftID: GUID? {
        switch self {
        case .sendBack(let id, _), .comment(let id): id
        case .minutes: nil
        }
    }
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
    /// Asks from when on minutes are wanted, and where they go.
    mutating func openMinutes() {
        let began = review.began ?? now
        var form = Form(
            .review(.minutes),
            title: "Write down what was decided",
            intro: "Who said and decided what, what was published, and what still waits.",
            fields: [
                Form.suggestion(
                    .since,
                    "Since",
                    zone.day(of: began) == zone.day(of: now)
                        ? times.clock(began).text : times.moment(began).text,
                    limit: 64,
                    hint: "When the session began: 10:30, yesterday, 3 Jul"
                ),
                Form.suggestion(
                    .path,
                    "File",
                    "review-\(times.dateInNumbers(now)).md",
                    limit: 1000,
                    hint: "A path on this machine; empty copies the page instead"
                ),
            ]
        )
        form.submitLabel = "write"
        open(.form(form))
    }

    private mutating func submitMinutes(_ form: inout Form) -> Bool {
        guard let since = timeReading.read(form.text(.since)) else {
            form.mark(.since, TimeReading.problem(form.text(.since)))
            return false
        }
        guard since.start <= now else {
            form.mark(.since, "That is still to come.")
            return false
        }
        let path = form.text(.path).trimmed
        overlays.removeLast()
        askMinutes(from: since.start, into: path)
        return true
    }

    mutating func submitReview(_ form: inout Form, _ purpose: ReviewForm) -> Bool {
        if purpose == .minutes { return submitMinutes(&form) }
        let text = form.text(.reason).trimmed
        guard !text.isEmpty else {
            form.mark(.reason, "Say in a few words what you mean.")
            return false
        }
        guard waiting.isEmpty else {
            form.problem = "One moment: the last change is still being saved."
            return false
        }
        guard let id = purpose.draftID, let view = drafts.view(id) else {
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
        case .minutes: break
        }
        return true
    }
}
