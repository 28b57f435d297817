internal import FlagAPI
internal import FlagModel
internal import TerminalUI

/// What history says about a draft: whether it is bigger than what this team does, and whether
/// somebody was here before today.
///
/// The rules are `docs/explanation/decisions/0045-what-is-unusual-about-a-change.md`.
extension DashboardState {
    /// Things of one draft that history is told about, at the most.
    private static let thingLimit = 3

    func unusualChecks(_ view: DraftView, _ subjects: [CardSubject]) -> [CardCheck] {
        guard view.problem == nil else { return [] }
        return (stepCheck(subjects).map { [$0] } ?? []) + todayChecks(view.draft)
    }

    /// "Bigger step than usual: 25 points; this team's changes are mostly 10 or less".
    private func stepCheck(_ subjects: [CardSubject]) -> CardCheck? {
        guard let habit = review.asked.shareHabit, let usual = habit.usual else { return nil }
        let steps = subjects.map { subject -> Int in
            guard case .flag(let view) = subject, let now = view.now, let after = view.after else {
                return 0
            }
            return now.shareStep(to: after)
        }
        guard let step = steps.max(), habit.isUnusual(step) else { return nil }
        return CardCheck(
            isFine: false,
            text: "Bigger step than usual: \(Self.points(step)); this team's changes are mostly "
                + "\(Self.number(usual)) or less",
            weight: 3
        )
    }

    /// "25 points", of a part of 100,000.
    private static func points(_ parts: Int) -> String {
        parts == Share.whole / 100 ? "1 point" : "\(number(parts)) points"
    }

    /// "12.5", of a part of 100,000.
    private static func number(_ parts: Int) -> String {
        String(Words.percent(parts: parts).dropLast())
    }

    /// "Second change today; at 08:55 Jo turned Summer sale banner on".
    private func todayChecks(_ draft: Draft) -> [CardCheck] {
        guard let known = review.asked.earlier[draft.id] else { return [] }
        let today = zone.start(ofDay: zone.day(of: now))
        let entries = known.value.filter { $0.changeSet.time >= today && $0.changeSet.isReal }
        var seen: Set<Subject> = []
        let things = draft.changes.flatMap(\.reached).filter { seen.insert($0).inserted }
        let checks = things.compactMap { thing -> CardCheck? in
            let about = entries.filter { $0.changeSet.subjects.contains(thing) }
            guard let last = about.first, let line = last.lines(about: [thing]).first else {
                return nil
            }
            let set = last.changeSet
            let who = set.actor == actor ? "you" : set.actor
            let count = Self.ordinal(about.count + 1)
            return CardCheck(
                isFine: false,
                text: "\(count) change today; at \(times.clock(set.time).text) \(who) \(line)",
                weight: 2
            )
        }
        return Array(checks.prefix(Self.thingLimit))
    }

    /// "Second", "Third", "4th"; "Another" where so many happened that not all were asked for.
    private static func ordinal(_ number: Int) -> String {
        switch number {
        case 2: "Second"
        case 3: "Third"
        case 4...earlierLimit: "\(number)th"
        default: "Another"
        }
    }
}

extension ChangeSet {
    /// Whether anything became different for somebody, and not only in a draft.
    fileprivate var isReal: Bool { origin != .drafting && origin != .reviewing }
}
