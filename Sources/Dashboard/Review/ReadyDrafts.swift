internal import FlagAPI
internal import FlagModel
internal import TerminalUI

/// Which drafts may be published now, and why others stay.
extension DashboardState {
    /// Finds out anew which drafts may be published.
    mutating func refreshReady() {
        let single = singlyReady
        let reach = togetherReach(of: single)
        let kept = Set(
            single.filter { view in
                reach.map { !present.reviewState(of: view.draft, reach: $0).isWaiting } ?? true
            }.map(\.draft.id)
        )
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

    /// The drafts that could be published if each was published alone.
    var singlyReady: [DraftView] { drafts.views.filter { whyStayingAlone($0) == nil } }

    /// How far a draft is with its review, by the people whom the service counted for it; where
    /// that decides and is not known yet, it needs a review.
    func reviewState(of draft: Draft) -> ReviewState {
        present.reviewState(of: draft, reach: reach(of: draft))
    }

    /// How many people a draft reaches, as the service says; nothing before it said so.
    func reach(of draft: Draft) -> [GUID: PeopleReach] {
        guard let known = review.asked.needs[draft.id], known.version == reviewVersion(of: draft)
        else { return [:] }
        return known.value
    }

    /// Whether the service has not said yet whether a draft needs a review.
    func isAskingNeeds(of draft: Draft) -> Bool {
        review.asked.needs[draft.id]?.version != reviewVersion(of: draft)
            && !present.placesToCount(for: publishedChanges(of: draft)).isEmpty
    }

    /// What a draft changes for people, as a question.
    func peopleQuestion(about draft: Draft) -> PeopleQuestion {
        .changes(publishedChanges(of: draft))
    }

    /// Why a draft stays when the others are published; `nil` when it may be published.
    func whyStaying(_ view: DraftView) -> String? {
        if let why = whyStayingAlone(view) { return why }
        guard let together = review.asked.together, together.drafts.ids.contains(view.draft.id),
            case .waiting(let missing) = present.reviewState(
                of: view.draft,
                reach: together.reach
            ),
            togetherReach(of: singlyReady) != nil
        else { return nil }
        let people = Words.count(missing, "person", "people")
        return "with the others it reaches so many customers that \(people) must approve it"
    }

    private func whyStayingAlone(_ view: DraftView) -> String? {
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

    /// The drafts of the publish box in front: those that may be published, a part of them, or the
    /// one of an emergency; always with what they need.
    var publishList: DraftIndex {
        if let id = emergencyDraft { return drafts.keeping(whatNeeds: [id]) }
        switch publishScope {
        case .everything: return review.ready
        case .mine: return review.ready.keeping(whatNeeds: ownReady)
        case .approved: return review.ready.keeping(whatNeeds: approvedReady)
        }
    }

    /// The draft that the publish box in front is to publish without a review.
    var emergencyDraft: GUID? {
        for case .publish(let box) in overlays.reversed() { return box.emergency }
        return nil
    }

    /// Asks to publish one draft at once.
    mutating func openEmergency(_ id: GUID) {
        guard let view = drafts.view(id) else { return }
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

    /// Whose drafts stay because only one's own are published, and how to take them along.
    private func othersLines(width: Int) -> [Line] {
        let listed = Set(publishList.views.map(\.draft.id))
        let others = review.ready.views.map(\.draft).filter { !listed.contains($0.id) }
        // A tiny screen has room for the list only, which says whose drafts it has.
        guard !others.isEmpty, frame.layout != .tiny else { return [] }
        var people: [String] = []
        for author in others.flatMap(\.authors) {
            let person = author == actor ? "you" : author
            if !people.contains(person) { people.append(person) }
        }
        let count = Words.count(others.map(\.changes.things.count).reduce(0, +), "change")
        let who = Words.list(people.map { Words.short($0, 16) }, most: 3)
        let stay = others.count == 1 ? "stays a draft" : "stay drafts"
        let key = shownKey("Ctrl-O", for: .overlay(.others)).text
        let what =
            publishScope == .approved
            ? "\(count) by \(who), not approved, \(stay). \(key) publishes everything."
            : "\(count) by \(who) \(stay). \(key) publishes the others' too."
        return Line.wrapped(what, .dim, width: width)
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
        var lines = othersLines(width: width)
        lines += staying.prefix(most).flatMap { view in
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

extension DraftIndex {
    /// Some drafts, and those that make audiences which they ask for.
    fileprivate func keeping(whatNeeds ids: Set<GUID>) -> DraftIndex {
        let needed = needed(
            for: views.filter { ids.contains($0.draft.id) }.flatMap(\.draft.changes)
        )
        return keeping { view in
            ids.contains(view.draft.id) || view.draft.newAudiences.contains(where: needed.contains)
        }
    }
}

extension ReviewState {
    /// Whether approvals are missing.
    fileprivate var isWaiting: Bool { if case .waiting = self { true } else { false } }
}
