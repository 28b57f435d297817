internal import FlagAPI
internal import FlagModel
internal import TerminalUI

/// Which drafts may be published now, and why others stay.
extension DashboardState {
    /// Finds out anew which drafts may be published.
    mutating func refreshReady() {
        let kept = Set(drafts.views.filter { whyStaying($0) == nil }.map(\.draft.id))
        guard kept.count < drafts.count else {
            review.ready = drafts
            return
        }
        let makers = drafts.views.filter { kept.contains($0.draft.id) }.flatMap(
            \.draft.newAudiences
        )
        review.ready = drafts.keeping { view in
            kept.contains(view.draft.id)
                && drafts.needed(for: view.draft.changes).allSatisfy(makers.contains)
        }
    }

    /// How far a draft is with its review, as far as is counted how many people it reaches.
    func reviewState(of draft: Draft) -> ReviewState {
        present.reviewState(of: draft, reach: reach(of: draft))
    }

    /// How many people a draft reaches; nothing before it was counted.
    private func reach(of draft: Draft) -> [GUID: PeopleReach] {
        guard let environmentID, present.environmentIDs(of: draft) == [environmentID],
            let count = peopleCount(peopleQuestion(about: draft)), count.isExact,
            count.entry == presentEntry, let known = count.known
        else { return [:] }
        let moves = count.changes.moves
        // Whoever gets something else of two flags counts twice: rather a review too many.
        let people = moves.reduce(0) { $0 + $1.count }
        let planned = present.plannedCustomers(in: draft.changes, environmentID)?.count ?? known
        return [environmentID: PeopleReach(people: min(people + planned, known), known: known)]
    }

    /// What a draft changes for people, as a question.
    func peopleQuestion(about draft: Draft) -> PeopleQuestion {
        .changes(drafts.needed(for: draft.changes) + draft.changes)
    }

    /// Why a draft stays when the others are published; `nil` when it may be published.
    func whyStaying(_ view: DraftView) -> String? {
        switch reviewState(of: view.draft) {
        case .notNeeded, .approved: return nil
        case .waiting(let missing):
            let people = Words.count(missing, "more person", "more people")
            return "\(people) must approve it"
        case .sentBack(let person, let reason):
            return "\(person == actor ? "you" : person) sent it back: \(reason)"
        }
    }

    // MARK: - The publish box

    /// The drafts of the publish box in front: those that may be published, or the one of an
    /// emergency with what it needs.
    var publishList: DraftIndex {
        guard let id = emergencyDraft else { return review.ready }
        guard let view = drafts.views.first(where: { $0.draft.id == id }) else {
            return DraftIndex()
        }
        let needed = drafts.needed(for: view.draft.changes)
        return drafts.keeping { other in
            other.draft.id == id || other.draft.newAudiences.contains(where: needed.contains)
        }
    }

    /// The draft that the publish box in front is to publish without a review.
    var emergencyDraft: GUID? {
        for case .publish(let box) in overlays.reversed() { return box.emergency }
        return nil
    }

    /// Asks to publish one draft at once.
    mutating func openEmergency(_ id: GUID) {
        guard let view = drafts.views.first(where: { $0.draft.id == id }) else { return }
        guard whyStaying(view) != nil else {
            complain("\(draftTitle(view).text) may be published as it is: p.")
            return
        }
        openPublish(emergency: id)
    }

    /// The lines of the palette that publish a draft without its review.
    func emergencyEntries() -> [PaletteBox.Entry] {
        drafts.views.filter { whyStaying($0) != nil }.map { view in
            PaletteBox.Entry(
                title: "Emergency: publish \(draftTitle(view)) without a review",
                note: "asks why",
                key: "",
                action: .review(.emergency(view.draft.id))
            )
        }
    }

    /// Which drafts stay, and why: in the publish box.
    func stayingLines(width: Int, most: Int = 3) -> [Line] {
        if emergencyDraft != nil {
            return Line.wrapped(
                "\(glyphs.look.text) Nobody has to approve this now. The history marks it for ever "
                    + "as published without a review.",
                .look,
                width: width
            )
        }
        let ready = Set(review.ready.views.map(\.draft.id))
        let staying = drafts.views.filter { !ready.contains($0.draft.id) }
        var lines = staying.prefix(most).flatMap { view in
            let why = whyStaying(view) ?? "it needs an audience that stays a draft"
            let text = "\(draftTitle(view).text) stays a draft; \(why)."
            return Line.wrapped(text, .dim, width: width)
        }
        if staying.count > most {
            lines.append(Line("\(SafeText.count(staying.count - most)) more stay drafts.", .dim))
        }
        return lines
    }
}
