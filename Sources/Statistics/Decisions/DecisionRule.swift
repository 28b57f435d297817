/// Which way a metric should go.
public enum Goal: Hashable, Sendable {
    /// More is better, as for orders.
    case more
    /// Less is better, as for refunds.
    case less

    /// An effect's sign as seen by the goal: 1 when a positive effect is good.
    var sign: Double { self == .more ? 1 : -1 }
}

/// When an experiment is looked at.
public enum Look: Hashable, Sendable {
    /// While it runs, or after its planned end: as often as one likes.
    case running
    /// At the first analysis with the planned number of people after the planned end, and only
    /// then.
    case plannedEnd
}

/// What a rule says about one comparison.
public enum Outcome: Hashable, Sendable {
    /// The treatment is better.
    case win
    /// The treatment is worse.
    case loss
    /// Both are still possible.
    case undecided
}

/// A comparison that takes part in a decision.
public struct Candidate: Hashable, Sendable {
    /// The effect on the absolute scale.
    public let effect: Effect
    /// Which way the metric should go.
    public let goal: Goal
    /// Its share of alpha while the experiment runs; shares of all candidates add up to at most 1.
    public let weight: Double

    /// Names a candidate.
    public init(effect: Effect, goal: Goal = .more, weight: Double = 1) {
        self.effect = effect
        self.goal = goal
        self.weight = weight
    }
}

/// Decides between winning, losing and waiting, with the probability of any false answer below
/// 5 %, however often one looks.
///
/// One hundredth of it is spent on looking at any time, four hundredths on one ordinary test at the
/// planned end: together they lose little power against a test that nobody may look at before.
public struct DecisionRule: Hashable, Sendable {
    /// How often an effect may be claimed while running where there is none.
    public let runningAlpha: Double
    /// How often at the planned end.
    public let finalAlpha: Double
    /// How many people both arms of a comparison are planned to have together.
    public let plannedCount: Double
    private let alwaysValid: AlwaysValid

    /// Plans decisions.
    ///
    /// - Throws: ``StatisticsError/outOfRange(_:)`` unless the count is above 0 and both alphas
    ///   between 0 and 1.
    public init(
        plannedCount: Double,
        runningAlpha: Double = 0.01,
        finalAlpha: Double = 0.04
    ) throws(StatisticsError) {
        try checkAlpha(runningAlpha)
        try checkAlpha(finalAlpha)
        alwaysValid = try AlwaysValid(tuning: plannedCount)
        self.plannedCount = plannedCount
        self.runningAlpha = runningAlpha
        self.finalAlpha = finalAlpha
    }

    /// Decides about all comparisons of primary metrics at once.
    ///
    /// While running each candidate has its share of alpha; at the planned end Holm's adjustment
    /// takes all of them together.
    ///
    /// - Parameters:
    ///   - candidates: every version and primary metric; effects on the absolute scale.
    ///   - look: when this is; a decision once made stays made, which is for the caller to keep.
    /// - Returns: an outcome for each candidate, in order.
    /// - Throws: ``StatisticsError/outOfRange(_:)`` for weights that are below 0 or exceed 1
    ///   together, or for relative effects.
    public func decide(_ candidates: [Candidate], at look: Look) throws(StatisticsError)
        -> [Outcome]
    {
        let weights = candidates.reduce(0) { $0 + $1.weight }
        guard candidates.allSatisfy({ $0.weight >= 0 }), weights <= 1 + 1e-9 else {
            throw .outOfRange("The shares of alpha must be at least 0 and at most 1 together")
        }
        guard candidates.allSatisfy({ $0.effect.scale == .absolute }) else {
            throw .outOfRange("Decisions are made about differences, not about percentages")
        }
        var isDecided: [Bool] = []
        for candidate in candidates { isDecided.append(try isDecidedWhileRunning(candidate)) }
        if look == .plannedEnd {
            var values: [Double] = []
            for candidate in candidates {
                let result = try FixedHorizon.test(candidate.effect, alpha: finalAlpha)
                values.append(result.pValue)
            }
            for (index, value) in Corrections.holm(values).enumerated() where value <= finalAlpha {
                isDecided[index] = true
            }
        }
        return zip(candidates, isDecided).map { candidate, decided in
            guard decided else { return .undecided }
            return candidate.effect.estimate * candidate.goal.sign > 0 ? .win : .loss
        }
    }

    private func isDecidedWhileRunning(_ candidate: Candidate) throws(StatisticsError) -> Bool {
        let alpha = runningAlpha * candidate.weight
        guard alpha > 0 else { return false }
        let result = try alwaysValid.test(candidate.effect, alpha: alpha)
        return result.lower > 0 || result.upper < 0
    }

    /// How many standard errors the range to show reaches to each side at a look.
    ///
    /// - Parameters:
    ///   - effect: what was estimated.
    ///   - look: when this is.
    ///   - weight: the candidate's share of alpha.
    /// - Returns: a factor above 0 for the standard error.
    public func multiplier(for effect: Effect, at look: Look, weight: Double = 1) -> Double {
        let running = alwaysValid.multiplier(
            count: Double(effect.count),
            alpha: runningAlpha * weight
        )
        guard look == .plannedEnd,
            let student = StudentDistribution(degreesOfFreedom: effect.degreesOfFreedom)
        else { return running }
        return min(running, student.upperQuantile(finalAlpha * weight / 2))
    }
}
