internal import FlagAPI
internal import FlagModel
internal import TerminalUI

extension DashboardState {
    /// The keys of the review session.
    var reviewBindings: [Binding] {
        let (onDraft, onCard) = (onDraft, onCard)
        let card = review.sheet.card
        return [
            reviewKey(
                "a",
                .approve,
                "approve",
                "What this card says may happen",
                8,
                onDraft == .yes ? card.approving : onDraft
            ),
            reviewKey(
                "b",
                .sendBack,
                "send back…",
                "Say what should be different",
                9,
                onDraft == .yes ? card.returning : onDraft
            ),
            reviewKey(" ", .later, "later", "Decide later, go on to the next", 10, onCard),
            reviewKey(
                "d",
                .remove,
                removeLabel,
                "Archive it, or call the plan off",
                reviewedMatter == nil ? nil : 11,
                removable
            ),
            reviewKey("c", .comment, "comment", "Write something about this draft", 12, onDraft),
            reviewKey(
                "i",
                .tryCustomer,
                "customer",
                "Try a customer: what they get now, and after",
                16,
                onDraft
            ),
            timeBinding(help: "Let this draft happen at a day and time", footer: 15, timable),
            reviewKey("w", .who, "history", "Who changed this before, and when", 14, onCard),
            reviewKey(
                "m",
                .minutes,
                "minutes",
                "Write down what was decided, or copy it",
                22,
                past == nil ? .yes : .no(reason: "The past has no session. Esc goes back to now.")
            ),
            Binding(
                .enter,
                action: .review(.thing),
                label: "open",
                help: "Open what this card is about",
                footer: 18,
                availability: onCard
            ),
            Binding(
                .control("n"),
                action: .editor(.showNames),
                label: "by name",
                help: "Who gets something else, by name",
                footer: 20,
                availability: onDraft
            ),
        ]
    }

    private func reviewKey(
        _ key: Character,
        _ action: ReviewAction,
        _ label: SafeText,
        _ help: SafeText,
        _ footer: Int?,
        _ availability: Availability
    ) -> Binding {
        Binding(
            .character(key),
            action: .review(action),
            label: label,
            help: help,
            footer: footer,
            availability: availability
        )
    }

    private var onCard: Availability { isCardThere ? .yes : .no(reason: offCard) }

    private var onDraft: Availability {
        guard reviewed == nil else { return .yes }
        // What a card has no use for does not take the place of what it has.
        return reviewedMatter == nil ? .no(reason: offCard) : .hidden
    }

    private var removeLabel: SafeText { reviewedMatter?.removeWords ?? "put away" }

    private var removable: Availability {
        guard let matter = reviewedMatter, matter.removeWords != nil else {
            return .no(reason: "Only a flag or a plan below the drafts is put away here.")
        }
        if let view = drafts.about(matter.subject) {
            return .no(
                reason: "A draft by \(SafeText(author(of: view.draft))) is about it already."
            )
        }
        return .yes
    }

    /// Whether the draft can be given a time.
    private var timable: Availability {
        guard let view = reviewed else { return onDraft }
        return view.draft.isBy(actor)
            ? .yes : .no(reason: "Only whoever works on this draft can give it a time.")
    }

    /// Whether this person may approve a draft.
    func approving(_ view: DraftView) -> Availability {
        if view.draft.isBy(actor) { return othersDecide(view.draft) }
        if view.problem != nil {
            return .no(
                reason: "It does not fit any more, so it cannot be approved. b sends it back."
            )
        }
        guard decision(of: actor, about: view.draft)?.verdict != .approve else {
            return .no(reason: "You approved this already.")
        }
        return .yes
    }

    /// Whether this person may send a draft back.
    func returning(_ view: DraftView) -> Availability {
        view.draft.isBy(actor) ? othersDecide(view.draft) : .yes
    }

    private func othersDecide(_ draft: Draft) -> Availability {
        .no(
            reason: draft.authors == [actor]
                ? "This draft is yours: someone else must decide about it."
                : "You work on this draft: someone else must decide about it."
        )
    }

    /// Two sentences for the help.
    var aboutReview: String {
        "Drafts, one card each: read, then approve or send back; below them what else needs a "
            + "decision. Nothing here reaches customers; p publishes what may be published."
    }

    /// "Review  2 of 5", for tiny screens.
    var tinyReviewPlace: SafeText {
        guard let place = review.place else { return "Review" }
        return "Review  \(SafeText.count(place + 1)) of \(SafeText.count(review.queue.count))"
    }
}
