internal import FlagModel

/// One line of "can I trust this?".
public struct TrustLine: Hashable, Sendable {
    /// What it says, for people who do not see colours.
    public enum Mark: Hashable, Sendable {
        /// As it should be.
        case good
        /// To be kept in mind.
        case attention
        /// Not to be trusted.
        case bad

        /// "✓", "!" or "✗".
        public var sign: String {
            switch self {
            case .good: "✓"
            case .attention: "!"
            case .bad: "✗"
            }
        }
    }

    /// How it is.
    public let mark: Mark
    /// What was asked: "Fair split".
    public let title: String
    /// The answer.
    public let text: String

    init(_ mark: Mark, _ title: String, _ text: String) {
        self.mark = mark
        self.title = title
        self.text = text
    }
}

extension ExperimentWords {
    /// What the trust in a result stands on: the split, the number of people, what must not get
    /// worse, who saw two versions, and what else to keep in mind.
    public var trust: [TrustLine] {
        [fairSplit, enoughPeople, noHarm] + [twoVersions].compactMap(\.self)
            + caveats.map { TrustLine(.attention, "One thing", $0) }
    }

    private var fairSplit: TrustLine {
        guard result.progress.people > 0 else {
            return TrustLine(.attention, "Fair split", "planned \(planned), nobody counted")
        }
        guard result.split.isChecked else {
            let text =
                "counted \(exact); the flag's rules hand out different shares, so it cannot be "
                + "checked"
            return TrustLine(.attention, "Fair split", text)
        }
        let isBroken = result.split.isBroken
        return TrustLine(
            isBroken ? .bad : .good,
            "Fair split",
            "planned \(planned), counted \(exact)"
        )
    }

    /// "33.9/33.1/33".
    private var exact: String {
        let total = Double(max(result.split.parts.reduce(0) { $0 + $1.people }, 1))
        return result.split.parts.map {
            Amounts.decimal(Double($0.people) / total * 100, places: 1)
        }.joined(separator: "/")
    }

    private var enoughPeople: TrustLine {
        let progress = result.progress
        let people = names.count(progress.people)
        if case .tooEarly(let reason) = result.verdict, reason.fewest < reason.needed {
            let text = "\(Words.grouped(reason.fewest)) of \(reason.needed) needed in each group"
            return TrustLine(.attention, "Enough people", text)
        }
        guard let planned = progress.plannedPeople else {
            let days = "\(Words.count(progress.fullDays, "full day")) of \(progress.plannedDays)"
            let isOver = progress.fullDays >= progress.plannedDays
            return TrustLine(isOver ? .good : .attention, "Enough people", "\(people), \(days)")
        }
        let mark: TrustLine.Mark = progress.people >= planned ? .good : .attention
        return TrustLine(mark, "Enough people", "\(people), planned \(Words.grouped(planned))")
    }

    private var noHarm: TrustLine {
        let guardrails = result.metrics.filter { $0.role == .guardrail }
        guard !guardrails.isEmpty else {
            return TrustLine(.attention, "No harm", "nothing was named that must not get worse")
        }
        func titles(_ safety: VersionResult.Safety) -> [String] {
            guardrails.filter { $0.versions.contains { $0.safety == safety } }.map(\.metric.title)
        }
        let harmed = titles(.harmed)
        if !harmed.isEmpty {
            return TrustLine(.bad, "No harm", "\(Words.list(harmed)) got worse")
        }
        let unknown = titles(.unknown)
        let safe = "\(Words.list(guardrails.map(\.metric.title))) did not get worse"
        guard !unknown.isEmpty else { return TrustLine(.good, "No harm", safe) }
        // A version is shipped only when it is known to be safe, whatever the others do.
        guard case .win(let id) = result.verdict else {
            return TrustLine(.attention, "No harm", "not known yet for \(Words.list(unknown))")
        }
        return TrustLine(.good, "No harm", "\(safe) with \(names.version(id))")
    }

    /// What else to keep in mind, the most important first.
    private var caveats: [String] {
        var texts: [String] = []
        let (split, progress) = (result.split, result.progress)
        if progress.immature * 20 >= max(progress.people, 1) {
            let share = Self.inHundred(
                progress.immature,
                of: progress.people - min(progress.immature, progress.people)
            ).lowercasedFirst
            texts.append("\(share) \(names.people) still have time to act")
        }
        if let subject, !stoppedEarly(subject).isEmpty {
            texts.append("decided before the planned end: early results look bigger than they are")
        }
        if split.leftOut > 0 {
            texts.append("\(names.count(split.leftOut)) were left out, as the plan says")
        }
        return texts
    }
}

extension String {
    /// The text with a small first letter.
    fileprivate var lowercasedFirst: String { prefix(1).lowercased() + dropFirst() }
}
