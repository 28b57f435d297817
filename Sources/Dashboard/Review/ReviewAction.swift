internal import FlagAPI
internal import FlagModel
internal import TerminalUI

/// What keys do with drafts that are read.
enum ReviewAction: Hashable, Sendable {
    case approve
    case sendBack
    case later
    case comment
    /// Finds a customer, to see on every card what it would mean for them.
    case tryCustomer
    case who
    /// Opens the thing that the draft is about.
    case thing
    /// Puts away what the card is about: archives a flag, calls off a plan.
    case remove
    /// Asks what to write the minutes of the session into.
    case minutes
    /// Asks to publish one draft without the review that it needs.
    case emergency(GUID)
}

extension ReviewAction {
    /// Whether it changes something, or begins to.
    var isChange: Bool {
        switch self {
        case .approve, .sendBack, .comment, .remove, .emergency: true
        case .later, .tryCustomer, .who, .thing, .minutes: false
        }
    }
}

extension DashboardState {
    mutating func performReview(_ action: ReviewAction) {
        switch action {
        case .approve: approve()
        case .sendBack: askSendBack()
        case .later: postpone()
        case .comment:
            guard let view = reviewed else { return }
            open(.form(.comment(on: view.draft.id, name: draftTitle(view).text)))
        case .tryCustomer: openCustomers(.tryOnCards, title: "Try which customer?")
        case .who: showReviewedHistory()
        case .thing:
            if let matter = reviewedMatter { openMatter(matter) } else { openReviewed() }
        case .remove: askMatterRemoval()
        case .minutes: openMinutes()
        case .emergency(let id): openEmergency(id)
        }
    }

    private mutating func approve() {
        guard let view = reviewed, let read = review.read, isDecisionPossible() else { return }
        decide(view.draft.id, read.revision, .approve, name: draftTitle(view).text)
    }

    private mutating func askSendBack() {
        guard let view = reviewed, let read = review.read, isDecisionPossible() else { return }
        let name = draftTitle(view).text
        open(.form(.sendBack(view.draft.id, revision: read.revision, name: name)))
    }

    /// Whether what is on screen is what was read; says so when it is not, and takes it as read.
    private mutating func isDecisionPossible() -> Bool {
        guard waiting.isEmpty else {
            complain("One moment: the last change is still being saved.")
            return false
        }
        guard changedSinceRead != nil else { return true }
        noteRead()
        complain("Not decided: this was changed meanwhile. Read it again.")
        return false
    }

    /// Sends a decision about a draft as it was read.
    mutating func decide(
        _ id: GUID,
        _ revision: Int,
        _ verdict: Decision.Verdict,
        reason: String = "",
        name: String
    ) {
        // What this screen shows: a change on its way is refused, never approved unseen.
        let decision = Decision(
            person: actor,
            verdict: verdict,
            reason: reason,
            ground: present.draft(id)?.ground(in: present) ?? []
        )
        review.later.remove(.draft(id))
        propose(
            [.decide(draft: id, revision: revision, decision)],
            origin: .reviewing,
            WaitingChange(kind: .decided(name, verdict))
        )
    }

    private mutating func postpone() {
        guard let item = review.current else { return }
        if isOpen(item) { review.later.insert(item) }
        if !showNextCard() { say("There is nothing else to decide here.") }
    }

    private mutating func showReviewedHistory() {
        if let view = reviewed {
            showHistory(
                of: Set(view.draft.changes.flatMap(\.reached)),
                named: draftTitle(view).text
            )
        } else if let matter = reviewedMatter {
            let reached = Set(
                model.schedule(matter.subject.id)?.allChanges.flatMap(\.reached) ?? []
            )
            showHistory(of: reached.union([matter.subject]), named: matter.name)
        }
    }

    private mutating func openReviewed() {
        guard let view = reviewed, let first = view.draft.changes.flatMap(\.reached).first else {
            return
        }
        if !showPage(of: first) {
            complain("There is no page of \(draftTitle(view).text) to open.")
        }
    }

    /// What is said when a decision or a comment was kept.
    func decidedWords(_ name: String, _ verdict: Decision.Verdict) -> String {
        switch verdict {
        case .approve: "You approved \(name). It is not live yet."
        case .sendBack: "You sent \(name) back. It stays a draft."
        }
    }
}
