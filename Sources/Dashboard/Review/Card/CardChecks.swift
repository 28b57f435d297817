internal import FlagAPI
internal import FlagModel
internal import TerminalUI

/// Something that was looked at for whoever reviews.
struct CardCheck: Equatable, Sendable {
    /// Whether there is nothing unusual about it.
    let isFine: Bool
    let text: String
    /// How much it matters among what is unusual; the most comes last.
    var weight = 0
}

/// What is checked about a draft, the worst last.
extension DashboardState {
    func cardChecks(_ view: DraftView) -> [CardCheck] {
        let subjects = cardSubjects(view)
        let all =
            [fitCheck(view), lossCheck(view), turnedOffCheck(view)].compactMap { $0 }
            + experimentChecks(view) + [otherDraftsCheck(view)]
            + subjects.compactMap { groundCheck($0, view.draft) } + fallenChecks(view.draft)
        return all.filter(\.isFine) + all.filter { !$0.isFine }.sorted { $0.weight < $1.weight }
    }

    private func fitCheck(_ view: DraftView) -> CardCheck? {
        view.problem.map { problem in
            let why: String =
                switch problem {
                case .unknown(.flag, _): "the flag was deleted."
                case .unknown(.audience, _): "the audience was deleted."
                case .unknown(.experiment, _): "the experiment was deleted."
                default: problem.description
                }
            return CardCheck(isFine: false, text: "It does not fit any more: \(why)", weight: 9)
        }
    }

    private func lossCheck(_ view: DraftView) -> CardCheck? {
        guard view.problem == nil, let count = peopleCount(peopleQuestion(about: view.draft)),
            let answer = count.answer, answer.known > 0
        else { return nil }
        let losing = count.changes.losing
        guard losing > 0 else {
            // An estimate looks at some: only the whole count says that there is nobody.
            return count.isExact
                ? CardCheck(isFine: true, text: "Nobody loses what they have now") : nil
        }
        let about = count.isExact ? "" : "About "
        let people = losing == 1 ? "person loses" : "people lose"
        let text = "\(about)\(SafeText.count(losing).text) \(people) what they have now"
        return CardCheck(isFine: false, text: text, weight: 7)
    }

    private func turnedOffCheck(_ view: DraftView) -> CardCheck? {
        guard !view.turnedOff.isEmpty else { return nil }
        let names = Words.list(view.turnedOff)
        return CardCheck(isFine: false, text: "Turns \(names) off for everyone", weight: 8)
    }

    private func experimentChecks(_ view: DraftView) -> [CardCheck] {
        guard view.problem == nil else { return [] }
        let spoiled = model.spoils(view.draft.changes, at: shownTime)
        guard spoiled.isEmpty else {
            return spoiled.map { CardCheck(isFine: false, text: $0.sentence, weight: 6) }
        }
        let flags = view.draft.changes.flatMap(\.reached).compactMap { subject -> GUID? in
            if case .flag(environmentID, let id) = subject { id } else { nil }
        }
        let running = environment?.experiments.filter { experiment in
            experiment.state == .running && flags.contains(experiment.flagID)
        }
        guard let running, let first = running.first else {
            return [CardCheck(isFine: true, text: "No running experiment uses this")]
        }
        return [
            CardCheck(
                isFine: true,
                text: "The running experiment \"\(first.name)\" stays worth what it is"
            )
        ]
    }

    private func otherDraftsCheck(_ view: DraftView) -> CardCheck {
        let things = Set(view.draft.changes.flatMap(\.reached))
        let others = model.drafts.filter { other in
            other.id != view.draft.id
                && !things.isDisjoint(with: other.changes.flatMap(\.reached))
        }
        guard let other = others.first else {
            return CardCheck(isFine: true, text: "No other draft changes the same")
        }
        return CardCheck(
            isFine: false,
            text: "\(other.authorWords) has another draft about the same",
            weight: 4
        )
    }

    /// Whether the thing was changed after the draft was made, or today.
    private func groundCheck(_ subject: CardSubject, _ draft: Draft) -> CardCheck? {
        let changedAt: Moment? =
            switch subject {
            case .flag(let view): view.now?.updatedAt
            case .audience(let view): view.now?.updatedAt
            default: nil
            }
        guard let changedAt else { return nil }
        let when = times.when(changedAt).text
        if changedAt > draft.createdAt {
            let text = "\(subject.name) was changed after this draft was made: \(when)"
            return CardCheck(isFine: false, text: text, weight: 5)
        }
        guard when.hasPrefix("today") else { return nil }
        return CardCheck(
            isFine: false,
            text: "Another change today; \(subject.name) was changed at \(times.clock(changedAt))",
            weight: 1
        )
    }

    private func fallenChecks(_ draft: Draft) -> [CardCheck] {
        draft.fallenApprovers(in: present).map { person in
            let who = person == actor ? "You" : person
            let text = "\(who) approved this before what it changes was changed; read it again"
            return CardCheck(isFine: false, text: text, weight: 8)
        }
    }
}
