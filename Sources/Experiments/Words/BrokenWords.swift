internal import FlagModel

/// Something to do when the numbers of a run are not to be used.
public struct NextStep: Hashable, Sendable {
    /// What it does.
    public enum Kind: Hashable, Sendable {
        /// Hands over ``ExperimentWords/messageForDataTeam``.
        case askDataTeam
        /// Stops the experiment.
        case stop
        /// Shows the numbers all the same.
        case showAnyway
    }

    /// What it does.
    public let kind: Kind
    /// "Ask the data team".
    public let title: String
    /// What comes of it.
    public let text: String
}

extension ExperimentWords {
    /// Whether the numbers of the run are not to be used.
    public var isBroken: Bool {
        result.verdict == .unevenSplit || result.verdict == .mixedCustomers
    }

    /// What can be done now; nothing unless the numbers are not to be used.
    public var whatNow: [NextStep] {
        guard isBroken else { return [] }
        let ask = NextStep(
            kind: .askDataTeam,
            title: "Ask the data team",
            text: "copies a ready message with the numbers"
        )
        let stop = NextStep(
            kind: .stop,
            title: "Stop the experiment",
            text: "nothing is deleted; fix the cause, then start a new run"
        )
        let show = NextStep(
            kind: .showAnyway,
            title: "Show me anyway",
            text: "opens the numbers with this warning on top"
        )
        return isRunning ? [ask, stop, show] : [ask, show]
    }

    /// Why groups have not the size that they should have, as a rule.
    public var usualCauses: [String] {
        switch result.verdict {
        case .unevenSplit:
            [
                "One version loads slower, and people leave before they are counted.",
                "Robots see only one of the versions.",
                "The flag was changed on the way.",
            ]
        // The answer itself says it of customers who saw two versions.
        default: []
        }
    }

    /// A message that can be sent as it is, with everything that the reader needs; one line each.
    public var messageForDataTeam: String {
        let progress = result.progress
        var lines = [
            "The numbers of the experiment \(plan.name) (\(plan.key.text)) cannot be used.",
            "It runs since \(Words.moment(progress.startedAt)); counted until"
                + " \(Words.moment(progress.asOf)).",
        ]
        for part in result.split.parts {
            lines.append(
                "\(names.version(part.variationID)): planned"
                    + " \(Amounts.decimal(part.planned * 100, places: 2))%,"
                    + " counted \(names.count(part.people))."
            )
        }
        lines.append("Saw two versions and do not count: \(names.count(result.split.mixed)).")
        lines.append("Left out by the plan: \(names.count(result.split.leftOut)).")
        let chance = Amounts.rarity(result.split.pValue)
        lines.append("By chance a split as uneven happens in \(chance) tests.")
        if let since = result.split.brokenSince {
            lines.append("First seen uneven: \(Words.moment(since)).")
        }
        if let cause = names.cause { lines.append("Most of it comes from \(cause).") }
        lines.append("Please find out why, and say when it is mended.")
        return lines.joined(separator: "\n")
    }
}
