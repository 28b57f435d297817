internal import Statistics

/// The range of a difference, in the metric's unit and as a share of the baseline.
struct PairRanges {
    /// In the metric's unit.
    var difference: RelativeRange
    /// As a share of the baseline; `nil` while that cannot be stated.
    var change: RelativeRange?

    /// Both ranges with so many standard errors to each side.
    init(of pair: VersionPair, multiplier: Double) {
        difference = pair.difference(multiplier: multiplier)
        change = pair.change(multiplier: multiplier)
    }

    /// What is left of this range when another one holds too; this one where they have nothing in
    /// common.
    ///
    /// The look at the planned end has its own part of the probability of a false answer, so that
    /// its range goes on to hold beside each later one.
    func within(_ other: PairRanges) -> PairRanges {
        var both = self
        both.difference = Self.common(difference, other.difference)
        if let change, let others = other.change { both.change = Self.common(change, others) }
        return both
    }

    private static func common(_ one: RelativeRange, _ other: RelativeRange) -> RelativeRange {
        let lower = max(one.lower, other.lower)
        let upper = min(one.upper, other.upper)
        return lower <= upper ? RelativeRange(lower: lower, upper: upper) : one
    }

    /// The ranges clipped so that they say the same about 0 as what was decided.
    func agreeing(with direction: Direction?) -> PairRanges {
        var agreeing = self
        agreeing.difference = difference.agreeing(with: direction)
        agreeing.change = change?.agreeing(with: direction)
        return agreeing
    }

    /// The change clipped so that it says the same about a guardrail's margin as its status does.
    ///
    /// - Parameters:
    ///   - safety: the status, found on the scale of differences.
    ///   - margin: how much worse is acceptable, as a share of the baseline.
    ///   - goal: which way is better.
    /// - Returns: both ranges, with another change where the two scales differ.
    func agreeing(with safety: VersionResult.Safety, margin: Double, goal: Goal) -> PairRanges {
        guard var change else { return self }
        switch (safety, goal) {
        case (.harmed, .more): change.upper = min(change.upper, 0)
        case (.harmed, .less): change.lower = max(change.lower, 0)
        case (.safe, .more): change.lower = max(change.lower, -margin)
        case (.safe, .less): change.upper = min(change.upper, margin)
        case (.unknown, .more): change.lower = min(change.lower, -margin)
        case (.unknown, .less): change.upper = max(change.upper, margin)
        }
        change.lower = min(change.lower, change.upper)
        change.upper = max(change.lower, change.upper)
        var agreeing = self
        agreeing.change = change
        return agreeing
    }
}

extension VersionResult.Range {
    /// A range with a best guess, which lies within it.
    init(_ range: RelativeRange, bestGuess: Double, measured: Double) {
        self.init(
            lower: range.lower,
            bestGuess: min(max(bestGuess, range.lower), range.upper),
            measured: measured,
            upper: range.upper
        )
    }
}
