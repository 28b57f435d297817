internal import FlagModel
internal import TerminalUI

extension DashboardState {
    /// The keys of the review session.
    var reviewBindings: [Binding] {
        let onCard = onCard
        return [
            reviewKey("a", .approve, "approve", "What this card says may happen", 8, decidable),
            reviewKey("b", .sendBack, "send back…", "Say what should be different", 9, returnable),
            reviewKey(" ", .later, "later", "Decide later, go on to the next", 10, onCard),
            reviewKey("c", .comment, "comment", "Write something about this draft", 12, onCard),
            reviewKey("i", .tryCustomer, "customer", "Look up what a customer gets", 16, onCard),
            timeBinding(help: "Let this draft happen at a day and time", footer: 15, timable),
            reviewKey("w", .who, "history", "Who changed this before, and when", 14, onCard),
            Binding(
                .enter,
                action: .review(.thing),
                label: "open",
                help: "Open what this draft changes",
                footer: 18,
                availability: onCard
            ),
            Binding(
                .control("n"),
                action: .editor(.showNames),
                label: "by name",
                help: "Who gets something else, by name",
                footer: 20,
                availability: onCard
            ),
        ]
    }

    private func reviewKey(
        _ key: Character,
        _ action: ReviewAction,
        _ label: SafeText,
        _ help: SafeText,
        _ footer: Int,
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

    private var onCard: Availability {
        if reviewed != nil { return .yes }
        return .no(reason: review.current == nil ? "There are no drafts here." : "It is gone.")
    }

    /// Whether the draft can be given a time.
    private var timable: Availability {
        guard let view = reviewed else { return onCard }
        return view.draft.isBy(actor)
            ? .yes : .no(reason: "Only whoever works on this draft can give it a time.")
    }

    /// Whether the card can be approved.
    private var decidable: Availability {
        guard let view = reviewed else { return onCard }
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

    /// Whether the card can be sent back.
    private var returnable: Availability {
        guard let view = reviewed else { return onCard }
        return view.draft.isBy(actor) ? othersDecide(view.draft) : .yes
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
        "Drafts, one card each: read, then approve or send back. Nothing here reaches customers; "
            + "p publishes what may be published."
    }

    /// "Review  2 of 5", for tiny screens.
    var tinyReviewPlace: SafeText {
        guard let place = review.place else { return "Review" }
        return "Review  \(SafeText.count(place + 1)) of \(SafeText.count(review.queue.count))"
    }
}
