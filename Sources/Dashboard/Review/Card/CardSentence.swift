internal import FlagModel
internal import TerminalUI

/// One thing that a draft changes, as it is and as it would be.
enum CardSubject: Equatable, Sendable {
    case flag(FlagView)
    case audience(AudienceView)
    case experiment(ExperimentView)
    case plan(Schedule)
    /// A plan that is called off, stopped or let go on.
    case endedPlan(Schedule, Change)
    case other(String)
}

/// What a draft is about, and what it wants in one sentence.
extension DashboardState {
    /// The things that a draft changes, in its order, each once.
    func cardSubjects(_ view: DraftView) -> [CardSubject] {
        var seen: Set<Subject> = []
        let things = Set(view.draft.changes.filter { !$0.isAboutSchedules }.map(\.subject))
        return view.draft.changes.compactMap { change in
            guard seen.insert(change.subject).inserted else { return nil }
            // What only ends something of this draft is told by its time.
            if !things.isEmpty, let plan = plan(of: change),
                plan.changes.allSatisfy({ things.contains($0.subject) })
            {
                return nil
            }
            if case .saveSchedule(let schedule) = change { return .plan(schedule) }
            if case .schedule(let id) = change.subject, let plan = model.schedule(id) {
                return .endedPlan(plan, change)
            }
            return cardSubject(change.subject, view)
        }
    }

    /// The plan that a change saves, or ends.
    private func plan(of change: Change) -> Schedule? {
        if case .saveSchedule(let plan) = change { return plan }
        guard case .schedule(let id) = change.subject else { return nil }
        return model.schedule(id)
    }

    private func cardSubject(_ subject: Subject, _ view: DraftView) -> CardSubject {
        guard let environment, let environmentID else { return .other("") }
        switch subject {
        case .flag(environmentID, let id):
            return .flag(FlagView(id, with: view, in: environment, for: actor))
        case .audience(environmentID, let id):
            return .audience(AudienceView(id, with: view, in: environment, for: actor))
        case .experiment(environmentID, let id):
            return .experiment(
                ExperimentView(
                    id: id,
                    now: environment.experiment(id),
                    after: view.after?.experiment(id),
                    draft: view.draft,
                    problem: view.problem
                )
            )
        default: return .other(name(of: subject))
        }
    }

    /// "Li wants to ", and what in capitals: "SHOW SUMMER SALE BANNER TO MORE PEOPLE".
    func cardSentence(_ view: DraftView) -> (start: String, wish: String) {
        let subjects = cardSubjects(view)
        let verb = view.draft.authors.count == 1 ? "wants" : "want"
        let start =
            view.draft.authors == [actor] ? "You want to " : "\(view.draft.authorWords) \(verb) to "
        guard subjects.count == 1, let subject = subjects.first else {
            return (start, "change \(Words.count(subjects.count, "thing")) together".uppercased())
        }
        let name = draftTitle(view).text
        let wish = subject.wish(name, isFitting: view.problem == nil)
        return (start, wish.uppercased())
    }
}

extension CardSubject {
    /// What a draft wants, as it follows "wants to".
    fileprivate func wish(_ name: String, isFitting: Bool) -> String {
        guard isFitting else { return "change \(name)" }
        switch self {
        case .flag(let view): return view.wish(name)
        case .audience(let view): return view.wish(name)
        case .experiment(let view): return view.wish(name)
        case .plan: return "do something at a time: \(name)"
        case .endedPlan(_, .holdSchedule(_, true)): return "stop the plan \(name)"
        case .endedPlan(_, .holdSchedule(_, false)): return "let the plan go on: \(name)"
        case .endedPlan: return "call off the plan \(name)"
        case .other: return "change \(name)"
        }
    }
}

extension FlagView {
    fileprivate func wish(_ name: String) -> String {
        guard let now else { return "make the flag \(name)" }
        guard let after else { return "delete \(name)" }
        if now.isArchived != after.isArchived {
            return "\(after.isArchived ? "archive" : "restore") \(name)"
        }
        guard let nowSummary, let afterSummary else { return "change \(name)" }
        let (old, new) = (nowSummary.state, afterSummary.state)
        if old != .off, new == .off { return "turn \(name) off" }
        if old == .off, new != .off {
            let who = afterSummary.who
            return who == "nobody" ? "turn \(name) on" : "turn \(name) on for \(who)"
        }
        if let before = Self.parts(old), let later = Self.parts(new), before != later,
            nowSummary.who == afterSummary.who
        {
            return "show \(name) to \(later > before ? "more" : "fewer") people"
        }
        return difference == Self.vague ? "edit \(name)" : "change who gets \(name)"
    }

    private static func parts(_ state: FlagSummary.State) -> Int? {
        switch state {
        case .on: Share.whole
        case .some(let parts): parts
        case .off, .experiment: nil
        }
    }
}

extension AudienceView {
    fileprivate func wish(_ name: String) -> String {
        guard let now else { return "make the audience \(name)" }
        guard let after else { return "delete the audience \(name)" }
        if now.isArchived != after.isArchived {
            return "\(after.isArchived ? "archive" : "restore") the audience \(name)"
        }
        let more = after.members.count - now.members.count
        if more > 0, now.rules == after.rules {
            return "add \(Words.count(more, "customer")) to \(name)"
        }
        if more < 0, now.rules == after.rules {
            return "take \(Words.count(-more, "customer")) out of \(name)"
        }
        return "change the audience \(name)"
    }
}

extension ExperimentView {
    fileprivate func wish(_ name: String) -> String {
        guard let now else { return "plan the experiment \(name)" }
        guard let after else { return "delete the experiment \(name)" }
        if now.state != after.state || now.runs.count != after.runs.count {
            return "\(after.state == .running ? "start" : "stop") the experiment \(name)"
        }
        return "change the plan of \(name)"
    }
}
