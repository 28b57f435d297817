internal import FlagAPI
internal import FlagModel
internal import TerminalUI

/// What is being counted for the screen in front: what changes mean for people.
struct Impact: Equatable, Sendable {
    /// The question that was asked last for this screen.
    var question: PeopleQuestion?
    /// The question whose counting this person stopped; estimates stay while it is on screen.
    var stopped: PeopleQuestion?

    /// How long a box rests before what it would mean is counted.
    static let restMilliseconds = 150
}

extension DashboardState {
    /// The questions whose answers are on screen now, the one to answer first in front.
    var questionsOnScreen: [PeopleQuestion] {
        guard stage == .ready, past == nil else { return [] }
        switch overlays.last {
        case .shares(let box): return questions(of: box)
        case .publish: return publishList.question.map { [$0] } ?? []
        case .byName(let box): return [box.question]
        case .conditions(let box): return question(of: box).map { [$0] } ?? []
        case .compared(let box): return [.overlap(box.first, box.second)]
        case nil where tab == .flags: return flags.page.map(questions(aboutFlag:)) ?? []
        case nil where tab == .audiences: return audiencePageQuestions
        case nil where tab == .review:
            guard let reviewed, reviewed.problem == nil else { return [] }
            return [peopleQuestion(about: reviewed.draft)]
        default: return []
        }
    }

    private func questions(of box: SharesBox) -> [PeopleQuestion] {
        [changesQuestion(of: box), flag(of: box).map(servedQuestion)].compactMap { $0 }
    }

    private func questions(aboutFlag id: GUID) -> [PeopleQuestion] {
        guard let view = flagView(id), let flag = view.latest else { return [] }
        // Who keeps what they have is counted with the draft, also with that of somebody else.
        let others = view.isOwn ? nil : view.after.map(servedQuestion)
        return [servedQuestion(flag), draftQuestion(view), others].compactMap { $0 }
    }

    /// Whom each line of a flag decides for, as if the flag were on.
    func servedQuestion(_ flag: Flag) -> PeopleQuestion {
        var flag = flag
        (flag.isEnabled, flag.isArchived) = (true, false)
        guard let environmentID else { return .flag(flag) }
        return .flag(
            flag,
            after: drafts.needed(for: [.replaceFlag(environment: environmentID, flag)])
        )
    }

    /// What a flag's draft would change.
    func draftQuestion(_ view: FlagView) -> PeopleQuestion? {
        guard let draft = view.draft, view.problem == nil, view.now != nil else { return nil }
        return .changes(drafts.needed(for: draft.changes) + draft.changes)
    }

    /// What the shares of a box would change, with the draft that they go into.
    func changesQuestion(of box: SharesBox) -> PeopleQuestion? {
        guard let environmentID else { return nil }
        let subject = Subject.flag(environment: environmentID, box.flagID)
        let earlier = asksForDrafts ? drafts.own(subject)?.draft : nil
        let new = edit(of: box).map { edit in
            [Change.editFlag(environment: environmentID, flag: box.flagID, edit)]
        }
        let base = base(for: new ?? [], after: earlier)
        let all = Amending.join(earlier?.changes ?? [], new ?? [], in: base)
        return all.isEmpty ? nil : .changes(drafts.needed(for: all) + all)
    }

    // MARK: - Counting

    /// Counts what is on screen once keys have rested.
    mutating func countSoon() {
        outbox.append(.timer(.rest, milliseconds: Impact.restMilliseconds))
    }

    /// Asks the next question that the screen wants an answer to; stops one that nobody looks at.
    mutating func countOnScreen() {
        let questions = questionsOnScreen
        if let stopped = impact.stopped, !questions.contains(stopped) { impact.stopped = nil }
        if let last = impact.question, !questions.contains(last),
            peopleCount(last)?.isUnderWay ?? false
        {
            stopCounting()
        }
        guard impact.stopped == nil else { return }
        for question in questions {
            if let known = peopleCount(question), known.entry == presentEntry {
                if known.isUnderWay { return }
                if known.isExact || known.problem != nil { continue }
            }
            impact.question = question
            count(question)
            return
        }
    }

    /// "estimated" until everybody was looked at; how far that is stands in the status line.
    func countNote(_ count: PeopleCount) -> SafeText { count.isExact ? "" : "estimated" }
}
