internal import FlagAPI
internal import FlagModel
internal import TerminalUI

/// The card in front from top to bottom.
extension DashboardState {
    /// Works out the card in front.
    func makeCard(width: Int) -> ReviewSheet.Card {
        if past == nil, let view = reviewed { return card(of: view, width: width) }
        var card = ReviewSheet.Card()
        let reason = offCard
        (card.approving, card.returning) = (.no(reason: reason), .no(reason: reason))
        if past != nil {
            card.lines = Line.wrapped(
                "Drafts belong to now: the past shows what customers got. Esc goes back to now.",
                width: width
            )
        } else if let matter = reviewedMatter {
            card.lines = matterLines(matter, width: width)
        } else if review.queue.isEmpty {
            card.lines = emptyReview(width: width)
        } else {
            card.lines = goneLines(width: width)
        }
        return card
    }

    /// Why there is nothing to approve or to talk about.
    var offCard: SafeText {
        if reviewedMatter != nil { return "This is no draft: its card says what can be done." }
        return review.current == nil ? "There are no drafts here." : "It is gone."
    }

    private func card(of view: DraftView, width: Int) -> ReviewSheet.Card {
        var card = ReviewSheet.Card()
        let table = cardTable(view, width: width)
        card.lines =
            cardHead(view, width: width) + [""] + (table.isEmpty ? [] : table + [""])
            + checkLines(view, width: width)
        // In a small window first what it costs to be wrong.
        if !frame.layout.isWide { card.lines += wrongLines(view, width: width) }
        card.lines += exampleLines(view, width: width)
        if review.tried != nil { card.triedEnd = card.lines.count }
        if frame.layout.isWide { card.lines += wrongLines(view, width: width) }
        let said = saidLines(view, width: width)
        card.commentEnds = said.commentEnds.map { card.lines.count + $0 }
        card.lines += said.lines
        (card.approving, card.returning) = (approving(view), returning(view))
        return card
    }

    // MARK: - Head

    private func cardHead(_ view: DraftView, width: Int) -> [Line] {
        let draft = view.draft
        let (start, wish) = cardSentence(view)
        let sentence = SafeText.wrapped("\(start)\(wish).", width: width)
        var lines = sentence.map { Line($0, .heading) }
        let note = draft.note.isEmpty ? "" : "  \"\(draft.note)\""
        let made = "\(environmentTitle), made \(times.when(draft.createdAt).text).\(note)"
        lines += Line.wrapped(made, .dim, width: width)
        if let changed = changedSinceRead {
            lines += Line.wrapped("\(glyphs.look.text) \(changed)", .look, width: width)
        }
        return lines + standing(view, width: width)
    }

    /// How far the draft is with its review.
    private func standing(_ view: DraftView, width: Int) -> [Line] {
        let draft = view.draft
        let (text, role): (String, Role)
        switch reviewState(of: draft) {
        case .sentBack(let person, let reason):
            let who = person == actor ? "You" : person
            (text, role) = ("\(glyphs.cross.text) \(who) sent it back: \(reason)", .bad)
        case .approved(let people):
            let names = people.map { $0 == actor ? "you" : $0 }
            (text, role) = ("\(glyphs.check.text) Approved by \(Words.list(names)).", .good)
        case .waiting(let missing):
            let people = Words.count(missing, "more person", "more people")
            let reasons = present.reviewNeeds(of: draft.changes, reach: reach(of: draft))
                .flatMap(\.reasons)
            let why = reasons.isEmpty ? "" : ": \(Words.list(reasons, most: 2))"
            (text, role) =
                isAskingNeeds(of: draft)
                ? ("Counting whom it reaches, to see who must approve it…", .dim)
                : ("\(people) must approve it\(why).", .text)
        case .notNeeded: (text, role) = ("It may be published without a review.", .dim)
        }
        let own =
            draft.isBy(actor)
            ? [
                Line(
                    draft.authors == [actor]
                        ? "Yours, someone else must approve it."
                        : "You work on it too, someone else must approve it.",
                    .dim
                )
            ] : []
        return Line.wrapped(text, role, width: width) + own
    }

    // MARK: - Below the table

    private func checkLines(_ view: DraftView, width: Int) -> [Line] {
        let checks = cardChecks(view).flatMap { check -> [Line] in
            let sign = check.isFine ? glyphs.check : "!"
            let texts = SafeText.wrapped(check.text, width: max(1, width - 2))
            return texts.enumerated().map { index, text in
                Line([
                    Span(index == 0 ? sign : " ", check.isFine ? .good : .look), Span(" "),
                    Span(text, check.isFine ? .text : .look),
                ])
            }
        }
        return [Line("CHECKED FOR YOU", .heading)] + checks + [""]
    }

