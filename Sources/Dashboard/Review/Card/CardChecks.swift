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
            + experimentChecks(view) + otherDraftsChecks(view)
            + subjects.compactMap { groundCheck($0, view.draft) } + unusualChecks(view, subjects)
            + fallenChecks(view.draft)
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
            let what = isAboutOneFlag(view.draft) ? "this flag" : "this"
            return [CardCheck(isFine: true, text: "No running experiment uses \(what)")]
        }
        return [
            CardCheck(
                isFine: true,
                text: "The running experiment \"\(first.name)\" stays worth what it is"
            )
        ]
    }

    private func isAboutOneFlag(_ draft: Draft) -> Bool {
        let subjects = Set(draft.changes.map(\.subject))
        if case .flag? = subjects.first { return subjects.count == 1 }
        return false
    }

    /// Whether another draft changes the same things, or the audiences that this one looks at.
    private func otherDraftsChecks(_ view: DraftView) -> [CardCheck] {
        let things = Set(view.draft.changes.flatMap(\.reached))
        let used = usedAudiences(view).filter { !things.contains($0.subject) }
        let others = model.drafts.filter { $0.id != view.draft.id }
        let same = others.first { !things.isDisjoint(with: $0.changes.flatMap(\.reached)) }
        var checks = [
            same.map { other in
                CardCheck(
                    isFine: false,
                    text: "\(other.authorWords) has another draft about the same",
                    weight: 4
                )
            } ?? CardCheck(isFine: true, text: "No other draft changes the same")
        ]
        for audience in used.prefix(2) {
            let other = others.first { $0.changes.flatMap(\.reached).contains(audience.subject) }
            checks.append(
                other.map { other in
                    CardCheck(
                        isFine: false,
                        text: "\(other.authorWords) has a draft about \"\(audience.name)\", "
                            + "which this looks at",
                        weight: 4
                    )
                }
                    ?? CardCheck(
                        isFine: true,
                        text: "\"\(audience.name)\" is not changed by any other draft"
                    )
            )
        }
        return checks
    }

    /// The audiences that the flags of a draft look at, as they would be.
    private func usedAudiences(_ view: DraftView) -> [(subject: Subject, name: String)] {
        guard let environmentID, let after = view.after else { return [] }
        var seen: Set<GUID> = []
        return view.draft.changes.flatMap { change -> [GUID] in
            guard case .flag(environmentID, let id) = change.subject, let flag = after.flag(id)
            else { return [] }
            return flag.audienceIDs.sorted()
        }.filter { seen.insert($0).inserted }.compactMap { id in
            after.audience(id).map {
                (.audience(environment: environmentID, id), $0.name)
            }
        }
    }

    /// Whether the thing was changed after the draft was made.
    private func groundCheck(_ subject: CardSubject, _ draft: Draft) -> CardCheck? {
        let changedAt: Moment? =
            switch subject {
            case .flag(let view): view.now?.updatedAt
            case .audience(let view): view.now?.updatedAt
            default: nil
            }
        guard let changedAt, changedAt > draft.createdAt else { return nil }
        let when = times.when(changedAt).text
        let text = "\(subject.name) was changed after this draft was made: \(when)"
        return CardCheck(isFine: false, text: text, weight: 5)
    }

    private func fallenChecks(_ draft: Draft) -> [CardCheck] {
        draft.fallenApprovers(in: present).map { person in
            let who = person == actor ? "You" : person
            let text = "\(who) approved this before what it changes was changed; read it again"
            return CardCheck(isFine: false, text: text, weight: 8)
        }
    }
}
