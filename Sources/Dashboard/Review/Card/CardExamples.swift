internal import Evaluation
internal import FlagAPI
internal import FlagModel
internal import TerminalUI

/// One customer, now and afterwards.
struct CardExample: Equatable, Sendable {
    let key: CustomerKey
    /// What people call them; may be empty.
    let name: String
    /// The flag, where it has to be said.
    var flag = ""
    let now: String
    let after: String
}

/// A few customers on whom a draft can be seen: one who keeps, one who changes, one who stays
/// without.
///
/// The rules are `docs/explanation/decisions/0046-whom-a-card-shows.md`.
extension DashboardState {
    /// The most customers that are shown for an example.
    private static let exampleLimit = 3
    /// Flags of one draft for which somebody is tried.
    private static let triedFlags = 5
    private static let exampleIndent = 2

    func exampleLines(_ view: DraftView, width: Int) -> [Line] {
        guard view.problem == nil else { return [] }
        let examples = examples(of: view)
        let tried = triedLines(width: width)
        guard !examples.isEmpty || !tried.isEmpty else { return [] }
        let flag = examples.first?.flag ?? ""
        let heading: SafeText = flag.isEmpty ? "FOR EXAMPLE" : "FOR EXAMPLE  \(SafeText(flag))"
        let head = exampleLine(
            "CUSTOMER",
            "",
            now: "NOW",
            after: "AFTER",
            role: .heading,
            width: width
        )
        let lines = examples.map { example in
            exampleLine(
                SafeText(example.key.text),
                SafeText(example.name),
                now: SafeText(example.now),
                after: SafeText(example.after),
                role: example.now == example.after ? .text : .draft,
                width: width
            )
        }
        return [Line(heading, .heading)] + (lines.isEmpty ? [] : [head] + lines) + tried + [""]
    }

    private func exampleLine(
        _ key: SafeText,
        _ name: SafeText,
        now: SafeText,
        after: SafeText,
        role: Role,
        width: Int
    ) -> Line {
        let room = max(20, width - Self.exampleIndent)
        let (first, second) = (min(12, room / 5), min(20, room / 4))
        let rest = max(4, (room - first - second - 6) / 2)
        var line = Line(.blanks(Self.exampleIndent))
        let side: Role = role == .heading ? .heading : .text
        line.append(key.padded(to: first), role == .heading ? .heading : .dim)
        line.append("  ")
        line.append(name.padded(to: second), side)
        line.append("  ")
        line.append(now.padded(to: min(rest, 24)), side)
        line.append("  ")
        line.append(after.truncated(toWidth: rest), role)
        return line
    }

    // MARK: - Choosing

    /// At most three, always the same ones while nothing changes.
    func examples(of view: DraftView) -> [CardExample] {
        // A plan changes nothing for anybody yet.
        guard !view.draft.changes.allSatisfy(\.isAboutSchedules),
            let flag = exampleFlag(of: view)
        else { return [] }
        let off = environment?.flag(flag)?.offVariationID
        func has(_ version: String?) -> Bool { version != nil && version != off }
        let sides = review.asked.people[view.draft.id]?.value.groups ?? []
        let staying = sides.compactMap { group -> ChangesForPeople.Move? in
            guard case .move(flag, let from, let to) = group.name, from == to, group.count > 0
            else { return nil }
            return ChangesForPeople.Move(
                flagID: flag,
                from: from,
                to: to,
                count: group.count,
                isLoss: false,
                people: group.samples
            )
        }.sorted { ($1.count, $0.from ?? "") < ($0.count, $1.from ?? "") }
        let moves = (peopleCount(peopleQuestion(about: view.draft))?.changes.moves ?? [])
            .filter { $0.flagID == flag }
        let chosen = [
            staying.first { has($0.from) }, moves.first(where: \.isLoss),
            moves.first { !$0.isLoss }, staying.first { !has($0.from) },
        ]
        let name = isAboutOnly(flag, view) ? "" : flagView(flag)?.name ?? ""
        return chosen.compactMap { $0 }.prefix(Self.exampleLimit).compactMap { move in
            // Somebody with a name says more than somebody with a key.
            guard let person = move.people.first(where: { !$0.name.isEmpty }) ?? move.people.first
            else { return nil }
            return CardExample(
                key: person.key,
                name: person.name,
                flag: name,
                now: versionName(move.from, of: flag, in: view),
                after: versionName(move.to, of: flag, in: view)
            )
        }
    }

