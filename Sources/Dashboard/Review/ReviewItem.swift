internal import FlagAPI
internal import FlagModel

/// One card of the review session.
enum ReviewItem: Hashable, Sendable {
    /// A draft that waits to be read.
    case draft(GUID)
    /// Something else that needs a decision.
    case agenda(Subject)

    /// The draft; `nil` for anything else.
    var draftID: GUID? { if case .draft(let id) = self { id } else { nil } }

    var isDraft: Bool { draftID != nil }
}

extension DashboardState {
    /// The draft whose card is shown; `nil` when there is none, or it is gone.
    var reviewed: DraftView? { review.current?.draftID.flatMap(drafts.view) }

    /// What else is decided about on the card in front; `nil` when it is about a draft, or needs no
    /// decision any more.
    var reviewedMatter: Agenda.Item? {
        guard past == nil, case .agenda(let subject)? = review.current else { return nil }
        return matter(subject)
    }

    /// Whether the card in front is about something that is still there.
    var isCardThere: Bool { reviewed != nil || reviewedMatter != nil }

    /// What the agenda says about a thing.
    func matter(_ subject: Subject) -> Agenda.Item? {
        review.asked.agenda?.items.first { $0.subject == subject }
    }

    /// The cards in the order of the session: drafts, then what the agenda names besides them.
    var reviewItems: [ReviewItem] {
        let ids = drafts.views.map(\.draft.id)
        let waiting = Set(ids)
        let others = (review.asked.agenda?.items ?? []).filter { !waiting.contains($0.subject.id) }
        return ids.map(ReviewItem.draft) + others.map { .agenda($0.subject) }
    }
}
