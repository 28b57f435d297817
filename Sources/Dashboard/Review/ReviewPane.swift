internal import FlagAPI
internal import FlagModel
internal import TerminalUI

/// The review session: the drafts of the environment, then what else needs a decision, one card
/// after the other.
struct ReviewPane: Equatable, Sendable {
    /// The cards in the order of the session; those that come while it lasts stand last of their
    /// kind.
    var queue: [ReviewItem] = []
    /// The card that is shown; it stays when others change or publish it meanwhile.
    var current: ReviewItem?
    /// What this person has read of it.
    var read: Read?
    /// Those that this person wants to decide about later.
    var later: Set<ReviewItem> = []
    /// How far the card is scrolled.
    var scroll = 0
    /// The comment that the card was opened for; it stays in sight until somebody moves.
    var sought: SoughtComment?
    /// How many comments of each draft this person has seen.
    var seen: [GUID: Int] = [:]
    /// The drafts that may be published now.
    var ready = DraftIndex()
    /// What the session asked of the service.
    var asked = ReviewAsked()
    /// The customer whom this person tries on every card.
    var tried: TriedCustomer?
    /// The file that minutes go into; empty copies them.
    var minutesPath = ""
    /// When this person came to the session first.
    var began: Moment?
    /// What the screen shows, worked out once for each change.
    var sheet = ReviewSheet()

    /// A draft as it was when its card came on screen: decisions are about nothing newer.
    struct Read: Equatable, Sendable {
        let draft: GUID
        let revision: Int
        /// When what it changes was changed last.
        let ground: [Moment]
    }

    /// Takes the cards that there are now; the order and the card stay.
    mutating func take(_ items: [ReviewItem], isWhole: Bool) {
        let known = Set(queue)
        let present = Set(items)
        if isWhole {
            queue = items
            if let current, !present.contains(current) { self.current = nil }
        } else {
            let kept = queue.filter { present.contains($0) || $0 == current }
            let new = items.filter { !known.contains($0) }
            queue = kept.filter(\.isDraft) + new.filter(\.isDraft)
            queue += kept.filter { !$0.isDraft } + new.filter { !$0.isDraft }
        }
        later.formIntersection(present)
        if current == nil { current = queue.first }
    }

    /// The place of the card, from 0.
    var place: Int? { current.flatMap(queue.firstIndex) }
}

extension DashboardState {
    /// Takes a new picture.
    mutating func prepareReview(isWhole: Bool) {
        guard past == nil else { return }
        if review.asked.place != environmentID {
            review.asked = ReviewAsked(place: environmentID)
            review.began = tab == .review ? now : nil
            review.tried = nil
        }
        review.take(reviewItems, isWhole: isWhole)
        review.asked.keepOnly(Set(drafts.views.map(\.draft.id)))
        refreshReady()
        if isWhole { review.asked.agendaAt = nil }
        askForReview()
        guard tab == .review, overlays.isEmpty else { return }
        if review.read?.draft != review.current?.draftID { noteRead() }
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

    /// Shows the pane; the card is where it was, unless somebody wrote to this person.
    mutating func reviewShown() {
        if review.began == nil { review.began = now }
        review.scroll = 0
        if let id = nextNews {
            review.current = .draft(id)
            noteRead()
            scrollToNews(of: id)
        } else {
            noteRead()
        }
        askForReview()
        countOnScreen()
    }

    mutating func moveInReview(_ movement: ListView.Movement) {
        review.sought = nil
        let page = max(1, reviewCardHeight - 2)
        switch movement {
        case .pageDown: scrollReview(by: page)
        case .pageUp: scrollReview(by: -page)
        case .halfPageDown: scrollReview(by: max(1, page / 2))
        case .halfPageUp: scrollReview(by: -max(1, page / 2))
        case .rows, .start, .end:
            guard isCardThere || review.current == nil else {
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

    mutating func scrollReview(by rows: Int) {
        refreshReview()
        let lines = reviewLines.count
        let most = max(0, lines - reviewRows(of: lines))
        review.scroll = max(0, min(most, review.scroll + rows))
    }

    /// Shows a card.
    mutating func showCard(_ item: ReviewItem) {
        guard item != review.current else { return }
        if !isCardThere, let gone = review.current { review.queue.removeAll { $0 == gone } }
        review.current = item
        review.scroll = 0
        noteRead()
        countSoon()
    }

    /// Leaves the card of something that is gone, for the one that stands in its place now.
    private mutating func leaveGone() {
        let place = review.place ?? 0
        review.queue.removeAll { $0 == review.current }
        review.current =
            review.queue.isEmpty ? nil : review.queue[min(place, review.queue.count - 1)]
        review.scroll = 0
        noteRead()
        countSoon()
    }

    /// Shows the next card that this person may still decide about, going round; those that were
    /// put off come after the others.
    ///
    /// - Returns: whether there is one.
    @discardableResult
    mutating func showNextCard() -> Bool {
        let place = review.place ?? -1
        let others = review.queue[(place + 1)...] + review.queue[..<max(0, place)]
        let open = others.filter(isOpen)
        guard let next = open.first(where: { !review.later.contains($0) }) ?? open.first else {
            return false
        }
        showCard(next)
        return true
    }

    /// Whether this person may still decide about a card.
    func isOpen(_ item: ReviewItem) -> Bool {
        guard let id = item.draftID else { return true }
        guard let view = drafts.view(id), !view.draft.isBy(actor) else { return false }
        return decision(of: actor, about: view.draft) == nil
    }

    /// What a person decided about a draft as it is now; `nil` before, and when it has fallen.
    func decision(of person: String, about draft: Draft) -> Decision? {
        guard !draft.fallenApprovers(in: present).contains(person) else { return nil }
        return draft.decisions.last { $0.person == person }
    }

    /// Esc: back to the beginning of the card, then without the customer who is tried.
    mutating func goBackInReview() {
        if review.scroll == 0 { review.tried = nil }
        review.scroll = 0
    }

    /// Keeps the card on screen after a change of size.
    mutating func fitReview() { scrollReview(by: 0) }
}
