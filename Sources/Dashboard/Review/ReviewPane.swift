internal import FlagModel
internal import TerminalUI

/// The review session: the drafts of the environment, one card after the other.
struct ReviewPane: Equatable, Sendable {
    /// The drafts in the order of the session; those that come while it lasts stand last.
    var queue: [GUID] = []
    /// The draft whose card is shown; it stays when others change or publish it meanwhile.
    var current: GUID?
    /// What this person has read of it.
    var read: Read?
    /// Those that this person wants to decide about later.
    var later: Set<GUID> = []
    /// How far the card is scrolled.
    var scroll = 0
    /// How many comments of each draft this person has seen.
    var seen: [GUID: Int] = [:]
    /// The drafts that may be published now.
    var ready = DraftIndex()

    /// A draft as it was when its card came on screen: decisions are about nothing newer.
    struct Read: Equatable, Sendable {
        let draft: GUID
        let revision: Int
        /// When what it changes was changed last.
        let ground: [Moment]
    }

    /// Takes the drafts that wait now; the order and the card stay.
    mutating func take(_ ids: [GUID], isWhole: Bool) {
        let known = Set(queue)
        let present = Set(ids)
        if isWhole {
            queue = ids
            if let current, !present.contains(current) { self.current = nil }
        } else {
            queue =
                queue.filter { present.contains($0) || $0 == current }
                + ids.filter { !known.contains($0) }
        }
        later.formIntersection(present)
        if current == nil { current = queue.first }
    }

    /// The place of the card, from 0.
    var place: Int? { current.flatMap(queue.firstIndex) }
}

extension DashboardState {
    /// The draft whose card is shown; `nil` when there is none, or it is gone.
    var reviewed: DraftView? {
        review.current.flatMap { id in drafts.views.first { $0.draft.id == id } }
    }

    /// Takes a new picture.
    mutating func prepareReview(isWhole: Bool) {
        guard past == nil else { return }
        review.take(drafts.views.map(\.draft.id), isWhole: isWhole)
        refreshReady()
        guard tab == .review, overlays.isEmpty else { return }
        if review.read?.draft != review.current { noteRead() } else { noteCommentsSeen() }
    }

    /// Remembers what stands on the card: what is decided from here on is about that.
    mutating func noteRead() {
        review.read = reviewed.map { view in
            ReviewPane.Read(
                draft: view.draft.id,
                revision: view.draft.revision,
                ground: view.draft.ground(in: present)
            )
        }
        noteCommentsSeen()
    }

    /// What happened to the draft since its card was read; `nil` while it is as read.
    var changedSinceRead: String? {
        guard let view = reviewed, let read = review.read, read.draft == view.draft.id else {
            return nil
        }
        if read.revision != view.draft.revision {
            return "This was changed while you read it. Read it again."
        }
        guard read.ground != view.draft.ground(in: present) else { return nil }
        return "What this changes was changed while you read it. Read it again."
    }

    // MARK: - Moving

    /// Shows the pane; the card is where it was.
    mutating func reviewShown() {
        noteRead()
        review.scroll = 0
        countOnScreen()
    }

    mutating func moveInReview(_ movement: ListView.Movement) {
        let page = max(1, reviewCardHeight - 2)
        switch movement {
        case .pageDown: scrollReview(by: page)
        case .pageUp: scrollReview(by: -page)
        case .halfPageDown: scrollReview(by: max(1, page / 2))
        case .halfPageUp: scrollReview(by: -max(1, page / 2))
        case .rows, .start, .end:
            guard reviewed != nil || review.current == nil else {
                leaveGone()
                return
            }
            var view = ListView(count: review.queue.count)
            view.select(review.place ?? 0, height: 1)
            view.move(movement, height: 1)
            guard review.queue.indices.contains(view.selection) else { return }
            showCard(review.queue[view.selection])
        }
    }

    private mutating func scrollReview(by rows: Int) {
        let lines = reviewLines.count
        let most = max(0, lines - reviewRows(of: lines))
        review.scroll = max(0, min(most, review.scroll + rows))
    }

    /// Shows the card of a draft.
    mutating func showCard(_ id: GUID) {
        guard id != review.current else { return }
        if reviewed == nil, let gone = review.current { review.queue.removeAll { $0 == gone } }
        review.current = id
        review.scroll = 0
        noteRead()
        countSoon()
    }

    /// Leaves the card of a draft that is gone, for the one that stands in its place now.
    private mutating func leaveGone() {
        let place = review.place ?? 0
        review.queue.removeAll { $0 == review.current }
        review.current =
            review.queue.isEmpty ? nil : review.queue[min(place, review.queue.count - 1)]
        review.scroll = 0
        noteRead()
        countSoon()
    }

    /// Shows the next card that this person may still decide about, going round.
    ///
    /// - Returns: whether there is one.
    @discardableResult
    mutating func showNextCard() -> Bool {
        let place = review.place ?? -1
        let others = review.queue[(place + 1)...] + review.queue[..<max(0, place)]
        guard let next = others.first(where: isOpen) else { return false }
        showCard(next)
        return true
    }

    /// Whether this person may still decide about a draft.
    private func isOpen(_ id: GUID) -> Bool {
        guard let view = drafts.views.first(where: { $0.draft.id == id }) else { return false }
        guard !view.draft.isBy(actor) else { return false }
        return decision(of: actor, about: view.draft) == nil
    }

    /// What a person decided about a draft as it is now; `nil` before, and when it has fallen.
    func decision(of person: String, about draft: Draft) -> Decision? {
        guard !draft.fallenApprovers(in: present).contains(person) else { return nil }
        return draft.decisions.last { $0.person == person }
    }

    /// Esc: back to the beginning of the card.
    mutating func goBackInReview() { review.scroll = 0 }

    /// Keeps the card on screen after a change of size.
    mutating func fitReview() { scrollReview(by: 0) }
}