    /// The flag that examples are about: the one that the draft changes, else the one of which most
    /// people get something else.
    private func exampleFlag(of view: DraftView) -> GUID? {
        for change in view.draft.changes {
            if case .flag(environmentID, let id) = change.subject { return id }
        }
        let moves = peopleCount(peopleQuestion(about: view.draft))?.changes.moves ?? []
        if let most = moves.max(by: { $0.count < $1.count }) { return most.flagID }
        let groups = review.asked.people[view.draft.id]?.value.groups ?? []
        for case .move(let flag, _, _) in groups.map(\.name) { return flag }
        return nil
    }

    private func isAboutOnly(_ flag: GUID, _ view: DraftView) -> Bool {
        view.draft.changes.allSatisfy { change in
            if case .flag(_, flag) = change.subject { true } else { false }
        }
    }

    private func versionName(_ id: String?, of flag: GUID, in view: DraftView) -> String {
        guard let id else { return "nothing" }
        let version =
            environment?.flag(flag)?.variation(id) ?? view.after?.flag(flag)?.variation(id)
        return version?.name ?? id
    }

    // MARK: - A customer of one's own choice

    /// The customer who is tried on the card, with what they get now and afterwards.
    private func triedLines(width: Int) -> [Line] {
        guard let tried = review.tried else { return [] }
        let key = SafeText(tried.customer.key.text)
        let name = SafeText(tried.customer.name)
        let title: SafeText = name.isEmpty ? key : "\(name), \(key)"
        var lines = [Line("TRIED  \(title)", .heading)]
        guard let isKnown = tried.isKnown else { return lines + [Line("  Looking…", .dim)] }
        if !isKnown {
            let text =
                "No application has told anything of them: this is what somebody with only this "
                + "key gets."
            lines += Line.wrapped(text, .dim, width: width, indent: Self.exampleIndent)
        }
        guard !tried.rows.isEmpty else {
            return lines + [Line("  Nothing that this changes is given to customers.", .dim)]
        }
        return lines
            + tried.rows.map { row in
                let isSame = row.now == row.after
                var line = Line(.blanks(Self.exampleIndent))
                line.append(SafeText(row.flag).padded(to: min(30, max(12, width / 3))))
                line.append("  ")
                line.append(SafeText(row.now))
                line.append(isSame ? "  stays as it is" : " \(glyphs.arrow) ", .dim)
                if !isSame { line.append(SafeText(row.after), .draft) }
                return line
            }
    }

    /// Works out what the tried customer gets on the card in front, where that is not known.
    mutating func refreshTried() {
        guard let tried = review.tried else { return }
        let worked = TriedCustomer.Worked(
            item: review.current,
            entry: presentEntry,
            isKnown: tried.isKnown,
            key: tried.customer.key
        )
        guard tried.worked != worked else { return }
        let rows = reviewed.map { triedRows($0, tried.customer) } ?? []
        review.tried?.rows = rows
        review.tried?.worked = worked
    }

    private func triedRows(_ view: DraftView, _ customer: Customer) -> [CardExample] {
        guard let environment, let after = view.after else { return [] }
        let ids = Array(flagsReached(by: view).prefix(Self.triedFlags))
        let asker = CustomerSheet(customer).evaluated
        let (before, later) = (
            Evaluator(environment, only: Set(ids)), Evaluator(after, only: Set(ids))
        )
        func version(_ id: GUID, _ evaluator: Evaluator) -> String {
            guard let flag = evaluator.flags.first(where: { $0.flag.id == id }),
                !flag.flag.isArchived
            else { return "nothing" }
            return flag.flag.versionName(evaluator.answer(flag, for: asker))
        }
        return ids.map { id in
            CardExample(
                key: customer.key,
                name: customer.name,
                flag: after.flag(id)?.name ?? environment.flag(id)?.name ?? "",
                now: version(id, before),
                after: version(id, later)
            )
        }
    }

    /// The flags that a draft changes, and those whose rules look at audiences that it changes.
    private func flagsReached(by view: DraftView) -> [GUID] {
        guard let environmentID, let after = view.after else { return [] }
        var flags: [GUID] = []
        var audiences: Set<GUID> = []
        for subject in view.draft.changes.flatMap(\.reached) {
            switch subject {
            case .flag(environmentID, let id): flags.append(id)
            case .audience(environmentID, let id): audiences.insert(id)
            default: break
            }
        }
        let looking = after.flagIDs(lookingAt: audiences)
            .sorted { (after.flag($0)?.name ?? "", $0) < (after.flag($1)?.name ?? "", $1) }
        var seen: Set<GUID> = []
        return (flags + looking).filter { seen.insert($0).inserted }
    }
}
