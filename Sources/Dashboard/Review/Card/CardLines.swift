internal import FlagModel
internal import TerminalUI

/// The card of a draft from top to bottom.
extension DashboardState {
    /// All lines of the card in front.
    var reviewLines: [Line] {
        let width = reviewCardWidth
        guard !review.queue.isEmpty else { return emptyReview(width: width) }
        guard let view = reviewed else { return goneLines(width: width) }
        return cardLines(view, width: width)
    }

    func cardLines(_ view: DraftView, width: Int) -> [Line] {
        let table = cardTable(view, width: width)
        return cardHead(view, width: width) + [""]
            + (table.isEmpty ? [] : table + [""])
            + checkLines(view, width: width) + wrongLines(view, width: width)
            + saidLines(view, width: width)
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
            let reasons = present.reviewNeeds(of: draft.changes).flatMap(\.reasons)
            let why = reasons.isEmpty ? "" : ": \(Words.list(reasons, most: 2))"
            (text, role) = ("\(people) must approve it\(why).", .text)
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
            return "One key puts it back to \(before.stateText)." + losersOfPuttingBack(view)
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

    /// The note, decisions and comments, in the order of time.
    private func saidLines(_ view: DraftView, width: Int) -> [Line] {
        let draft = view.draft
        var said = draft.comments.map { (at: $0.at, who: $0.person, what: $0.text) }
        said += draft.decisions.map { decision in
            let verdict = decision.verdict == .approve ? "approved it" : "sent it back"
            let what = decision.reason.isEmpty ? verdict : "\(verdict): \(decision.reason)"
            return (at: decision.at, who: decision.person, what: what)
        }
        if !draft.note.isEmpty {
            said.append((at: draft.createdAt, who: draft.author, what: draft.note))
        }
        guard !said.isEmpty else { return [] }
        let zero = Moment(milliseconds: 0)
        let ordered = said.enumerated().sorted { left, right in
            let (first, second) = (left.element.at ?? zero, right.element.at ?? zero)
            return first == second ? left.offset < right.offset : first < second
        }.map(\.element)
        let most = max(4, min(14, width / 5))
        return [Line("SAID SO FAR", .heading)]
            + ordered.flatMap { entry -> [Line] in
                let time = entry.at.map { times.short($0) } ?? ""
                let head = time.padded(to: 7) + SafeText(entry.who).padded(to: most) + " "
                return SafeText.wrapped(entry.what, width: max(1, width - head.width))
                    .enumerated().map { index, text in
                        index == 0
                            ? Line([Span(head, .dim), Span(text)])
                            : Line([Span(.blanks(head.width)), Span(text)])
                    }
            }
    }

    // MARK: - Without a draft

    private func goneLines(width: Int) -> [Line] {
        Line.wrapped(
            "This draft is gone: it was published or thrown away. The history (6) tells.",
            width: width
        ) + ["", Line([Span(glyphs.isASCII ? "Down" : "↓", .key), Span("  the next change")])]
    }

    private func emptyReview(width: Int) -> [Line] {
        let about =
            "Changes that were kept as drafts are read here before customers get them: one card "
            + "each, to approve, to send back with a word why, or to talk about."
        return ["Nothing waits for a review.", ""] + Line.wrapped(about, width: width)
    }
}
