internal import FlagModel
internal import TerminalUI

/// Which of the drafts that may be published the box lists, and what they change.
extension PublishBox {
    /// A choice among the drafts that may be published.
    enum Scope: Equatable, Sendable {
        /// All of them.
        case everything
        /// Those on which this person works.
        case mine
        /// Those that somebody else approved.
        case approved
    }
}

/// A line of the publish box: one thing that a draft changes.
struct PublishRow: Equatable, Sendable {
    let view: DraftView
    let subject: Subject
}

// MARK: - Which drafts

extension DashboardState {
    /// Which drafts the publish box in front lists.
    var publishScope: PublishBox.Scope {
        for case .publish(let box) in overlays.reversed() { return box.scope }
        return .everything
    }

    /// The part of the drafts that may be published which the box lists at first.
    var firstScope: PublishBox.Scope {
        guard let narrow = narrowScope else { return .everything }
        // Whoever comes from the review has read the others' drafts, and publishes what was
        // approved: where nothing was, there is nothing to leave out.
        return narrow == .mine && tab == .review ? .everything : narrow
    }

    /// What may be listed instead of everything; `nil` where there is nothing to choose.
    var narrowScope: PublishBox.Scope? {
        if tab == .review, isPart(approvedReady) { return .approved }
        return isPart(ownReady) ? .mine : nil
    }

    /// The drafts that may be published and on which this person works.
    var ownReady: Set<GUID> {
        Set(review.ready.views.map(\.draft).filter { $0.isBy(actor) }.map(\.id))
    }

    /// The drafts that may be published and that somebody approved.
    var approvedReady: Set<GUID> {
        let approved = review.ready.views.map(\.draft).filter { draft in
            if case .approved = reviewState(of: draft) { true } else { false }
        }
        return Set(approved.map(\.id))
    }

    /// Whether some of the drafts that may be published are among these, and some are not.
    private func isPart(_ ids: Set<GUID>) -> Bool {
        !ids.isEmpty && ids.count < review.ready.views.count
    }

    /// Whether there is another part to list.
    func othersAvailability(_ box: PublishBox) -> Availability {
        if box.emergency != nil { return .no(reason: "An emergency is about one draft.") }
        // Whoever published all of their own may still go on to the others.
        return narrowScope != nil || box.scope != .everything
            ? .yes : .no(reason: "There are not drafts of yours and of others to choose from.")
    }

    /// What the key that changes the part leads to.
    func scopeLabel(_ box: PublishBox) -> SafeText {
        switch box.scope {
        case .mine: "others' too"
        case .approved: "the rest too"
        case .everything: narrowScope == .approved ? "only approved" : "only mine"
        }
    }
}

// MARK: - What they change

extension DashboardState {
    /// How many changes are listed, one line for each thing that a draft changes.
    var publishCount: Int { publishRows.count }

    /// What the drafts of the box in front change, thing by thing.
    var publishRows: [PublishRow] {
        publishList.views.flatMap { view in
            view.draft.changes.things.map { PublishRow(view: view, subject: $0) }
        }
    }

    /// The draft under the pointer of a publish box.
    func selectedView(_ box: PublishBox) -> DraftView? {
        let rows = publishRows
        return rows.indices.contains(box.view.selection) ? rows[box.view.selection].view : nil
    }
}
