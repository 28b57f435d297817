internal import FlagModel
internal import TerminalUI

/// One moment of a plan, and what it changes.
struct PlanMoment: Equatable, Sendable {
    let at: Moment
    let things: [PlannedThing]
}

/// One thing that a moment of a plan changes.
struct PlannedThing: Equatable, Sendable {
    let subject: Subject
    /// What people call it; empty where ``after`` says all.
    let name: String
    /// "off", "25%"; empty where ``after`` is a sentence.
    let before: String
    /// "on", "50%", or what the history will say.
    let after: String

    /// "off → on", "25% → 50%", or a sentence.
    var words: String { before.isEmpty ? after : "\(before) → \(after)" }

    /// "Gift wrap off → on".
    var sentence: String { name.isEmpty ? words : "\(name) \(words)" }
}

/// What plans do, in the words of the screens.
extension DashboardState {
    /// What a plan still does, moment by moment; for one that comes back, its next time.
    ///
    /// - Parameters:
    ///   - schedule: the plan.
    ///   - model: what its first moment finds; each further one finds what the one before leaves.
    /// - Returns: the moments in words.
    func moments(of schedule: Schedule, in model: Model) -> [PlanMoment] {
        var now = model
        let steps =
            [Schedule.Step(at: schedule.at, changes: schedule.changes)] + schedule.later
        return steps.map { step in
            let before = now
            for change in step.changes { now = (try? now.previewing([change])) ?? now }
            return PlanMoment(at: step.at, things: things(step.changes, before, now))
        }
    }

    private func things(_ changes: [Change], _ before: Model, _ after: Model) -> [PlannedThing] {
        var seen: Set<Subject> = []
        return changes.compactMap { change in
            let subject = change.subject
            if let (old, new) = flagWords(subject, before, after) {
                guard seen.insert(subject).inserted else { return nil }
                let name = after.name(of: subject)
                return PlannedThing(subject: subject, name: name, before: old, after: new)
            }
            let sentence = change.sentence(before: before, after: after).capitalisedSentence
            return PlannedThing(subject: subject, name: "", before: "", after: sentence)
        }
    }

    /// "25%" and "50%"; `nil` when a few words cannot say it.
    private func flagWords(
        _ subject: Subject,
        _ before: Model,
        _ after: Model
    ) -> (old: String, new: String)? {
        guard case .flag(let place, let id) = subject, let old = before.environment(place),
            let new = after.environment(place), let flag = old.flag(id), let later = new.flag(id)
        else { return nil }
        let (first, second) = (flag.summary(in: old), later.summary(in: new))
        if first.state != second.state { return (first.state.text, second.state.text) }
        return first.who == second.who ? nil : (first.who, second.who)
    }

    /// What a moment of a plan does, for one line of a list.
    func planWords(_ schedule: Schedule, step: Int = 0, in model: Model) -> String {
        let moments = moments(of: schedule, in: model)
        guard step == 0 || moments.indices.contains(step), let first = moments.first else {
            return schedule.title
        }
        // What a customer has is about that customer, not about the flag.
        guard !schedule.isAboutCustomer, !first.things.isEmpty else { return schedule.title }
        let words = Words.list(moments[step].things.map(\.sentence), most: 2)
        guard step == 0, schedule.recurrence != nil else { return words }
        return "\(words), \(schedule.thenWords)"
    }

    /// What a plan is about: the names of its things, or its title where that says more.
    func planName(_ schedule: Schedule) -> String {
        guard !schedule.isAboutCustomer else { return schedule.title }
        var names: [String] = []
        for change in schedule.allChanges {
            let name = Words.short(name(of: change.subject), 100)
            if !names.contains(name) { names.append(name) }
        }
        return Words.list(names, most: 2)
    }

    /// "Fri 4 Dec 09:00: 10% → 25%, then 2 more steps": what a plan does to one flag next.
    func nextWords(_ schedule: Schedule, about subject: Subject, in model: Model) -> String {
        let moments = moments(of: schedule, in: model)
        let own = moments.first { $0.things.contains { $0.subject == subject } }
        guard let own, let thing = own.things.first(where: { $0.subject == subject }) else {
            return "\(times.soon(schedule.at).text): \(schedule.title)"
        }
        let then = schedule.thenWords
        let stopped = schedule.isHeld ? "stopped, was for " : ""
        let words = schedule.isAboutCustomer ? schedule.title : thing.words
        return "\(stopped)\(times.soon(own.at).text): \(words)" + (then.isEmpty ? "" : ", \(then)")
    }
}

extension Schedule {
    /// Whether it ends what one customer has.
    var isAboutCustomer: Bool {
        expects.contains { expectation in
            switch expectation {
            case .target, .member: true
            case .enabled, .everyone: false
            }
        }
    }
}

// MARK: - About drafts

extension Draft {
    /// The plans that it saves, in order.
    var plans: [Schedule] {
        changes.compactMap { if case .saveSchedule(let plan) = $0 { plan } else { nil } }
    }

    /// The plan that is all it holds; `nil` for any other draft.
    var onlyPlan: Schedule? { changes.count == 1 ? plans.first : nil }
}

extension DashboardState {
    /// What a draft that is all about one plan does, in a few words; `nil` for any other draft.
    func planDifference(_ draft: Draft) -> String? {
        guard draft.changes.count == 1 else { return nil }
        switch draft.changes[0] {
        case .saveSchedule(let plan):
            guard let earlier = present.schedule(plan.id) else { return newPlanWords(plan) }
            guard earlier.at != plan.at else { return "goes on" }
            let when = times.soon(plan.at).text
            return "\(when) instead of \(times.soon(earlier.at).text)"
        case .discardSchedule: return "called off"
        case .holdSchedule(_, let isHeld): return isHeld ? "stopped" : "goes on"
        default: return nil
        }
    }

    /// "Fri 4 Dec 09:00: 10% → 25%, then 2 more steps".
    private func newPlanWords(_ plan: Schedule) -> String {
        let then = plan.later.isEmpty ? "" : ", \(plan.thenWords)"
        let when = times.soon(plan.at).text
        guard !plan.isAboutCustomer else { return when + then }
        let things = moments(of: plan, in: present).first?.things ?? []
        // Of one thing the name stands beside it already.
        let words = things.count == 1 ? things[0].words : planWords(plan, in: present)
        return "\(when): \(words)\(then)"
    }

    /// ", until Fri 4 Dec 18:00": when what a draft does ends by itself.
    func endWords(_ draft: Draft) -> String {
        guard draft.onlyPlan == nil, let end = draft.plans.map(\.at).min() else { return "" }
        return ", until \(times.soon(end).text)"
    }

    /// The plan of a draft whose time is over: it cannot be published as it is.
    func overduePlan(_ draft: Draft) -> Schedule? { draft.plans.first { $0.at <= now } }

    /// What to say of a draft whose time is over, in a few words.
    static let overdueWords = "time is over: S sets another"
}