    private func wrongLines(_ view: DraftView, width: Int) -> [Line] {
        guard view.problem == nil else { return [] }
        return [Line("IF IT GOES WRONG", .heading)]
            + Line.wrapped(wrongWords(view), width: width) + [""]
    }

    /// What putting it back would mean.
    private func wrongWords(_ view: DraftView) -> String {
        let subjects = cardSubjects(view)
        guard subjects.count == 1, let subject = subjects.first else {
            return "One key puts all of it back."
        }
        switch subject {
        case .flag(let flag):
            guard flag.now != nil else { return "One key takes the flag away again." }
            guard flag.after != nil else { return "One key brings it back as it was." }
            guard let before = flag.nowSummary, before.state != flag.afterSummary?.state else {
                return "One key puts it back as it was. Nothing is lost."
            }
            return "One key puts it back to \(before.state.text)." + losersOfPuttingBack(view)
        case .experiment(let experiment) where experiment.now?.state != experiment.after?.state:
            return "One key puts it back. What was counted until then stays."
        case .plan: return "Before its time, one key takes the plan away again."
        default: return "One key puts it back as it was. Nothing is lost."
        }
    }

    /// Those who gain something lose it again when it is put back.
    private func losersOfPuttingBack(_ view: DraftView) -> String {
        guard let count = peopleCount(peopleQuestion(about: view.draft)), count.isExact else {
            return ""
        }
        let gaining = count.changes.moves.filter { !$0.isLoss }
            .reduce(0) { $0 + $1.count }
        guard gaining > 0 else { return " Nothing is lost." }
        let people = gaining == 1 ? "person then loses" : "people then lose"
        return " \(SafeText.count(gaining).text) \(people) what they gained."
    }

    /// Something that was said about a draft.
    private struct Said {
        var at: Moment?
        var who: String
        var what: String
        /// The place among the comments, where it is one.
        var comment: Int?
    }

    /// The note, decisions and comments, in the order of time; and the row below each comment.
    private func saidLines(_ view: DraftView, width: Int) -> (lines: [Line], commentEnds: [Int]) {
        let draft = view.draft
        var ends = draft.comments.map { _ in 0 }
        let ordered = said(about: draft)
        guard !ordered.isEmpty else { return ([], ends) }
        let most = max(4, min(14, width / 5))
        var lines = [Line("SAID SO FAR", .heading)]
        for entry in ordered {
            let time = entry.at.map { times.short($0) } ?? ""
            let head = time.padded(to: 7) + SafeText(entry.who).padded(to: most) + " "
            let texts = SafeText.wrapped(entry.what, width: max(1, width - head.width))
            for (index, text) in texts.enumerated() {
                let start = index == 0 ? Span(head, .dim) : Span(.blanks(head.width))
                lines.append(Line([start, Span(text)]))
            }
            if let comment = entry.comment { ends[comment] = lines.count }
        }
        return (lines, ends)
    }

    private func said(about draft: Draft) -> [Said] {
        var said = draft.comments.enumerated().map { place, comment in
            Said(at: comment.at, who: comment.person, what: comment.text, comment: place)
        }
        said += draft.decisions.map { decision in
            let verdict = decision.verdict == .approve ? "approved it" : "sent it back"
            let what = decision.reason.isEmpty ? verdict : "\(verdict): \(decision.reason)"
            return Said(at: decision.at, who: decision.person, what: what)
        }
        if !draft.note.isEmpty {
            said.append(Said(at: draft.createdAt, who: draft.author, what: draft.note))
        }
        let zero = Moment(milliseconds: 0)
        return said.enumerated().sorted { left, right in
            let (first, second) = (left.element.at ?? zero, right.element.at ?? zero)
            return first == second ? left.offset < right.offset : first < second
        }.map(\.element)
    }

    // MARK: - Without a draft

    private func goneLines(width: Int) -> [Line] {
        let text =
            review.current?.isDraft ?? true
            ? "This draft is gone: it was published or thrown away. The history (6) tells."
            : "This needs no decision any more. The history (6) tells."
        return Line.wrapped(text, width: width)
            + ["", Line([Span(glyphs.isASCII ? "Down" : "↓", .key), Span("  the next one")])]
    }

    private func emptyReview(width: Int) -> [Line] {
        let about =
            "Changes that were kept as drafts are read here before customers get them: one card "
            + "each, to approve, to send back with a word why, or to talk about."
        return ["Nothing waits for a review.", ""] + Line.wrapped(about, width: width)
            + agendaState(width: width)
    }
}
